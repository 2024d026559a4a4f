"""What a layer fixture holds: `case` asks a real Keras layer everything that a port must answer alike."""
import inspect
import re
import random

import fixture
import keras
import numpy as np
import tensorflow as tf
from arrays import encode, to_numpy
from keras.src import backend

CASES = []


def x(*shape, dtype="float32", ints=None, mask=None):
    """An input: standard normal, or integers below `ints`; `mask` is nested lists of 0 and 1."""
    return {"shape": shape, "dtype": dtype, "ints": ints, "mask": mask}


def given(values, dtype):
    """An input of certain values: strings, numbers."""
    values = np.array(values, object if dtype == "string" else dtype)
    return x(*values.shape, dtype=dtype) | {"values": values}


def case(id, layer, inputs, adapt=None, tolerance=1e-6, call=None):
    """Registers a case: the layer is called on `inputs` (one x, a list or dicts of them, or None for an InputLayer).

    `call` has further arguments by name: an x, a list or a dict of them, or constants.
    """
    if any(id == c[0] for c in CASES):
        raise ValueError(f"Two cases are called {id}.")
    CASES.append((id, layer, inputs, adapt, tolerance, call or {}))


def generate(only=None):
    """Writes the fixtures of all registered cases, or of those whose id `only` (a compiled regex) matches."""
    for id, layer, inputs, adapt, tolerance, call in CASES:
        if only is None or only.search(id):
            fixture.write("layers", id, describe(id, layer, inputs, adapt, tolerance, call))


def is_x(value):
    """Whether a value is what x makes."""
    return isinstance(value, dict) and "shape" in value and "mask" in value


def replace(value, change):
    """The same lists and dicts with others in the place of what x made."""
    if is_x(value):
        return change(value)
    if isinstance(value, (list, tuple)):
        return [replace(v, change) for v in value]
    if isinstance(value, dict):
        return {k: replace(v, change) for k, v in value.items()}
    return value


def collect(call):
    """What x made among the further arguments, in order."""
    found = []
    replace(call, found.append)
    return found


def describe(id, layer, inputs, adapt, tolerance, further):
    if not isinstance(layer, keras.layers.Layer):
        import tf_layer_case

        return tf_layer_case.describe(id, layer, inputs, tolerance)
    fields = isinstance(inputs, dict) and not is_x(inputs)
    first = inputs if isinstance(inputs, list) else [] if inputs is None else collect(inputs)
    specs = first + collect(further)
    values = [draw(fixture.rng(id, i), s) for i, s in enumerate(specs)]
    if adapt is not None:
        data = draw(fixture.rng(id, "adapt"), adapt)
        layer.adapt(data)
    out = {
        "id": id,
        "made_with": fixture.versions(),
        "tolerance": tolerance,
        "object": keras.saving.serialize_keras_object(layer),
        "defaults": defaults(layer),
        "input_structure": "none" if inputs is None else "list" if isinstance(inputs, list) else "fields" if fields else "single",
        "inputs": encode(values),
        "input_masks": [encode(as_mask(s)) for s in specs],
        "shapes": shapes(layer, specs, inputs, len(first), further),
    }
    if fields:
        places = iter(range(len(first)))
        out["input_fields"] = replace(inputs, lambda spec: {"tensor": next(places)})
    if further:
        places = iter(range(len(first), len(specs)))
        out["call"] = replace(further, lambda spec: {"tensor": next(places)})
    if inputs is None:
        return out
    if adapt is not None:
        out["adapt"] = encode(data)
    call = Caller(layer, values, specs, inputs, len(first), further)
    start = [(v, v.numpy()) for v in seeds(layer)]
    call(training=False)  # builds it
    rewind(layer, start)
    if adapt is None:
        randomize(id, layer)
    out["weights"] = [weight(w) for w in layer.weights]
    out.update(seed_states(layer))
    y, gradients = call.with_gradients(training=False)
    rewind(layer, start)
    out.update(outputs(y))
    flat = keras.tree.flatten(y)
    if len(flat) == 1:
        out["output_mask"] = encode(backend.get_keras_mask(flat[0]))
    else:
        out["output_masks"] = [encode(backend.get_keras_mask(each)) for each in flat]
    out["losses"] = encode(list(layer.losses))
    out["gradients"] = gradients
    if layer._call_has_training_arg:
        out["training"] = [training_call(layer, call) for _ in range(2)]
    return out


def seeds(layer):
    """The variables that are no weights: the states of seed generators."""
    known = {id(w) for w in layer.weights}
    return [v for v in layer.variables if id(v) not in known]


def rewind(layer, start):
    """Lets a call leave no trace: recurrent layers draw and count while they predict, and stateful ones go on."""
    for v, value in start:
        v.assign(value)
    if getattr(layer, "stateful", False):
        layer.reset_state()


def training_call(layer, call):
    """One call with training=True and the state it leaves; a second one starts from there."""
    random.seed(1)  # AugMix draws from it
    y, gradients = call.with_gradients(training=True)
    return {
        **outputs(y),
        "losses": encode(list(layer.losses)),
        "gradients": gradients,
        "state": [dict(path=w.path, value=encode(w)) for w in layer.non_trainable_weights],
        **seed_states(layer),
    }


def outputs(y):
    """The one output, or all in order and how they hang together."""
    flat = keras.tree.flatten(y)
    if len(flat) == 1 and flat[0] is y:
        return {"output": encode(y)}
    places = iter(range(len(flat)))
    return {
        "outputs": [encode(each) for each in flat],
        "structure": keras.tree.map_structure(lambda each: next(places), y),
    }


