"""Losses: "object", "y_true", "y_pred", "sample_weight" and "mask" (or null), "output" and "gradient".

The mask is the Keras mask of y_pred; the gradient is that of sum(output * output) by y_pred.
"""
import fixture
import keras
import numpy as np
import tensorflow as tf
from arrays import encode
from keras.src import backend

L = keras.losses

REDUCTIONS = ["sum", "mean", "mean_with_sample_weight", "none", None]
LOGITS = [{}, {"from_logits": True}]
EXTREME = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1e-9, 0.5, 0.5], [1.0, 1.0, 1.0]])

CLASSES = {
    "BinaryCrossentropy": [{"label_smoothing": 0.2}, {"axis": 0}, {"axis": 1, "reduction": "none"}],
    "BinaryFocalCrossentropy": [
        {"apply_class_balancing": True},
        {"apply_class_balancing": True, "alpha": 0.7, "gamma": 1.5},
        {"gamma": 3.0},
        {"label_smoothing": 0.1},
        {"axis": 0},
    ],
    "CategoricalCrossentropy": [{"label_smoothing": 0.2}, {"axis": 0}],
    "CategoricalFocalCrossentropy": [{"alpha": 0.6}, {"gamma": 1.0}, {"label_smoothing": 0.1}, {"axis": 0}],
    "SparseCategoricalCrossentropy": [{"ignore_class": 1}, {"ignore_class": -1}],
    "MeanSquaredError": [],
    "MeanAbsoluteError": [],
    "MeanAbsolutePercentageError": [],
    "MeanSquaredLogarithmicError": [],
    "CosineSimilarity": [{"axis": 1}],
    "Huber": [{"delta": 0.3}],
    "LogCosh": [],
    "KLDivergence": [],
    "Poisson": [],
    "Hinge": [],
    "SquaredHinge": [],
    "CategoricalHinge": [],
    "Dice": [{"axis": 1}, {"axis": [1]}],
    "Tversky": [{"alpha": 0.3, "beta": 0.8}, {"axis": 1}],
    "CategoricalGeneralizedCrossEntropy": [{"q": 0.8}],
    "Circle": [{"gamma": 3.0, "margin": 0.1}, {"remove_diagonal": False}],
    "CTC": [],
}

# The losses that are shown with every reduction, weight and mask there is.
WHOLE = [c for c in CLASSES if "Crossentropy" in c] + ["MeanSquaredError", "MeanAbsoluteError"]

# What targets and predictions are: real numbers, positive ones, signs, shares of 1, classes, or embeddings.
REALS = ["Mean", "Cosine", "Huber", "LogCosh"]
SHARES = ["KLDivergence", "Poisson", "Dice", "Tversky"]
SIGNS = ["Hinge", "SquaredHinge"]
ONE_HOT = ["CategoricalCrossentropy", "CategoricalFocal", "CategoricalHinge"]


def cases():
    found = []
    for name, variants in CLASSES.items():
        if name == "CTC":
            found += sequences()
            continue
        if name not in WHOLE:
            found += few(name, variants)
            continue
        logits = LOGITS if "Crossentropy" in name else [{}]
        for base in logits:
            found += [case(name, base | v) for v in [{}] + variants + [{"reduction": r} for r in REDUCTIONS]]
            found += weighted(name, base)
            found += [case(name, base | {"dtype": d}, dtype=d) for d in ("float64", "bfloat16")]
            found.append(case(name, base, shape=(2, 4, 3)))
            found.append(case(name, base | {"reduction": "none"}, shape=(2, 4, 3)))
        found += ranks(name)
    return found


