"""How a fixture is written: one JSON file, small arrays on one line each, the same bytes from the same values.

Import this before Keras: it fixes the environment that the goldens are made in.
"""
import json
import os
import sys
import zlib

ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",  # without oneDNN, a matrix product's bits depend on the threads
}
if "tensorflow" not in sys.modules:  # bits.py imports this into a process that serves others too
    for _name, _value in ENVIRONMENT.items():
        os.environ.setdefault(_name, _value)

import numpy as np  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
_traced = {}
GRAPH = False  # whether `run` makes a graph; bits.py sets it


def write(folder, name, content):
    """Writes golden/FOLDER/NAME.json."""
    os.makedirs(os.path.join(HERE, folder), exist_ok=True)
    with open(os.path.join(HERE, folder, name + ".json"), "w", encoding="utf-8") as f:
        f.write(pretty(content) + "\n")


def pretty(value, indent=0):
    """JSON with one key a line, and on one line whatever fits 110 columns or is an array."""
    flat = json.dumps(value)
    if len(flat) + indent <= 110 or (isinstance(value, dict) and "base64" in value):
        return flat
    pad, end = "\n" + " " * (indent + 1), "\n" + " " * indent
    if isinstance(value, dict):
        rows = [f"{json.dumps(k)}: {pretty(v, indent + 1)}" for k, v in value.items()]
        return "{" + pad + ("," + pad).join(rows) + end + "}"
    if isinstance(value, (list, tuple)):
        return "[" + pad + ("," + pad).join(pretty(v, indent + 1) for v in value) + end + "]"
    return flat


def rng(*key):
    """A random generator that belongs to this key, whatever else is generated."""
    return np.random.default_rng(zlib.crc32("/".join(map(str, key)).encode()))


def run(function, *arguments, open_batch=True, graph=False):
    """Calls a function of tensors and Nones; in a graph, as fit() does, where `graph` or GRAPH is set."""
    if not (GRAPH or graph):
        return function(*arguments)
    import tensorflow as tf

    given = [tf.convert_to_tensor(a) for a in arguments if a is not None]
    batch = [None] if open_batch else []
    specs = [tf.TensorSpec(batch + t.shape.as_list()[len(batch):] if t.shape.rank else [], t.dtype) for t in given]

    def traced(*tensors):
        rest = iter(tensors)
        return function(*[None if a is None else next(rest) for a in arguments])

    key = (function, *specs, *[a is None for a in arguments])
    if key not in _traced:
        _traced[key] = tf.function(traced, jit_compile=False).get_concrete_function(*specs)
    return _traced[key](*given)


def versions():
    """The packages that made a fixture, for its head."""
    import keras
    import tensorflow as tf

    return {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}
