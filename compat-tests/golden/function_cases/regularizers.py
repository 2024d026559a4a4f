"""Regularizers: "object", "input", "output" (the penalty) and "gradient" of the penalty by the input."""
import fixture
import keras
import tensorflow as tf
from arrays import encode

R = keras.regularizers

REGULARIZERS = [
    R.L1(),
    R.L1(0.3),
    R.L2(),
    R.L2(0.3),
    R.L1L2(),
    R.L1L2(l1=0.1),
    R.L1L2(l2=0.2),
    R.L1L2(0.1, 0.2),
    R.OrthogonalRegularizer(),
    R.OrthogonalRegularizer(0.5, mode="columns"),
]


def cases():
    found = []
    for regularizer in REGULARIZERS:
        orthogonal = isinstance(regularizer, R.OrthogonalRegularizer)
        for shape in [(4, 3), (1, 3)] if orthogonal else [(5,), (4, 3), (2, 3, 4), ()]:
            for dtype in ("float32", "float64", "bfloat16"):
                if orthogonal and dtype != "float32":
                    continue
                found.append(case(regularizer, shape, dtype))
    return found


def case(regularizer, shape, dtype):
    config = [f"{k}={v:.6g}" if isinstance(v, float) else f"{k}={v}" for k, v in regularizer.get_config().items()]
    id = " ".join([type(regularizer).__name__] + config + ["x".join(map(str, shape)) or "scalar", dtype])
    x = tf.cast(fixture.rng(id).normal(size=shape), dtype)

    def compute(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = regularizer(x)
        return y, tape.gradient(y, x)

    y, gradient = fixture.run(compute, x, open_batch=False)
    return {
        "id": id,
        "object": keras.saving.serialize_keras_object(regularizer),
        "input": encode(x),
        "output": encode(y),
        "gradient": encode(gradient),
    }
