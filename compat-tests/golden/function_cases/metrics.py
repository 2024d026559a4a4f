"""Metrics: "object", then "updates" in a row, each with "y_true", "y_pred" (or "values"), "sample_weight", and what
came out of it: "result", and "variables" (path and value). "after_reset" is the result once reset_state() was called.
"""
import fixture
import keras
import numpy as np
import tensorflow as tf
import tf_keras
from arrays import encode
from keras.src import backend

M = keras.metrics

CLASSES = {
    "Accuracy": [{}],
    "BinaryAccuracy": [{}, {"threshold": 0.7}],
    "CategoricalAccuracy": [{}],
    "SparseCategoricalAccuracy": [{}],
    "TopKCategoricalAccuracy": [{}, {"k": 1}, {"k": 3}],
    "SparseTopKCategoricalAccuracy": [{}, {"k": 1}, {"k": 3}, {"k": 2, "from_sorted_ids": True}],
    "MeanSquaredError": [{}],
    "RootMeanSquaredError": [{}],
    "MeanAbsoluteError": [{}],
    "MeanAbsolutePercentageError": [{}],
    "MeanSquaredLogarithmicError": [{}],
    "CosineSimilarity": [{}, {"axis": 1}],
    "LogCoshError": [{}],
    "KLDivergence": [{}],
    "Poisson": [{}],
    "Hinge": [{}],
    "SquaredHinge": [{}],
    "CategoricalHinge": [{}],
    "PearsonCorrelation": [{}, {"axis": 1}],
    "ConcordanceCorrelation": [{}, {"axis": 1}],
    # The cross-entropies of Keras' own metrics have the arguments of the losses, without a reduction.
    "BinaryCrossentropy": [{}, {"from_logits": True}, {"label_smoothing": 0.1}],
    "CategoricalCrossentropy": [{}, {"from_logits": True}, {"label_smoothing": 0.1}, {"axis": 0}],
    "SparseCategoricalCrossentropy": [{}, {"from_logits": True}],
}

# The metrics that are shown with every kind of data.
WHOLE = [c for c in CLASSES if "ccuracy" in c or "rossentropy" in c]
WHOLE += ["MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError"]

# Metrics of counts at thresholds; they take no mask.
CONFUSIONS = {
    "TruePositives": [{}, {"thresholds": 0.3}, {"thresholds": [0.2, 0.7]}],
    "FalsePositives": [{}, {"thresholds": [0.0, 0.5, 1.0]}],
    "TrueNegatives": [{"thresholds": [0.2, 0.7]}],
    "FalseNegatives": [{"thresholds": [0.2]}, {"thresholds": [0.0, 0.25, 0.5, 0.75, 1.0]}],
    "Precision": [
        {},
        {"thresholds": [0.2, 0.7]},
        {"top_k": 2},
        {"class_id": 1},
        {"thresholds": [0.0, 0.5, 1.0], "top_k": 2, "class_id": 0},
    ],
    "Recall": [{}, {"thresholds": 0.4}, {"top_k": 2}, {"class_id": 2, "thresholds": [0.1, 0.6]}],
    "SensitivityAtSpecificity": [{"specificity": 0.5}, {"specificity": 0.7, "num_thresholds": 1}],
    "SpecificityAtSensitivity": [{"sensitivity": 0.5, "num_thresholds": 20}],
    "PrecisionAtRecall": [{"recall": 0.6}, {"recall": 0.4, "class_id": 1}],
    "RecallAtPrecision": [{"precision": 0.5}],
    "AUC": [
        {},
        {"num_thresholds": 7, "curve": "PR"},
        {"curve": "PR", "summation_method": "majoring"},
        {"curve": "PRGAIN", "summation_method": "minoring"},
        {"thresholds": [0.6, 0.2], "curve": "ROC", "summation_method": "minoring"},
        {"thresholds": [0.25, 0.5, 0.75]},
        {"from_logits": True},
        {"label_weights": [1.0, 2.0, 0.5, 0.0, 1.0, 3.0]},
        {"thresholds": [0.6, 0.2], "label_weights": [1.0, 2.0, 0.5, 0.0, 1.0, 3.0]},
        {"multi_label": True},
        {"multi_label": True, "num_labels": 6, "label_weights": [1.0, 2.0, 0.5, 0.0, 1.0, 3.0]},
        {"multi_label": True, "thresholds": [0.6, 0.2], "curve": "PR"},
        {"multi_label": True, "num_thresholds": 11, "curve": "PR", "label_weights": [1.0, 2.0, 0.5, 0.0, 1.0, 3.0]},
    ],
    "R2Score": [
        {},
        {"class_aggregation": None},
        {"class_aggregation": "variance_weighted_average"},
        {"num_regressors": 3},
        {"num_regressors": 23},
    ],
    "BinaryIoU": [{}, {"target_class_ids": [1], "threshold": 0.3}, {"dtype": "float32"}],
    "IoU": [
        {"num_classes": 3, "target_class_ids": [0, 2]},
        {"num_classes": 6, "target_class_ids": [1], "sparse_y_true": False, "sparse_y_pred": False},
        {"num_classes": 3, "target_class_ids": [0, 1], "ignore_class": 1, "dtype": "float32"},
    ],
    "MeanIoU": [{"num_classes": 3}, {"num_classes": 2, "ignore_class": -1}],
    "OneHotIoU": [{"num_classes": 6, "target_class_ids": [0, 2]}],
    "OneHotMeanIoU": [{"num_classes": 6}, {"num_classes": 6, "sparse_y_pred": True, "ignore_class": 2}],
    "F1Score": [
        {},
        {"threshold": 0.4},
        {"average": "micro"},
        {"average": "macro", "threshold": 0.4},
        {"average": "weighted"},
    ],
    "FBetaScore": [{"beta": 2.0}, {"beta": 0.5, "average": "weighted", "threshold": 0.4}],
}

