"""Files of a case: JSON, text, and arrays."""
import json
import os
import re
import shutil

import numpy as np


def jsonable(o):
    if isinstance(o, dict):
        return {str(k): jsonable(v) for k, v in o.items()}
    if isinstance(o, (list, tuple)):
        return [jsonable(v) for v in o]
    if isinstance(o, np.generic):
        return o.item()
    if isinstance(o, np.ndarray):
        return o.tolist()
    if o is None or isinstance(o, (str, int, float, bool)):
        return o
    return str(getattr(o, "__name__", o))


def dump_json(path, obj):
    """Indented, with the innermost lists and small objects on one line."""
    text = json.dumps(jsonable(obj), indent=1, ensure_ascii=False)
    for _ in range(2):
        text = re.sub(r"([\[{])\n\s*([^\[\]{}]{0,20000}?)\n\s*([\]}])", lambda m: m[1] + re.sub(r"\n\s*", " ", m[2]) + m[3], text)
    write_text(path, text)


def save_arrays(dirname, stem, arrays):
    """stem.npz (stored, not deflated) and stem/NAME.npy, little-endian, C order."""
    arrays = {k: np.ascontiguousarray(v).astype(np.asarray(v).dtype.newbyteorder("<"), copy=False) if np.ndim(v) else np.asarray(v)
              for k, v in arrays.items()}
    np.savez(os.path.join(dirname, stem + ".npz"), **arrays)
    sub = os.path.join(dirname, stem)
    os.makedirs(sub, exist_ok=True)
    for k, v in arrays.items():
        np.save(os.path.join(sub, k + ".npy"), v)


def drop(p):
    shutil.rmtree(p, ignore_errors=True) if os.path.isdir(p) else os.path.exists(p) and os.remove(p)


def write_text(path, s):
    with open(path, "w", encoding="utf-8") as f:
        f.write(s + "\n")


def files_under(p):
    return [p] if os.path.isfile(p) else [os.path.join(d, f) for d, _, fs in os.walk(p) for f in fs]
