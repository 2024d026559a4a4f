"""Makes golden/tf_names.txt: the functions of TensorFlow that tf_keras can make layers of, by the names in files.

    $(python3 environment.py) tf_names.py

They are those that TensorFlow dispatches by their arguments. Of some of them no layer is ever made: they are computed by others, which are.
"""

import importlib
import inspect
import os
import pathlib
import pkgutil

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_USE_LEGACY_KERAS"] = "1"

import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402
from tensorflow.python.util import dispatch, tf_export  # noqa: E402

# what takes Python's functions, files, devices or quantized numbers is nothing that graphs of Keras hold
MODULES = "bitwise dtypes image linalg math nn random sets signal sparse strings compat.v1 compat.v1.image compat.v1.math compat.v1.nn math.special".split()


def names():
    found = set()
    for module in ["", "compat.v1", *MODULES]:
        place = tf
        for part in filter(None, module.split(".")):
            place = getattr(place, part)
        for name in dir(place):
            try:
                f = getattr(place, name)
            except (AttributeError, ImportError):
                continue
            if callable(f) and not inspect.isclass(f) and hasattr(f, dispatch.FALLBACK_DISPATCH_ATTR):
                found.add(tf_export.get_canonical_name_for_symbol(f, add_prefix_to_v1_names=True))
    found |= of_keras()
    found |= {"__operators__.add", "__operators__.eq", "__operators__.getitem", "__operators__.ne"}
    return sorted(n for n in found if n)


def of_keras():
    found = set()
    for module in pkgutil.walk_packages(tf_keras.src.__path__, "tf_keras.src."):
        if "test" in module.name or "protobuf" in module.name:
            continue
        for f in vars(importlib.import_module(module.name)).values():
            if callable(f) and not inspect.isclass(f) and hasattr(f, dispatch.FALLBACK_DISPATCH_ATTR):
                name = tf_export.get_canonical_name_for_symbol(f, api_name="keras", add_prefix_to_v1_names=True)
                found.add(name if name and name.startswith("keras.") else "")
    return found


target = pathlib.Path(__file__).parent / "tf_names.txt"
target.write_text("\n".join(names()) + "\n")
