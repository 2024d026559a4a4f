"""Writes optimizers.txt: variables after five steps of Keras 3's optimizers, bit for bit.

    python keras-api/src/test/python/optimizers.py > \
        keras-api/src/test/resources/keras/optimizers/optimizers.txt

Lines: `keras <version>`; `start <path> <bits>...`; `gradient <step> <path> <bits>...`; then per case
`case <id>`, `config <json>` and `<path> <bits>...` for every variable, the trained ones first.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

O = keras.optimizers
S = keras.optimizers.schedules
STEPS = 5
SHAPES = {"kernel": (3, 4), "bias": (4,)}
RANDOM = np.random.RandomState(7)
START = {n: RANDOM.normal(size=s).astype("float32") for n, s in SHAPES.items()}
GRADIENTS = [
    {n: RANDOM.normal(size=s).astype("float32") for n, s in SHAPES.items()}
    for _ in range(STEPS)
]
GRADIENTS[2]["bias"][:] = 0
GRADIENTS[3]["kernel"][0, 0] = 0


def excluding(optimizer, *names):
    optimizer.exclude_from_weight_decay(var_names=list(names))
    return optimizer


CASES = {
    "sgd": lambda: O.SGD(),
    "sgd_momentum": lambda: O.SGD(0.1, momentum=0.9),
    "sgd_nesterov": lambda: O.SGD(0.1, momentum=0.9, nesterov=True),
    "sgd_weight_decay": lambda: O.SGD(0.1, weight_decay=0.05),
    "sgd_clipnorm": lambda: O.SGD(0.1, clipnorm=0.7),
    "sgd_clipvalue": lambda: O.SGD(0.1, clipvalue=0.3),
    "sgd_global_clipnorm": lambda: O.SGD(0.1, global_clipnorm=1.1),
    "sgd_loss_scale": lambda: O.SGD(0.1, loss_scale_factor=3.0),
    "sgd_accumulation": lambda: O.SGD(
        0.1, momentum=0.9, gradient_accumulation_steps=2, weight_decay=0.05
    ),
    "sgd_ema": lambda: O.SGD(0.1, use_ema=True, ema_momentum=0.8),
    "adam": lambda: O.Adam(),
    "adam_options": lambda: O.Adam(
        0.01, beta_1=0.8, beta_2=0.99, epsilon=1e-3, amsgrad=True
    ),
    "adam_exclude": lambda: excluding(O.Adam(0.01, weight_decay=0.1), "bias"),
    "adam_everything": lambda: O.Adam(
        0.01,
        weight_decay=0.1,
        clipnorm=1.0,
        use_ema=True,
        ema_momentum=0.9,
        ema_overwrite_frequency=2,
        gradient_accumulation_steps=2,
        loss_scale_factor=8.0,
    ),
    "adam_ema_overwrite": lambda: O.Adam(
        0.01, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=2
    ),
    "rmsprop": lambda: O.RMSprop(),
    "rmsprop_options": lambda: O.RMSprop(
        0.01, rho=0.8, momentum=0.5, epsilon=1e-4, centered=True
    ),
    "sgd_exponential_decay": lambda: O.SGD(S.ExponentialDecay(0.1, 3, 0.9)),
}


def bits(array):
    array = np.asarray(array)
    kind = {"float32": "%08x", "int64": "%016x"}[str(array.dtype)]
    flat = array.reshape(-1).view("uint%d" % (8 * array.dtype.itemsize))
    return " ".join(kind % x for x in flat)


def main():
    print("keras", keras.__version__)
    for name, value in START.items():
        print("start", name, bits(value))
    for i, step in enumerate(GRADIENTS):
        for name, value in step.items():
            print("gradient", i, name, bits(value))
    for case, make in CASES.items():
        keras.utils.clear_session()
        optimizer = make()
        variables = [keras.Variable(v, name=n) for n, v in START.items()]
        optimizer.build(variables)
        step = tf.function(lambda *g: optimizer.apply(list(g), variables))
        print("case", case)
        print("config", json.dumps(optimizer.get_config()))
        for gradients in GRADIENTS:
            step(*[tf.constant(g) for g in gradients.values()])
        for v in variables + optimizer.variables:
            print(v.path, bits(v.numpy()))


main()
