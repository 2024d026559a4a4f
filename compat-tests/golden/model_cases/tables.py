"""Functions tabulated by both Kerases: each table is a dict with "cases", written as cases.json."""
import numpy as np
from model_cases.loss_tables import fn_losses, fn_metrics
from model_cases.spec import Case
from model_cases.tabulate import both, lst
from model_cases.write import jsonable


ACT_NAMES = """elu exponential gelu hard_sigmoid linear mish relu selu sigmoid silu softmax softplus softsign tanh
leaky_relu relu6 log_softmax hard_silu hard_tanh celu glu log_sigmoid hard_shrink soft_shrink tanh_shrink sparse_plus
squareplus threshold sparsemax""".split()
ACT_PARAMS = {"elu": dict(alpha=0.5), "relu": dict(negative_slope=0.1, max_value=2.0, threshold=0.3),
              "gelu": dict(approximate=True), "leaky_relu": dict(negative_slope=0.05), "softmax": dict(axis=0),
              "threshold": dict(threshold=0.5, default_value=0.1)}
NEED_PARAMS = {"threshold"}  # no defaults


def fn_activations(ctx, table=None):
    import tensorflow as tf
    x = np.concatenate([np.linspace(-8, 8, 33), ctx.rng.normal(size=15) * 2, [0.0, -0.0]]).astype("f4").reshape(5, 10)
    cases = []
    for name in ACT_NAMES:
        for params in ({}, ACT_PARAMS.get(name)):
            if params is None or (not params and name in NEED_PARAMS):
                continue

            def go(K):
                f = K.activations.get(name)
                p = dict(params)
                if K.__name__ == "tf_keras" and "negative_slope" in p:
                    p["alpha"] = p.pop("negative_slope")
                v = tf.constant(x)
                with tf.GradientTape() as t:
                    t.watch(v)
                    y = f(v, **p)
                    s = tf.reduce_sum(y * tf.reshape(tf.cast(tf.range(1, tf.size(y) + 1), "float32"), tf.shape(y)) / 10.) if name in ("softmax", "log_softmax", "sparsemax", "glu") else tf.reduce_sum(y)
                return {"y": lst(y), "dx": lst(t.gradient(s, v))}
            cases.append(dict(name=name, params=params, **both(ctx, go)))
    return {"x": lst(x), "note": "dx = d(sum(y))/dx; for softmax, log_softmax, sparsemax, glu: d(sum(y*w))/dx with w = (1..n)/10 in C order", "cases": cases}


SCHEDULES = [
    ("ExponentialDecay", dict(initial_learning_rate=0.1, decay_steps=10, decay_rate=0.9)),
    ("ExponentialDecay", dict(initial_learning_rate=0.1, decay_steps=10, decay_rate=0.5, staircase=True)),
    ("PiecewiseConstantDecay", dict(boundaries=[5, 20], values=[0.1, 0.05, 0.01])),
    ("PolynomialDecay", dict(initial_learning_rate=0.1, decay_steps=15, end_learning_rate=0.01, power=2.0)),
    ("PolynomialDecay", dict(initial_learning_rate=0.1, decay_steps=7, cycle=True)),
    ("InverseTimeDecay", dict(initial_learning_rate=0.1, decay_steps=5, decay_rate=0.5)),
    ("InverseTimeDecay", dict(initial_learning_rate=0.1, decay_steps=5, decay_rate=0.5, staircase=True)),
    ("CosineDecay", dict(initial_learning_rate=0.1, decay_steps=20, alpha=0.1)),
    ("CosineDecay", dict(initial_learning_rate=0.0, decay_steps=20, warmup_target=0.1, warmup_steps=6)),
    ("CosineDecayRestarts", dict(initial_learning_rate=0.1, first_decay_steps=6, t_mul=2.0, m_mul=0.8, alpha=0.05)),
]
STEPS = [0, 1, 2, 3, 5, 6, 7, 10, 14, 15, 19, 20, 21, 30, 50]


def fn_schedules(ctx, table=None):
    cases = []
    for cls, params in table or SCHEDULES:
        cases.append(dict(class_name=cls, params=params,
                          config={t: jsonable(getattr(K.optimizers.schedules, cls)(**params).get_config()) for t, K in ctx.frameworks()},
                          **both(ctx, lambda K: {"lr": [float(np.asarray(getattr(K.optimizers.schedules, cls)(**params)(s))) for s in STEPS]})))
    return {"steps": STEPS, "cases": cases}


