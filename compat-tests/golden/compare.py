"""Where two files of one format differ: names, dtypes, shapes, values and attributes, a line each, configs aside."""
import io
import json
import zipfile

import h5py
import numpy as np

CONFIGS = ("model_config", "training_config")


def files(first, second):
    """Returns the lines, and the configs of both files by name."""
    if first.endswith(".h5"):
        with h5py.File(first) as a, h5py.File(second) as b:
            return hdf5(a, b), {k: [json.loads(f.attrs.get(k, "null")) for f in (a, b)] for k in CONFIGS}
    if first.endswith(".keras"):
        return zips(first, second)
    return checkpoints(first, second), {}


def zips(first, second):
    with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b:
        lines = [] if members(a) == members(b) else [f"members: {members(a)} {members(b)}"]
        keys = [sorted(json.loads(z.read("metadata.json"))) for z in (a, b)]
        lines += [] if keys[0] == keys[1] else [f"metadata: {keys}"]
        streams = [io.BytesIO(z.read("model.weights.h5")) for z in (a, b)]
        with h5py.File(streams[0]) as x, h5py.File(streams[1]) as y:
            lines += hdf5(x, y)
        return lines, {"config.json": [json.loads(z.read("config.json")) for z in (a, b)]}


def members(z):
    return [i.filename for i in z.infolist() if not i.filename.endswith("/")]


def hdf5(a, b):
    all_a, all_b = objects(a), objects(b)
    lines = [f"{n}: not in the second" for n in all_a if n not in all_b]
    lines += [f"{n}: not in the first" for n in all_b if n not in all_a]
    for name, x in all_a.items():
        if name in all_b:
            y = all_b[name]
            if isinstance(x, h5py.Dataset):
                lines += [f"{name}: {line}" for line in arrays(x[()], y[()])]
            lines += [f"{name}: {line}" for line in attributes(x.attrs, y.attrs)]
    return lines


def objects(f):
    out = {"/": f}
    f.visititems(lambda name, o: out.update({name: o}))
    return out


def attributes(a, b):
    lines = [f"@{k}: not in the second" for k in a if k not in b] + [f"@{k}: not in the first" for k in b if k not in a]
    for k in a:
        if k in b and k not in CONFIGS and plain(a[k]) != plain(b[k]):
            lines.append(f"@{k}: {plain(a[k])} {plain(b[k])}")
    return lines


def plain(value):
    values = np.asarray(value).tolist()
    many = values if isinstance(values, list) else [values]
    return [v.decode() if isinstance(v, bytes) else v for v in many]


def arrays(x, y):
    x, y = np.asarray(x), np.asarray(y)
    if x.dtype != y.dtype or x.shape != y.shape:
        return [f"{x.dtype} {x.shape}, {y.dtype} {y.shape}"]
    return [] if x.tobytes() == y.tobytes() else ["other values"]


def checkpoints(first, second):
    import tensorflow as tf

    a, b = (tf.train.load_checkpoint(p) for p in (first, second))
    keys_a, keys_b = (set(r.get_variable_to_shape_map()) - {"_CHECKPOINTABLE_OBJECT_GRAPH"} for r in (a, b))
    lines = [f"{k}: not in the second" for k in keys_a - keys_b] + [f"{k}: not in the first" for k in keys_b - keys_a]
    for k in keys_a & keys_b:
        lines += [f"{k}: {line}" for line in arrays(a.get_tensor(k), b.get_tensor(k))]
    return sorted(lines)
