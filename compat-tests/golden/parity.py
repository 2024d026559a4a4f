"""Three epochs by each name: golden/parity.json, which docs/PARITY.md is made from. `python parity.py`.

"kinds" are a model each (serialized, with the weights it starts from), its "x" and "y". "cases" are one for each loss,
metric, optimizer, schedule and callback: its module, name and kind, what the model was compiled with, and what came of
three epochs in batches of 4, not shuffled, with the first half of the samples for validation: the history, what
evaluate() says afterwards, and the final weights. Callbacks hold no config: ParityTest makes the same ones.
TensorBoard changes no number, and is not among the pinned packages.
"""
import tempfile

import fixture  # first: it sets the environment
import keras
import numpy as np
from arrays import encode

C, L, M, O, S = keras.callbacks, keras.losses, keras.metrics, keras.optimizers, keras.optimizers.schedules
LOSS_KINDS = {
    "shares": "CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalHinge KLDivergence Poisson Dice Tversky",
    "classes": "SparseCategoricalCrossentropy CategoricalGeneralizedCrossEntropy",
    "binary": "BinaryCrossentropy BinaryFocalCrossentropy",
    "signs": "Hinge SquaredHinge",
    "embeddings": "Circle",
    "rows": "CTC",
    "numbers": "MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError"
    " CosineSimilarity Huber LogCosh",
}
METRIC_KINDS = {
    "shares": "CategoricalAccuracy CategoricalCrossentropy CategoricalHinge KLDivergence Poisson TopKCategoricalAccuracy"
    " F1Score FBetaScore OneHotIoU OneHotMeanIoU",
    "classes": "SparseCategoricalAccuracy SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy IoU MeanIoU",
    "binary": "BinaryAccuracy BinaryCrossentropy BinaryIoU AUC Precision Recall PrecisionAtRecall RecallAtPrecision"
    " SensitivityAtSpecificity SpecificityAtSensitivity TruePositives TrueNegatives FalsePositives FalseNegatives",
    "signs": "Hinge SquaredHinge",
    "numbers": "Accuracy MeanSquaredError RootMeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError"
    " MeanSquaredLogarithmicError CosineSimilarity LogCoshError R2Score PearsonCorrelation ConcordanceCorrelation",
}
ARGUMENTS = {
    "TopKCategoricalAccuracy": {"k": 2},
    "SparseTopKCategoricalAccuracy": {"k": 2},
    "FBetaScore": {"beta": 2.0},
    "OneHotIoU": {"num_classes": 3, "target_class_ids": [0, 2]},
    "OneHotMeanIoU": {"num_classes": 3},
    "IoU": {"num_classes": 3, "target_class_ids": [0, 2], "sparse_y_pred": False},
    "MeanIoU": {"num_classes": 3, "sparse_y_pred": False},
    "PrecisionAtRecall": {"recall": 0.6},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
}
OPTIMIZERS = "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion Muon Nadam RMSprop SGD ScheduleFreeAdamW"
SCHEDULES = {
    "CosineDecay": lambda: S.CosineDecay(0.01, 6, alpha=0.1, warmup_target=0.1, warmup_steps=2),
    "CosineDecayRestarts": lambda: S.CosineDecayRestarts(0.1, 3, t_mul=1.5, m_mul=0.8),
    "ExponentialDecay": lambda: S.ExponentialDecay(0.1, 3, 0.5, staircase=True),
    "InverseTimeDecay": lambda: S.InverseTimeDecay(0.1, 3, 0.5),
    "PiecewiseConstantDecay": lambda: S.PiecewiseConstantDecay([2, 5], [0.1, 0.05, 0.01]),
    "PolynomialDecay": lambda: S.PolynomialDecay(0.1, 6, 0.01, power=2.0),
}


def kind(name):
    """A model of two layers, and data that suit its outputs."""
    keras.utils.clear_session()
    rng = fixture.rng("parity", name)
    ends = {"shares": "softmax", "classes": "softmax", "binary": "sigmoid", "signs": "tanh"}
    layers = [keras.Input((4,)), keras.layers.Dense(5, "tanh"), keras.layers.Dense(12 if name == "rows" else 3, ends.get(name))]
    if name == "rows":
        layers.append(keras.layers.Reshape((4, 3)))
    if name == "embeddings":
        layers.append(keras.layers.UnitNormalization())
    model = keras.Sequential(layers)
    model.set_weights([rng.normal(0.0, 0.5, w.shape) for w in model.get_weights()])
    ids = rng.integers(0, 3, 12)
    y = {
        "shares": lambda: np.eye(3)[ids],
        "classes": lambda: ids,
        "binary": lambda: rng.integers(0, 2, (12, 3)),
        "signs": lambda: 2.0 * rng.integers(0, 2, (12, 3)) - 1.0,
        "embeddings": lambda: ids,
        "rows": lambda: rng.integers(1, 3, (12, 2)) * [1, 1],
        "numbers": lambda: rng.uniform(0.5, 2.0, (12, 3)),
    }[name]()
    y = y.astype("float32" if y.dtype.kind == "f" else "int32")
    return model, rng.normal(0.0, 1.0, (12, 4)).astype("float32"), y


