"""Writes keras/io/kerasv3/bzip2.zip and lzma.zip, and .keras files of one model as zips of other kinds.

    python make_zips.py ../resources/keras/io/kerasv3
"""

import os
import pathlib
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

folder = pathlib.Path(sys.argv[1])
text = "".join(f"{i * i % 7919}" + ("=" * (i // 500) if i % 1000 == 0 else " ") for i in range(200_000))
members = {
    "text.txt": text.encode(),
    "empty.txt": b"",
    "one.txt": b"a",
    "bytes.bin": bytes((i * i >> 3) & 0xFF for i in range(3000)),
}
for name, method in (("bzip2.zip", zipfile.ZIP_BZIP2), ("lzma.zip", zipfile.ZIP_LZMA)):
    with zipfile.ZipFile(folder / name, "w", method, compresslevel=9 if name == "bzip2.zip" else None) as out:
        for member, content in members.items():
            out.writestr(zipfile.ZipInfo(member), content, method)

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
model.save(folder / "plain.keras")
with zipfile.ZipFile(folder / "plain.keras") as plain:
    members = {name: plain.read(name) for name in plain.namelist()}


def put(name, method=zipfile.ZIP_STORED, change=lambda name, content: content):
    with zipfile.ZipFile(folder / name, "w", method) as out:
        for member, content in members.items():
            out.writestr(zipfile.ZipInfo(member), change(member, content), method)


put("bzip2.keras", zipfile.ZIP_BZIP2)
put("lzma.keras", zipfile.ZIP_LZMA)
put("bom.keras", change=lambda n, b: b"\xef\xbb\xbf" + b if n.endswith("json") else b)
put("plain.keras")
(folder / "prefix.keras").write_bytes(b"some bytes first\n" + (folder / "plain.keras").read_bytes())
(folder / "plain.keras").unlink()
for name in ("bzip2", "lzma", "bom", "prefix"):
    out = keras.models.load_model(folder / f"{name}.keras").predict(np.ones((1, 2)), verbose=0)
    assert out.tolist() == [[2.0]], name
