"""How a case trains, and the record of it."""
import os

import numpy as np
from model_cases.values import copy_weights, diff, make_inputs, one, run, targets
from model_cases.write import dump_json, jsonable


def make_optimizer(K, spec):
    cls, kw = spec
    kw = {k: getattr(K.optimizers.schedules, v[1])(**v[2]) if isinstance(v, tuple) and v[0] == "schedule" else v for k, v in kw.items()}
    return getattr(K.optimizers, cls)(**kw)


def make_many(mod, spec):
    if spec is None or isinstance(spec, str):
        return spec
    if isinstance(spec, tuple):
        return getattr(mod, spec[0])(**spec[1])
    return [make_many(mod, s) for s in spec]


def compile_model(K, model, t):
    model.compile(optimizer=make_optimizer(K, t.optimizer), loss=make_many(K.losses, t.loss),
                  metrics=make_many(K.metrics, list(t.metrics)) or None, loss_weights=t.loss_weights,
                  weighted_metrics=make_many(K.metrics, t.weighted_metrics))


def fit(K, model, t, data):
    compile_model(K, model, t)
    kw = dict(batch_size=t.batch_size, shuffle=False, verbose=0)
    if t.validation:
        kw["validation_data"] = (one(data["xv"]), one(data["yv"]))
    if t.sample_weight:
        kw["sample_weight"] = data["sw"]
    h = model.fit(one(data["x"]), one(data["y"]), epochs=t.epochs, class_weight=t.class_weight, **kw)
    kw.pop("validation_data", None)
    kw.pop("shuffle")
    e = model.evaluate(one(data["x"]), one(data["y"]), return_dict=True, **kw)
    lr = model.optimizer.learning_rate
    return ({k: [float(v) for v in vs] for k, vs in h.history.items()}, {k: float(v) for k, v in e.items()},
            dict(iterations=int(np.asarray(model.optimizer.iterations)), learning_rate=float(np.asarray(lr)) if not callable(lr) else None))


def weight_table(model):
    rows, i = [], 0
    train = {id(v) for v in model.trainable_weights}
    for v in model.weights:
        rows.append(dict(key=f"w{i:02d}", name=getattr(v, "path", v.name).split(":")[0], shape=list(v.shape), dtype=str(np.asarray(v).dtype), trainable=id(v) in train))
        i += 1
    return rows


def weight_arrays(model):
    return {f"w{i:02d}": np.asarray(w) for i, w in enumerate(model.get_weights())}


def hist_diff(a, b):
    """Largest relative difference of each history entry that both have."""
    return {k: float(np.max(np.abs(np.asarray(a[k]) - np.asarray(b[k])) / np.maximum(1.0, np.abs(np.asarray(a[k])))))
            for k in sorted(set(a) & set(b))}


def train(ctx, case, models, info):
    """Fits the models, writes train.json with its data and weights, and gives all models the same final weights."""
    first, ref = next(iter(models.items()))
    t = case.train
    tx = make_inputs(ref, case, ctx.rng, t.n)
    state = [np.asarray(v) for v in ref.variables]
    outs = run(ref, tx)
    for v, value in zip(ref.variables, state):  # random layers that draw for predictions too
        v.assign(value)
    data = dict(x=tx, y=targets(t.targets, outs, t.n, ctx.rng))
    if t.validation:
        data["xv"] = make_inputs(ref, case, ctx.rng, 7)
        data["yv"] = targets(t.targets, outs, 7, ctx.rng)
    if t.sample_weight:
        data["sw"] = ctx.rng.uniform(0.1, 2, t.n).astype("f4")
    flat = {}
    for k, v in data.items():
        if isinstance(v, list):
            flat.update({f"{k}{i}": a for i, a in enumerate(v)})
        else:
            flat[k] = v
    np.savez(os.path.join(ctx.dir, "train_data.npz"), **flat)
    np.savez(os.path.join(ctx.dir, "train_initial_weights.npz"), **weight_arrays(ref))
    rec = dict(optimizer=t.optimizer, loss=t.loss, metrics=t.metrics, weighted_metrics=t.weighted_metrics, loss_weights=t.loss_weights,
               class_weight=t.class_weight, sample_weight=t.sample_weight, epochs=t.epochs, batch_size=t.batch_size, shuffle=False,
               validation=t.validation, data=sorted(flat), weights=weight_table(ref), tolerance=t.tol, history={}, evaluate={}, optimizer_after={},
               optimizer_config={})
    finals = {}
    for tag, m in models.items():
        try:
            h, e, o = fit(ctx.K[tag], m, t, data)
        except Exception as err:
            if case.only == tag:
                raise
            rec["history"][tag] = {"error": f"{type(err).__name__}: {str(err)[:200]}"}
            continue
        rec["history"][tag], rec["evaluate"][tag], rec["optimizer_after"][tag] = h, e, o
        rec["optimizer_config"][tag] = jsonable(m.optimizer.get_config())
        finals[tag] = weight_arrays(m)
    if len(finals) == 2:
        d = diff(list(finals["tk"].values()), list(finals["k3"].values()))
        hd = hist_diff(rec["history"]["tk"], rec["history"]["k3"])
        rec["frameworks_max_diff"] = dict(final_weights=d, history=hd)
        rec["weights_agree"] = d < t.tol
        rec["history_disagrees"] = sorted(k for k, v in hd.items() if v >= t.tol)
    for tag, f in finals.items():
        if tag == first or not rec.get("weights_agree"):
            np.savez(os.path.join(ctx.dir, f"train_final_weights_{tag}.npz"), **f)
    dump_json(os.path.join(ctx.dir, "train.json"), rec)
    info["train"] = dict(optimizer=t.optimizer[0], epochs=t.epochs, weights_agree=rec.get("weights_agree"),
                         history_disagrees=rec.get("history_disagrees"), tolerance=t.tol)
    if rec.get("weights_agree"):  # one set of weights for all the files of the case
        copy_weights(models["tk"], models["k3"])
