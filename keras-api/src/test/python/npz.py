"""Writes keras/data/numpy.npz, numpy_stored.npz, orders.npz and float16.npy as NumPy stores arrays.

    python npz.py ../resources/keras/data
"""

import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])
arrays = {
    "float32": np.array([[1.5, -2.25, 1e-30], [3.0, np.inf, -0.0]], "float32"),
    "float64": np.array([0.1, -1e300]),
    "int16": np.array([-32768, 32767], "int16"),
    "int32": np.arange(-(2**31), 6 - 2**31, dtype="int32").reshape(1, 2, 3),
    "int64": np.array([-(2**63), 2**63 - 1]),
    "uint8": np.array([[0, 127], [128, 255]], "uint8"),
    "bool": np.array([True, False, True]),
    "scalar": np.array(2.5, "float32"),
    "empty": np.zeros((0, 4), "float32"),
}
np.savez_compressed(folder / "numpy.npz", **arrays)
np.savez(folder / "numpy_stored.npz", **arrays)
halves = [0.0, -0.0, 1.0, -2.5, 65504.0, 6e-8, 6.1e-5, 1 / 3, np.inf, -np.inf, np.nan]
np.save(folder / "float16.npy", np.array(halves, "float16"))

orders = {}
for name in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    x = np.arange(24).reshape(2, 3, 4) - (0 if name[0] in "ub" else 12)
    x[1, 2, 3] = {"u1": 255, "u2": 65535, "u4": 2**32 - 1, "u8": 2**63 - 1}.get(name, 23)
    orders[name + " expected"] = x.astype(name).astype("<f8" if name[0] == "f" else "<i8")
    for end in "<>":
        orders[name + " c " + end] = x.astype(end + name)
        orders[name + " fortran " + end] = np.asfortranarray(x.astype(end + name))
        orders[name + " turned " + end] = x.astype(end + name).T
np.savez_compressed(folder / "orders.npz", **orders)
