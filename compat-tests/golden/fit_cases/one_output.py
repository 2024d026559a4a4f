"""Models of one output."""
import keras
from fit_cases.case import Case

L, M = keras.layers, keras.metrics
N = 10  # with batches of 4, the last one is short


def classifier():
    return keras.Sequential([L.Input((4,)), L.Dense(5, activation="relu", name="hidden"), L.Dense(3, activation="softmax", name="out")])


def regression():
    return keras.Sequential([L.Input((4,)), L.Dense(5, activation="tanh", name="hidden"), L.Dense(1, name="out")])


def binary():
    return keras.Sequential([L.Input((4,)), L.Dense(1, activation="sigmoid", name="out")])


def functional():
    x = keras.Input((4,), name="x")
    return keras.Model(x, L.Dense(1, name="out")(x))


def penalised():
    x = keras.Input((4,), name="x")
    h = L.Dense(5, kernel_regularizer="l2", activity_regularizer=keras.regularizers.L1(0.02), name="hidden")(x)
    return keras.Model(x, L.Dense(1, bias_regularizer=keras.regularizers.L1L2(0.1, 0.2), name="out")(h))


def floats(rng, *shape):
    return rng.normal(size=(N, *shape)).astype("float32")


def labels(rng, *more):
    return rng.integers(0, 3, (N, *more)).astype("int32")


def onehot(rng):
    return keras.utils.to_categorical(labels(rng), 3).astype("float32")


def weight(rng, *shape):
    return rng.uniform(0.1, 2, (N, *shape)).astype("float32")


def xy(y, **more):
    """Data of four features, targets and more arrays, each drawn by a function of the generator."""
    return lambda rng: {"x": floats(rng, 4), "y": y(rng), **{k: v(rng) for k, v in more.items()}}


def number(rng):
    return floats(rng, 1)


def flat(rng):
    return floats(rng)


def zero_one(*shape):
    return lambda rng: rng.integers(0, 2, (N, *shape)).astype("float32")


def validation(rng):
    return floats(rng, 4), number(rng)


def validation_weighted(rng):
    return floats(rng, 4), number(rng), weight(rng)


