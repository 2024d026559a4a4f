"""What the Kerases do with their own files, and with each other's: golden/reloads.json. `python reloads.py [REGEX]`; with one, of some cases anew.

For each whole-model case and each form in which a Keras writes it: the Keras loads its own model, saves it in that form,
loads that, saves it once more and trains one more epoch. The answer is what it cannot, by stage: save, load (and predict),
again (save what was loaded), train. `crossed` has the same of the files that the other Keras wrote.
"""
import json
import os
import re
import sys
import tempfile

import fixture  # first: it sets the environment
import absl.logging
import keras
import numpy as np
import tf_keras
import written

CASES = os.path.join(fixture.HERE, "cases")
KERAS = {"tk": tf_keras, "k3": keras}
OWN = {"tk": "model.h5", "k3": "model.keras"}
FORMS = {
    "tk": {"m.h5": "model", "m.keras": "model", "w.h5": "weights", "m.weights.h5": "weights", "ckpt": "weights", "m.json": "config"},
    "k3": {"m.h5": "model", "m.keras": "model", "m.weights.h5": "weights", "m.weights.json": "weights", "m.json": "config"},
}
CROSSED = {"tk": ["model_v3.h5", "model.keras"], "k3": ["model.h5", "model_tk.keras"]}


def case(name):
    d = os.path.join(CASES, name)
    case = {"inputs": [np.load(os.path.join(d, "inputs.npz"))[i["name"]] for i in INDEX[name]["inputs"]]}
    if INDEX[name]["kind"] == "train":
        with open(os.path.join(d, "train.json"), encoding="utf-8") as f:
            t = json.load(f)
        data = np.load(os.path.join(d, "train_data.npz"))
        case |= {"x": arrays(data, "x"), "t": arrays(data, "y"), "options": {"batch_size": t["batch_size"]}}
        if t["sample_weight"]:
            case["options"]["sample_weight"] = data["sw"]
        if t["class_weight"]:
            case["options"]["class_weight"] = t["class_weight"]
    return case


def arrays(data, stem):
    return [data[k] for k in sorted(data.files) if re.fullmatch(stem + r"\d+", k)]


def errors(K, case, file):
    tf_keras.backend.clear_session()
    keras.utils.clear_session()
    found = written.look(K, file, case)["errors"]
    return {{"save": "again"}.get(stage, stage): short(text) for stage, text in found.items()}


def short(text):
    """Without what changes from run to run."""
    text = re.sub(r"/tmp/\w+/", "", re.sub(r"0x[0-9a-f]+", "0x", text))
    return re.sub(r", value=.*", "", text)[:120]


def own(K, tag, name, case, folder):
    case["own"] = os.path.join(CASES, name, OWN[tag])
    out = {}
    for form, kind in FORMS[tag].items():
        path, again = (os.path.join(folder, sub, form) for sub in ("first", "again"))
        for p in (path, again):
            os.makedirs(os.path.dirname(p), exist_ok=True)
        file = {
            "path": path, "again": path, "kind": kind, "optimizer": form != "w.h5",
            "train": "x" in case and form not in ("w.h5", "m.json")}
        try:
            model = K.models.load_model(case["own"])
            largest = max([w.nbytes for w in model.get_weights()] + [8])
            file["max_shard_size"] = largest / 1024**3
            written.save(model, file)
        except Exception as e:
            out[form] = {"save": short(f"{type(e).__name__}: {str(e).splitlines()[0]}")}
            continue
        out[form] = errors(K, case, file | {"again": again})
    return out


def crossed(K, tag, name, case):
    out = {}
    for file in CROSSED[tag]:
        path = os.path.join(CASES, name, file)
        if os.path.exists(path):
            out[file] = errors(K, case, {"path": path, "kind": "model", "again": "", "train": "x" in case})
    return out


def main(pattern):
    absl.logging.set_verbosity("error")
    answers = {}
    for name, entry in INDEX.items():
        if entry["kind"] not in ("model", "train") or not re.search(pattern, name):
            continue
        answer = answers.setdefault(name, {"own": {}, "crossed": {}})
        for tag, K in KERAS.items():
            with tempfile.TemporaryDirectory() as folder:
                if os.path.exists(os.path.join(CASES, name, OWN[tag])):
                    answer["own"][tag] = own(K, tag, name, case(name), folder)
            answer["crossed"][tag] = crossed(K, tag, name, case(name))
        print(name, json.dumps(answer), flush=True)
    if pattern:  # keep the cases not remade
        with open(os.path.join(fixture.HERE, "reloads.json"), encoding="utf-8") as f:
            answers = {**json.load(f)["cases"], **answers}
    made_with = {**fixture.versions(), "tf_keras": tf_keras.__version__}
    fixture.write("", "reloads", {"made_with": made_with, "cases": {name: answers[name] for name in INDEX if name in answers}})


with open(os.path.join(CASES, "index.json"), encoding="utf-8") as f:
    INDEX = {c["name"]: c for c in json.load(f)["cases"]}

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
