"""Writes what the arguments of `call` are named in each layer, of Keras 3 or of tf_keras.

    $(python3 environment.py) call_arguments.py keras \
        > ../../keras-api/src/main/resources/keras/layers/call_arguments.txt
    $(python3 environment.py) call_arguments.py tf_keras \
        > ../../keras-io/src/main/resources/keras/io/migration/tf_call_arguments.txt
"""

import importlib
import inspect
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

BASES = ("Layer", "Wrapper")


def names(cls):
    parameters = list(inspect.signature(cls.call).parameters.values())[1:]
    return [
        p.name
        for p in parameters
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]


def main(framework):
    keras = importlib.import_module(framework)
    models = importlib.import_module(
        "keras.src.models.functional"
        if framework == "keras"
        else "tf_keras.src.engine.functional"
    )
    known = {"Functional": models.Functional, "Sequential": keras.Sequential}
    for name in dir(keras.layers):
        cls = getattr(keras.layers, name)
        if isinstance(cls, type) and issubclass(cls, keras.layers.Layer):
            if name not in BASES and (name == cls.__name__ or not hasattr(keras.layers, cls.__name__)):
                known[name] = cls
    for name in sorted(known):
        print(" ".join([name] + names(known[name])))


if __name__ == "__main__":
    main(sys.argv[1])
