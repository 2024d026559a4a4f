"""Activations: "function" and "arguments", "input", "output" and "gradient" (of sum(y * y) by the input).

`special` cases hold zeros of both signs, the kinks of the piecewise functions, large values, infinities and NaN.
"""
import fixture
import keras
import numpy as np
import tensorflow as tf
from arrays import encode

A = keras.activations

NAMES = """celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear
    log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus
    sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink""".split()

ARGUMENTS = [
    ("celu", {"alpha": 0.5}),
    ("elu", {"alpha": 0.3}),
    ("gelu", {"approximate": True}),
    ("glu", {"axis": 0}),
    ("hard_shrink", {"threshold": 1.0}),
    ("leaky_relu", {"negative_slope": 0.01}),
    ("log_softmax", {"axis": 0}),
    ("relu", {"negative_slope": 0.1}),
    ("relu", {"max_value": 1.0}),
    ("relu", {"threshold": 0.5}),
    ("relu", {"negative_slope": 0.1, "max_value": 1.5, "threshold": 0.5}),
    ("relu", {"max_value": 6.0}),
    ("relu", {"negative_slope": 0.2, "threshold": -0.5}),
    ("soft_shrink", {"threshold": 1.0}),
    ("softmax", {"axis": 0}),
    ("softmax", {"axis": (0, 1)}),
    ("sparsemax", {"axis": 0}),
    ("squareplus", {"b": 1}),
    ("threshold", {"threshold": 0.5, "default_value": -1.0}),
]

SPECIAL = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 2.5, -2.5, 3.0, -3.0, 6.0, -6.0]
SPECIAL += [1e-7, -1e-7, 12.0, -12.0, 20.0, -20.0, 90.0, -90.0, 1e4, -1e4, np.inf, -np.inf, np.nan, 1e-30]


def cases():
    found = []
    for name in NAMES:
        found.append(case(name, name, {}, normal(name, (4, 6), "float32")))
        found.append(case(name + "_float64", name, {}, normal(name, (3, 4), "float64")))
        found.append(case(name + "_bfloat16", name, {}, normal(name, (3, 4), "bfloat16")))
        found.append(case(name + "_3d", name, {}, normal(name, (2, 3, 4), "float32")))
        special = tf.constant(SPECIAL, "float32", (len(SPECIAL), 1))
        if name in ("glu", "softmax", "log_softmax", "sparsemax"):  # they look at a row
            special = tf.concat([special, special[::-1]], 1)
        found.append(case(name + "_special", name, {}, special))
    for i, (name, arguments) in enumerate(ARGUMENTS):
        id = "_".join([name] + [f"{k}_{v}".replace(" ", "") for k, v in arguments.items()])
        found.append(case(id, name, arguments, normal(f"{name}{i}", (4, 6), "float32")))
    return found


def case(id, name, arguments, x):
    def compute(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = getattr(A, name)(x, **arguments)
            total = tf.reduce_sum(y * y)
        return y, tape.gradient(total, x)

    y, gradient = fixture.run(compute, x, open_batch="axis" not in arguments)
    return {
        "id": id,
        "function": name,
        "arguments": arguments,
        "input": encode(x),
        "output": encode(y),
        "gradient": encode(gradient),
    }


def normal(key, shape, dtype):
    return tf.cast(fixture.rng("activation", key, dtype, shape).normal(0.0, 2.0, shape), dtype)
