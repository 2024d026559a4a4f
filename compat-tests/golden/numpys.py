"""What NumPy answers, for NpGoldenTest: ../src/test/resources/keras/numpys.npz.gz.

Arrays without a space in their names are inputs; `FUNCTION INPUT ARGUMENT...` names what NumPy's function gives of them.
"""
import gzip
import io
import os

import numpy as np

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "keras", "numpys.npz.gz")


def inputs():
    r = np.random.default_rng(7)
    wild = r.normal(size=40).astype("float32")
    wild[[3, 9, 30]] = [np.nan, -0.0, np.nan]
    wild[20:25] = wild[5:10]
    return {
        "f": (r.normal(size=(5, 6, 25)) * 10 ** r.uniform(-3, 3, size=(5, 6, 25))).astype("float32"),
        "long": (r.normal(size=517) * 100).astype("float32"),
        "d": r.normal(size=(4, 1, 37)) * 1000,
        "i": r.integers(-5, 6, size=(6, 9)).astype("int32"),
        "l": r.integers(-(2**62), 2**62, size=(3, 4)),
        "b": r.integers(0, 256, size=(4, 3, 5)).astype("uint8"),
        "wild": wild,
        "halves": np.array([0.5, 1.5, 2.5, -0.5, 2.675, 1.005, 15, 25, -35, 1e20, 0.1, 1234.5678]),
        "halves32": np.float32([0.5, 1.5, 2.5, -0.5, 2.675, 1.005, 15, 25, -35, 1e20, 0.1, 1234.5678]),
        "s": r.normal(size=(2, 3, 4)).astype("float32"),
        "row": r.normal(size=4).astype("float32"),
        "column": r.normal(size=(3, 1)).astype("float32"),
    }


def axes(text):
    return None if text == "all" else tuple(int(n) for n in text.split(","))


def main():
    x = inputs()
    out = dict(x)
    for name in ("f", "long", "d", "i", "b", "wild"):
        every = ["all"] + [str(d) for d in range(-x[name].ndim, x[name].ndim)]
        every += ["0,1", "0,2", "1,2", "0,1,2"] if x[name].ndim == 3 else []
        for along in every:
            for function in ("sum", "mean", "std", "var", "max", "min"):
                y = getattr(np, function)(x[name], axis=axes(along))
                out[f"{function} {name} {along}"] = y.astype("int64") if y.dtype == "uint64" else y
            if "," not in along:
                for function in ("argmax", "argmin"):
                    out[f"{function} {name} {along}"] = getattr(np, function)(x[name], axis=None if along == "all" else int(along))
    for name in ("l",):
        for function in ("sum", "max", "min", "argmax", "argmin"):
            out[f"{function} {name} 1"] = getattr(np, function)(x[name], axis=1)
    for name in ("halves", "halves32"):
        for decimals in (0, 1, 2, 3, -1, -2):
            out[f"round {name} {decimals}"] = np.round(x[name], decimals)
    for name in ("s", "i", "b", "d", "l"):
        shape = ",".join(str(n) for n in reversed(x[name].shape))
        out[f"reshape {name} {shape}"] = x[name].reshape([int(n) for n in shape.split(",")])
        out[f"reshape {name} -1"] = x[name].reshape(-1)
        out[f"transpose {name}"] = x[name].T
        out[f"take {name} 1,0,-1,1 0"] = np.take(x[name], [1, 0, -1, 1], axis=0)
        out[f"take {name} 0,-1 -1"] = np.take(x[name], [0, -1], axis=-1)
        out[f"where {name}"] = x[name][np.arange(len(x[name])) % 2 == 1]
        out[f"unique {name}"] = np.unique(x[name])
        for axis in (0, -1):
            out[f"concatenate {name} {axis}"] = np.concatenate([x[name], x[name]], axis=axis)
            out[f"stack {name} {axis}"] = np.stack([x[name], x[name]], axis=axis)
    out["transpose s 1,2,0"] = np.transpose(x["s"], (1, 2, 0))
    out["unique wild"] = np.unique(x["wild"])
    for function in ("add", "subtract", "multiply", "divide"):
        for other in ("row", "column", "s"):
            out[f"{function} s {other}"] = getattr(np, function)(x["s"], x[other])
    for start, stop, num in ((0, 1, 5), (-3, 7.3, 11), (2, 2, 3), (1, 5, 1), (0.1, 0.3, 7), (5, 1, 0)):
        out[f"linspace {start} {stop} {num}"] = np.linspace(start, stop, num)
    for start, stop, step in ((0, 10, 3), (10, 0, -3), (5, 5, 1), (3, 1, 1)):
        out[f"arange {start} {stop} {step}"] = np.arange(start, stop, step)
    for start, stop, step in ((0.0, 1.0, 0.1), (1.0, 1.3, 0.1), (2.0, -1.0, -0.7)):
        out[f"farange {start} {stop} {step}"] = np.arange(start, stop, step)
    with gzip.GzipFile(TARGET, "w", mtime=0) as f:  # around all of it: what the arrays' headers share is most of it
        whole = io.BytesIO()
        np.savez(whole, **out)
        f.write(whole.getvalue())


main()
