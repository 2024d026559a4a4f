"""Optimizers: "object", "variables" (path, initial value), then "steps", each with its "gradients" and the variables'
"values" after it. "optimizer_variables" are the optimizer's own after the last step, and "finalized" the variables'
values after finalize_variable_values(). A gradient may be null, or sparse: {"indices", "values", "dense_shape"}.

The values are those of a graph, as in fit(). Where the same steps run eagerly end in other bits (TensorFlow's graph
optimizer rewrites x / sqrt(y), and folds constants in another order), "eager_values" has the variables' and then the
optimizer's variables' values after the last eager step.
"""
import fixture
import keras
import tensorflow as tf
from arrays import encode, to_numpy

O = keras.optimizers
STEPS = 5

CLASSES = {
    "SGD": [
        {},
        {"learning_rate": 0.1},
        {"learning_rate": 0.1, "momentum": 0.9},
        {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True},
    ],
    "Adam": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4},
        {"learning_rate": 0.1, "amsgrad": True},
    ],
    "RMSprop": [
        {},
        {"learning_rate": 0.1, "rho": 0.8, "epsilon": 1e-4},
        {"learning_rate": 0.1, "momentum": 0.9},
        {"learning_rate": 0.1, "centered": True},
        {"learning_rate": 0.1, "momentum": 0.9, "centered": True},
    ],
    "AdamW": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4, "weight_decay": 0.1},
        {"learning_rate": 0.1, "amsgrad": True},
    ],
    "Nadam": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4},
        {"learning_rate": 0.1},
    ],
    "Adadelta": [
        {},
        {"learning_rate": 0.5, "rho": 0.8, "epsilon": 1e-4},
    ],
    "Adafactor": [
        {},
        {"learning_rate": 0.1, "beta_2_decay": -0.6, "epsilon_1": 1e-6, "epsilon_2": 1e-2, "clip_threshold": 0.5},
        {"learning_rate": 0.9, "relative_step": False},
    ],
    "Adagrad": [
        {},
        {"learning_rate": 0.1, "initial_accumulator_value": 0.3, "epsilon": 1e-4},
    ],
    "Adamax": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.7, "epsilon": 1e-4},
    ],
    "Ftrl": [
        {},
        {"learning_rate": 0.1, "learning_rate_power": -0.3, "initial_accumulator_value": 0.3, "beta": 0.2},
        {"learning_rate": 0.1, "l1_regularization_strength": 0.4, "l2_regularization_strength": 0.02,
         "l2_shrinkage_regularization_strength": 0.03},
    ],
    "Lamb": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4},
    ],
    "Lion": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.7},
    ],
    "Muon": [
        {},
        {"learning_rate": 0.1, "adam_beta_1": 0.8, "adam_beta_2": 0.95, "adam_weight_decay": 0.1, "epsilon": 1e-4,
         "muon_a": 3.0, "muon_b": -4.0, "muon_c": 1.5, "adam_lr_ratio": 0.3, "momentum": 0.8, "ns_steps": 3,
         "nesterov": False, "rms_rate": None},
        {"learning_rate": 0.1, "exclude_layers": ["ker.*l"]},
        {"learning_rate": 0.1, "rms_rate": None, "adam_weight_decay": None},
    ],
    "ScheduleFreeAdamW": [
        {},
        {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4},
        {"learning_rate": 0.1, "warmup_steps": 3},
    ],
}

COMMON = [
    {"weight_decay": 0.04},
    {"clipnorm": 0.5},
    {"clipvalue": 0.3},
    {"global_clipnorm": 0.7},
    {"use_ema": True},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 2},
    {"gradient_accumulation_steps": 2},
    {"gradient_accumulation_steps": 2, "weight_decay": 0.04, "clipnorm": 0.5},
    {"gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 2},
    {"loss_scale_factor": 8.0},
    {"weight_decay": 0.04, "clipvalue": 0.3, "use_ema": True, "ema_momentum": 0.8},
]

