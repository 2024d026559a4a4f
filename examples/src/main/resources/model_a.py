"""Trains model A in Python, which examples.TransferLearning goes on from: eight classes of clothes, all but T-shirts and pullovers.

    KERAS_BACKEND=tensorflow python model_a.py    # writes model_a.h5 beside this file
"""
import gzip
import os

import keras
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def idx(name, header):
    with gzip.open(os.path.join(here, "fashion-mnist-mini", name)) as file:
        return np.frombuffer(file.read()[header:], np.uint8)


x = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1) / 255.0
y = idx("train-labels-idx1-ubyte.gz", 8)
of_a = (y != 0) & (y != 2)
classes_of_a = np.array([0, 0, 0, 1, 2, 3, 4, 5, 6, 7])  # trouser 0, dress 1, coat 2, ...

keras.utils.set_random_seed(42)
model_a = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Conv2D(8, 3, strides=2, use_bias=False, name="conv1"),
    keras.layers.BatchNormalization(name="norm1"),
    keras.layers.Activation("relu", name="relu1"),
    keras.layers.Conv2D(12, 3, strides=2, activation="relu", name="conv2"),
    keras.layers.Flatten(name="flatten"),
    keras.layers.Dense(16, activation="relu", name="features"),
    keras.layers.Dense(8, activation="softmax", name="clothes"),
], name="model_a")
model_a.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model_a.fit(x[of_a], classes_of_a[y[of_a]], epochs=40, verbose=0)
print({k: v[-1] for k, v in history.history.items()})
model_a.save(os.path.join(here, "model_a.h5"))
