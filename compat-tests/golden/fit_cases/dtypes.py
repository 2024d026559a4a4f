"""Models that compute in other dtypes than float32, and embeddings of words that come again in a batch."""
import keras
import numpy as np
from fit_cases.case import Case

L, O = keras.layers, keras.optimizers
N = 48


class Typed(Case):
    """A training long enough to learn; every weight starts at random, but variances above 0."""

    def __init__(self, id, model, compile, data, tolerance=None):
        super().__init__(id, model, compile, data, epochs=12, batch_size=16)
        self.tolerance = tolerance

    def start(self, model, rng):
        for w in model.weights:
            low = 0.5 if "variance" in w.path or "gamma" in w.path else -0.5
            w.assign(rng.uniform(low, low + 1.0, w.shape))


def perceptron(policy, dtype):
    """A perceptron with normalized hidden units, all of it under a dtype policy."""
    return lambda: keras.Sequential([
        L.Input((4,), dtype=dtype),
        L.Dense(8, activation="relu", dtype=policy, name="hidden"),
        L.BatchNormalization(momentum=0.8, dtype=policy, name="normal"),
        L.Dense(1, dtype=policy, name="out"),
    ])


def words():
    return keras.Sequential([L.Input((6,), dtype="int32"), L.Embedding(5, 3, name="words"), L.Flatten(), L.Dense(1, name="out")])


def regression(dtype):
    """Targets that depend on the features, smoothly."""

    def data(rng):
        x = rng.normal(size=(N, 4))
        y = np.tanh(x @ rng.normal(size=(4, 1))) + 0.5
        return {"x": x.astype(dtype), "y": y.astype(dtype)}

    return data


def sentences(rng):
    x = rng.integers(0, 5, (N, 6)).astype("int32")
    return {"x": x, "y": (x == 2).sum(1, keepdims=True).astype("float32")}


def cases():
    """What is computed in bfloat16 keeps 8 bits: 2**-9 off at each op, a dozen of them in a step; 36 steps follow."""
    return [
        Typed("policy_float64", perceptron("float64", "float64"), lambda: dict(optimizer=O.Adam(0.02), loss="mse", metrics=["mae"]), regression("float64"), tolerance=1e-6),
        Typed("policy_mixed_bfloat16", perceptron("mixed_bfloat16", "float32"), lambda: dict(optimizer=O.SGD(0.05), loss="mse", metrics=["mae"]), regression("float32"), tolerance=3e-2),
        Typed("words_adam", words, lambda: dict(optimizer=O.Adam(0.02), loss="mse"), sentences),
        Typed("words_rmsprop", words, lambda: dict(optimizer=O.RMSprop(0.01), loss="mse"), sentences),
        Typed("words_sgd_clipnorm", words, lambda: dict(optimizer=O.SGD(0.05, clipnorm=0.5), loss="mse"), sentences),
    ]
