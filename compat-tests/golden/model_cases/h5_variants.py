"""One model in HDF5 files of many layouts."""
import json
import os

import h5py
import numpy as np
from model_cases.spec import Case, D, Seq
from model_cases.values import fill_weights
from model_cases.write import save_arrays


def h5_variants(ctx):
    """One tf_keras model.h5, rewritten with other HDF5 layouts and by older Keras' habits.

    Every variant loads in tf_keras (checked) and gives the same outputs.
    """
    K = ctx.K["tk"]
    m = Seq((6,), D(40, "relu", name="hidden"), D(3, "softmax", name="out"))(K, K.layers)
    fill_weights(m, ctx.rng)
    m.compile(optimizer=K.optimizers.Adam(0.01), loss="categorical_crossentropy", metrics=["accuracy"])
    x = ctx.rng.normal(size=(4, 6)).astype("f4")
    base = os.path.join(ctx.dir, "plain.h5")
    m.save(base)
    ref = np.asarray(m(x, training=False))
    save_arrays(ctx.dir, "inputs", {"input": x})
    save_arrays(ctx.dir, "outputs", {"out": ref})

    def rewrite(name, libver=None, dset=lambda a: {}, cast=lambda a: a, fixed=False, config=lambda c: c, tconfig=lambda c: c,
                attr_str="vlen", track_order=False, drop=()):
        path = os.path.join(ctx.dir, name + ".h5")
        with h5py.File(base) as src, h5py.File(path, "w", libver=libver, track_order=track_order) as dst:
            def copy_attrs(a, b):
                for k, v in a.attrs.items():
                    if k in drop:
                        continue
                    if k == "model_config":
                        v = json.dumps(config(json.loads(v))).encode()
                    if k == "training_config":
                        v = json.dumps(tconfig(json.loads(v))).encode()
                    if k in ("layer_names", "weight_names"):
                        v = [s if isinstance(s, bytes) else s.encode() for s in v]
                        if fixed:
                            v = np.array(v, dtype="S")
                    elif fixed and isinstance(v, (str, bytes)):
                        v = np.bytes_(v if isinstance(v, bytes) else v.encode())
                    elif isinstance(v, bytes) and attr_str == "utf8":
                        v = v.decode()
                    b.attrs[k] = v
            copy_attrs(src, dst)

            def visit(n, o):
                if isinstance(o, h5py.Group):
                    g = dst.require_group(n)
                    copy_attrs(o, g)
                else:
                    a = cast(o[()])
                    dst.create_dataset(n, data=a, **(dset(a) if np.ndim(a) else {}))
            src.visititems(visit)
        return path

    def keras22(c):  # Keras < 2.2.3: a Sequential's config is a bare list, no InputLayer
        layers = [l for l in c["config"]["layers"] if l["class_name"] != "InputLayer"]
        layers[0]["config"]["batch_input_shape"] = [None, 6]
        for l in layers:
            for k in ("kernel_initializer", "bias_initializer"):
                i = l["config"][k]
                l["config"][k] = {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}} if k[0] == "k" else {"class_name": "Zeros", "config": {}}
        return {"class_name": "Sequential", "config": layers}

    def keras22_train(c):
        return {"optimizer_config": {"class_name": "Adam", "config": {"lr": 0.01, "beta_1": 0.9, "beta_2": 0.999, "decay": 0.0, "epsilon": 1e-7, "amsgrad": False}},
                "loss": "categorical_crossentropy", "metrics": ["accuracy"], "sample_weight_mode": None, "loss_weights": None}

    made = {
        "fixed_strings": rewrite("fixed_strings", fixed=True),
        "utf8_attrs": rewrite("utf8_attrs", attr_str="utf8"),
        "chunked": rewrite("chunked", dset=lambda a: dict(chunks=True)),
        "gzip": rewrite("gzip", dset=lambda a: dict(compression="gzip", compression_opts=6, chunks=tuple(max(1, s // 2) for s in a.shape))),
        "gzip_shuffle_fletcher": rewrite("gzip_shuffle_fletcher", dset=lambda a: dict(compression="gzip", shuffle=True, fletcher32=True)),
        "lzf": rewrite("lzf", dset=lambda a: dict(compression="lzf")),
        "libver_v110": rewrite("libver_v110", libver=("v110", "v110")),
        "libver_latest": rewrite("libver_latest", libver="latest"),
        "libver_latest_gzip": rewrite("libver_latest_gzip", libver="latest", dset=lambda a: dict(compression="gzip", chunks=tuple(max(1, s // 2) for s in a.shape))),
        "track_order": rewrite("track_order", track_order=True),
        "big_endian": rewrite("big_endian", cast=lambda a: a.astype(">f4") if a.dtype == "f4" else a),
        "float64": rewrite("float64", cast=lambda a: a.astype("f8") if a.dtype == "f4" else a),
        "resizable": rewrite("resizable", dset=lambda a: dict(maxshape=(None,) * a.ndim)),
        "keras22_era": rewrite("keras22_era", fixed=True, config=keras22, tconfig=keras22_train, drop=()),
    }
    half = rewrite("float16", cast=lambda a: a.astype("f2") if a.dtype == "f4" else a)
    res = {}
    for n, p in dict(made, plain=base).items():
        l = K.models.load_model(p, compile=n != "keras22_era")
        d = float(np.abs(np.asarray(l(x, training=False)) - ref).max())
        assert d < 1e-6, (n, d)
        res[n + ".h5"] = dict(max_abs_diff=d, bytes=os.path.getsize(p), superblock=open(p, "rb").read(9)[8])
    l = K.models.load_model(half, compile=False)
    d = float(np.abs(np.asarray(l(x, training=False)) - ref).max())
    res["float16.h5"] = dict(max_abs_diff=d, bytes=os.path.getsize(half), superblock=0, note="weights rounded to half: compare with atol 2e-3")
    return {"note": h5_variants.__doc__, "variants": res}


def cases():
    return [Case("h5_variants", h5_variants, kind="h5_variants")]
