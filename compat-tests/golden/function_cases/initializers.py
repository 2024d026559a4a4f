"""Initializers: "object", "shape", "dtype" and the "value" that an instance gives.

"arguments" are those that the serialized object lacks: Keras' Identity does not write its gain.
A value of more than 2048 elements is a digest: sha256 of the raw little-endian bytes, and its first and last values.
`calls` cases are given a SeedGenerator, so that each of their "values" is another one.
"""
import itertools

import keras
from arrays import encode_or_digest

I = keras.initializers

SEEDS = [0, 1, 42, 987654321, 2**31, 2**32 - 1]
SHAPES = [(5,), (4, 3), (3, 4), (3, 3, 2, 4), (2, 3, 4)]
FANS = [(), (7,), (4, 3), (5, 2, 3), (3, 3, 2, 4), (2, 2, 3, 1, 2)]
SEEDED = "GlorotNormal GlorotUniform HeNormal HeUniform LecunNormal LecunUniform RandomNormal RandomUniform TruncatedNormal VarianceScaling".split()


def cases():
    found = [case(n, getattr(I, n)(seed=42), s, "float32") for n in SEEDED for s in FANS]
    found += [case(n, getattr(I, n)(seed=s), (4, 3), "float32") for n in SEEDED for s in SEEDS if s != 42]
    found += [case(n, getattr(I, n)(seed=42), (4, 3), d) for n in SEEDED for d in ("float64", "bfloat16", "float16")]
    found += [case(n, getattr(I, n)(seed=42), (784, 300), "float32") for n in SEEDED]
    found += arguments() + orthogonal() + constants() + stft()
    return found + [calls(n) for n in SEEDED + ["Orthogonal"]]


def arguments():
    found = [
        case("RandomNormal", I.RandomNormal(mean=0.5, stddev=2.0, seed=3), (4, 3), "float32"),
        case("RandomUniform", I.RandomUniform(minval=-2.0, maxval=3.0, seed=3), (4, 3), "float32"),
        case("TruncatedNormal", I.TruncatedNormal(mean=0.5, stddev=2.0, seed=3), (4, 30), "float32"),
    ]
    modes = itertools.product(("fan_in", "fan_out", "fan_avg"), ("truncated_normal", "untruncated_normal", "uniform"))
    for mode, distribution in modes:
        initializer = I.VarianceScaling(2.0, mode, distribution, seed=5)
        found.append(case("VarianceScaling", initializer, (3, 2, 4), "float32"))
    axes = {"input_axes": (0, 1), "output_axes": (2,)}
    for name in "GlorotUniform GlorotNormal HeNormal LecunUniform".split():
        found.append(case(name, getattr(I, name)(seed=5, **axes), (3, 2, 4), "float32"))
    return found


def orthogonal():
    found = [case("Orthogonal", I.Orthogonal(seed=s), (4, 3), "float32") for s in SEEDS]
    shapes = [(3, 4), (4, 4), (1, 5), (5, 1), (2, 3, 4), (3, 3, 2, 4)]
    found += [case("Orthogonal", I.Orthogonal(seed=42), s, "float32") for s in shapes]
    found.append(case("Orthogonal", I.Orthogonal(gain=1.5, seed=42), (4, 3), "float32"))
    found.append(case("Orthogonal", I.Orthogonal(seed=42), (4, 3), "float64"))
    return found


def constants():
    found = []
    for dtype in ("float32", "float64", "bfloat16"):
        for shape in [(), (3,), (2, 3)]:
            for initializer in (I.Zeros(), I.Ones(), I.Constant(0.1), I.Constant(-3)):
                found.append(case(type(initializer).__name__, initializer, shape, dtype))
        for shape in [(3, 3), (2, 4), (4, 2)]:
            found.append(case("Identity", I.Identity(), shape, dtype))
            found.append(case("Identity", I.Identity(gain=2.5), shape, dtype, gain=2.5))
    found.append(case("Zeros", I.Zeros(), (2, 3), "int32"))
    found.append(case("Ones", I.Ones(), (2, 3), "int32"))
    found.append(case("Ones", I.Ones(), (2, 3), "bool"))
    return found


def stft():
    found = []
    for side, window, scaling, periodic in itertools.product(
        ("real", "imag"), ("hann", "hamming", None), ("density", "spectrum", None), (False, True)
    ):
        found.append(case("STFT", I.STFT(side, window, scaling, periodic), (8, 1, 5), "float32"))
    for window in "blackman bartlett nuttall boxcar cosine".split():
        found.append(case("STFT", I.STFT("real", window), (9, 1, 5), "float32"))
    found.append(case("STFT", I.STFT("imag", "hann"), (16, 1, 9), "float64"))
    return found


def case(name, initializer, shape, dtype, **arguments):
    """One value; `arguments` are those that the initializer's own config forgets."""
    config = initializer.get_config() | arguments
    parts = [name] + [f"{k}={v}".replace(" ", "") for k, v in config.items() if v is not None]
    return {
        "id": " ".join(parts + ["x".join(map(str, shape)) or "scalar", dtype]),
        "object": keras.saving.serialize_keras_object(initializer),
        "arguments": arguments,
        "shape": list(shape),
        "dtype": dtype,
        "value": encode_or_digest(initializer(shape, dtype=dtype)),
    }


def calls(name):
    initializer = getattr(I, name)(seed=keras.random.SeedGenerator(11, name="generator"))
    return {
        "id": name + " calls",
        "object": keras.saving.serialize_keras_object(initializer),
        "shape": [4, 3],
        "dtype": "float32",
        "values": [encode_or_digest(initializer((4, 3), dtype="float32")) for _ in range(3)],
    }
