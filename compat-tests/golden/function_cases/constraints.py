"""Constraints: "object", "input" and "output" (the weight as the constraint leaves it)."""
import fixture
import keras
import numpy as np
import tensorflow as tf
from arrays import encode

C = keras.constraints

CONSTRAINTS = [
    (C.MaxNorm(), (4, 3)),
    (C.MaxNorm(0.7), (4, 3)),
    (C.MaxNorm(0.7, axis=1), (4, 3)),
    (C.MaxNorm(1.0, axis=[0, 1, 2]), (2, 3, 2, 4)),
    (C.MaxNorm(1.0), (5,)),
    (C.NonNeg(), (4, 3)),
    (C.NonNeg(), (5,)),
    (C.UnitNorm(), (4, 3)),
    (C.UnitNorm(axis=1), (4, 3)),
    (C.UnitNorm(axis=[0, 1, 2]), (2, 3, 2, 4)),
    (C.MinMaxNorm(), (4, 3)),
    (C.MinMaxNorm(0.5, 1.0), (4, 3)),
    (C.MinMaxNorm(0.5, 1.0, rate=0.3), (4, 3)),
    (C.MinMaxNorm(0.5, 1.0, axis=1), (4, 3)),
    (C.MinMaxNorm(0.5, 1.0, rate=0.7, axis=[0, 1, 2]), (2, 3, 2, 4)),
]


def cases():
    found = []
    for constraint, shape in CONSTRAINTS:
        for dtype in ("float32", "float64", "bfloat16"):
            values = fixture.rng(shape).normal(size=shape)
            found.append(case(constraint, values, dtype, dtype))
        zeros = np.zeros(shape)
        zeros.reshape(-1)[1::2] = -0.0
        found.append(case(constraint, zeros, "float32", "zeros"))
    return found


def case(constraint, values, dtype, kind):
    config = [f"{k}={v}".replace(" ", "") for k, v in constraint.get_config().items()]
    shape = "x".join(map(str, values.shape))
    x = tf.cast(values, dtype)
    return {
        "id": " ".join([type(constraint).__name__] + config + [shape, kind]),
        "object": keras.saving.serialize_keras_object(constraint),
        "input": encode(x),
        "output": encode(fixture.run(constraint, x, open_batch=False)),
    }
