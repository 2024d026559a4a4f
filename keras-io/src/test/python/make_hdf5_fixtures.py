"""Writes the HDF5 files that keras.io.hdf5 is tested against, with h5py.

Run: python make_hdf5_fixtures.py (h5py 3.14.0, ml_dtypes); it writes ../resources/keras/io/hdf5/*.h5.
The files under variants/ are one model in many HDF5 layouts, saved by tf_keras and rewritten with h5py.
"""

import pathlib
import zlib

import h5py
import ml_dtypes
import numpy as np

OUT = pathlib.Path(__file__).parent.parent / "resources" / "keras" / "io" / "hdf5"

NUMBERS = np.array([[0, 1, 2], [3, 100, 127]])
INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]


def types(f):
    """Every dtype, byte order and kind of attribute."""
    for name in INTEGERS + ["float16", "float32", "float64"]:
        f[f"numbers/{name}"] = NUMBERS.astype(name)
        f[f"big/{name}"] = NUMBERS.astype(np.dtype(name).newbyteorder(">"))
    for name in INTEGERS:
        info = np.iinfo(name)
        f[f"extremes/{name}"] = np.array([info.min, info.max], name)
    f["numbers/bfloat16"] = NUMBERS.astype(ml_dtypes.bfloat16)
    f["numbers/bfloat16"].attrs["dtype"] = "bfloat16"
    f["opaque"] = NUMBERS.astype(ml_dtypes.bfloat16)
    f["numbers/bool"] = np.array([True, False, True])
    f["scalar/int64"] = np.int64(-7)
    f["scalar/float32"] = np.float32(0.1)
    f["empty"] = np.zeros((0, 3), "float32")
    f["null"] = h5py.Empty("float32")
    f["complex"] = np.array([1j])
    f["text/fixed"] = np.array([b"one", b"three"])
    f["text/variable"] = np.array(["один", "", "three"], object)
    f.create_dataset("never_written", (2, 3), "float32")
    f.create_dataset("never_written_filled", (2, 3), "float32", fillvalue=1.5)
    f["ключ/层"] = np.float32(2)
    a = f.create_group("attributes").attrs
    a["str"] = "слой €"
    a["bytes"] = "слой €".encode()
    a["empty_str"] = ""
    a["list_str"] = ["one", "слой", ""]
    a["list_bytes"] = [b"one", "слой".encode()]
    a["fixed"] = np.array([b"one", "слой".encode(), b""])
    a["fixed_scalar"] = np.bytes_("слой".encode())
    a["empty_list"] = []
    a["empty_fixed"] = np.array([], "S5")
    a["empty_text"] = h5py.Empty("S5")
    a["int"] = 3
    a["float"] = 0.5
    a["float32"] = np.float32(0.1)
    a["ints"] = np.array([[1, 2], [3, 4]], "int32")
    a["bool"] = True
    a["имя"] = "UTF-8"
    terminated = h5py.h5t.C_S1.copy()
    terminated.set_size(8)
    spaced = h5py.h5t.FORTRAN_S1.copy()
    spaced.set_size(8)
    for name, kind in (("null_terminated", terminated), ("space_padded", spaced)):
        attribute = h5py.h5a.create(f["attributes"].id, name.encode(), kind, h5py.h5s.create(h5py.h5s.SCALAR))
        attribute.write(np.array(b"abc" + (b" " * 5 if kind is spaced else b""), "S8"))
    a["long"] = "x" * 70_000