def sequences():
    """Rows of labels, padded by class 0, empty, as long as the time, and with a repeated class."""
    rows = np.array([[1, 2, 0, 0], [3, 3, 1, 0], [0, 0, 0, 0], [2, 1, 3, 1], [1, 1, 2, 2]])
    found = [case("CTC", {"reduction": r}, (5, 6, 4), y_true=("rows", rows)) for r in REDUCTIONS]
    dtypes = ("bfloat16",) if fixture.GRAPH else ("float64", "bfloat16")
    found += [case("CTC", {"dtype": d}, (5, 6, 4), dtype=d, y_true=("rows", rows)) for d in dtypes]
    found.append(case("CTC", {}, (5, 6, 4), weight=(5,), y_true=("rows", rows)))
    return found


def few(name, variants):
    """Losses that reduce as those above do: what they compute, and shapes of their own, as one for all samples."""
    shaped = name.startswith(("Dice", "Tversky", "Circle", "CategoricalGeneralized"))
    reductions = REDUCTIONS if shaped else ["none"]
    base = {"gamma": 0.5} if name == "Circle" else {}  # its default makes much of the last bits
    found = [case(name, v) for v in [{}] + variants + [base | {"reduction": r} for r in reductions]]
    found += [case(name, base | {"dtype": d}, dtype=d) for d in ("float64", "bfloat16")]
    if name in ("Dice", "Tversky") and not fixture.GRAPH:
        found.append(case(name, {"axis": [1, 2]}, shape=(2, 4, 3), weight=(2,)))
        found.append(case(name, {}, shape=(2, 4, 3)))
    elif shaped:
        found += [case(name, base | {"reduction": r}, weight=(6,)) for r in ["sum_over_batch_size", "none"]]
        found.append(case(name, base, y_true=("float32",)))
    else:
        found.append(case(name, {}, shape=(2, 4, 3), weight=(2, 4), mask=True))
        found += ranks(name)
        found += [case(name, {}, y_true=("signs",))] if name in SIGNS else []
    return found


def weighted(name, base):
    """Sample weights of every rank that Keras takes, masks, and both, under the reductions they change."""
    found = []
    for reduction in ["sum_over_batch_size", "sum", "mean_with_sample_weight", "none"]:
        args = base | {"reduction": reduction}
        found.append(case(name, args, weight=(6,)))
        found.append(case(name, args, shape=(2, 4, 3), weight=(2, 4)))
        found.append(case(name, args, shape=(2, 4, 3), mask=True))
        found.append(case(name, args, shape=(2, 4, 3), weight=(2, 4), mask=True))
    found.append(case(name, base, weight=(6, 1)))
    found.append(case(name, base, shape=(2, 4, 3), weight=(2, 1)))
    found.append(case(name, base, shape=(2, 4, 3), mask="none valid"))
    return found


def ranks(name):
    """Labels whose rank or dtype is not that of the predictions, and predictions that no logarithm survives."""
    found = []
    if name == "SparseCategoricalCrossentropy":
        found += [case(name, {}, y_true=("column",)), case(name, {}, y_true=("float32",))]
        found.append(case(name, {"ignore_class": 1}, shape=(2, 4, 3), weight=(2, 4), mask=True))
    elif name.startswith("Binary") or name.startswith(tuple(REALS)):
        found += [case(name, {}, shape=(6, 1), y_true=("flat",)), case(name, {}, shape=(6, 1))]
        found += [case(name, {}, y_true=("int32",)), case(name, {}, shape=(6,))]
    if "Crossentropy" in name:
        found.append(case(name, {}, shape=EXTREME.shape, y_pred=EXTREME))
        found.append(case(name, {"from_logits": True}, shape=EXTREME.shape, y_pred=EXTREME * 200 - 100))
    return found


