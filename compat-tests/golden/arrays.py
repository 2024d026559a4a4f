"""Arrays in fixtures: {"dtype", "shape", "base64"}, the raw little-endian bytes, so that every bit counts.

Each string is the number of its UTF-8 bytes, four bytes, and those.
"""
import base64
import hashlib

import ml_dtypes
import numpy as np


def to_numpy(a):
    """Returns a NumPy array of a Keras variable, a tensor, or anything NumPy takes."""
    if hasattr(a, "value") and hasattr(a, "path"):  # a Keras variable
        a = a.value
    return np.asarray(a.numpy() if hasattr(a, "numpy") else a)


def encode(a):
    """Encodes an array; None stays None, lists and dicts are encoded member by member."""
    if a is None:
        return None
    if isinstance(a, (list, tuple)):
        return [encode(v) for v in a]
    if isinstance(a, dict):
        return {k: encode(v) for k, v in a.items()}
    a = np.array(to_numpy(a), order="C")
    if a.dtype.kind in "OSU":
        return strings(a)
    return {
        "dtype": a.dtype.name,
        "shape": list(a.shape),
        "base64": base64.b64encode(little_endian(a).tobytes()).decode("ascii"),
    }


def strings(a):
    """Encodes an array of str or bytes."""
    raw = [s.encode("utf-8") if isinstance(s, str) else s for s in a.reshape(-1).tolist()]
    return {
        "dtype": "string",
        "shape": list(a.shape),
        "base64": base64.b64encode(b"".join(len(r).to_bytes(4, "little") + r for r in raw)).decode("ascii"),
    }


def decode(d):
    """The inverse of encode, for one array."""
    if d["dtype"] == "string":
        raw, found, at = base64.b64decode(d["base64"]), [], 0
        while at < len(raw):
            end = at + 4 + int.from_bytes(raw[at : at + 4], "little")
            found.append(raw[at + 4 : end].decode("utf-8"))
            at = end
        return np.array(found, object).reshape(d["shape"])
    dtype = np.dtype(ml_dtypes.bfloat16 if d["dtype"] == "bfloat16" else d["dtype"])
    raw = base64.b64decode(d["base64"])
    little = dtype if dtype.name == "bfloat16" else dtype.newbyteorder("<")
    return np.frombuffer(raw, little).reshape(d["shape"]).astype(dtype)


def digest(a, head=8):
    """What is kept of an array too large for a fixture: its hash, and its first and last values."""
    a = np.array(to_numpy(a), order="C")
    flat = a.reshape(-1)
    return {
        "dtype": a.dtype.name,
        "shape": list(a.shape),
        "sha256": hashlib.sha256(little_endian(a).tobytes()).hexdigest(),
        "first": encode(flat[:head]),
        "last": encode(flat[-head:]),
    }


def encode_or_digest(a, limit=2048):
    """Encodes an array of at most `limit` elements and digests a larger one."""
    return encode(a) if to_numpy(a).size <= limit else digest(a)


def little_endian(a):
    """The array with its bytes in little-endian order."""
    if a.dtype.name == "bfloat16" or a.dtype.itemsize == 1:
        return a
    return a.astype(a.dtype.newbyteorder("<"))