def chunks(f):
    """Chunked datasets: every index, every filter, pieces of chunks at the edges, chunks that are not there."""
    data = np.arange(7 * 5 * 3, dtype="float32").reshape(7, 5, 3)
    f["plain"] = data
    f.create_dataset("chunked", data=data, chunks=(3, 2, 2))
    f.create_dataset("one", data=data, chunks=(7, 5, 3))
    f.create_dataset("one_gzip", data=data, chunks=(7, 5, 3), compression="gzip")
    f.create_dataset("gzip", data=data, chunks=(3, 2, 2), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("lzf", data=data, chunks=(3, 2, 2), compression="lzf", shuffle=True)
    f.create_dataset("fletcher", data=data, chunks=(3, 2, 2), fletcher32=True)
    f.create_dataset("grows", data=data, chunks=(3, 2, 2), maxshape=(None, 5, 3))
    f.create_dataset("grows_gzip", data=data, chunks=(3, 2, 2), maxshape=(None, 5, 3), compression="gzip")
    f.create_dataset("grows_twice", data=data, chunks=(3, 2, 2), maxshape=(None, None, 3))
    f.create_dataset("grows_twice_gzip", data=data, chunks=(3, 2, 2), maxshape=(None, None, 3), compression="gzip")
    noise = np.random.default_rng(1).bytes(600)
    f.create_dataset("noise_lzf", data=np.frombuffer(noise, "uint8"), chunks=(100,), compression="lzf")
    f.create_dataset("noise", data=np.frombuffer(noise, "uint8"))
    sparse = f.create_dataset("sparse", (6, 4), "int32", chunks=(2, 2), fillvalue=-1)
    sparse[2:4, 2:4] = 5
    f.create_dataset("many", data=np.arange(3000, dtype="int32"), chunks=(2,))
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((3, 2, 2))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    h5py.Dataset(h5py.h5d.create(f.id, b"early", h5py.h5t.NATIVE_FLOAT, h5py.h5s.create_simple(data.shape), early))[...] = data
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    h5py.Dataset(h5py.h5d.create(f.id, b"compact", h5py.h5t.NATIVE_FLOAT, h5py.h5s.create_simple(data.shape), compact))[...] = data
    halves = np.arange(65536, dtype="uint16").view("float16")
    f.create_dataset("halves", data=halves, compression="gzip", shuffle=True)
    f.create_dataset("singles", data=halves.astype("float32"), compression="gzip", shuffle=True)


def links(f):
    """What must be refused: links and data that lead elsewhere."""
    f["data"] = np.arange(3.0)
    f["group/inner"] = np.arange(3.0)
    f["soft"] = h5py.SoftLink("/data")
    f["soft_group"] = h5py.SoftLink("/group")
    f["external"] = h5py.ExternalLink("/etc/passwd", "/")
    f["hard"] = f["data"]
    f["loop/back"] = f["/"]
    f["type"] = np.dtype("float32")
    f.create_dataset("stored_elsewhere", (4,), "uint8", external=[("/etc/hostname", 0, 4)])
    layout = h5py.VirtualLayout((3,), "float64")
    layout[:] = h5py.VirtualSource("/etc/passwd", "data", (3,))
    f.create_virtual_dataset("virtual", layout)


def bombs(f):
    """Small on the disk, enormous when believed."""
    f.create_dataset("never_written", (1 << 40,), "float32")
    f.create_dataset("no_chunks", (1 << 40,), "float32", chunks=(1024,), compression="gzip")
    f.create_dataset("huge_chunks", (1 << 28,), "float64", chunks=(1 << 27,), compression="gzip")
    inflating = f.create_dataset("inflating", (1024,), "float32", chunks=(1024,), compression="gzip")
    inflating.id.write_direct_chunk((0,), zlib.compress(bytes(20_000_000), 9))
    short = f.create_dataset("short", (1024,), "float32", chunks=(1024,), compression="gzip")
    short.id.write_direct_chunk((0,), zlib.compress(bytes(4092), 9))
    cut = f.create_dataset("cut", (1024,), "float32", chunks=(1024,), compression="gzip")
    cut.id.write_direct_chunk((0,), zlib.compress(np.random.default_rng(2).bytes(4096), 9)[:1000])
    wrong = f.create_dataset("wrong_checksum", (4,), "float32", chunks=(4,), fletcher32=True)
    wrong.id.write_direct_chunk((0,), bytes(16) + b"1234")


def circles(f):
    """Few bytes, and paths, values and texts without end."""
    f["circle/left"] = f["/"]
    f["circle/right"] = f["/"]
    f["data"] = np.zeros(1 << 15, "float32")
    for i in range(1200):
        f[f"aliases/{i}"] = f["data"]
    f.create_dataset("zeros", data=np.zeros(1 << 27, "uint8"), chunks=(1 << 23,), compression="gzip", compression_opts=9)
    f["texts"] = 1.0
    f["texts"].attrs["names"] = ["x" * 50_000] + ["y"] * 4000


def names(f):
    """Lists that Keras cuts into pieces."""
    every = [f"layer_{i:02d}" for i in range(10)]
    f["pieces"] = 1.0
    f["whole"] = 1.0
    for i, piece in enumerate(np.array_split(np.array([n.encode() for n in every]), 3)):
        f["pieces"].attrs[f"layer_names{i}"] = piece
    f["whole"].attrs["layer_names"] = [n.encode() for n in every]


def order(f):
    for name in "zebra apple mango Zebra éclair b".split():
        f.create_group(name)


def many(f):
    """More links and attributes than an object header holds."""
    target = f.create_group("target")
    group = f.create_group("links")
    for i in range(1500):
        group[f"link_{i:04d}"] = target
    for i in range(60):
        f["links"].attrs[f"attribute_{i:02d}"] = i


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for fill in (types, chunks, links, bombs, names, many, order):
        for suffix, options in (("", {}), ("_latest", {"libver": "latest"})):
            with h5py.File(OUT / f"{fill.__name__}{suffix}.h5", "w", **options) as f:
                fill(f)
    with h5py.File(OUT / "circles.h5", "w") as f:
        circles(f)
    with h5py.File(OUT / "order_tracked.h5", "w", track_order=True) as f:
        order(f)
    with h5py.File(OUT / "order_tracked_latest.h5", "w", track_order=True, libver="latest") as f:
        order(f)
    with h5py.File(OUT / "user_block.h5", "w", userblock_size=1024) as f:
        f["group/data"] = NUMBERS
        f["group"].attrs["name"] = "one"
        f.create_dataset("chunked", data=NUMBERS, chunks=(1, 2))
    with h5py.File(OUT / "user_block_latest.h5", "w", userblock_size=512, libver="latest") as f:
        f["group/data"] = NUMBERS
        f["group"].attrs["name"] = "one"
        f.create_dataset("chunked", data=NUMBERS, chunks=(1, 2))


main()
