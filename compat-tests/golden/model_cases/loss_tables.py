"""The tables of losses and metrics."""
import numpy as np
from model_cases.tabulate import both, lst
from model_cases.write import jsonable


def data_for(ctx, kind, n=6, k=4):
    r = ctx.rng
    if kind == "reg":
        return r.normal(size=(n, k)), r.normal(size=(n, k))
    if kind == "pos":
        return r.uniform(0.1, 3, (n, k)), r.uniform(0.1, 3, (n, k))
    if kind == "binary":
        return (r.random((n, k)) < 0.5) * 1.0, r.uniform(0.02, 0.98, (n, k))
    if kind == "logits":
        return (r.random((n, k)) < 0.5) * 1.0, r.normal(size=(n, k)) * 2
    if kind == "sign":
        return np.where(r.random((n, k)) < 0.5, -1.0, 1.0), r.normal(size=(n, k))
    p = r.normal(size=(n, k)) * 1.5
    soft = np.exp(p) / np.exp(p).sum(-1, keepdims=True)
    lab = r.integers(0, k, n)
    if kind == "onehot":
        return np.eye(k)[lab], soft
    if kind == "onehot_logits":
        return np.eye(k)[lab], p
    if kind == "sparse":
        return lab.astype("f8"), soft
    if kind == "sparse_logits":
        return lab.astype("f8"), p
    if kind == "dist":
        q = r.dirichlet(np.ones(k), n)
        return q, soft
    if kind == "labels":
        return lab.astype("f8"), r.integers(0, k, n).astype("f8")
    if kind == "values":
        return None, r.normal(size=(n,))
    raise ValueError(kind)


LOSSES = [
    ("MeanSquaredError", {}, "reg"), ("MeanAbsoluteError", {}, "reg"), ("MeanAbsolutePercentageError", {}, "pos"),
    ("MeanSquaredLogarithmicError", {}, "pos"), ("Huber", {}, "reg"), ("Huber", dict(delta=0.4), "reg"), ("LogCosh", {}, "reg"),
    ("Poisson", {}, "pos"), ("KLDivergence", {}, "dist"), ("Hinge", {}, "sign"), ("Hinge", {}, "logits"), ("SquaredHinge", {}, "sign"),
    ("CategoricalHinge", {}, "onehot"), ("BinaryCrossentropy", {}, "binary"), ("BinaryCrossentropy", dict(from_logits=True), "logits"),
    ("BinaryCrossentropy", dict(label_smoothing=0.2), "binary"), ("CategoricalCrossentropy", {}, "onehot"),
    ("CategoricalCrossentropy", dict(from_logits=True), "onehot_logits"), ("CategoricalCrossentropy", dict(label_smoothing=0.1), "onehot"),
    ("SparseCategoricalCrossentropy", {}, "sparse"), ("SparseCategoricalCrossentropy", dict(from_logits=True), "sparse_logits"),
    ("SparseCategoricalCrossentropy", dict(ignore_class=1), "sparse"), ("CosineSimilarity", {}, "reg"), ("CosineSimilarity", dict(axis=0), "reg"),
    ("BinaryFocalCrossentropy", {}, "binary"), ("BinaryFocalCrossentropy", dict(gamma=1.5, alpha=0.4, apply_class_balancing=True), "binary"),
    ("BinaryFocalCrossentropy", dict(from_logits=True, label_smoothing=0.1), "logits"), ("CategoricalFocalCrossentropy", {}, "onehot"),
    ("CategoricalFocalCrossentropy", dict(gamma=3.0, alpha=0.5, from_logits=True), "onehot_logits"),
    ("Dice", {}, "binary"), ("Tversky", dict(alpha=0.3, beta=0.7), "binary"),
]


def fn_losses(ctx, table=None):
    import tensorflow as tf
    cases = []
    for cls, params, kind in table or LOSSES:
        y, p = data_for(ctx, kind)
        sw = ctx.rng.uniform(0, 2, len(p))
        yt, pt, swt = (np.asarray(a, "f4") for a in (y, p, sw))

        def go(K):
            r = {}
            for red in ("sum_over_batch_size", "sum", "none"):
                loss = getattr(K.losses, cls)(reduction=red, **params)
                r[red] = lst(loss(tf.constant(yt), tf.constant(pt)))
                if cls not in ("Dice", "Tversky") and params.get("axis") != 0:
                    r[red + "_weighted"] = lst(loss(tf.constant(yt), tf.constant(pt), sample_weight=tf.constant(swt)))
            v = tf.constant(pt)
            with tf.GradientTape() as t:
                t.watch(v)
                s = getattr(K.losses, cls)(**params)(tf.constant(yt), v)
            r["gradient"] = lst(t.gradient(s, v))
            return r
        cases.append(dict(class_name=cls, params=params, y_true=lst(yt), y_pred=lst(pt), sample_weight=lst(swt),
                          config={t: jsonable(getattr(K.losses, cls)(**params).get_config()) for t, K in ctx.frameworks() if hasattr(K.losses, cls)},
                          **both(ctx, go)))
    return {"note": "float32; gradient is d(loss with the default reduction)/d(y_pred)", "cases": cases}