class Caller:
    """Calls a layer on fresh tensors of the same values and masks."""

    def __init__(self, layer, values, specs, inputs, count, further):
        self.layer, self.values, self.specs, self.inputs = layer, values, specs, inputs
        self.count, self.further = count, further

    def tensors(self):
        tensors = [tf.constant(v) for v in self.values]
        for t, s in zip(tensors, self.specs):
            if s["mask"] is not None:
                backend.set_keras_mask(t, tf.constant(as_mask(s)))
        return tensors

    def __call__(self, training, tensors=None):
        tensors = tensors or self.tensors()
        kwargs = {"training": training} if self.layer._call_has_training_arg else {}
        rest = iter(tensors[self.count :])
        kwargs.update(replace(self.further, lambda spec: next(rest)))
        return self.layer(first_argument(self.inputs, tensors[: self.count]), **kwargs)

    def with_gradients(self, training):
        """The output, and the gradients of sum(y * y) by float inputs and trainable weights."""
        tensors = self.tensors()
        variables = [w.value for w in self.layer.trainable_weights]
        with tf.GradientTape() as tape:
            tape.watch([t for t in tensors if t.dtype.is_floating])
            y = self(training, tensors)
            floating = [each for each in keras.tree.flatten(y) if each.dtype.is_floating]
            total = sum(tf.reduce_sum(each * each) for each in floating) if floating else None
        by = tape.gradient(total, tensors + variables) if floating else [None] * len(tensors + variables)
        by = [None if g is None else encode(tf.convert_to_tensor(g)) for g in by]
        return y, {"inputs": by[: len(tensors)], "weights": by[len(tensors) :]}


def first_argument(inputs, tensors):
    """What a layer is called on: tensors where `inputs` has what x made."""
    places = iter(tensors)
    return replace(inputs, lambda spec: next(places))


def draw(rng, spec):
    """The values of an input."""
    if "values" in spec:
        return spec["values"]
    if spec["ints"] is not None:
        return rng.integers(0, spec["ints"], spec["shape"]).astype(spec["dtype"])
    return to_numpy(tf.cast(rng.normal(size=spec["shape"]), spec["dtype"]))


def as_mask(spec):
    return None if spec["mask"] is None else np.array(spec["mask"], bool)


def randomize(id, layer):
    """Leaves nothing at its initial value, so that a swapped or forgotten weight shows."""
    for i, w in enumerate(layer.weights):
        w.assign(fixture.rng(id, "weight", i).uniform(0.2, 1.0, w.shape).astype("float64"))


def weight(w):
    # Keras counts the variables that have no name over the whole process.
    path, name = (re.sub(r"\bvariable_\d+$", "variable", s) for s in (w.path, w.name))
    return {"path": path, "name": name, "trainable": w.trainable, "value": encode(w)}


def seed_states(layer):
    """The state of the one seed generator, or the states of those of the layer and the layers inside it."""
    states = [encode(v) for v in seeds(layer)]
    return {"seed_states": states} if len(states) > 1 else {"seed_state": states[0] if states else None}


def defaults(layer):
    """The config of an instance that was given the required arguments alone, without these and the name."""
    return defaults_of(
        layer, lambda plain: {k: keras.saving.serialize_keras_object(v) for k, v in plain.get_config().items()}
    )


def defaults_of(layer, config_of):
    required = [
        p.name
        for p in inspect.signature(type(layer).__init__).parameters.values()
        if p.name != "self" and p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    ]
    for kind, key in (("InputLayer", "batch_shape"), ("CategoryEncoding", "num_tokens"), ("Discretization", "bin_boundaries")):
        if isinstance(layer, getattr(keras.layers, kind)):  # needed, though the signature has a default
            required = [key]
    if isinstance(layer, keras.layers.RandomCrop):
        required += ["seed"]  # its config has a random one otherwise
    config = layer.get_config()
    plain = type(layer)(**{name: made(config[name]) for name in required})
    hidden = set(required) | {"name"}
    return {
        "required": required,
        "config": {k: v for k, v in config_of(plain).items() if k not in hidden},
    }


def made(value):
    """What an argument is made from: the layer that a wrapper takes stands in the config as its own config."""
    if isinstance(value, list):
        return [made(each) for each in value]
    return keras.saving.deserialize_keras_object(value) if isinstance(value, dict) and "class_name" in value else value


def shapes(layer, specs, inputs, count, further):
    """What Keras infers for an unknown batch size, and for an unknown second axis too where it can.

    Of dicts, some of its layers infer nothing, and then no row stands here.
    """
    if not specs:
        return [{"inputs": [], "output": list(layer.output.shape), "dtype": layer.output.dtype}]
    found = []
    stateful = getattr(layer, "stateful", False)
    unrolled = getattr(getattr(layer, "forward_layer", layer), "unroll", False)
    for unknown in (0,) if stateful else (1,) if unrolled else (1, 2):
        if unknown == 2 and any(len(s["shape"]) < 3 for s in specs):
            break
        symbolic = [
            keras.Input(batch_shape=(None,) * unknown + tuple(s["shape"][unknown:]), dtype=s["dtype"]) for s in specs
        ]
        clone = type(layer).from_config(layer.get_config())
        try:
            rest = iter(symbolic[count:])
            y = clone(first_argument(inputs, symbolic[:count]), **replace(further, lambda spec: next(rest)))
        except (ValueError, TypeError, IndexError):
            if unknown == 1 and (is_x(inputs) or not isinstance(inputs, dict)):
                raise
            break
        row = {"inputs": [list(t.shape) for t in symbolic]}
        flat = keras.tree.flatten(y)
        if len(flat) == 1 and flat[0] is y:
            row.update(output=list(y.shape), dtype=y.dtype)
        else:
            row.update(outputs=[list(each.shape) for each in flat], dtypes=[each.dtype for each in flat])
        found.append(row)
    return found