def case(module, name, kind_name, compiled, callback=None):
    model, x, y = kind(kind_name)
    model.compile(**compiled())
    config = model.get_compile_config()
    model.run_eagerly = True  # the same numbers, in a quarter of the time
    options = dict(batch_size=4, verbose=0)
    history = model.fit(
        x, y, epochs=3, shuffle=False, validation_data=(x[:6], y[:6]),
        callbacks=[callback()] if callback else None, **options).history
    evaluated = model.evaluate(x, y, return_dict=True, **options)
    return {
        "module": module,
        "name": name,
        "kind": kind_name,
        "compile": config,
        "history": {k: [np.asarray(v).tolist() for v in values] for k, values in history.items()},
        "evaluate": {k: np.asarray(v).tolist() for k, v in evaluated.items()},
        "final": encode(model.get_weights()),
    }


def optimizer(name):
    if name == "LossScaleOptimizer":
        return O.LossScaleOptimizer(O.SGD(0.1), initial_scale=1024.0, dynamic_growth_steps=4)
    if name in ("MultiOptimizer", "OptimizerMap"):
        return O.MultiOptimizer(O.OptimizerMap(O.SGD(0.1), {".*bias": O.Adam(0.01)}))
    return getattr(O, name)(learning_rate=0.01)


def callbacks(folder):
    return {
        "BackupAndRestore": lambda: C.BackupAndRestore(folder + "/backup"),
        "CSVLogger": lambda: C.CSVLogger(folder + "/log.csv"),
        "EarlyStopping": lambda: C.EarlyStopping("loss", min_delta=10.0, patience=0, restore_best_weights=True),
        "History": C.History,
        "LambdaCallback": lambda: C.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(twice=2 * logs["loss"])),
        "LearningRateScheduler": lambda: C.LearningRateScheduler(lambda epoch, rate: rate * 0.5),
        "ModelCheckpoint": lambda: C.ModelCheckpoint(folder + "/{epoch}.keras", "loss"),
        "ProgbarLogger": C.ProgbarLogger,
        "ReduceLROnPlateau": lambda: C.ReduceLROnPlateau("loss", 0.5, patience=1, min_delta=10.0),
        "RemoteMonitor": lambda: C.RemoteMonitor("http://localhost:1", send_as_json=True),
        "SwapEMAWeights": lambda: C.SwapEMAWeights(),
        "TerminateOnNaN": C.TerminateOnNaN,
    }


def cases(folder):
    sgd = lambda: O.SGD(0.1)
    for kind_name, names in LOSS_KINDS.items():
        for name in names.split():
            # The default gamma of Circle makes much of the last bits.
            arguments = {"gamma": 1.0} if name == "Circle" else {}
            # Its gradients are a hundred times as large: at a rate of 0.1 it jumps about.
            rate = 0.001 if name == "MeanAbsolutePercentageError" else 0.1
            yield case("losses", name, kind_name, lambda: dict(optimizer=O.SGD(rate), loss=getattr(L, name)(**arguments)))
    for kind_name, names in METRIC_KINDS.items():
        loss = "sparse_categorical_crossentropy" if kind_name == "classes" else "mse"
        for name in names.split():
            metric = lambda: getattr(M, name)(**ARGUMENTS.get(name, {}))
            yield case("metrics", name, kind_name, lambda: dict(optimizer=sgd(), loss=loss, metrics=[metric()]))
    for name in OPTIMIZERS.split() + ["LossScaleOptimizer", "MultiOptimizer", "OptimizerMap"]:
        yield case("optimizers", name, "numbers", lambda: dict(optimizer=optimizer(name), loss="mse"))
    for name, schedule in SCHEDULES.items():
        yield case("optimizers.schedules", name, "numbers", lambda: dict(optimizer=O.SGD(schedule()), loss="mse"))
    for name, callback in callbacks(folder).items():
        ema = dict(use_ema=True, ema_momentum=0.5) if name == "SwapEMAWeights" else {}
        yield case("callbacks", name, "numbers", lambda: dict(optimizer=O.SGD(0.1, **ema), loss="mse"), callback)


def main():
    kinds = {}
    for name in LOSS_KINDS:
        model, x, y = kind(name)
        kinds[name] = {
            "model": keras.saving.serialize_keras_object(model),
            "weights": encode(model.get_weights()),
            "x": encode(x),
            "y": encode(y),
        }
    with tempfile.TemporaryDirectory() as folder:
        found = list(cases(folder))
    fixture.write("", "parity", {"made_with": fixture.versions(), "kinds": kinds, "cases": found})
    print(len(found))


if __name__ == "__main__":
    main()
