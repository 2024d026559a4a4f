"""Reloads every whole-model file in golden/cases with the real Keras and compares with the stored outputs.

A check in a fresh process of what models.py made: it reads only the folder. `python check_models.py [DIR]`
"""
import json
import os
import sys
import warnings

import fixture  # first: it sets the environment
import absl.logging
import keras
import numpy as np
import tensorflow as tf
import tf_keras


def main(root):
    absl.logging.set_verbosity("error")
    warnings.simplefilter("ignore")
    count, worst, bad = 0, 0.0, []
    with open(os.path.join(root, "index.json"), encoding="utf-8") as f:
        cases = json.load(f)["cases"]
    for c in cases:
        d = os.path.join(root, c["name"])
        if c["kind"] not in ("model", "train"):
            continue
        xs = [np.load(f"{d}/inputs/{i['name']}.npy") for i in c["inputs"]]
        x = xs[0] if len(xs) == 1 else xs
        for rel, tag in c["files"].items():
            p = os.path.join(d, rel)
            if rel in ("model.h5", "saved_model", "model_tk.keras"):
                y = tf_keras.models.load_model(p)(x, training=False)
            elif rel in ("model.keras", "model_v3.h5"):
                y = keras.models.load_model(p)(x, training=False)
            elif rel == "export":
                s = tf.saved_model.load(p)
                y = s.serve([tf.constant(a) for a in xs] if len(xs) > 1 else tf.constant(x))
            else:
                continue
            out = "outputs_k3" if tag == "k3" and c["outputs_agree"] is False else "outputs"
            y = y if isinstance(y, (list, tuple)) else [y]
            for n, t in zip(c["outputs"], y, strict=True):
                want, got = np.load(f"{d}/{out}/{n['name']}.npy"), np.asarray(t)
                e = float(np.max(np.abs(want.astype("f8") - got.astype("f8"))))
                worst = max(worst, e)
                if got.shape != want.shape or not np.allclose(got, want, atol=c["tolerance"]["atol"], rtol=c["tolerance"]["rtol"]):
                    bad.append((c["name"], rel, n["name"], e))
            count += 1
        tf_keras.backend.clear_session()
        keras.utils.clear_session()
    print(f"{count} files of {len(cases)} cases checked, largest difference {worst:.2e}, bad: {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(fixture.HERE, "cases")))
