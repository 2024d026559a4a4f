"""Writes the goldens of initializers, activations, regularizers and constraints.

configs.txt: the config that Keras gives an object made without arguments, one class a line.
names.txt: every string that Keras makes an object from, and its class.
inputs.txt: the inputs that values.txt names.
values.txt: what, its arguments, the dtype, the input or the shape, the output. A tensor is shape:values, each
value its bits in hexadecimal (float32 for the halves). Where it is large: shape:every=STEP:values, a sample, or
shape:crc=CRC-32 of the bytes where every processor computes the same bits.

    pip install scipy==1.16.3   # beside requirements.txt; Keras asks it for the windows of STFT
    python blocks.py ../resources/keras
"""

import importlib
import json
import os
import sys
import zlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
from keras import constraints, initializers, regularizers

TARGET = sys.argv[1]


def literal(value):
    return json.dumps(value, separators=(",", ":"))


def arguments(config):
    return ";".join(f"{k}={literal(v)}" for k, v in config.items()) or "-"


def tensor(x, most=64, exact=False):
    if x.dtype in (tf.bfloat16, tf.float16):
        x = tf.cast(x, "float32")
    x = np.asarray(x)
    shape = ",".join(map(str, x.shape))
    raw = x.astype(x.dtype.newbyteorder("<")).tobytes()
    if x.size > most and exact:
        return f"{shape}:crc={zlib.crc32(raw):08x}"
    step = ""
    if x.size > most:
        every = x.size // most | 1  # odd, so that a sample meets every column
        step = f"every={every}:"
        raw = x.ravel()[::every].astype(x.dtype.newbyteorder("<")).tobytes()
    bits = np.frombuffer(raw, f"<u{x.dtype.itemsize}")
    return f"{shape}:{step}" + ",".join(f"{b:x}" for b in bits)


def write(package, name, lines):
    folder = os.path.join(TARGET, package)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w") as f:
        f.write(f"# keras {keras.__version__}, by src/test/python/blocks.py\n")
        f.writelines(line + "\n" for line in lines)


def classes(module):
    for name in sorted(vars(module)):
        thing = getattr(module, name)
        if isinstance(thing, type) and thing.__name__ == name and thing not in BASES:
            yield thing


def names(module):
    known = importlib.import_module(module.__name__.replace(".", ".src.", 1)).ALL_OBJECTS_DICT
    return [f"{n} {c.__name__}" for n, c in sorted(known.items()) if c not in BASES]


BASES = (initializers.Initializer, regularizers.Regularizer, constraints.Constraint)


def configs(module):
    return [f"{c.__name__} {arguments(c().get_config())}" for c in classes(module)]


def initial(name, shape, dtype="float32", **config):
    values = getattr(initializers, name)(**config)(shape, dtype)
    shape = ",".join(map(str, shape)) or "-"
    exact = "Uniform" in name or config.get("distribution") == "uniform"
    return f"{name} {arguments(config)} {dtype} {shape} {tensor(values, exact=exact)}"


def initial_calls(name, calls, **config):
    """The value of the last of some calls, seeded by a generator."""
    initializer = getattr(initializers, name)(seed=keras.random.SeedGenerator(11), **config)
    values = [initializer((3, 4)) for _ in range(calls)]
    return f"{name} {calls} {tensor(values[-1])}"