def case(name, args, shape=(6, 3), weight=None, mask=None, dtype="float32", y_true=(), y_pred=None):
    words = [name] + [f"{k}={v}" for k, v in args.items()] + ["x".join(map(str, shape))]
    words += ["weight=" + "x".join(map(str, weight))] if weight else []
    words += [f"mask={mask}"] if mask else []
    words += [f"y_true={y_true[0]}"] if y_true else []
    words += ["extreme"] if y_pred is not None else []
    id = " ".join(words)
    if fixture.GRAPH and args.get("reduction") in ("sum", "mean", "sum_over_batch_size"):
        return None  # making graphs takes long, and a reduction adds nothing to the others' bits
    rng = fixture.rng(id)
    loss = getattr(L, name)(**args)
    pred = tf.cast(predictions(name, args, shape, rng) if y_pred is None else y_pred, dtype)
    true = labels(name, args, shape, rng, dtype, y_true)
    sample_weight = None if weight is None else tf.cast(rng.uniform(0.0, 2.0, weight), dtype)
    valid = None
    if mask:
        valid = rng.integers(0, 2, shape[:-1]).astype(bool) if mask is True else np.zeros(shape[:-1], bool)

    def compute(true, pred, sample_weight, valid):
        with tf.GradientTape() as tape:
            tape.watch(pred)
            masked = tf.identity(pred)
            if valid is not None:
                backend.set_keras_mask(masked, tf.convert_to_tensor(valid))
            y = loss(true, masked, sample_weight=sample_weight)
            total = tf.reduce_sum(y * y)
        return y, tape.gradient(total, pred)

    y, gradient = fixture.run(compute, true, pred, sample_weight, valid, open_batch="axis" not in args)
    # Keras sums the paths of CTC in operations of Python, in an order of its own, and in float32.
    near = {"tolerance": 1e-5} if name == "CTC" and dtype != "bfloat16" else {}
    return near | {
        "id": id,
        "object": keras.saving.serialize_keras_object(loss),
        "arguments": args,
        "y_true": encode(true),
        "y_pred": encode(pred),
        "sample_weight": encode(sample_weight),
        "mask": encode(valid),
        "output": encode(y),
        "gradient": encode(gradient),
    }


def predictions(name, args, shape, rng):
    """Logits and reals, or probabilities: along the class axis for the categorical losses."""
    if args.get("from_logits") or name == "CTC" or name.startswith(tuple(REALS)) or "Hinge" in name:
        return rng.normal(0.0, 2.0, shape)
    if name == "Circle":
        x = rng.normal(0.0, 2.0, shape)
        return x / np.linalg.norm(x, axis=-1, keepdims=True)
    if name.startswith(("Binary", *SHARES)):
        return rng.uniform(0.02, 0.98, shape)
    if name.startswith("CategoricalGeneralized"):
        return rng.uniform(0.1, 0.9, shape)
    p = rng.uniform(0.1, 1.0, shape)  # not normalized: Keras does that itself
    return p / p.sum(args.get("axis", -1), keepdims=True) if name.startswith("Sparse") else p


def labels(name, args, shape, rng, dtype, how):
    if "rows" in how:
        return tf.constant(how[1], "int32")
    if name.startswith(tuple(REALS)):
        return tf.cast(rng.normal(0.0, 2.0, true_shape(shape, how)), "int32" if "int32" in how else dtype)
    if name in SIGNS and "signs" in how:
        return tf.cast(2 * rng.integers(0, 2, shape) - 1, dtype)
    if name in SHARES:
        return tf.cast(rng.uniform(0.0, 1.0, shape), dtype)
    if name.startswith("Binary") or name in SIGNS:
        return tf.cast(rng.integers(0, 2, true_shape(shape, how)), "int32" if "int32" in how else dtype)
    axis = args.get("axis", -1) % len(shape)
    ids = rng.integers(0, shape[axis], shape[:axis] + shape[axis + 1 :])
    if name.startswith(tuple(ONE_HOT)):
        return tf.one_hot(ids, shape[axis], axis=axis, dtype=dtype)
    if "ignore_class" in args and args["ignore_class"] < 0:
        ids.reshape(-1)[::3] = args["ignore_class"]
    ids = ids[..., None] if "column" in how else ids
    return tf.cast(ids, "float32" if "float32" in how else "int32")


def true_shape(shape, how):
    return shape[:-1] if "flat" in how else shape
