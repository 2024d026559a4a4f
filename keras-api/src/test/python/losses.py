"""Writes what Keras' losses and metrics give, bit by bit, for LossTest and MetricTest.

    python keras-api/src/test/python/losses.py keras-api/src/test/resources/keras

Keras 3.15.1 on the CPU version of TensorFlow 2.21. Every case runs inside a tf.function, as
training does. A line: case, tensor, dtype, shape, values (floats in hexadecimal).
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import losses, metrics

rng = np.random.default_rng(42)


def write(out, case, name, value):
    a = np.asarray(value)
    if a.dtype.kind == "f":
        values = [float(v).hex() for v in a.ravel()]
    else:
        values = [str(int(v)) for v in a.ravel()]
    shape = ",".join(str(n) for n in a.shape) or "-"
    out.write(" ".join([case, name, a.dtype.name, shape, *values]) + "\n")


def floats(*shape):
    return rng.normal(size=shape).astype("float32")


def probabilities(*shape):
    e = np.exp(floats(*shape))
    return (e / e.sum(-1, keepdims=True)).astype("float32")


def unit(*shape):
    return rng.random(size=shape).astype("float32")


def classes(n, *shape, dtype="int64"):
    return rng.integers(0, n, size=shape).astype(dtype)


def one_hot(n, *shape):
    return np.eye(n, dtype="float32")[classes(n, *shape)]


def bits(*shape, dtype="float32"):
    return rng.integers(0, 2, size=shape).astype(dtype)


def weights(*shape):
    return unit(*shape) + np.float32(0.1)


ACTIVATIONS = {
    "softmax": keras.activations.softmax,
    "sigmoid": keras.activations.sigmoid,
}


def loss_case(out, case, loss, y, p, w=None, m=None, activation=None):
    @tf.function(jit_compile=False)
    def run(y, p, w, m):
        with tf.GradientTape() as tape:
            tape.watch(p)
            q = ACTIVATIONS[activation](p) if activation else p
            if m is not None:
                q = tf.identity(q) if q is p else q
                keras.src.backend.set_keras_mask(q, m)
            value = loss(y, q, sample_weight=w)
            total = tf.reduce_sum(value)
        return value, tape.gradient(total, p)

    t = [None if v is None else tf.constant(v) for v in (y, p, w, m)]
    # As in training, the batch size may vary.
    specs = [None if v is None else tf.TensorSpec([None, *v.shape[1:]], v.dtype) for v in t]
    value, gradient = run.get_concrete_function(*specs)(*[v for v in t if v is not None])
    for name, v in zip("ypwm", (y, p, w, m)):
        if v is not None:
            write(out, case, name, v)
    write(out, case, "value", value.numpy())
    write(out, case, "gradient", gradient.numpy())


def metric_case(out, case, metric, batches, masked=False):
    variables = metric.variables

    @tf.function(jit_compile=False)
    def run(state, y, p, w, m):
        if m is not None:
            p = tf.identity(p)
            keras.src.backend.set_keras_mask(p, m)
        state = metric.stateless_update_state(state, y, p, sample_weight=w)
        return state, metric.stateless_result(state)

    state = [tf.zeros(v.shape, v.dtype) for v in variables]
    for i, batch in enumerate(batches):
        y, p, w, m = (list(batch) + [None, None])[:4]
        t = [None if v is None else tf.constant(v) for v in (y, p, w, m)]
        state, result = run(state, *t)
        for name, v in zip("ypwm", (y, p, w, m)):
            if v is not None:
                write(out, case, f"{name}{i}", v)
        for v, s in zip(variables, state):
            write(out, case, f"{v.name}{i}", s.numpy())
        write(out, case, f"result{i}", np.asarray(result))


def write_losses(out):
    def c(case, loss, *args, **kwargs):
        loss_case(out, case, loss, *args, **kwargs)

    mse, mae = losses.MeanSquaredError, losses.MeanAbsoluteError
    c("mse", mse(), floats(7, 3), floats(7, 3))
    c("mse_weights", mse(), floats(7, 3), floats(7, 3), weights(7))
    c("mse_rank_1", mse(), floats(7), floats(7, 1), weights(7, 1))
    c("mse_steps_mask", mse(), floats(3, 4, 2), floats(3, 4, 2), None, bits(3, 4, dtype="bool"))
    c("mse_steps_mask_weights", mse(), floats(3, 4, 2), floats(3, 4, 2), weights(3, 4),
      bits(3, 4, dtype="bool"))
    c("mse_sum", mse(reduction="sum"), floats(7, 3), floats(7, 3), weights(7))
    c("mse_none", mse(reduction="none"), floats(7, 3), floats(7, 3), weights(7))
    c("mse_mean", mse(reduction="mean"), floats(7, 3), floats(7, 3))
    c("mse_mean_with_sample_weight", mse(reduction="mean_with_sample_weight"), floats(7, 3),
      floats(7, 3), weights(7))
    c("mse_uint8", mse(), classes(200, 7, 3, dtype="uint8"), floats(7, 3))
    c("mae", mae(), floats(7, 3), floats(7, 3), weights(7))
    bce = losses.BinaryCrossentropy
    c("bce", bce(), bits(9, 1), unit(9, 1))
    c("bce_rank_1", bce(), bits(9, dtype="int64"), unit(9, 1))
    c("bce_logits", bce(from_logits=True), bits(9, 2), floats(9, 2))
    c("bce_sigmoid", bce(), bits(9, 1), floats(9, 1), weights(9), activation="sigmoid")
    c("bce_smooth", bce(label_smoothing=0.1), bits(9, 2), unit(9, 2))
    c("bce_axis", bce(axis=1), bits(9, 3, 2), unit(9, 3, 2))
    cce = losses.CategoricalCrossentropy
    c("cce", cce(), one_hot(4, 6), probabilities(6, 4))
    c("cce_unnormalised", cce(), one_hot(4, 6), unit(6, 4))
    c("cce_logits", cce(from_logits=True), one_hot(4, 6), floats(6, 4), weights(6))
    c("cce_softmax", cce(), one_hot(4, 6), floats(6, 4), activation="softmax")
    c("cce_sigmoid", cce(), one_hot(4, 6), floats(6, 4), activation="sigmoid")
    c("cce_smooth", cce(label_smoothing=0.2), one_hot(4, 6), floats(6, 4), activation="softmax")
    c("cce_steps", cce(), one_hot(4, 3, 5), floats(3, 5, 4), None, bits(3, 5, dtype="bool"),
      activation="softmax")
    c("cce_axis", cce(axis=1, from_logits=True), one_hot(4, 3, 4), floats(3, 4, 4))
    c("cce_axis_probabilities", cce(axis=1), one_hot(4, 3, 4), unit(3, 4, 4))
    scce = losses.SparseCategoricalCrossentropy
    c("scce", scce(), classes(4, 6), probabilities(6, 4))
    c("scce_softmax", scce(), classes(4, 6, dtype="uint8"), floats(6, 4), activation="softmax")
    c("scce_column", scce(), classes(4, 6, 1), floats(6, 4), weights(6), activation="softmax")
    c("scce_logits", scce(from_logits=True), classes(4, 6, dtype="int32"), floats(6, 4))
    c("scce_sigmoid", scce(), classes(4, 6), floats(6, 4), activation="sigmoid")
    c("scce_steps", scce(), classes(4, 3, 5), floats(3, 5, 4), weights(3, 5),
      bits(3, 5, dtype="bool"), activation="softmax")
    c("scce_ignore", scce(ignore_class=1), classes(4, 6), probabilities(6, 4), weights(6))
    c("scce_ignore_negative", scce(ignore_class=-1, from_logits=True), classes(4, 3, 5) - 1,
      floats(3, 5, 4))
    bfc = losses.BinaryFocalCrossentropy
    c("bfc", bfc(), bits(9, 2), unit(9, 2))
    c("bfc_logits", bfc(from_logits=True, gamma=1.5), bits(9, 2), floats(9, 2))
    c("bfc_balanced", bfc(apply_class_balancing=True, alpha=0.3, label_smoothing=0.1), bits(9, 2),
      floats(9, 2), weights(9), activation="sigmoid")
    cfc = losses.CategoricalFocalCrossentropy
    c("cfc", cfc(), one_hot(4, 6), probabilities(6, 4))
    c("cfc_logits", cfc(from_logits=True, gamma=3.0, label_smoothing=0.1), one_hot(4, 6),
      floats(6, 4))
    c("cfc_alphas", cfc(alpha=[0.1, 0.2, 0.3, 0.4]), one_hot(4, 6), floats(6, 4),
      activation="softmax")


def write_metrics(out):
    def c(case, metric, *batches):
        metric_case(out, case, metric, batches)

    c("accuracy", metrics.Accuracy(), (classes(3, 9), classes(3, 9)),
      (classes(3, 5), classes(3, 5), weights(5)))
    c("binary_accuracy", metrics.BinaryAccuracy(), (bits(9, 1), unit(9, 1)),
      (bits(9, dtype="int64"), unit(9, 1)), (bits(4, 3), unit(4, 3), weights(4)))
    c("binary_accuracy_threshold", metrics.BinaryAccuracy(threshold=0.3),
      (bits(9, 1, dtype="uint8"), unit(9, 1)))
    negative_zero = np.array([[-0.0, 0.0, -1.0], [0.0, -0.0, -1.0]], "float32")
    c("categorical_accuracy", metrics.CategoricalAccuracy(), (one_hot(4, 9), probabilities(9, 4)),
      (one_hot(4, 3, 5), probabilities(3, 5, 4), weights(3, 5), bits(3, 5, dtype="bool")),
      (one_hot(3, 2), negative_zero))
    c("sparse_categorical_accuracy", metrics.SparseCategoricalAccuracy(),
      (classes(4, 9), probabilities(9, 4)), (classes(4, 9, 1), probabilities(9, 4), weights(9)),
      (classes(4, 3, 5, dtype="uint8"), probabilities(3, 5, 4), weights(3)),
      (classes(4, 3, 5), probabilities(3, 5, 4), None, bits(3, 5, dtype="bool")),
      (np.array([1, 0]), negative_zero))
    c("top_k", metrics.TopKCategoricalAccuracy(k=2), (one_hot(5, 9), probabilities(9, 5)),
      (one_hot(5, 3, 2), probabilities(3, 2, 5), weights(3, 2)))
    c("sparse_top_k", metrics.SparseTopKCategoricalAccuracy(k=2),
      (classes(5, 9), probabilities(9, 5)), (classes(5, 3, 2), probabilities(3, 2, 5)))
    c("sparse_top_k_sorted", metrics.SparseTopKCategoricalAccuracy(k=2, from_sorted_ids=True),
      (classes(5, 9), classes(5, 9, 4)), (classes(5, 3, 2), classes(5, 3, 2, 4)))
    c("bce", metrics.BinaryCrossentropy(label_smoothing=0.1),
      (bits(9, 1, dtype="int64"), unit(9, 1)), (bits(9, 2), unit(9, 2), weights(9)))
    c("cce", metrics.CategoricalCrossentropy(), (one_hot(4, 9), probabilities(9, 4)),
      (one_hot(4, 9), probabilities(9, 4), weights(9)))
    c("cce_logits", metrics.CategoricalCrossentropy(from_logits=True, label_smoothing=0.2),
      (one_hot(4, 9), floats(9, 4)))
    c("scce", metrics.SparseCategoricalCrossentropy(), (classes(4, 9), probabilities(9, 4)),
      (classes(4, 9, 1), probabilities(9, 4), weights(9)))
    c("scce_ignore", metrics.SparseCategoricalCrossentropy(ignore_class=2, from_logits=True),
      (classes(4, 9), floats(9, 4)), (classes(4, 9), floats(9, 4), weights(9)))
    c("mse", metrics.MeanSquaredError(), (floats(9, 3), floats(9, 3)),
      (floats(4, 3), floats(4, 3), weights(4)), (floats(4), floats(4, 1)))
    c("mae", metrics.MeanAbsoluteError(), (floats(9, 3), floats(9, 3)),
      (floats(3, 4, 2), floats(3, 4, 2), weights(3, 4), bits(3, 4, dtype="bool")),
      (floats(3, 4, 2), floats(3, 4, 2), weights(3)))
    write_mean(out)


def write_mean(out):
    """Values in place of predictions."""
    metric = metrics.Mean()
    variables = metric.variables
    state = [tf.zeros(v.shape, v.dtype) for v in variables]

    @tf.function(jit_compile=False)
    def run(state, p, w):
        state = metric.stateless_update_state(state, p, sample_weight=w)
        return state, metric.stateless_result(state)

    batches = [(np.float32(0.37), None), (np.float32(1.91), np.int64(32)), (floats(7), None),
               (floats(7, 3), weights(7)), (floats(7, 3), None), (floats(2, 3), weights(2, 3)),
               (np.float32(0.77), np.float32(0.5))]
    for i, (p, w) in enumerate(batches):
        state, result = run(state, tf.constant(p), None if w is None else tf.constant(w))
        write(out, "mean", f"p{i}", p)
        if w is not None:
            write(out, "mean", f"w{i}", w)
        for v, s in zip(variables, state):
            write(out, "mean", f"{v.name}{i}", s.numpy())
        write(out, "mean", f"result{i}", np.asarray(result))


def write_configs(out, module, *names):
    """The config of a new object, as Java prints a map."""
    java = {"True": "true", "False": "false", "None": "null"}
    for name in names:
        config = getattr(module, name)().get_config()
        shown = ", ".join(f"{k}={java.get(str(v), v)}" for k, v in config.items())
        out.write(name + " {" + shown + "}\n")


if __name__ == "__main__":
    folder = sys.argv[1]
    with open(os.path.join(folder, "losses", "losses.txt"), "w") as f:
        write_losses(f)
    with open(os.path.join(folder, "metrics", "metrics.txt"), "w") as f:
        write_metrics(f)
    crossentropies = ["BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy"]
    errors = ["MeanSquaredError", "MeanAbsoluteError"]
    with open(os.path.join(folder, "losses", "configs.txt"), "w") as f:
        write_configs(f, losses, *crossentropies, *errors, "BinaryFocalCrossentropy",
                      "CategoricalFocalCrossentropy")
    with open(os.path.join(folder, "metrics", "configs.txt"), "w") as f:
        write_configs(f, metrics, *crossentropies, *errors, "Mean", "Accuracy", "BinaryAccuracy",
                      "CategoricalAccuracy", "SparseCategoricalAccuracy",
                      "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy")
