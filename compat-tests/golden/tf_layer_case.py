"""What a fixture of a layer holds that tf_keras alone has: the same as of others, the config in Keras 3's words."""
import fixture
import keras
import numpy as np
import tensorflow as tf
import tf_keras
from arrays import encode

from layer_case import as_mask, defaults_of, draw


def describe(id, layer, spec, tolerance):
    """Asks a layer of one input what layer_case asks Keras 3's layers."""
    value = draw(fixture.rng(id, 0), spec)
    out = {
        "id": id,
        "made_with": fixture.versions() | {"tf_keras": tf_keras.__version__},
        "tolerance": tolerance,
        "object": in_keras_3s_words(layer),
        "defaults": defaults_of(layer, plain),
        "input_structure": "single",
        "inputs": encode([value]),
        "input_masks": [encode(as_mask(spec))],
        "shapes": [shapes(layer, spec)],
    }
    x = tf.constant(value)
    layer(x)  # builds it
    for i, w in enumerate(layer.weights):
        w.assign(fixture.rng(id, "weight", i).uniform(0.2, 1.0, w.shape).astype("float64"))
    out["weights"] = [
        {"path": f"{layer.name}/{name}", "name": name, "trainable": w.trainable, "value": encode(w.numpy())}
        for w in layer.weights
        for name in [w.name.split("/")[-1].split(":")[0]]
    ]
    out["seed_state"] = None
    variables = layer.trainable_weights
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
        total = tf.reduce_sum(y * y)
    by = [None if g is None else encode(tf.convert_to_tensor(g)) for g in tape.gradient(total, [x] + variables)]
    return out | {
        "output": encode(y),
        "output_mask": encode(getattr(y, "_keras_mask", None)),
        "losses": encode([np.asarray(loss) for loss in layer.losses]),
        "gradients": {"inputs": by[:1], "weights": by[1:]},
    }


def in_keras_3s_words(layer):
    """The layer as Keras 3 would serialize it: its objects say all that they hold, and the dtype is a policy."""
    spec = tf_keras.saving.serialize_keras_object(layer)
    return {k: spec[k] for k in ("module", "class_name")} | {"config": plain(layer), "registered_name": None}


def plain(layer):
    config = tf_keras.saving.serialize_keras_object(layer)["config"]
    config["dtype"] = keras.saving.serialize_keras_object(keras.DTypePolicy(layer.dtype_policy.name))
    return {k: again(v) for k, v in config.items()}


def again(value):
    """An initializer, a regularizer or a constraint as Keras 3 writes the one of that class and config."""
    if not isinstance(value, dict) or "class_name" not in value or value["class_name"] == "DTypePolicy":
        return value
    kind = getattr(getattr(keras, value["module"].split(".")[-1]), value["class_name"])
    return keras.saving.serialize_keras_object(kind(**value["config"]))


def shapes(layer, spec):
    """What tf_keras infers for an unknown batch size; it wants to know all other axes."""
    sizes = (None,) + tuple(spec["shape"][1:])
    y = type(layer).from_config(layer.get_config())(tf_keras.Input(batch_shape=sizes, dtype=spec["dtype"]))
    return {"inputs": [list(sizes)], "output": list(y.shape), "dtype": y.dtype.name}
