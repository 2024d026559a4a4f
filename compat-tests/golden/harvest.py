"""Makes golden/harvest/*.json.gz of calls that were recorded while Keras' own unit tests ran.

    python harvest.py FOLDER [GROUP...]

The groups are core, conv, rnn, graphs: the functional models of core, with operations in them, colours: the layers of rnn that change colours of images, and tables: those of rnn that prepare data. FOLDER has X.jsonl and X.npz for core, conv and rnn: a line for each call with the class, the config, the weights, the inputs and the output. Every
call is played again by the Keras that is installed. Those that it gives again become fixtures; those that it does not are listed in
golden/harvest/left_out.txt: most draw random numbers whose seed no record has, or ran in a test that set weights or states by hand. A stateful layer goes on from the call before where only then the output is the recorded one.
"""

import base64
import copy
import gzip
import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import ops  # noqa: E402

OURS = pathlib.Path(__file__).parents[2] / "keras-api/src/main/java/keras"
FOLDER = pathlib.Path(__file__).parent / "harvest"
LARGEST = 2_500  # characters of arrays in a fixture

GROUPS = ["core", "conv", "rnn", "graphs", "colours", "tables"]
RECURRENT = "Bidirectional RNN GRU LSTM SimpleRNN TimeDistributed".split()
# what the port refuses, and says so (docs/PINNED.md), and a cell of Keras' own tests that draws random numbers
REFUSED = ('"rms_scaling": true', "Int4DTypePolicy", "Int8DTypePolicy", "QuantizedDTypePolicy", "RNNCellWithDropout")
# these are called as at training where nobody says
COLOURS = """AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization MixUp RandAugment RandomBrightness
RandomColorDegeneration RandomColorJitter RandomContrast RandomErasing RandomGaussianBlur RandomGrayscale RandomHue RandomInvert
RandomPosterization RandomSaturation RandomSharpness Solarization""".split()
TABLES = "CategoryEncoding CenterCrop Discretization HashedCrossing Hashing Normalization Resizing".split()
ATTENTION = "AdditiveAttention Attention MultiHeadAttention Embedding".split()