# Metrics that tf_keras alone has: arguments, the shape of values and that of weights, or None.
NORMALIZERS = [[0.5, 2.0, 0.0], [[0.5, 2.0, 0.25]] * 4]
TF_KERAS = {
    "MeanRelativeError": [
        ({"normalizer": 3.0}, (4, 1), None),
        ({"normalizer": 0.1, "dtype": "float64"}, (4,), (4,)),
        ({"normalizer": NORMALIZERS[0]}, (4, 3), None),
        ({"normalizer": NORMALIZERS[0]}, (4, 3), (4,)),
        ({"normalizer": NORMALIZERS[0]}, (4, 3), (4, 1)),
        ({"normalizer": NORMALIZERS[0], "name": "n"}, (4, 2, 3), (4, 2)),
        ({"normalizer": NORMALIZERS[0]}, (4, 2, 3), (4,)),
        ({"normalizer": NORMALIZERS[1], "dtype": "float64"}, (4, 3), (4, 3)),
        ({"normalizer": [[2.0], [3.0], [0.5], [1.0]]}, (4,), None),
        ({"normalizer": [2.0, 3.0, 0.5, 1.0]}, (4,), ()),
    ],
    "MeanTensor": [
        ({}, (4,), None),
        ({}, (2, 3), (2,)),
        ({}, (2, 3), (2, 1)),
        ({"shape": [2, 3], "name": "t"}, (2, 3), (2, 3)),
        ({"dtype": "float64"}, (3,), (3, 1)),
        ({}, (), None),
        ({"shape": [2, 2, 3]}, (2, 2, 3), (2, 2)),
    ],
}


def cases():
    found = [mean("Mean", {}), mean("Mean", {"dtype": "float64"}), mean("Sum", {})]
    for name, variants in CLASSES.items():
        for args in variants:
            for kind in KINDS if name in WHOLE else ["plain", "sequence"] if args else FEW:
                if kind in ("float64", "bfloat16") and "TopK" in name:
                    continue  # its kernel takes float32 alone
                if fixture.GRAPH and kind in ("weights", "sequence", "sequence weights", "ties"):
                    continue  # making graphs takes long, and others compute with the same ops
                if kind == "masked" and args.get("axis") == 0:
                    continue  # the mask's shape fits no value
                if kind == "bfloat16" and name == "PearsonCorrelation":
                    continue  # it divides by what 16 bits leave of a deviation, which kernels round otherwise
                found.append(case(name, args, kind))
    for name, variants in CONFUSIONS.items():
        for args in variants:
            found.extend(case(name, args, kind) for kind in confusion_kinds(name, args))
    if not fixture.GRAPH:
        found += [of_tf_keras(name, *rest) for name, cases in TF_KERAS.items() for rest in cases]
    return found


