"""Constraints: "object", "input" and "output" (the weight as the constraint leaves it)."""
import fixture
import keras
import numpy as np
import tensorflow as tf
import tf_keras
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
    *[(tf_keras.constraints.RadialConstraint(), (size, size, 2, 3)) for size in (2, 3, 4, 5)],
]


def cases():
    found = []
    for constraint, shape in CONSTRAINTS:
        for dtype in ("float32", "float64", "bfloat16"):
            values = fixture.rng(shape).normal(size=shape)
            found.append(case(constraint, values, dtype, dtype))
        if not hasattr(C, type(constraint).__name__):
            continue  # tf_keras' RadialConstraint, called eagerly, makes 0.0 of some -0.0, and a graph does not
        zeros = np.zeros(shape)
        zeros.reshape(-1)[1::2] = -0.0
        found.append(case(constraint, zeros, "float32", "zeros"))
    return found


def serialized(constraint):
    """The constraint in Keras 3's words, if Keras 3 has it or not."""
    kind = type(constraint).__name__
    if hasattr(C, kind):
        return keras.saving.serialize_keras_object(constraint)
    config = constraint.get_config()
    return {"module": "keras.constraints", "class_name": kind, "config": config, "registered_name": None}


def case(constraint, values, dtype, kind):
    config = [f"{k}={v}".replace(" ", "") for k, v in constraint.get_config().items()]
    shape = "x".join(map(str, values.shape))
    x = tf.cast(values, dtype)
    return {
        "id": " ".join([type(constraint).__name__] + config + [shape, kind]),
        "object": serialized(constraint),
        "input": encode(x),
        "output": encode(fixture.run(constraint, x, open_batch=False) if hasattr(C, type(constraint).__name__) else constraint(x)),
    }
