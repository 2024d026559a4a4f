"""How a case is run: built in both Kerases, trained, predicted, saved in every format and reloaded."""
import logging
import os
import shutil
import time
import traceback
import warnings

import absl.logging
import keras
import numpy as np
import tensorflow as tf
import tf_keras
from model_cases import convolutions, h5_variants, many_heads, optimizers, perceptrons, sequences, tables
from model_cases.save import save
from model_cases.train import train
from model_cases.values import (
    close, copy_weights, diff, fill_weights, input_names, make_inputs, run, walk_layers,
)  # fmt: skip
from model_cases.write import dump_json, files_under, save_arrays


class Ctx:
    """What a case works with: its folder, both Kerases, and its random numbers."""

    def __init__(self, case, dirname):
        self.case, self.dir = case, dirname
        self.K = {"tk": tf_keras, "k3": keras}
        self.rng = np.random.default_rng(case.seed)

    def frameworks(self):
        return [(t, K) for t, K in self.K.items() if self.case.only in (None, t)]


def run_model_case(ctx, case):
    models = {}
    for tag, K in ctx.frameworks():
        tf_keras.backend.clear_session()
        keras.utils.clear_session()
        models[tag] = case.build(K, K.layers)
    first = next(iter(models))
    ref = models[first]
    fill_weights(ref, ctx.rng)
    for tag, m in models.items():
        if m is not ref:
            copy_weights(ref, m)
    xs = make_inputs(ref, case, ctx.rng, case.batch)
    info = dict(name=case.name, kind="train" if case.train else "model", frameworks=list(models), notes=case.notes,
                layers=sorted({exported(l) for l in walk_layers(ref)} | set(case.features)),
                tolerance=dict(atol=case.atol, rtol=case.rtol), parameters=sum(int(np.prod(w.shape)) for w in ref.weights))
    if case.train:
        train(ctx, case, models, info)
    outs = predict(ctx, case, models, xs, info)
    save(ctx, case, models, xs, outs, info)
    return info


def exported(layer):
    """The name by which Keras exports a layer's class; GroupQueryAttention alone is called otherwise in its source."""
    return layer.__class__.__name__.replace("GroupedQuery", "GroupQuery")


def predict(ctx, case, models, xs, info):
    """Writes the inputs and the outputs, and returns the outputs by framework."""
    first, ref = next(iter(models.items()))
    outs = {tag: run(m, xs) for tag, m in models.items()}
    names = [f"out{i}" for i in range(len(outs[first]))]
    ins = dict(zip(input_names(ref), xs))
    save_arrays(ctx.dir, "inputs", ins)
    agree = len(outs) == 2 and close(outs["tk"], outs["k3"], case.atol, case.rtol)
    info["outputs_agree"] = agree if len(outs) == 2 else None
    if len(outs) == 2:
        info["outputs_max_diff"] = diff(outs["tk"], outs["k3"]) if [o.shape for o in outs["tk"]] == [o.shape for o in outs["k3"]] else "shapes differ"
    save_arrays(ctx.dir, "outputs", dict(zip(names, outs[first])))
    if len(outs) == 2 and not agree:
        save_arrays(ctx.dir, "outputs_k3", dict(zip(names, outs["k3"])))
    info["inputs"] = [dict(name=k, shape=list(v.shape), dtype=str(v.dtype)) for k, v in ins.items()]
    info["outputs"] = [dict(name=k, shape=list(v.shape), dtype=str(v.dtype)) for k, v in zip(names, outs[first])]
    return outs


def run_table(ctx, case):
    res = case.build(ctx)
    f = "cases.json" if case.kind == "function" else "variants.json"
    dump_json(os.path.join(ctx.dir, f), res)
    info = dict(name=case.name, kind=case.kind, frameworks=["tk", "k3"] if case.kind == "function" else ["tk"], notes=case.notes, files={f: "both"})
    if case.kind == "h5_variants":
        info["files"] = {k: "tk" for k in res["variants"]}
        info["verified"] = {k: v["max_abs_diff"] for k, v in res["variants"].items()}
    if "cases" in res:
        info["count"] = len(res["cases"])
        info["disagree"] = [f"{c.get('class_name', c.get('name'))} {c['params']}" for c in res["cases"] if c.get("agree") is False]
        info["one_framework_only"] = [f"{c.get('class_name', c.get('name'))} {c['params']}" for c in res["cases"] if any("error" in (c.get(t) or {}) for t in ("tk", "k3"))]
    return info


def run_case(name, out):
    """Makes one case in a folder of its own; returns its entry in index.json, or its error."""
    t0 = time.time()
    setup()
    case = {c.name: c for c in load_cases()}[name]
    d = os.path.join(out, name)
    shutil.rmtree(d, ignore_errors=True)
    os.makedirs(d)
    ctx = Ctx(case, d)
    try:
        info = run_table(ctx, case) if case.kind in ("function", "h5_variants") else run_model_case(ctx, case)
    except Exception:
        return dict(name=name, error=traceback.format_exc(), seconds=time.time() - t0)
    info["bytes"] = sum(os.path.getsize(f) for f in files_under(d))
    info["seconds"] = round(time.time() - t0, 1)
    return info


_ready = False


def setup():
    global _ready
    if _ready:
        return
    _ready = True
    warnings.simplefilter("ignore")
    absl.logging.set_verbosity("error")
    logging.disable(logging.WARNING)
    tf.get_logger().setLevel("ERROR")
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(0)
    tf_keras.utils.set_random_seed(0)


def load_cases():
    modules = [perceptrons, convolutions, sequences, many_heads, optimizers, tables, h5_variants]
    cases = [case for module in modules for case in module.cases()]
    names = [c.name for c in cases]
    assert len(names) == len(set(names)), "duplicate case name"
    return cases