def confusion_kinds(name, args):
    """The kinds of data that a metric of counts takes; float64 and bfloat16 are cast before all else."""
    if fixture.GRAPH and args.get("num_regressors"):
        return []  # Keras fails to make a graph of it
    if fixture.GRAPH or name.startswith("OneHot"):
        return ["plain"]
    if name == "R2Score":
        return ["plain", "weights"]
    if "IoU" in name:
        return ["plain", "weights"] if args.get("ignore_class") == 1 else ["plain"]
    flat = name.startswith("F") and "Score" in name or args.get("multi_label") or args.get("label_weights")
    return ["plain", "weights", "ties"] + ([] if flat else ["sequence", "sequence weights"])


# The kinds for metrics that average as those of WHOLE do.
FEW = ["plain", "short weights", "sequence", "masked", "float64", "bfloat16"]
KINDS = ["plain", "weights", "short weights", "sequence", "sequence weights", "masked", "ties", "float64", "bfloat16"]


def case(name, args, kind):
    id = " ".join([name] + [f"{k}={v}" for k, v in args.items()] + [kind])
    metric = getattr(M, name)(**args)
    rng = fixture.rng(id)
    updates, compute = [], updater(metric)
    for batch in (4, 4, 2):
        shape = (batch, 2, 6) if kind.startswith("sequence") or kind == "masked" else (batch, 6)
        if args.get("axis") == 0:
            shape = (4, 6)
        dtype = kind if kind in ("float64", "bfloat16") else "float32"
        y_true, y_pred = data(name, args, shape, rng, dtype, kind == "ties")
        weight = None
        if "weights" in kind:
            width = shape[1:-1] if len(shape) == 3 else (6,) if args.get("axis") == 0 else ()
            weight = rng.uniform(0.0, 2.0, width if args.get("axis") == 0 else shape[:1] + width)
            weight = weight.reshape(-1, 1) if kind == "short weights" and args.get("axis") != 0 else weight
            weight = weight.astype("float32")
        mask = rng.integers(0, 2, shape[:-1]).astype(bool) if kind == "masked" else None
        updates.append(update(metric, compute, y_true, y_pred, weight, mask))
    out = {
        "id": id,
        "object": keras.saving.serialize_keras_object(metric),
        "arguments": args,
        "updates": updates,
    }
    metric.reset_state()
    return out | {"after_reset": encode(metric.result())}


def updater(metric):
    """A function that updates a metric and returns its result."""

    def compute(true, pred, weight, mask):
        pred = tf.identity(pred)
        if mask is not None:
            backend.set_keras_mask(pred, tf.convert_to_tensor(mask))
        metric.update_state(true, pred, sample_weight=weight)
        return tf.convert_to_tensor(metric.result())

    return compute


def update(metric, compute, y_true, y_pred, weight, mask):
    row = {
        "y_true": encode(y_true),
        "y_pred": encode(y_pred),
        "sample_weight": encode(weight),
        "mask": encode(mask),
    }
    open_batch = "axis" not in metric.get_config() or metric.get_config()["axis"] == 1
    # TensorFlow regroups sums in graphs, as in MetricContractTest's of known shapes, and few bits show it.
    few = tf.as_dtype(y_pred.dtype) == tf.bfloat16 and not fixture.GRAPH
    result = fixture.run(compute, y_true, y_pred, weight, mask, open_batch=open_batch and not few, graph=few)
    return row | state(metric, result)


def state(metric, result):
    return {
        "result": encode(result),
        "variables": [{"path": v.path, "value": encode(v)} for v in metric.variables],
    }


