"""Saving a case in every format that Keras can write, each reloaded to check that it gives the same outputs."""
import os
import warnings

import keras
import numpy as np
import tensorflow as tf
import tf_keras
from model_cases.train import compile_model
from model_cases.values import diff, one, run
from model_cases.write import drop, files_under, write_text

MAX_FILE = 300_000  # bytes; a SavedModel whose graph is larger is left out


class Files:
    """The files of a case: `keep` writes one, and `info` lists it."""

    def __init__(self, ctx, case, outs, info):
        self.dir, self.case, self.outs, self.info = ctx.dir, case, outs, info
        info["files"], info["verified"] = {}, {}

    def path(self, rel):
        return os.path.join(self.dir, rel)

    def keep(self, rel, tag, save, load):
        """Save, reload, compare; then list the file, or drop it and say why."""
        p, info, known_bad = self.path(rel), self.info, self.case.known_bad or {}
        try:
            save(p)
            got = load(p)
        except Exception as e:
            if rel not in known_bad:
                raise
            drop(p)
            info.setdefault("keras_cannot_reload", {})[rel] = dict(reason=known_bad[rel], error=f"{type(e).__name__}: {str(e)[:160]}")
            return
        assert rel not in known_bad, f"{rel}: expected to fail, but loaded"
        d = diff(got, self.outs[tag])
        assert d <= 1e-5, f"{self.case.name}/{rel}: reloaded outputs differ by {d}"
        big = max(os.path.getsize(f) for f in files_under(p))
        if big > MAX_FILE:
            drop(p)
            info.setdefault("left_out", {})[rel] = big
            return
        info["files"][rel] = tag
        info["verified"][rel] = d


def save(ctx, case, models, xs, outs, info):
    """Writes the model files of a case, those of its `formats`."""
    warnings.simplefilter("ignore")
    files = Files(ctx, case, outs, info)
    if "tk" in models:
        save_tf_keras(files, case, models["tk"], xs)
    if "k3" in models:
        save_keras3(files, case, models["k3"], xs, "tk" not in models)


def formats(case):
    """Which groups of files a case has: full, basic, weights."""
    return case.formats == "full", case.formats in ("full", "basic"), case.formats in ("full", "weights")


def save_tf_keras(files, case, m, xs):
    full, basic, weights = formats(case)
    K = tf_keras
    if case.formats != "weights":
        files.keep("model.h5", "tk", m.save, lambda p: run(K.models.load_model(p), xs))
    if weights:
        files.keep("weights.h5", "tk", m.save_weights, lambda p: run(loaded_weights(case, K, p), xs))
    if basic:
        os.makedirs(files.path("ckpt"), exist_ok=True)
        files.keep("ckpt", "tk", lambda p: m.save_weights(p + "/ckpt"), lambda p: run(loaded_weights(case, K, p + "/ckpt"), xs))
    if full:
        files.keep("saved_model", "tk", lambda p: m.save(p, save_format="tf"), lambda p: run(K.models.load_model(p), xs))
        files.keep("model_tk.keras", "tk", m.save, lambda p: run(K.models.load_model(p), xs))
        files.keep("model_tk.weights.h5", "tk", m.save_weights, lambda p: run(loaded_weights(case, K, p), xs))
    if case.formats != "weights":
        write_text(files.path("config.json"), m.to_json())


def save_keras3(files, case, m, xs, alone):
    full, basic, weights = formats(case)
    K = keras
    # .keras before .h5: saving .h5 drops the optimizer from the compile config
    if case.formats != "weights":
        files.keep("model.keras", "k3", m.save, lambda p: run(K.models.load_model(p), xs))
    if weights:
        files.keep("model.weights.h5", "k3", m.save_weights, lambda p: run(loaded_weights(case, K, p), xs))
    if basic:
        files.keep("model_v3.h5", "k3", m.save, lambda p: run(K.models.load_model(p), xs))
    if full:
        def served(p):
            loaded = tf.saved_model.load(p)  # must outlive the call
            y = loaded.serve(one([tf.constant(a) for a in xs]))
            return [np.asarray(v) for v in (y if isinstance(y, (list, tuple)) else [y])]
        files.keep("export", "k3", lambda p: m.export(p, verbose=False), served)
    if full or alone:
        write_text(files.path("config_v3.json"), m.to_json())


def loaded_weights(case, K, path):
    tf_keras.backend.clear_session()
    keras.utils.clear_session()
    m = case.build(K, K.layers)
    if case.train and not path.endswith("/weights.h5"):
        compile_model(K, m, case.train)
    r = m.load_weights(path)
    if hasattr(r, "expect_partial"):
        r.expect_partial()
    return m
