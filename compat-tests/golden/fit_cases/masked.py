"""Models whose outputs are masked."""
import keras
from fit_cases.case import Case

L = keras.layers
N, STEPS = 10, 5


def tagger():
    return keras.Sequential([L.Input((STEPS,), dtype="int32"), L.Embedding(7, 3, mask_zero=True, name="words"), L.Dense(4, activation="softmax", name="tags")])


def regression():
    return keras.Sequential([L.Input((STEPS,), dtype="int32"), L.Embedding(7, 3, mask_zero=True, name="words"), L.Dense(2, name="out")])


def words(rng):
    x = rng.integers(1, 7, (N, STEPS)).astype("int32")
    for row, length in enumerate(rng.integers(1, STEPS + 1, N)):
        x[row, length:] = 0
    return x


def tags(rng):
    return {"x": words(rng), "y": rng.integers(0, 4, (N, STEPS)).astype("int32")}


def numbers(rng):
    return {"x": words(rng), "y": rng.normal(size=(N, STEPS, 2)).astype("float32")}


def weighted(data, *shape):
    return lambda rng: {**data(rng), "sample_weight": rng.uniform(0.1, 2, (N, *shape)).astype("float32")}


def cases():
    scce = "sparse_categorical_crossentropy"
    return [
        Case("masked", tagger, lambda: dict(loss=scce, metrics=["accuracy"], weighted_metrics=["accuracy"]), tags),
        Case("masked_weighted", tagger, lambda: dict(loss=scce, metrics=["accuracy"], weighted_metrics=["accuracy"]), weighted(tags), fails=True),
        Case("masked_step_weights", tagger, lambda: dict(loss=scce, metrics=["accuracy"], weighted_metrics=["accuracy"]), weighted(tags, STEPS)),
        Case("masked_regression", regression, lambda: dict(loss="mse", metrics=["mae"], weighted_metrics=["mae"]), weighted(numbers, STEPS)),
        Case("masked_sum", regression, lambda: dict(loss=keras.losses.MeanSquaredError(reduction="sum"), metrics=["mae"]), numbers),
        Case("masked_mean", regression, lambda: dict(loss=keras.losses.MeanSquaredError(reduction="mean_with_sample_weight"), metrics=["mae"]), weighted(numbers, STEPS)),
    ]