def data(name, args, shape, rng, dtype, ties):
    """Labels and predictions as the metric takes them; `ties` has equal predictions and values on the threshold."""
    classes = shape[-1]
    if name == "Accuracy":
        return tf.cast(rng.integers(0, 3, shape), "int32"), tf.cast(rng.integers(0, 3, shape), dtype)
    if "IoU" in name and not name.startswith("Binary"):
        sparse = not name.startswith("OneHot")
        true = segments(rng, shape, args["num_classes"], args.get("sparse_y_true", sparse))
        return true, segments(rng, shape, args["num_classes"], args.get("sparse_y_pred", sparse))
    pred = rng.normal(size=shape)
    if ties:
        pred = np.round(np.abs(pred) * 2) / 4
    if name.startswith(("Mean", "RootMean", "Cosine", "LogCosh", "Pearson", "Concordance")):
        return tf.cast(rng.normal(size=shape), dtype), tf.cast(pred, dtype)
    if not args.get("from_logits"):
        pred = np.abs(pred) / (np.abs(pred).max() + 0.01) if not ties else np.minimum(pred, 1.0)
    pred = tf.cast(pred, dtype)
    if name in ("KLDivergence", "Poisson"):
        return tf.cast(rng.uniform(0.0, 1.0, shape), dtype), pred
    if name.startswith("Binary") or name.endswith("Hinge") and name[0] != "C" or name in CONFUSIONS:
        return tf.cast(rng.integers(0, 2, shape), dtype), pred
    if args.get("from_sorted_ids"):
        order = np.argsort(-pred.numpy().astype("float64"), axis=-1, kind="stable")
        return tf.cast(rng.integers(0, classes, shape[:-1]), "int32"), tf.cast(order, "int32")
    ids = rng.integers(0, classes, shape[:-1])
    if name.startswith(("Categorical", "TopK")):
        return tf.one_hot(ids, classes, dtype=dtype), pred
    return tf.cast(ids, "int32"), pred


def segments(rng, shape, classes, sparse):
    """Classes, some of which do not exist, or one-hot ones."""
    if sparse:
        return tf.cast(rng.integers(-1, classes + 1, shape[:-1]), "int32")
    return tf.one_hot(rng.integers(0, classes, shape[:-1]), classes, dtype="float32")


def mean(name, args):
    """Mean and Sum take values: scalars, vectors, with and without weights."""
    metric = getattr(M, name)(**args)
    rng = fixture.rng(name, args)
    updates = []
    for shape, weighted in [((), False), ((4,), False), ((4,), True), ((2, 3), True), ((2, 3), False), ((), True)]:
        values = rng.normal(size=shape).astype("float32")
        weight = rng.uniform(0.0, 2.0, shape).astype("float32") if weighted else None

        def compute(values, weight):
            metric.update_state(values, sample_weight=weight)
            return tf.convert_to_tensor(metric.result())

        row = {"values": encode(values), "sample_weight": encode(weight)}
        updates.append(row | state(metric, fixture.run(compute, values, weight)))
    out = {
        "id": " ".join([name] + [f"{k}={v}" for k, v in args.items()]),
        "object": keras.saving.serialize_keras_object(metric),
        "arguments": args,
        "updates": updates,
    }
    metric.reset_state()
    return out | {"after_reset": encode(metric.result())}


def of_tf_keras(name, args, shape, weights):
    """A metric that tf_keras alone has, in Keras 3's words."""
    tf_keras.backend.clear_session()
    metric = getattr(tf_keras.metrics, name)(**args)
    id = f"{name} {args} {shape} {weights}"
    rng = fixture.rng(id)
    updates = []
    for _ in range(3):
        given = ["values"] if name == "MeanTensor" else ["y_true", "y_pred"]
        values = [rng.normal(size=shape).astype("float32") for _ in given]
        weight = None if weights is None else rng.uniform(0.0, 2.0, weights).astype("float32")
        metric.update_state(*values, sample_weight=weight)
        row = {k: encode(v) for k, v in zip(given, values)} | {"sample_weight": encode(weight)}
        if name != "MeanTensor":
            row["mask"] = None
        updates.append(row | {
            "result": encode(metric.result()),
            "variables": [
                {"path": f"{metric.name}/{v.name.split(':')[0]}", "value": encode(v)} for v in metric.variables
            ],
        })
    config = {k: v.tolist() if hasattr(v, "tolist") else v for k, v in metric.get_config().items()}
    spec = {"module": "keras.metrics", "class_name": name, "config": config | args, "registered_name": None}
    metric.reset_state()
    return {"id": id, "object": spec, "arguments": args, "updates": updates, "after_reset": encode(metric.result())}