def initializer_values():
    fans = [
        name + kind
        for name in ["Glorot", "He", "Lecun"]
        for kind in ["Uniform", "Normal"]
    ]
    drawn = fans + ["RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling"]
    yield initial("Zeros", (2, 3))
    yield initial("Ones", (2, 3), "float64")
    yield initial("Ones", ())
    yield initial("Constant", (2, 2), value=0.1)
    yield initial("Constant", (2,), "int32", value=7)
    yield initial("Constant", (2,), "bfloat16", value=0.1)
    yield initial("Constant", (2,), "float64", value=0.1)
    yield initial("Constant", (2,), "float64", value=16777217)
    yield initial("Identity", (3, 4))
    yield initial("Identity", (3, 2), gain=0.9)
    for name in drawn:
        yield initial(name, (3, 5), seed=42)
        yield initial(name, (784, 300), seed=686579304)
        yield initial(name, (2, 3, 2, 3), seed=7)
        yield initial(name, (7,), seed=2**31 - 1)
        yield initial(name, (), seed=1)
    for dtype in ["float64", "float16", "bfloat16"]:
        for name in ["GlorotUniform", "TruncatedNormal", "RandomNormal"]:
            yield initial(name, (3, 2), dtype, seed=3)
    for seed in [0, -1, 2**31 - 2, 2**31, 2**32, 10**12, -(2**63)]:
        yield initial("RandomUniform", (3,), seed=seed)
    yield initial("RandomNormal", (2, 2), mean=3.0, stddev=0.1, seed=5)
    yield initial("TruncatedNormal", (2, 2), mean=-3.0, stddev=0.1, seed=5)
    yield initial("RandomUniform", (2, 2), minval=-0.3, maxval=0.7, seed=5)
    for mode in ["fan_in", "fan_out", "fan_avg"]:
        for distribution in ["uniform", "truncated_normal", "untruncated_normal", "normal"]:
            config = dict(scale=0.7, mode=mode, distribution=distribution, seed=9)
            yield initial("VarianceScaling", (3, 4), **config)
    yield initial("VarianceScaling", (2, 3, 4), seed=2, input_axes=[0], output_axes=[1, -1])
    yield initial("GlorotUniform", (2, 3, 4), seed=2, input_axes=[0, 1], output_axes=[2])
    for shape in [(4, 4), (6, 4), (4, 6), (2, 3, 4), (128, 512), (512, 128)]:
        yield initial("Orthogonal", shape, seed=11)
    yield initial("Orthogonal", (3, 3), "float64", seed=11)
    yield initial("Orthogonal", (3, 3), gain=1.4, seed=12)
    for side in ["real", "imag"]:
        for scaling in ["density", "spectrum", None]:
            yield initial("STFT", (8, 1, 5), side=side, scaling=scaling)
    yield initial("STFT", (8, 1, 5), window=None)
    yield initial("STFT", (4, 1, 3), window=[0.25, 0.5, 1.0, 0.5], scaling=None)
    yield initial("STFT", (256, 1, 129), "float64", periodic=True)
    yield initial("STFT", (256, 1, 129), periodic=True)
    for window in (
        "hann hamming blackman blackmanharris nuttall flattop boxcar bartlett barthann bohman "
        "cosine exponential lanczos parzen taylor triang tukey"
    ).split():
        for frame in [1, 2, 8, 9]:
            for periodic in [False, True]:
                # side "real", one bin: the cosine of 0 is 1, so the window itself
                config = dict(window=window, scaling=None, periodic=periodic)
                yield initial("STFT", (frame, 1, 2), "float64", **config)


rng = np.random.default_rng(5)
KINKS = [0, 0.5, 1, 2, 2.5, 3, 6, 12, 20, 90, 1e-7, 1e-30, 1e4]
INPUTS = {
    "kinks": np.array([[k, -k] for k in KINKS], "float32"),
    "cube": rng.normal(0, 2, (3, 2, 6)),
    "wide": rng.normal(0, 3, (2, 40)),
    "matrix": rng.normal(0, 1, (4, 3)),
    "vector": rng.normal(0, 1, (5,)),
    "kernel": rng.normal(0, 1, (2, 3, 2, 4)),
    "zeros": np.array([[0.0, -0.0, 0.0], [-0.0, 0.0, 0.0]]),
    "one": np.array([0.3]),
}


def inputs(names):
    for name in names.split():
        for dtype in ["float32", "float64", "bfloat16"]:
            yield f"{name} {dtype} {tensor(tf.cast(INPUTS[name], dtype), 1000)}"


def apply(name, inputs, dtype="float32", **config):
    y = getattr(keras.activations, name)(tf.cast(INPUTS[inputs], dtype), **config)
    return f"{name} {arguments(config)} {dtype} {inputs} {tensor(y, 1000)}"


