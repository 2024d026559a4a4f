"""The fixtures of keras.ops: golden/operations/GROUP.json. `python operations.py [GROUP...]` writes them,
`python operations.py GROUP:FUNCTION,FUNCTION` those of some functions of a group.

Each file holds "made_with" and "cases"; operation_cases/GROUP.py has a line for each case. operations/table.json holds
the arguments of every operation, as Keras declares them, and which of them Keras' own layers, losses and metrics use.

| key | what |
| --- | --- |
| `id` | the function, and its number |
| `operation` | Keras' class, as in `numpy.Mean` |
| `inputs` | arrays; a case's first axis is the batch's, which is unknown in `shapes` where `open` says so |
| `given` | the arguments by name; `{"input": n}` stands for a tensor |
| `spec` | the operation in the config of a functional model: its name, config and call, `{"input": n}` for tensors |
| `shapes` | `[shape, dtype]` of each output, as Keras infers them |
| `outputs` | what it gives |
| `gradients` | of the sum of squares of the outputs, by the inputs; null where there is none |
| `tolerance` | how near a port must come |
| `differs` | why Keras declares other shapes than it computes; null where it does not |

`spec` is null where Keras computes, and has no way to write it down.
"""
import ast
import importlib
import inspect
import json
import os
import pathlib
import sys

import fixture  # noqa: F401  first, for it fixes the environment
import keras
import numpy as np
import tensorflow as tf
from arrays import encode, to_numpy
from keras.src import tree
from keras.src.ops.operation import Operation
from operation_case import CASES, X

GROUPS = ["elementwise", "binary", "reductions", "shapes", "nn", "core", "linalg", "convolutions", "signals", "segments", "images"]
GROUPS += ["numbers", "nans", "places", "counts", "decompositions", "complexes"]
MODULES = ["numpy", "nn", "core", "math", "linalg", "image"]
USERS = ["layers", "losses", "metrics", "activations", "regularizers", "constraints"]


def replace(value, change):
    if isinstance(value, X):
        return change(value)
    if isinstance(value, (list, tuple)):
        return type(value)(replace(v, change) for v in value)
    return value


def function(name):
    """A function of keras.ops by its name, or a class of operations by its module and name, as in `numpy.Abs`."""
    module, _, last = name.rpartition(".")
    if last[:1].isupper():
        cls = getattr(importlib.import_module("keras.src.ops." + module), last)
        own = list(inspect.signature(cls.__init__).parameters)[1:]

        def call(*args, **kwargs):
            operation = cls(**{k: v for k, v in kwargs.items() if k in own})
            return operation(*args, **{k: v for k, v in kwargs.items() if k not in own})

        return call
    if name == "get_item":
        return lambda x, key: x[key]
    return getattr(getattr(keras.ops, module) if module else keras.ops, last)


def describe(number, name, args, kwargs, tolerance=1e-6, open=True, graph=True, differs=None):
    open_batch = open
    id = f"{name}_{number}".replace(".", "_")
    rng = fixture.rng("operations", id)
    xs = []
    replace([args, list(kwargs.values())], xs.append)
    arrays = [x.make(rng) for x in xs]
    place = {id_: i for i, id_ in enumerate(map(builtins_id, xs))}
    call = function(name)

    def run(tensors):
        def swap(x):
            return tensors[place[builtins_id(x)]]

        return call(*replace(list(args), swap), **{k: replace(v, swap) for k, v in kwargs.items()})

    inputs = [
        keras.Input(batch_shape=[None if open_batch and x.open and a.ndim else s for s in a.shape[:1]] + list(a.shape[1:]), dtype=x.dtype)
        for x, a in zip(xs, arrays)
    ]
    keras.backend.clear_session()
    symbolic = run(inputs)
    flat = tree.flatten(symbolic)
    operation = flat[0]._keras_history.operation
    node = operation._inbound_nodes[0]
    spec = written(inputs, flat, operation, id) if graph else None
    given = {}
    names = [p for p in inspect.signature(operation.call).parameters]
    if inspect.signature(operation.call).parameters[names[0]].kind == inspect.Parameter.VAR_POSITIONAL:
        names = names[:1]
        given[names[0]] = [plain(value, inputs) for value in node.arguments.args]
    for key, value in ([] if given else list(zip(names, node.arguments.args))) + list(node.arguments.kwargs.items()):
        given[key] = plain(value, inputs)
    for key, value in (operation.get_config() if graph else kwargs).items():
        if key != "name":
            given[key] = plain(replace(value, lambda x: inputs[place[builtins_id(x)]]), inputs)
    tensors = [tf.constant(a) for a in arrays]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        outputs = tree.map_structure(tf.convert_to_tensor, run(tensors))
        floats = [y for y in tree.flatten(outputs) if y.dtype.is_floating]
        loss = sum(tf.reduce_sum(tf.cast(y, "float64") ** 2) for y in floats) if floats else None
    gradients = [None] * len(tensors)
    if floats and "|" not in name:
        try:
            gradients = tape.gradient(loss, tensors)
            gradients = [None if g is None else tf.convert_to_tensor(g) for g in gradients]
        except LookupError:
            pass
    return {
        "id": id,
        "operation": type(operation).__module__.split(".")[-1] + "." + type(operation).__name__,
        "inputs": [encode(a) for a in arrays],
        "open": [bool(open_batch and x.open and a.ndim) for x, a in zip(xs, arrays)],
        "given": given,
        "spec": spec,
        "shapes": [[list(y.shape), keras.backend.standardize_dtype(y.dtype)] for y in flat],
        "outputs": [encode(to_numpy(y)) for y in tree.flatten(outputs)],
        "gradients": [encode(g) for g in gradients],
        "tolerance": tolerance,
        "differs": differs,
    }