def cases():
    scce = "sparse_categorical_crossentropy"
    return [
        Case("names", classifier, lambda: dict(loss=scce, metrics=["accuracy", "acc", "sparse_categorical_accuracy"]), xy(labels)),
        Case("names_optimizer", classifier, lambda: dict(optimizer="adam", loss=scce), xy(labels)),
        Case("objects", classifier, lambda: dict(loss=keras.losses.SparseCategoricalCrossentropy(), metrics=[M.SparseCategoricalAccuracy(name="right"), M.SparseTopKCategoricalAccuracy(k=2)]), xy(labels)),
        Case("f1_of_classes", classifier, lambda: dict(loss="crossentropy", metrics=[M.F1Score(), M.F1Score(average="macro", name="f1_macro"), M.Precision(thresholds=[0.2, 0.4]), M.Recall(class_id=1)], weighted_metrics=[M.F1Score()]), xy(onehot, sample_weight=weight), validation_split=0.25),
        Case("curves", binary, lambda: dict(loss="bce", metrics=["AUC", M.AUC(curve="PR", name="pr"), "Precision", M.TruePositives(thresholds=[0.3, 0.5, 0.9]), M.RecallAtPrecision(0.3)], weighted_metrics=[M.AUC(num_thresholds=20, name="few")]), xy(zero_one(1), sample_weight=weight)),
        Case("column_labels", classifier, lambda: dict(loss=scce, metrics=["accuracy"]), xy(lambda rng: labels(rng, 1))),
        Case("onehot", classifier, lambda: dict(loss="crossentropy", metrics=["accuracy"]), xy(onehot)),
        Case("crossentropy_sparse", classifier, lambda: dict(loss="crossentropy", metrics=["accuracy"]), xy(labels)),
        Case("same_metric_twice", regression, lambda: dict(loss="mse", metrics=["mae", "mae", "mse"], weighted_metrics=["mae", "mse", "mae"]), xy(number, sample_weight=weight)),
        Case("weighted_only", regression, lambda: dict(loss="mae", weighted_metrics=["mse", M.MeanAbsoluteError(name="e")]), xy(number, sample_weight=weight)),
        Case("weighted_unweighted", regression, lambda: dict(loss="mse", weighted_metrics=["mse"]), xy(number)),
        Case("weight_column", regression, lambda: dict(loss="mse", weighted_metrics=["mae"]), xy(number, sample_weight=lambda rng: weight(rng, 1))),
        Case("nested_metrics", regression, lambda: dict(loss="mse", metrics=[["mae", "mse"]]), xy(number)),
        Case("loss_and_metrics_dict", functional, lambda: dict(loss={"out": "mse"}, metrics={"out": ["mae"]}), xy(number)),
        Case("loss_list", regression, lambda: dict(loss=["mse"], metrics=["mae"]), xy(number)),
        Case("loss_weight", regression, lambda: dict(loss="mse", loss_weights=0.25, metrics=["mse"]), xy(number)),
        Case("loss_weight_list", regression, lambda: dict(loss="mse", loss_weights=[0.25], metrics=["mse"]), xy(number)),
        Case("flat_targets", regression, lambda: dict(loss="mse", metrics=["mae"]), xy(flat, sample_weight=weight)),
        Case("binary", binary, lambda: dict(loss="crossentropy", metrics=["accuracy", "bce"]), xy(zero_one(1))),
        Case("binary_flat", binary, lambda: dict(loss="bce", metrics=["accuracy"]), xy(zero_one())),
        Case("class_weight", classifier, lambda: dict(loss=scce, metrics=["accuracy"], weighted_metrics=["accuracy"]), xy(labels), class_weight={0: 2.0, 1: 0.5}),
        Case("class_weight_onehot", classifier, lambda: dict(loss="categorical_crossentropy", weighted_metrics=["accuracy"]), xy(onehot), class_weight={1: 3.0}),
        Case("class_weight_split", classifier, lambda: dict(loss=scce, weighted_metrics=["accuracy"]), xy(labels), class_weight={0: 2.0, 2: 0.1}, validation_split=0.25),
        Case("split_weighted", regression, lambda: dict(loss="mse", weighted_metrics=["mae"]), xy(number, sample_weight=weight), validation_split=0.33),
        Case("validation", regression, lambda: dict(loss="mse", metrics=["mae"]), xy(number, validation_data=validation)),
        Case("validation_weighted", regression, lambda: dict(loss="mse", metrics=["mae"], weighted_metrics=["mae"]), xy(number, validation_data=validation_weighted), validation_batch_size=3),
        Case("validation_freq", regression, lambda: dict(loss="mse"), xy(number, validation_data=validation), epochs=4, validation_freq=2),
        Case("validation_epochs", regression, lambda: dict(loss="mse"), xy(number, validation_data=validation), epochs=4, validation_freq=[1, 4]),
        Case("validation_steps", regression, lambda: dict(loss="mse"), xy(number, validation_data=validation), validation_steps=1),
        Case("steps_per_epoch", regression, lambda: dict(loss="mse"), xy(number), steps_per_epoch=2),
        Case("steps_per_epoch_one", regression, lambda: dict(loss="mse"), xy(number), steps_per_epoch=1, epochs=3),
        Case("initial_epoch", regression, lambda: dict(loss="mse"), xy(number), initial_epoch=1, epochs=3),
        Case("default_batch", regression, lambda: dict(loss="mse"), xy(number), batch_size=None),
        Case("steps_per_execution", regression, lambda: dict(loss="mse", metrics=["mae"], steps_per_execution=2), xy(number)),
        Case("penalised", penalised, lambda: dict(loss="mse", metrics=["mse"]), xy(number, sample_weight=weight)),
        Case("penalised_loss_weight", penalised, lambda: dict(loss="mse", loss_weights=0.5, metrics=["mse"]), xy(number)),
        Case("uint8", regression, lambda: dict(loss="mse"), lambda rng: {"x": rng.integers(0, 3, (N, 4)).astype("uint8"), "y": number(rng)}),
        Case("float64", regression, lambda: dict(loss="mse"), lambda rng: {"x": rng.normal(size=(N, 4)), "y": rng.normal(size=(N, 1))}),
        Case("integer_targets", regression, lambda: dict(loss="mse", metrics=["mae"]), xy(lambda rng: labels(rng, 1))),
        Case("loss_dict_unknown", functional, lambda: dict(loss={"nope": "mse"}), xy(number), fails=True),
        Case("class_and_sample_weight", classifier, lambda: dict(loss=scce), xy(labels, sample_weight=weight), class_weight={0: 2.0}, fails=True),
    ]
