"""Writes what the arguments of `call` are named in each layer of Keras.

    $(python3 environment.py) call_arguments.py > ../../keras-api/src/main/resources/keras/layers/call_arguments.txt
"""

import inspect
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras  # noqa: E402
from keras.src.models.functional import Functional  # noqa: E402

BASES = ("Layer", "Wrapper")


def names(cls):
    parameters = list(inspect.signature(cls.call).parameters.values())[1:]
    return [
        p.name
        for p in parameters
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]


def main():
    known = {"Functional": Functional, "Sequential": keras.Sequential}
    for name in dir(keras.layers):
        cls = getattr(keras.layers, name)
        if isinstance(cls, type) and issubclass(cls, keras.layers.Layer):
            if name == cls.__name__ and name not in BASES:
                known[name] = cls
    for name in sorted(known):
        print(" ".join([name] + names(known[name])))


if __name__ == "__main__":
    main()