def written(inputs, outputs, operation, id):
    """The operation in the config of a functional model, with the numbers of inputs in the place of their names."""
    model = keras.Model(inputs, outputs)
    made = [o for o in model.operations if not isinstance(o, keras.layers.Layer)]
    if made != [operation]:
        raise ValueError(f"{id}: Keras makes the operations {made} of it.")
    spec = [s for s in model.get_config()["layers"] if s["name"] == operation.name][0]
    spec = {key: json.loads(json.dumps(spec[key])) for key in ("name", "config", "inbound_nodes")}
    names = [x._keras_history.operation.name for x in inputs]
    spec["inbound_nodes"] = [collapsed(call, names) for call in spec["inbound_nodes"]]
    return spec


builtins_id = id


def collapsed(value, names):
    """The call with the numbers of inputs in the place of their descriptions."""
    if isinstance(value, list):
        return [collapsed(v, names) for v in value]
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            return {"input": names.index(value["config"]["keras_history"][0])}
        return {k: collapsed(v, names) for k, v in value.items()}
    return value


def plain(value, inputs):
    """The value in JSON, tensors as their numbers."""
    for i, x in enumerate(inputs):
        if value is x:
            return {"input": i}
    if isinstance(value, (list, tuple)):
        return [plain(v, inputs) for v in value]
    if isinstance(value, slice):
        return {"slice": [value.start, value.stop, value.step]}
    if value is Ellipsis:
        return {"ellipsis": True}
    if isinstance(value, (np.ndarray, np.generic)):
        return {"array": encode(value)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return {"unknown": repr(value)}


def signatures():
    """The arguments of every operation: those of `call`, a bar, and those of the constructor."""
    out = {}
    for module in MODULES:
        for name, cls in sorted(vars(importlib.import_module("keras.src.ops." + module)).items()):
            if inspect.isclass(cls) and issubclass(cls, Operation) and cls.__module__ == "keras.src.ops." + module:
                call = list(inspect.signature(cls.call).parameters.values())[1:]
                init = [p for n, p in inspect.signature(cls.__init__).parameters.items() if n not in ("self", "name")]
                out[f"{module}.{name}"] = (", ".join(map(str, call)) + " | " + ", ".join(map(str, init))).strip(" |")
    return out


def used():
    """The functions of keras.ops that the source of Keras' layers, losses and metrics names, and who names them."""
    root = pathlib.Path(keras.src.__file__).parent
    public = {n for n in dir(keras.ops) if not n.startswith("_")}
    out = {}
    for user in USERS:
        for file in sorted((root / user).rglob("*.py")):
            if file.name.endswith("_test.py"):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Attribute):
                    continue
                parts = ast.unparse(node).split(".")
                if parts[0] == "self":
                    parts = parts[1:]
                if parts[0] in ("ops", "backend") and len(parts) in (2, 3) and parts[-1] in public:
                    if len(parts) == 2 and parts[0] == "backend" or len(parts) == 3 and parts[1] not in MODULES:
                        continue
                    name = "image." + parts[-1] if parts[1] == "image" else parts[-1]
                    if callable(getattr(keras.ops, parts[-1])):
                        out.setdefault(name, set()).add(user)
    return {k: sorted(v) for k, v in sorted(out.items())}


def main(groups):
    refused = []
    only = {g.split(":")[0]: g.split(":")[1].split(",") for g in groups if ":" in g}
    groups = [g.split(":")[0] for g in groups]
    for group in [g for g in groups if g != "table"] or ([] if groups else GROUPS):
        cases, count = [], {}
        CASES.clear()
        importlib.import_module("operation_cases." + group)
        path = os.path.join(fixture.HERE, "operations", group + ".json")
        kept = {c["id"]: c for c in json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["cases"]} if group in only else {}
        for name, args, kwargs, options in CASES:
            count[name] = count.get(name, 0) + 1
            if group in only and name not in only[group]:
                cases.append(kept[f"{name}_{count[name]}".replace(".", "_")])
                continue
            try:
                cases.append(describe(count[name], name, args, kwargs, **options))
            except Exception as e:  # all that Keras refuses, in one list
                shown = str(e).strip().splitlines() or [repr(e)]
                refused.append(f"{group}: {name} {count[name]}: {shown[0][:300]}")
        with open(path, "w", encoding="utf-8") as f:  # a case a line
            lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
            f.write(f'{{"made_with": {json.dumps(fixture.versions())}, "cases": [\n{lines}\n]}}\n')
        print(group, len(cases))
    if not groups or "table" in groups:
        public = sorted(n for n in dir(keras.ops) if not n.startswith("_") and callable(getattr(keras.ops, n)))
        public += sorted("image." + n for n in dir(keras.ops.image) if not n.startswith("_"))
        fixture.write(
            "operations",
            "table",
            {"made_with": fixture.versions(), "signatures": signatures(), "functions": public, "used": used()},
        )
    if refused:
        raise SystemExit("Keras refuses these cases:\n" + "\n".join(refused))


if __name__ == "__main__":
    main(sys.argv[1:])
