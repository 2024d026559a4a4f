"""Weights, inputs and targets drawn from a case's seed, and outputs compared."""
import re

import numpy as np


def var_name(v):
    """'kernel', 'gamma', ... the variable's own last name in either Keras."""
    return (getattr(v, "path", None) or v.name).split("/")[-1].split(":")[0]


def fill_weights(model, rng):
    """Deterministic, non-trivial values for every weight (biases too)."""
    values = []
    for v in model.weights:
        n, shape, dt = var_name(v), tuple(v.shape), np.dtype(getattr(v.dtype, "name", None) or str(v.dtype))
        if dt.kind in "iu":
            values.append(np.asarray(v))
        elif n in ("gamma",):
            values.append(1 + 0.2 * rng.normal(size=shape))
        elif n in ("moving_variance", "variance"):
            values.append(0.5 + rng.random(shape))
        elif n in ("beta", "bias", "moving_mean", "mean"):
            values.append(0.2 * rng.normal(size=shape))
        elif n in ("alpha",):
            values.append(0.25 + 0.1 * rng.normal(size=shape))
        else:
            fan = int(np.prod(shape[:-1])) or 1
            values.append(rng.normal(size=shape) / np.sqrt(max(fan, 1)) if n != "embeddings" else 0.5 * rng.normal(size=shape))
        values[-1] = np.asarray(values[-1]).astype(dt)
    model.set_weights(values)
    finalize(model)


def finalize(model):
    """Normalization derives its working values from its weights on demand."""
    for l in walk_layers(model):
        if hasattr(l, "finalize_state"):
            l.finalize_state()


def copy_weights(src, dst):
    """By layer name: the order of layers could differ between the two Kerases."""
    for a in src.layers:
        if a.weights:
            dst.get_layer(a.name).set_weights(a.get_weights())
    finalize(dst)


def make_inputs(model, case, rng, n):
    xs = []
    for i in model.inputs:
        shape = (n,) + tuple(i.shape[1:])
        dt = getattr(i.dtype, "name", i.dtype)
        if str(dt).startswith("int"):
            xs.append(rng.integers(0 if "mask" in case.name else 1, case.vocab, shape).astype(dt))
        else:
            x = rng.normal(size=shape).astype(dt)
            if "masking" in case.name:  # whole time steps of zeros, at the end and inside
                x[0, -2:] = 0
                x[1, 1] = 0
            xs.append(x)
    return xs


def input_names(model):
    return [re.sub(r"[^\w.-]+", "_", t.name.split(":")[0].split("/")[0]) for t in model.inputs]


def one(x):
    return x[0] if len(x) == 1 else list(x)


def run(model, xs):
    y = model(one(xs), training=False)
    return [np.asarray(t) for t in (y if isinstance(y, (list, tuple)) else [y])]


def diff(a, b):
    return float(max(np.max(np.abs(np.asarray(x, "f8") - np.asarray(y, "f8"))) if np.size(x) else 0.0 for x, y in zip(a, b, strict=True)))


def close(a, b, atol, rtol):
    return all(x.shape == y.shape and np.allclose(x, y, atol=atol, rtol=rtol) for x, y in zip(a, b))


def targets(kind, outs, n, rng):
    res = []
    for o in outs:
        shape = (n,) + o.shape[1:]
        m = re.fullmatch(r"(sparse|onehot|multilabel)(\d+)", kind)
        if kind in ("reg", "like"):
            res.append(rng.normal(size=shape).astype("f4"))
        elif kind == "pos":
            res.append(rng.uniform(0.1, 2, shape).astype("f4"))
        elif kind == "binary":
            res.append((rng.random(shape) < 0.5).astype("f4"))
        elif m and m[1] == "sparse":
            res.append(rng.integers(0, int(m[2]), shape[:-1]).astype("i4"))
        elif m and m[1] == "onehot":
            res.append(np.eye(int(m[2]), dtype="f4")[rng.integers(0, int(m[2]), shape[:-1])])
        elif m:
            res.append((rng.random(shape) < 0.4).astype("f4"))
        else:
            raise ValueError(kind)
    return res


def walk_layers(model):
    for l in model.layers:
        yield l
        if hasattr(l, "layers"):
            yield from walk_layers(l)
        if type(l).__name__ == "RNN":
            yield l.cell
            yield from getattr(l.cell, "cells", [])
        for a in ("layer", "forward_layer", "backward_layer"):
            if hasattr(l, a) and hasattr(getattr(l, a), "get_config"):
                yield getattr(l, a)