def activation_values():
    for name in sorted(importlib.import_module("keras.src.activations").ALL_OBJECTS_DICT):
        if name == "threshold":
            continue
        yield apply(name, "kinks")
        for dtype in ["float32", "float64", "bfloat16"]:
            yield apply(name, "cube", dtype)
        yield apply(name, "wide")
    for name, config in [
        ("celu", dict(alpha=0.5)),
        ("elu", dict(alpha=0.3)),
        ("gelu", dict(approximate=True)),
        ("glu", dict(axis=1)),
        ("hard_shrink", dict(threshold=1.1)),
        ("leaky_relu", dict(negative_slope=0.01)),
        ("log_softmax", dict(axis=0)),
        ("relu", dict(negative_slope=0.1)),
        ("relu", dict(max_value=1.1)),
        ("relu", dict(max_value=6.0)),
        ("relu", dict(threshold=0.3)),
        ("relu", dict(negative_slope=0.1, max_value=1.5, threshold=0.3)),
        ("relu", dict(negative_slope=0.2, threshold=-0.3)),
        ("relu", dict(negative_slope=0.2, max_value=6.0)),
        ("relu", dict(max_value=6.0, threshold=0.3)),
        ("soft_shrink", dict(threshold=1.1)),
        ("softmax", dict(axis=1)),
        ("softmax", dict(axis=(0, 2))),
        ("softmax", dict(axis=(2, 1))),
        ("sparsemax", dict(axis=0)),
        ("sparsemax", dict(axis=-2)),
        ("squareplus", dict(b=1.1)),
        ("threshold", dict(threshold=0.3, default_value=-1.1)),
    ]:
        yield apply(name, "cube", **config)
        if config.get("default_value") is None:  # TensorFlow wants it in the inputs' dtype
            yield apply(name, "cube", "float64", **config)


def regularizer_values():
    cases = [
        ("L1", {}),
        ("L1", dict(l1=0.3)),
        ("L2", {}),
        ("L2", dict(l2=0.3)),
        ("L1L2", {}),
        ("L1L2", dict(l1=0.1)),
        ("L1L2", dict(l2=0.2)),
        ("L1L2", dict(l1=0.1, l2=0.2)),
    ]
    for name, config in cases:
        for x in ["one", "vector", "kernel", "wide"]:
            for dtype in ["float32", "float64", "bfloat16"]:
                yield of_weight(regularizers, name, config, x, dtype)
    for config in [{}, dict(factor=0.3, mode="columns")]:
        for x in ["matrix", "wide", "zeros"]:
            yield of_weight(regularizers, "OrthogonalRegularizer", config, x, "float32")


def constraint_values():
    several = dict(axis=[0, 1, 2])
    cases = [
        ("MaxNorm", {}, "matrix"),
        ("MaxNorm", dict(max_value=0.7), "matrix"),
        ("MaxNorm", dict(max_value=0.7, axis=-1), "matrix"),
        ("MaxNorm", dict(max_value=1.1) | several, "kernel"),
        ("MaxNorm", dict(max_value=1), "vector"),
        ("NonNeg", {}, "matrix"),
        ("UnitNorm", {}, "matrix"),
        ("UnitNorm", dict(axis=1), "matrix"),
        ("UnitNorm", several, "kernel"),
        ("MinMaxNorm", {}, "matrix"),
        ("MinMaxNorm", dict(min_value=0.5, rate=0.3), "matrix"),
        ("MinMaxNorm", dict(min_value=0.5, axis=1), "matrix"),
        ("MinMaxNorm", dict(min_value=0.5, rate=0.7) | several, "kernel"),
    ]
    for name, config, x in cases:
        for dtype in ["float32", "float64", "bfloat16"]:
            yield of_weight(constraints, name, config, x, dtype)
    for name in ["MaxNorm", "NonNeg", "UnitNorm", "MinMaxNorm"]:
        yield of_weight(constraints, name, {}, "zeros", "float32")


def of_weight(module, name, config, inputs, dtype):
    y = getattr(module, name)(**config)(tf.cast(INPUTS[inputs], dtype))
    return f"{name} {arguments(config)} {dtype} {inputs} {tensor(y, 1000)}"


for module in [initializers, regularizers, constraints]:
    package = module.__name__.rsplit(".", 1)[-1]
    write(package, "configs.txt", configs(module))
    write(package, "names.txt", names(module))
write("initializers", "values.txt", initializer_values())
write("initializers", "calls.txt", [initial_calls("GlorotUniform", n) for n in (1, 2, 3)])
write("activations", "inputs.txt", inputs("kinks cube wide"))
write("activations", "values.txt", activation_values())
write("regularizers", "inputs.txt", inputs("one vector matrix kernel wide zeros"))
write("regularizers", "values.txt", regularizer_values())
write("constraints", "inputs.txt", inputs("vector matrix kernel zeros"))
write("constraints", "values.txt", constraint_values())
