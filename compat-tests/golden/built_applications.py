"""keras.applications beside what Java builds of them, for keras.applications.BuiltArchitecturesTest."""
import json

import numpy as np


DEFAULTS = {"trainable": True, "activity_regularizer": None, "training": False}


def build(keras, name, arguments):
    arguments = {k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()}
    return getattr(keras.applications, name)(**arguments)


def differences(keras, name, arguments, ours):
    """Where the config of a model that Java built, as JSON, is not that of Keras' own."""
    keras.backend.clear_session()
    theirs = json.loads(build(keras, name, arguments).to_json())
    found = []
    compare(bare(theirs["config"]), bare(json.loads(ours)["config"]), "", found)
    return found[:5]


def bare(value):
    """Leaves out what counts objects, and shapes that layers were built for, which Java does not write."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in ("shared_object_id", "build_config")}
    return [bare(v) for v in value] if isinstance(value, list) else value


def compare(a, b, path, found):
    if isinstance(a, dict) and isinstance(b, dict):
        for k in sorted({*a, *b}):  # Java writes no arguments of all layers that are at Keras' default
            compare(a.get(k, DEFAULTS.get(k)), b.get(k, DEFAULTS.get(k)), f"{path}.{k}", found)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            compare(x, y, f"{path}[{i}]", found)
    elif a != b:
        found.append(f"{path}: {a} in Keras, {b} in Java")


def pass_weights(keras, name, arguments, mine, theirs, legacy, x):
    """Takes Java's weights by Keras' own argument, changes them, and leaves files of them in two formats."""
    model = build(keras, name, arguments | {"weights": mine})
    result = {"mine": model(x, training=False).numpy()}
    for i, w in enumerate(model.weights):
        step = np.cos(np.arange(np.prod(w.shape)) + i).reshape(w.shape)
        w.assign(w.numpy() * (1 + 0.1 * step.astype("float32")))
    model.save_weights(theirs)
    model.save(legacy)
    result["theirs"] = model(x, training=False).numpy()
    return result
