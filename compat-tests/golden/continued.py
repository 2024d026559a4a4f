"""Training that goes on from a file: golden/continued.json. `python continued.py [REGEX]`; with one, of some cases anew.

For each case that was trained and each of its whole-model files: the Keras that wrote the file loads it and trains one
more epoch, on the same data in the same order. The answer is the epoch's history, and the weights' sums and sums of
squares after it; or the error, where Keras cannot go on from its own file.
"""
import json
import os
import re
import sys

import fixture  # first: it sets the environment
import absl.logging
import keras
import numpy as np
import tf_keras

CASES = os.path.join(fixture.HERE, "cases")
FILES = {"model.h5": "tk", "model_tk.keras": "tk", "saved_model": "tk", "model.keras": "k3", "model_v3.h5": "k3"}


def go_on(name, file, tag):
    d = os.path.join(CASES, name)
    with open(os.path.join(d, "train.json"), encoding="utf-8") as f:
        t = json.load(f)
    data = np.load(os.path.join(d, "train_data.npz"))
    K = {"tk": tf_keras, "k3": keras}[tag]
    K.utils.set_random_seed(0)
    model = K.models.load_model(os.path.join(d, file))
    options = dict(batch_size=t["batch_size"], shuffle=False, verbose=0)
    if t["sample_weight"]:
        options["sample_weight"] = data["sw"]
    if t["class_weight"]:
        options["class_weight"] = {int(k): v for k, v in t["class_weight"].items()}
    history = model.fit(arrays(data, "x"), arrays(data, "y"), epochs=1, **options).history
    weights = [np.asarray(w, "f8") for w in model.get_weights()]
    return {
        "history": {k: float(v[0]) for k, v in history.items()},
        "sums": [float(w.sum()) for w in weights],
        "squares": [float((w * w).sum()) for w in weights],
    }


def arrays(data, stem):
    found = [data[k] for k in sorted(data.files) if re.fullmatch(stem + r"\d+", k)]
    return found[0] if len(found) == 1 else found


def main(pattern):
    absl.logging.set_verbosity("error")
    with open(os.path.join(CASES, "index.json"), encoding="utf-8") as f:
        trained = [c["name"] for c in json.load(f)["cases"] if c["kind"] == "train"]
    out = {}
    for name in (n for n in trained if re.search(pattern, n)):
        for file, tag in FILES.items():
            if os.path.exists(os.path.join(CASES, name, file)):
                tf_keras.backend.clear_session()
                keras.utils.clear_session()
                try:
                    answer = go_on(name, file, tag)
                except Exception as e:  # what Keras cannot do with its own file
                    answer = {"error": f"{type(e).__name__}: {str(e).splitlines()[0][:120]}"}
                out.setdefault(name, {})[file] = answer
        print(name, {f: a.get("error", "") for f, a in out[name].items()}, flush=True)
    if pattern:  # keep the cases not remade
        with open(os.path.join(fixture.HERE, "continued.json"), encoding="utf-8") as f:
            out = {**json.load(f)["cases"], **out}
    made_with = {**fixture.versions(), "tf_keras": tf_keras.__version__}
    fixture.write("", "continued", {"made_with": made_with, "cases": {name: out[name] for name in trained}})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
