"""What a Keras does with a file: loads it, predicts, saves it again, trains on.

WrittenFormTest calls `judge` through server.py with files that Java wrote; reloads.py with Keras' own.
"""
import json
import os
import zipfile

import h5py
import numpy as np


def judge(keras, files, case):
    """What became of each of `files`, by its key; see `look`."""
    answers = {}
    for key, file in files.items():
        keras.backend.clear_session()
        answers[key] = look(keras, file, case)
    return answers


def look(keras, file, case):
    """Tries all that a Keras can do with a file; `errors` has what it cannot, by stage: load, save, train.

    file: {"path", "kind": "model" | "served" | "weights" | "config", "again": where to save it, "" for nowhere,
    "optimizer": whether it holds an optimizer's state, "train": whether to train}
    case: {"own": the model's own file, for what is no whole model; "inputs"; "x", "t", "options" of fit}
    """
    answer = {"errors": {}}
    model = attempt(answer, "load", lambda: load(keras, file, case))
    if model is None:
        return answer
    outputs = attempt(answer, "load", lambda: model(one(case["inputs"]), training=False))
    if outputs is not None:
        answer["outputs"] = [np.asarray(y) for y in (outputs if isinstance(outputs, (list, tuple)) else [outputs])]
    if file["again"]:
        attempt(answer, "save", lambda: answer.update(save(model, file)))
    if file["train"]:
        attempt(answer, "train", lambda: answer.update(train(model, case)))
    return answer


def attempt(answer, stage, action):
    try:
        return action()
    except Exception as e:  # which is what is asked for
        lines = str(e).splitlines() or [""]
        answer["errors"][stage] = f"{type(e).__name__}: {lines[0]}"
        return None


def one(arrays):
    return arrays[0] if len(arrays) == 1 else arrays


def load(keras, file, case):
    if file["kind"] == "model":
        model = keras.models.load_model(file["path"])
    elif file["kind"] == "served":
        double = any(x.dtype == np.float64 for x in case["inputs"])
        return keras.layers.TFSMLayer(
            file["path"], call_endpoint="serve", dtype="float64" if double else "float32")
    elif file["kind"] == "config":
        with open(file["path"], encoding="utf-8") as f:
            model = keras.models.model_from_json(f.read())
        model.set_weights(keras.models.load_model(case["own"], compile=False).get_weights())
    else:
        model = keras.models.load_model(case["own"])
        forget(model, file["optimizer"])
        status = model.load_weights(file["path"])
        if hasattr(status, "expect_partial"):
            status.expect_partial()
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()
    return model


def forget(model, optimizer):
    """Makes zeros of all that the file is to bring back."""
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    if optimizer and getattr(model, "optimizer", None) is not None:
        for v in model.optimizer.variables:
            v.assign(np.zeros(v.shape, np.asarray(v).dtype))


def save(model, file):
    """Saves a file again in its form; returns the configs that are then in it."""
    again = file["again"]
    if file["kind"] == "weights":
        more = {"max_shard_size": file["max_shard_size"]} if again.endswith(".json") else {}
        model.save_weights(again, **more)
        return {}
    if file["kind"] == "config":
        text = model.to_json()
        with open(again, "w", encoding="utf-8") as f:
            f.write(text)
        return {"config": json.loads(text)}
    model.save(again)
    return configs(again)


def configs(path):
    """The model's config in a file, and what it was compiled with."""
    if path.endswith(".keras"):
        with zipfile.ZipFile(path) as z:
            config = json.loads(z.read("config.json"))
        return {"config": config, "compile": config.get("compile_config") or {}}
    if not path.endswith(".h5"):
        return {}
    with h5py.File(path) as f:
        attrs = {k: json.loads(f.attrs.get(k, "{}")) for k in ("model_config", "training_config")}
    return {"config": attrs["model_config"], "compile": attrs["training_config"]}


def train(model, case):
    """One more epoch, in the order of the data."""
    model.run_eagerly = True  # which spares the tracing
    options = dict(case["options"])
    weights = {int(k): v for k, v in options.pop("class_weight", {}).items()}
    steps = int(np.asarray(model.optimizer.iterations))
    history = model.fit(
        one(case["x"]), one(case["t"]), epochs=1, shuffle=False, verbose=0, class_weight=weights or None, **options)
    return {"steps": steps, "history": {k: float(v[0]) for k, v in history.history.items()}}