def fn_regularizers(ctx, table=None):
    import tensorflow as tf
    w = ctx.rng.normal(size=(4, 3)).astype("f4")
    cases = []
    for cls, params in table or [("L1", dict(l1=0.02)), ("L2", dict(l2=0.03)), ("L1L2", dict(l1=0.01, l2=0.02)), ("OrthogonalRegularizer", dict(factor=0.01)),
                                 ("OrthogonalRegularizer", dict(factor=0.02, mode="columns"))]:
        cases.append(dict(class_name=cls, params=params, **both(ctx, lambda K: {"penalty": float(np.asarray(getattr(K.regularizers, cls)(**params)(tf.constant(w))))})))
    return {"w": lst(w), "cases": cases}


def fn_constraints(ctx, table=None):
    import tensorflow as tf
    w = (ctx.rng.normal(size=(4, 3)) * 1.5).astype("f4")
    k = ctx.rng.normal(size=(3, 3, 2, 2)).astype("f4")
    cases = []
    for cls, params, src in table or [("MaxNorm", dict(max_value=1.2), "w"), ("MaxNorm", dict(max_value=0.7, axis=1), "w"), ("NonNeg", {}, "w"), ("UnitNorm", {}, "w"),
                                      ("UnitNorm", dict(axis=1), "w"), ("MinMaxNorm", dict(min_value=0.8, max_value=1.5, rate=0.6), "w"), ("MaxNorm", dict(max_value=1.0, axis=[0, 1, 2]), "k"),
                                      ("RadialConstraint", {}, "k")]:
        cases.append(dict(class_name=cls, params=params, input=src, **both(ctx, lambda K: {"w": lst(getattr(K.constraints, cls)(**params)(tf.constant(w if src == "w" else k)))})))
    return {"w": lst(w), "k": lst(k), "cases": cases}


def fn_initializers(ctx, table=None):
    cases = []
    for cls, params, shape in table or [
        ("Zeros", {}, (30, 20)), ("Ones", {}, (30, 20)), ("Constant", dict(value=0.7), (30, 20)), ("Identity", dict(gain=2.0), (20, 20)),
        ("RandomNormal", dict(mean=0.1, stddev=0.2), (300, 200)), ("RandomUniform", dict(minval=-0.1, maxval=0.4), (300, 200)), ("TruncatedNormal", dict(stddev=0.5), (300, 200)),
        ("GlorotUniform", {}, (300, 200)), ("GlorotNormal", {}, (300, 200)), ("HeNormal", {}, (300, 200)), ("HeUniform", {}, (300, 200)), ("LecunNormal", {}, (300, 200)),
        ("LecunUniform", {}, (300, 200)), ("VarianceScaling", dict(scale=2.0, mode="fan_out", distribution="untruncated_normal"), (300, 200)),
        ("GlorotUniform", {}, (3, 3, 16, 32)), ("HeNormal", {}, (3, 3, 16, 32)), ("LecunUniform", {}, (5, 8, 64)), ("Orthogonal", dict(gain=1.5), (40, 20)), ("Orthogonal", {}, (10, 30))]:
        def go(K):
            p = dict(params)
            try:
                v = np.asarray(getattr(K.initializers, cls)(seed=11, **p)(shape), "f8")
            except TypeError:
                v = np.asarray(getattr(K.initializers, cls)(**p)(shape), "f8")
            r = dict(mean=v.mean(), std=v.std(), min=v.min(), max=v.max())
            if cls == "Orthogonal":
                m = v if shape[0] >= shape[1] else v.T
                r["gram_max_error"] = float(np.abs(m.T @ m - np.eye(m.shape[1]) * p.get("gain", 1.0) ** 2).max())
            return {k: float(x) for k, x in r.items()}
        b = both(ctx, go)
        b.pop("agree")
        cases.append(dict(class_name=cls, params=params, shape=list(shape),
                          config={t: jsonable(getattr(K.initializers, cls)(**params).get_config()) for t, K in ctx.frameworks()}, **b))
    return {"note": "statistics only: the random streams are not portable; compare mean/std/min/max within sampling error", "cases": cases}


FUNCTION_CASES = dict(activations=fn_activations, losses=fn_losses, metrics=fn_metrics, schedules=fn_schedules,
                      regularizers=fn_regularizers, constraints=fn_constraints, initializers=fn_initializers)


def cases():
    return [Case(f"fn_{name}", table, kind="function") for name, table in FUNCTION_CASES.items()]