# What the base class does is the same for all: these show each switch alone, the others all of them in three cases.
IN_FULL = ["SGD", "Adam", "RMSprop", "AdamW", "Nadam"]

COMBINED = [
    {"weight_decay": 0.04, "clipvalue": 0.3, "use_ema": True, "ema_momentum": 0.8},
    {"global_clipnorm": 0.7, "loss_scale_factor": 8.0},
    {"gradient_accumulation_steps": 2, "clipnorm": 0.5, "use_ema": True, "ema_momentum": 0.8,
     "ema_overwrite_frequency": 2},
]


def cases():
    found = []
    for name, variants in CLASSES.items():
        found += [case(name, v) for v in variants]
        last = variants[-1]
        found += [case(name, last | c) for c in (COMMON if name in IN_FULL else COMBINED)]
        found += [case(name, last | {"weight_decay": 0.04}, kind="bias without decay")]
        found += [case(name, v, kind=k) for v in ([variants[1], last] if name in IN_FULL else [last]) for k in KINDS]
    return found


KINDS = ["float64", "bfloat16", "sparse", "missing gradient", "constraint", "large gradients"]


def case(name, args, kind=""):
    id = " ".join([name] + [f"{k}={v}" for k, v in args.items()] + ([kind] if kind else []))
    out, graph = run(id, name, args, kind, in_graph=True)
    if fixture.GRAPH:
        return out
    _, eager = run(id, name, args, kind, in_graph=False)
    if any(e.tobytes() != g.tobytes() for e, g in zip(eager, graph)):
        out["eager_values"] = encode(eager)
    return out


def run(id, name, args, kind, in_graph):
    rng = fixture.rng(id)
    dtype = kind if kind in ("float64", "bfloat16") else "float32"
    constraint = keras.constraints.MaxNorm(0.6) if kind == "constraint" else None
    variables = []
    for path, shape in [("kernel", (4, 3)), ("bias", (3,))]:
        v = keras.Variable(tf.cast(rng.normal(size=shape), dtype), dtype=dtype, name=path)
        v.constraint = constraint
        variables.append(v)
    optimizer = getattr(O, name)(**args)
    if kind == "bias without decay":
        optimizer.exclude_from_weight_decay(var_names=["bias"])
    out = {
        "id": id,
        "object": keras.saving.serialize_keras_object(optimizer),
        "arguments": args,
        "kind": kind,
        "variables": [{"path": v.path, "value": encode(v)} for v in variables],
        "steps": [],
    }
    optimizer.build(variables)
    apply = graph_apply(optimizer, variables) if in_graph else lambda g: optimizer.apply(g, variables)
    for step in range(STEPS):
        gradients = [gradient(v, rng, kind, step, i) for i, v in enumerate(variables)]
        apply(gradients)
        values = [to_numpy(v).copy() for v in variables]
        out["steps"].append({"gradients": [encode_gradient(g) for g in gradients], "values": encode(values)})
    own = [to_numpy(v).copy() for v in optimizer.variables]
    out["optimizer_variables"] = [{"path": v.path, "value": encode(v)} for v in optimizer.variables]
    optimizer.finalize_variable_values(variables)
    out["finalized"] = encode([to_numpy(v) for v in variables])
    return out, values + own


def graph_apply(optimizer, variables):
    @tf.function
    def apply(gradients):
        optimizer.apply(gradients, variables)

    return apply


def gradient(variable, rng, kind, step, index):
    scale = 1000.0 if kind == "large gradients" else 0.5 + step
    values = rng.normal(0.0, scale, variable.shape)
    if kind == "missing gradient" and index == 1:
        return None
    if kind == "sparse" and index == 0:  # a row twice, a row never
        rows = tf.constant([step % 4, 2, step % 4], "int32")
        return tf.IndexedSlices(tf.cast(values[:3], variable.dtype), rows, tf.constant(variable.shape))
    return tf.cast(values, variable.dtype)


def encode_gradient(g):
    if isinstance(g, tf.IndexedSlices):
        return {"indices": encode(g.indices), "values": encode(g.values), "dense_shape": list(g.shape)}
    return encode(g)
