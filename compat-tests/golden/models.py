"""The whole-model fixtures: golden/cases/NAME. `python models.py [--only REGEX] [--out DIR] [--jobs N]` writes them.

Every case is built twice, by tf_keras (Keras 2, "tk") and by Keras 3 ("k3"), with the same weights (drawn by NumPy from
the case's seed, never by Keras' initializers), run on the same inputs, saved in every format that Keras can write, and
reloaded to check that each file gives the same outputs. cases/README.md, written from here, says what each file is.
"""
import argparse
import concurrent.futures as futures
import json
import multiprocessing
import os
import re
import sys
import time

import fixture  # first: it sets the environment
import h5py
import keras
import numpy as np
import tensorflow as tf
import tf_keras
from model_cases.run import load_cases, run_case
from model_cases.save import MAX_FILE
from model_cases.write import dump_json, files_under, write_text

README = """# Golden fixtures made by the real Keras

{count} cases, {mb:.1f} MB. Made by `models.py` with TensorFlow {tf}, Keras {k3}, tf_keras {tk},
h5py {h5py}, NumPy {np}. Regenerate: `../regenerate.sh models`;
`python models.py --only REGEX` remakes some cases; `python check_models.py` reloads every whole-model file in a fresh
process and compares. Values are reproducible (weights and data come from NumPy, seeded by the case's
name); the bytes of HDF5/zip/protobuf files are not (times, ids).

`index.json` lists every case: `kind`, `frameworks` that have it, `layers`, `inputs`/`outputs` (name, shape, dtype),
`tolerance` for comparing outputs, `files` (file -> the Keras that wrote it), `verified` (largest difference after
reloading that file in Python), `left_out` (files dropped for being over {max_kb} kB, with their size),
`keras_cannot_reload` (files that the Keras that writes them cannot read back: its bugs), `outputs_agree`.

## A case's folder

| file | what |
| --- | --- |
| `inputs.npz`, `inputs/NAME.npy` | the input batch, in the model's input order given in index.json (little-endian, C order) |
| `outputs.npz`, `outputs/outN.npy` | the outputs in inference mode, N = position among the model's outputs |
| `outputs_k3.npz`, `outputs_k3/` | only where Keras 3 gives other outputs than tf_keras by design (`outputs_agree: false`); then `outputs` is tf_keras' |
| `config.json` | tf_keras `to_json()` (Keras 2 config) |
| `config_v3.json` | Keras 3 `to_json()` (some cases; it is also in model.keras as config.json, with a compile config) |
| `model.h5` | tf_keras whole model, legacy HDF5, with optimizer state where the case trains |
| `ckpt/` | tf_keras `save_weights`, TensorFlow checkpoint with prefix `ckpt` |
| `weights.h5` | tf_keras `save_weights`, legacy HDF5 (some cases; note: not `.weights.h5`); same layout as `/model_weights` of model.h5 |
| `saved_model/` | tf_keras SavedModel with `keras_metadata.pb` (some cases) |
| `model_tk.keras`, `model_tk.weights.h5` | the v3-style files as written by tf_keras (some cases) |
| `model.keras` | Keras 3 zip |
| `model.weights.h5` | Keras 3 `save_weights` (some cases); the same file is inside model.keras |
| `model_v3.h5` | Keras 3 whole model, legacy HDF5 |
| `export/` | Keras 3 `model.export()` SavedModel, endpoint `serve` (some cases) |
| `train.json` | what was fitted and what came out (below) |
| `train_data.npz` | `x0..`, `y0..`, and where used `sw` (sample weights), `xv0..`, `yv0..` (validation) |
| `train_initial_weights.npz`, `train_final_weights_tk.npz` (`_k3` where it differs) | `w00..` in the order of `weights` in train.json (= `model.weights`) |
| `cases.json` | kind `function`: tabulated activations, losses, metrics, schedules, regularizers, constraints, initializers |
| `variants.json`, `*.h5` | kind `h5_variants`: one model under other HDF5 layouts |

Model files of a training case hold the weights *after* training; `outputs` belong to those weights.

## train.json

`optimizer`, `loss`, `metrics`, ... are `[class, arguments]`; `history`, `evaluate`, `optimizer_after`, `optimizer_config`
are given for each framework (`tk`, `k3`). Training is `fit(shuffle=False)`, so batches come in the order of the data and
the last batch may be short. `weights_agree` says whether both ended with the same weights within `tolerance`, and
`history_disagrees` lists the history entries that differ; there a library must choose whose behaviour it follows
(`frameworks_max_diff` says how far apart they are).

Known differences between the two, seen in this set: `hard_sigmoid` (other formula); Nadam and `use_ema` (other
algorithm); Adam & co. on an Embedding's sparse gradient; moving variance of BatchNormalization on 4-D inputs in training
(tf_keras' fused kernel applies Bessel's correction, Keras 3 does not); per-output losses in the history when the last
batch is short (Keras 3 averages over batches without weighting); IoU metrics with sample_weight (Keras 3 truncates the
weights to integers).

Tolerances are for float32 work in another order of summation: `|a-b| <= atol + rtol*|b|` for outputs; for training,
relative to max(1, |b|) with `tolerance`.
"""


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", default=os.path.join(fixture.HERE, "cases"))
    ap.add_argument("--jobs", type=int, default=2)
    ap.add_argument("--only", default="")
    a = ap.parse_args()
    t0 = time.time()
    os.makedirs(a.out, exist_ok=True)
    cases = [c for c in load_cases() if re.search(a.only, c.name)]
    order = sorted(cases, key=lambda c: -(4 * (c.formats == "full") + 2 * bool(c.train)))
    infos = {}
    with futures.ProcessPoolExecutor(a.jobs, mp_context=multiprocessing.get_context("spawn")) as ex:
        jobs = {ex.submit(run_case, c.name, a.out): c.name for c in order}
        for j in futures.as_completed(jobs):
            i = j.result()
            infos[i["name"]] = i
            print(f"{time.time() - t0:6.1f}s {i['name']:32s} {i.get('seconds', 0):5.1f}s " + ("FAILED\n" + i["error"] if "error" in i else f"{i['bytes'] / 1e3:7.0f} kB"), flush=True)
    bad = [n for n, i in infos.items() if "error" in i]
    index_path = os.path.join(a.out, "index.json")
    if a.only and os.path.exists(index_path):  # keep the cases not remade
        old = {c["name"]: c for c in json.load(open(index_path, encoding="utf-8"))["cases"]}
        infos = {**old, **infos}
    infos = [infos[n] for n in sorted(infos) if "error" not in infos[n]]
    total = sum(os.path.getsize(f) for f in files_under(a.out) if os.path.basename(f) not in ("index.json", "README.md"))
    for i in infos:
        i.pop("seconds", None)
    dump_json(index_path, dict(
        format=1, made_with=dict(tensorflow=tf.__version__, keras=keras.__version__, tf_keras=tf_keras.__version__, h5py=h5py.__version__, numpy=np.__version__),
        comparison="|a-b| <= atol + rtol*|b|", cases=infos))
    write_text(os.path.join(a.out, "README.md"), README.format(
        count=len(infos), mb=total / 1e6, tf=tf.__version__, k3=keras.__version__, tk=tf_keras.__version__, h5py=h5py.__version__,
        np=np.__version__, max_kb=MAX_FILE // 1000).rstrip())
    print(f"{len(infos)} cases, {total / 1e6:.1f} MB, {time.time() - t0:.0f} s, failed: {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