class OneStateRNNCell(keras.layers.Layer):
    """The cell of Keras' own tests with one state."""

    def __init__(self, units, state_size=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = state_size or units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.recurrent = self.add_weight(shape=(self.units, self.units), name="recurrent_kernel")

    def call(self, x, states):
        y = ops.matmul(x, self.kernel) + ops.matmul(states[0], self.recurrent)
        return y, [y]


class TwoStatesRNNCell(keras.layers.Layer):
    """The cell of Keras' own tests with two states, of which it reads the first alone."""

    def __init__(self, units, state_size=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = state_size or [units, units]
        self.output_size = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        square = (self.units, self.units)
        self.first = self.add_weight(shape=square, name="recurrent_kernel_1")
        self.second = self.add_weight(shape=square, name="recurrent_kernel_2")

    def call(self, x, states):
        h = ops.matmul(x, self.kernel)
        one = h + ops.matmul(states[0], self.first)
        two = h + ops.matmul(states[0], self.second)
        return one + two, [one, two]


CUSTOM = {c.__name__: c for c in (OneStateRNNCell, TwoStatesRNNCell)}


def arrays(json_value, npz):
    """Returns the value with arrays in the place of their names."""
    if isinstance(json_value, dict):
        if "npz" in json_value:
            return npz[json_value["npz"].replace("/", "__")].astype(json_value["dtype"])
        return {k: arrays(v, npz) for k, v in json_value.items()}
    return [arrays(v, npz) for v in json_value] if isinstance(json_value, list) else json_value


def encoded(a):
    a = np.asarray(a, order="C")
    return {"dtype": str(a.dtype), "shape": list(a.shape), "base64": base64.b64encode(a.tobytes()).decode()}


def flat(value):
    return [np.asarray(v) for v in keras.tree.flatten(value)]


def same(ours, theirs):
    return len(ours) == len(theirs) and all(
        a.shape == b.shape and a.dtype == b.dtype and np.allclose(a, b, rtol=1e-5, atol=1e-6, equal_nan=True)
        for a, b in zip(ours, theirs)
    )


def fresh(record):
    layer = keras.saving.deserialize_keras_object(copy.deepcopy(record["config"]), custom_objects=CUSTOM)
    if record["kind"] == "layer" and not layer.built:
        layer.build(keras.tree.map_structure(np.shape, record["args"][0]))
    if record["weights"]:
        layer.set_weights([w for _, w in record["weights"]])
    return layer


def strip(config):
    """Leaves out what Keras does not need to make the object."""
    if isinstance(config, dict):
        return {k: strip(v) for k, v in config.items() if k != "build_config"}
    return [strip(v) for v in config] if isinstance(config, list) else config


def fixture(record, continues):
    tensors = list(record["args"][0]) if isinstance(record["args"][0], list) else [record["args"][0]]
    masks = len(tensors)
    call = {}
    for key, value in record["kwargs"].items():
        if key == "training" or value is None:
            continue
        if isinstance(value, (bool, int, float, str)):
            call[key] = value
            continue
        several = value if isinstance(value, list) else [value]
        places = [{"tensor": len(tensors) + i} for i in range(len(several))]
        tensors += several
        call[key] = places if isinstance(value, list) else places[0]
    if not all(isinstance(t, np.ndarray) for t in tensors):
        return None
    return {
        "id": record["id"] + " " + record["test"].split("/")[-1],
        "object": strip(record["config"]),
        "inputs": [encoded(t) for t in tensors],
        "input_structure": "list" if isinstance(record["args"][0], list) else "tensor",
        "call": call,
        "weights": [{"value": encoded(w)} for _, w in record["weights"]],
        "trains": bool(record["kwargs"].get("training", record["class"] in COLOURS)),
        "continues": continues,
        "outputs": [encoded(y) for y in flat(record["out"])],
    }


def main():
    source = pathlib.Path(sys.argv[1])
    left_out = []
    asked = sys.argv[2:] or GROUPS
    for group in asked:
        recorded = {"graphs": "core", "colours": "rnn", "tables": "rnn"}.get(group, group)
        npz = np.load(source / f"{recorded}.npz")
        kept, seen, chained, layer, before, counts = [], set(), False, None, None, [0, 0, 0]
        for line in (source / f"{recorded}.jsonl").open():
            record = json.loads(line)
            graph = record["class"] == "Functional"
            if record["kind"] != "layer" or graph != (group == "graphs"):
                continue
            if not graph and not (OURS / "layers" / f"{record['class']}.java").exists():
                continue
            if len(record["args"]) != 1 or (group == "rnn" and record["class"] not in RECURRENT + ATTENTION):
                continue
            if group == "colours" and record["class"] not in COLOURS:
                continue
            if group == "tables" and record["class"] not in TABLES:
                continue
            if record["class"] == "RandomGrayscale" and 0 < record["config"]["config"]["factor"] < 1:
                left_out.append(f"{group} {record['id']} {record['test'].split('/')[-1]} {record['class']}: draws by a seed that no config has")
                continue
            if any(r in line for r in REFUSED):
                left_out.append(f"{group} {record['id']} {record['test'].split('/')[-1]} {record['class']}: not the port's")
                continue
            counts[0] += 1
            record = {k: arrays(v, npz) if k in ("args", "kwargs", "out", "weights") else v for k, v in record.items()}
            try:
                expected = flat(record["out"])
                stateful = '"stateful": true' in json.dumps(record["config"])
                alike = stateful and before == (record["test"], record["config"])
                continues, found = False, None
                if alike:
                    found = flat(layer(*record["args"], **record["kwargs"]))
                    continues = same(expected, found)
                if not continues:
                    layer = fresh(record)
                    found = flat(layer(*record["args"], **record["kwargs"]))
                before = (record["test"], record["config"])
                if not same(expected, found):
                    raise ValueError("another output")
            except Exception as e:
                layer = before = None
                left_out.append(f"{group} {record['id']} {record['test'].split('/')[-1]} {record['class']}: {type(e).__name__} {str(e).splitlines()[0][:90]}")
                continue
            counts[1] += 1
            made = fixture(record, continues)
            told = json.dumps({k: v for k, v in (made or {}).items() if k != "id"})
            small = made is not None and len(json.dumps(made["inputs"] + made["outputs"] + made["weights"])) < LARGEST
            there = small and (chained if continues else stateful or told not in seen)
            chained = there
            if there:
                seen.add(told)
                kept.append(made)
                counts[2] += 1
        lines = "\n".join(json.dumps(k, separators=(",", ":")) for k in kept)
        with (FOLDER / f"{group}.jsonl.gz").open("wb") as out:
            out.write(gzip.compress(lines.encode(), 9, mtime=0))
        print(group, "calls %d, given again %d, kept %d" % tuple(counts))
    listed = FOLDER / "left_out.txt"
    others = [line for line in listed.read_text().splitlines() if line.split()[0] not in asked]
    listed.write_text("\n".join(others + left_out) + "\n")


main()
