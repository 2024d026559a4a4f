"""What the tables share: asking both Kerases, and numbers as JSON."""
import numpy as np


def both(ctx, fn):
    """fn(K) for both Kerases; a missing class or argument gives {'error'}."""
    res = {}
    for tag, K in ctx.frameworks():
        try:
            res[tag] = fn(K)
        except Exception as e:  # not in this Keras
            res[tag] = {"error": f"{type(e).__name__}: {str(e)[:120]}"}
    a, b = res.get("tk"), res.get("k3")
    res["agree"] = numbers_agree(a, b)
    return res


def numbers_agree(a, b, tol=2e-5):
    if isinstance(a, dict) and isinstance(b, dict):
        if "error" in a or "error" in b:
            return None
        return all(numbers_agree(a[k], b.get(k), tol) for k in a)
    try:
        x, y = np.asarray(a, "f8"), np.asarray(b, "f8")
        return x.shape == y.shape and bool(np.allclose(x, y, rtol=tol, atol=tol, equal_nan=True))
    except Exception:
        return a == b


def lst(x):
    """Nested lists; nine significant digits, enough to give back any float32."""
    def short(v):
        return [short(e) for e in v] if isinstance(v, list) else float(f"{v:.9g}")
    return short(np.asarray(x, dtype="float64").tolist())