METRICS = [
    ("Accuracy", {}, "labels"), ("BinaryAccuracy", {}, "binary"), ("BinaryAccuracy", dict(threshold=0.3), "binary"),
    ("CategoricalAccuracy", {}, "onehot"), ("SparseCategoricalAccuracy", {}, "sparse"), ("TopKCategoricalAccuracy", dict(k=2), "onehot"),
    ("SparseTopKCategoricalAccuracy", dict(k=3), "sparse"), ("AUC", {}, "binary"), ("AUC", dict(num_thresholds=7, curve="PR"), "binary"),
    ("AUC", dict(num_thresholds=11, multi_label=True, num_labels=4), "binary"), ("AUC", dict(num_thresholds=9, summation_method="minoring"), "binary"),
    ("Precision", {}, "binary"), ("Precision", dict(thresholds=[0.2, 0.7]), "binary"), ("Precision", dict(top_k=2), "binary"), ("Precision", dict(class_id=1), "binary"),
    ("Recall", {}, "binary"), ("Recall", dict(thresholds=0.6), "binary"), ("TruePositives", {}, "binary"), ("FalsePositives", {}, "binary"),
    ("TrueNegatives", dict(thresholds=[0.3, 0.6]), "binary"), ("FalseNegatives", {}, "binary"), ("SensitivityAtSpecificity", dict(specificity=0.6), "binary"),
    ("SpecificityAtSensitivity", dict(sensitivity=0.6), "binary"), ("PrecisionAtRecall", dict(recall=0.5), "binary"), ("RecallAtPrecision", dict(precision=0.5), "binary"),
    ("MeanIoU", dict(num_classes=4), "labels"), ("IoU", dict(num_classes=4, target_class_ids=[0, 2]), "labels"), ("BinaryIoU", {}, "binary"),
    ("OneHotMeanIoU", dict(num_classes=4), "onehot"), ("OneHotIoU", dict(num_classes=4, target_class_ids=[1, 2]), "onehot"),
    ("MeanSquaredError", {}, "reg"), ("MeanAbsoluteError", {}, "reg"), ("MeanAbsolutePercentageError", {}, "pos"), ("MeanSquaredLogarithmicError", {}, "pos"),
    ("RootMeanSquaredError", {}, "reg"), ("CosineSimilarity", {}, "reg"), ("LogCoshError", {}, "reg"), ("Poisson", {}, "pos"), ("KLDivergence", {}, "dist"),
    ("Hinge", {}, "sign"), ("SquaredHinge", {}, "sign"), ("CategoricalHinge", {}, "onehot"), ("BinaryCrossentropy", {}, "binary"),
    ("CategoricalCrossentropy", {}, "onehot"), ("SparseCategoricalCrossentropy", {}, "sparse"), ("R2Score", {}, "reg"),
    ("R2Score", dict(class_aggregation=None), "reg"), ("R2Score", dict(class_aggregation="variance_weighted_average"), "reg"),
    ("F1Score", {}, "onehot"), ("F1Score", dict(average="macro", threshold=0.5), "binary"), ("FBetaScore", dict(beta=2.0, average="micro", threshold=0.4), "binary"),
    ("FBetaScore", dict(beta=0.5, average="weighted"), "onehot"), ("Mean", {}, "values"), ("Sum", {}, "values"),
]


def fn_metrics(ctx, table=None):
    import tensorflow as tf
    cases = []
    for cls, params, kind in table or METRICS:
        batches = []
        for b in range(3):
            y, p = data_for(ctx, kind, n=(6, 6, 4)[b])
            batches.append((y, p, ctx.rng.uniform(0.2, 2, len(p))))

        def go(K):
            r = {}
            for weighted in (False, True):
                m = getattr(K.metrics, cls)(**params)
                vals = []
                try:
                    for y, p, w in batches:
                        a = [tf.constant(np.asarray(v, "f4")) for v in (y, p) if v is not None]
                        m.update_state(*a, **({"sample_weight": tf.constant(np.asarray(w, "f4"))} if weighted else {}))
                        vals.append(lst(m.result()))
                    r["weighted" if weighted else "plain"] = vals
                except Exception as e:
                    if not weighted:
                        raise
                    r["weighted_error"] = type(e).__name__
            return r
        cases.append(dict(class_name=cls, params=params,
                          batches=[dict(y_true=None if y is None else lst(np.asarray(y, "f4")), y_pred=lst(np.asarray(p, "f4")), sample_weight=lst(np.asarray(w, "f4"))) for y, p, w in batches],
                          config={t: jsonable(getattr(K.metrics, cls)(**params).get_config()) for t, K in ctx.frameworks() if hasattr(K.metrics, cls)},
                          **both(ctx, go)))
    return {"note": "result() after each of three update_state() calls, without and with sample_weight; float32", "cases": cases}
