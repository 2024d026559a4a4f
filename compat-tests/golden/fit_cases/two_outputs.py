"""A model of two inputs and two outputs."""
import keras
from fit_cases.case import Case
from fit_cases.one_output import floats, labels, onehot, weight

L, M = keras.layers, keras.metrics
SCCE = "sparse_categorical_crossentropy"


def model():
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    h = L.Dense(4, activation="tanh", name="hidden")(L.Concatenate(name="both")([a, b]))
    return keras.Model([a, b], [L.Dense(1, name="main")(h), L.Dense(3, activation="softmax", name="aux")(h)])


def penalised():
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    h = L.Dense(4, kernel_regularizer="l2", name="hidden")(L.Concatenate(name="both")([a, b]))
    return keras.Model([a, b], [L.Dense(1, name="main")(h), L.Dense(3, activation="softmax", name="aux")(h)])


def inputs(rng):
    return [floats(rng, 3), floats(rng, 2)]


def lists(rng):
    return {"x": inputs(rng), "y": [floats(rng, 1), labels(rng)]}


def dense(rng):
    return {"x": inputs(rng), "y": [floats(rng, 1), onehot(rng)]}


def dicts(rng):
    a, b = inputs(rng)
    return {"x": {"b": b, "a": a}, "y": {"aux": labels(rng), "main": floats(rng, 1)}}


def weighted(rng):
    return {**lists(rng), "sample_weight": [weight(rng), weight(rng)]}


def one_weight(rng):
    return {**lists(rng), "sample_weight": weight(rng)}


def validated(rng):
    v = weighted(rng)
    return {**weighted(rng), "validation_data": (v["x"], v["y"], v["sample_weight"])}


def main_only(rng):
    return {"x": inputs(rng), "y": [floats(rng, 1)]}


def cases():
    both = ["mse", SCCE]
    return [
        Case("two_lists", model, lambda: dict(loss=both, metrics=[["mae", "mse"], ["accuracy"]]), lists),
        Case("two_dicts", model, lambda: dict(loss={"aux": SCCE, "main": "mse"}, loss_weights={"main": 0.9, "aux": 0.1}, metrics={"aux": "accuracy", "main": ["mae"]}), lists),
        Case("two_data_dicts", model, lambda: dict(loss=both, loss_weights=[0.9, 0.1], metrics=["mae", "accuracy"]), dicts),
        Case("two_dicts_data_dicts", model, lambda: dict(loss={"main": "mse", "aux": SCCE}, metrics={"main": "mae"}), dicts),
        Case("two_one_loss", model, lambda: dict(loss="mse", metrics=[["mae"], ["mae"]]), dense),
        Case("two_objects", model, lambda: dict(loss=[keras.losses.MeanSquaredError(name="a"), keras.losses.CategoricalCrossentropy()], metrics=[M.MeanAbsoluteError(), [M.CategoricalAccuracy(name="right")]]), dense),
        Case("two_metric_none", model, lambda: dict(loss=both, metrics=[None, ["accuracy"]]), lists),
        Case("two_metric_partial", model, lambda: dict(loss=both, metrics={"aux": ["accuracy"]}, weighted_metrics={"main": "mse"}), lists),
        Case("two_metric_empty", model, lambda: dict(loss=both, metrics=[[], ["accuracy"]]), lists),
        Case("two_weighted", model, lambda: dict(loss=both, metrics=[["mse"], ["accuracy"]], weighted_metrics=[["mse", "mse"], ["accuracy"]]), weighted),
        Case("two_one_weight", model, lambda: dict(loss=both, weighted_metrics=[["mse"], ["accuracy"]]), one_weight),
        Case("two_validated", model, lambda: dict(loss=both, loss_weights=[2.0, 0.5], weighted_metrics=[["mse"], ["accuracy"]]), validated, validation_batch_size=5),
        Case("two_split", model, lambda: dict(loss=both, metrics=[["mae"], ["accuracy"]]), weighted, validation_split=0.3),
        Case("two_loss_none", model, lambda: dict(loss=["mse", None]), lists),
        Case("two_loss_none_metric", model, lambda: dict(loss=[None, SCCE], metrics=[["mae"], ["accuracy"]]), lists),
        Case("two_loss_none_one_target", model, lambda: dict(loss=["mse", None]), main_only),
        Case("two_penalised", penalised, lambda: dict(loss=both, loss_weights=[0.5, 2.0]), lists),
        Case("two_loss_dict_partial", model, lambda: dict(loss={"main": "mse"}), lists, fails=True),
        Case("two_metrics_flat", model, lambda: dict(loss=both, metrics=["mae"]), lists, fails=True),
        Case("two_metrics_unknown", model, lambda: dict(loss=both, metrics={"nope": "mae"}), lists, fails=True),
        Case("two_weights_short", model, lambda: dict(loss=both, loss_weights=[1.0]), lists, fails=True),
        Case("two_loss_weight_scalar", model, lambda: dict(loss=both, loss_weights=0.5), lists, fails=True),
        Case("two_targets_short", model, lambda: dict(loss=both), main_only, fails=True),
    ]
