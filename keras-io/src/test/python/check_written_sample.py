"""Checks that h5py reads what Hdf5Writer wrote (keras/io/hdf5/written_sample.h5), and may change it.

Run: python check_written_sample.py (h5py 3.14.0, ml_dtypes). WrittenSample.java writes the file.
"""

import pathlib
import shutil
import tempfile

import h5py
import ml_dtypes
import numpy as np

FILE = pathlib.Path(__file__).parent.parent / "resources" / "keras" / "io" / "hdf5" / "written_sample.h5"
FLOATS = np.array([[0, 1, -2], [3.5, 100, 1e-3]], "float32")


def check(f):
    a = f.attrs
    assert list(a) == sorted(["text", "empty", "names", "none", "int", "float", "имя"], key=str.encode), list(a)
    assert a["text"] == "слой €" and a["empty"] == "" and a["имя"] == "UTF-8"
    assert list(a["names"]) == ["one", "слой", ""]
    assert a["none"].shape == (0,) and a["none"].dtype == np.float64
    assert a["int"] == 3 and a["int"].dtype == np.int64 and a["float"] == 0.5 and a["float"].dtype == np.float64
    assert h5py.check_string_dtype(a.get_id("text").dtype).encoding == "utf-8"
    assert list(f)[:3] == ["numbers", "zebra", "apple"], list(f)
    assert list(f["zebra/ключ"]) == ["层"]
    n = f["numbers"]
    for dtype in ("float16", "float32", "float64"):
        assert n[dtype].dtype == dtype and np.array_equal(n[dtype][()], FLOATS.astype(dtype)), dtype
    assert n["bfloat16"].attrs["dtype"] == "bfloat16" and n["bfloat16"].dtype == np.dtype("V2")
    assert np.array_equal(np.array(n["bfloat16"], ml_dtypes.bfloat16), FLOATS.astype(ml_dtypes.bfloat16))
    for bits in (8, 16, 32, 64):
        assert n[f"int{bits}"].dtype == f"int{bits}" and list(n[f"int{bits}"]) == [127, -1]
        assert n[f"uint{bits}"].dtype == f"uint{bits}" and list(n[f"uint{bits}"]) == [127, 2**bits - 1]
    assert n["bool"].dtype == bool and list(n["bool"]) == [True, False, True]
    assert n["scalar"].shape == () and n["scalar"][()] == 7
    assert n["nothing"].shape == (0, 3) and n["nothing"][()].shape == (0, 3)
    assert f["apple/deep/er/data"][0] == 0.1


def main():
    with h5py.File(FILE) as f:
        check(f)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(FILE, folder)
        with h5py.File(copy, "r+") as f:
            for i in range(30):
                f.create_group(f"later_{i}").attrs["names"] = ["x"] * 10
                f["numbers"].attrs[f"later_{i}"] = i
                f["zebra"].attrs[f"later_{i}"] = "y" * 100
            f["numbers/float32"][0, 0] = 9
        with h5py.File(copy, "r+") as f:
            assert f["numbers/float32"][0, 0] == 9 and f["numbers"].attrs["later_29"] == 29
            f["numbers/float32"][0, 0] = 0
            check(f)
    print("h5py", h5py.__version__, "reads", FILE.name)


main()
