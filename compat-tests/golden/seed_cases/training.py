"""Seeded training on the 900 Fashion-MNIST images: fit() of the article's classifier and of variants of it.

Each case has "python", the "history" in full, the loss that the progress bar shows after each batch, "weights" (a
digest each, with sha256 of the bytes) initially, after the first batch and at the end, evaluate()'s values, and the
first predictions. With oneDNN the bits were the same with one thread and with two, without it they were not.
"machine" has what the bits depend on besides: oneDNN, threads, and the CPU's vector instructions.
"""
import gzip
import inspect
import os
import sys
import textwrap

import fixture
import keras
import numpy as np
from arrays import digest, encode

L = keras.layers
SIMD = "sse4_2 avx f16c fma avx2 avx_vnni avx512f avx512bw avx512vl avx512_vnni avx512_bf16 amx_bf16".split()


def read(folder, name):
    with gzip.open(os.path.join(folder, name + ".gz")) as f:
        raw = f.read()
    rank = raw[3]
    shape = np.frombuffer(raw, ">i4", rank, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape)


def classifier(*between):
    return keras.Sequential([
        L.Input((28, 28)),
        L.Flatten(),
        L.Dense(300, activation="relu"),
        *between,
        L.Dense(100, activation="relu"),
        L.Dense(10, activation="softmax"),
    ])


def sgd():
    keras.utils.set_random_seed(42)
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def sgd_momentum():
    keras.utils.set_random_seed(42)
    model = classifier()
    optimizer = keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def adam():
    keras.utils.set_random_seed(42)
    model = classifier()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def rmsprop():
    keras.utils.set_random_seed(42)
    model = classifier()
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def dropout():
    keras.utils.set_random_seed(42)
    model = classifier(L.Dropout(0.3))
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def batch_norm():
    keras.utils.set_random_seed(42)
    model = classifier(L.BatchNormalization())
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class Recorder(keras.callbacks.Callback):
    """Keeps the running loss of every batch and the weights after the first."""

    def __init__(self):
        super().__init__()
        self.losses, self.first = [], None

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(float(logs["loss"]))
        if self.first is None:
            self.first = weights(self.model)


def weights(model):
    return [{"path": w.path, "value": digest(w)} for w in model.weights]


def case(build, x, y, x_test, y_test):
    model = build()
    initial = weights(model)
    recorder = Recorder()
    history = model.fit(
        x, y, epochs=3, batch_size=32, validation_split=0.1, verbose=0, callbacks=[recorder]
    ).history
    return {
        "id": build.__name__,
        "python": textwrap.dedent(inspect.getsource(build)).splitlines()[1:],
        "jit_compile": bool(model.jit_compile),
        "history": {k: [float(v) for v in values] for k, values in history.items()},
        "batch_losses": recorder.losses,
        "initial_weights": initial,
        "weights_after_first_batch": recorder.first,
        "weights": weights(model),
        "evaluate": [float(v) for v in model.evaluate(x_test, y_test, batch_size=32, verbose=0)],
        "predictions": encode(model.predict(x_test[:3], verbose=0)),
    }


def machine():
    with open("/proc/cpuinfo") as f:
        flags = next((line.split(":")[1].split() for line in f if line.startswith("flags")), [])
    return {
        "TF_ENABLE_ONEDNN_OPTS": os.environ["TF_ENABLE_ONEDNN_OPTS"],
        "TF_NUM_INTRAOP_THREADS": os.environ["TF_NUM_INTRAOP_THREADS"],
        "simd": [f for f in SIMD if f in flags],
    }


def main(folder):
    x, x_test = (read(folder, n + "-images-idx3-ubyte") / 255.0 for n in ("train", "t10k"))
    y, y_test = (read(folder, n + "-labels-idx1-ubyte") for n in ("train", "t10k"))
    fixture.write("seeds", "training_onednn" + os.environ["TF_ENABLE_ONEDNN_OPTS"], {
        "made_with": fixture.versions(),
        "machine": machine(),
        "model": textwrap.dedent(inspect.getsource(classifier)).splitlines(),
        "data": "x = images / 255.0, y = labels; validation_split=0.1, batch_size=32, epochs=3",
        "cases": [case(b, x, y, x_test, y_test) for b in (sgd, sgd_momentum, adam, rmsprop, dropout, batch_norm)],
    })


if __name__ == "__main__":
    main(sys.argv[1])
