"""Functions of matrices that solve and decompose."""
import numpy as np
from operation_case import X, op

RNG = np.random.RandomState(7)
CLOSE = {"tolerance": 1e-5}


def square(*shape):
    """Matrices that are far from singular."""
    return (RNG.standard_normal(shape) + 3 * np.eye(shape[-1])).round(3)


def positive(*shape):
    a = RNG.standard_normal(shape)
    return (a @ np.swapaxes(a, -1, -2) + shape[-1] * np.eye(shape[-1])).round(3)


def each(name, values, *args, **kwargs):
    for dtype in ["float32", "float64"]:
        op(name, X(values=values, dtype=dtype), *args, options=CLOSE, **kwargs)


for shape in [(3, 3), (2, 3, 3), (2, 2, 4, 4)]:
    batched = len(shape) > 2
    for name in ["inv", "det", "slogdet"] + ["lu_factor"] * (not batched):
        more = {"differs": "Keras declares one sign for all"} if name == "slogdet" and batched else {}
        op(name, X(values=square(*shape), open=batched), options=CLOSE | more)
        op(name, X(values=square(*shape), dtype="float64", open=batched), options=more)
    for upper in [False, True]:
        op("cholesky", X(values=positive(*shape), open=batched), upper=upper, options=CLOSE)
        op("cholesky", X(values=positive(*shape), dtype="float64", open=batched), upper=upper)
        half = np.linalg.cholesky(positive(*shape))
        half = np.swapaxes(half, -1, -2) if upper else half
        op("cholesky_inverse", X(values=half, open=batched), upper=upper, options=CLOSE)
        op("cholesky_inverse", X(values=half, dtype="float64", open=batched), upper=upper)
    op("eigh", X(values=positive(*shape), dtype="float64", open=batched), options=CLOSE)
    op("eigh", X(values=positive(*shape), open=batched), options=CLOSE)
op("det", X(values=[[1.0, 2.0], [2.0, 1.0]], open=False), options=CLOSE)
op("slogdet", X(values=[[1.0, 2.0], [2.0, 1.0]], open=False), options=CLOSE)
for a, b in [((3, 3), (3,)), ((3, 3), (3, 2)), ((2, 3, 3), (2, 3, 2)), ((2, 3, 3), (2, 3))]:
    batched = len(a) > 2
    for dtype in ["float32", "float64"]:
        op("solve", X(values=square(*a), dtype=dtype, open=batched), X(*b, dtype=dtype, open=batched), options=CLOSE)
        for lower in [False, True]:
            op(
                "solve_triangular",
                X(values=square(*a), dtype=dtype, open=batched),
                X(*b, dtype=dtype, open=batched),
                lower=lower,
                options=CLOSE,
            )
for shape in [(3, 3), (4, 3), (3, 4), (2, 4, 3)]:
    batched = len(shape) > 2
    for dtype in ["float32", "float64"]:
        op("qr", X(*shape, dtype=dtype, open=batched), options=CLOSE)
        op("svd", X(*shape, dtype=dtype, open=batched), compute_uv=False, options=CLOSE)
        op("svd", X(*shape, dtype=dtype, open=batched), full_matrices=False, options=CLOSE)
        op("pinv", X(*shape, dtype=dtype, open=batched), options=CLOSE)
        op("matrix_rank", X(*shape, dtype=dtype, open=batched))
        if shape[-2] <= shape[-1]:
            op("qr", X(*shape, dtype=dtype, open=batched), mode="complete", options=CLOSE)
    op("svd", X(*shape, open=batched), options=CLOSE)
op("pinv", X(4, 3, open=False), rcond=0.5, options=CLOSE)
op("matrix_rank", X(values=[[1.0, 2.0], [2.0, 4.0]], open=False))
op("matrix_rank", X(values=[[1.0, 2.0], [2.0, 4.5]], open=False), tol=0.5)
for b in [(4,), (4, 2)]:
    for dtype in ["float32", "float64"]:
        op("lstsq", X(4, 3, dtype=dtype, open=False), X(*b, dtype=dtype, open=False), options=CLOSE)
op("lstsq", X(4, 3, open=False), X(4, open=False), rcond=0.4, options=CLOSE)
op("lstsq", X(2, 3, open=False), X(2, open=False), options=CLOSE)
for ord in [2, -2, "nuc"]:
    op("norm", X(3, 4, open=False), ord=ord, axis=(0, 1), options=CLOSE)
    op("norm", X(2, 3, 4), ord=ord, axis=(1, 2), options=CLOSE)
    op("norm", X(2, 3, 4), ord=ord, axis=(1, 2), keepdims=True, options=CLOSE)
    op("norm", X(2, 3, 4), ord=ord, axis=(-1, 0), options=CLOSE)
    op("norm", X(2, 3, 4, dtype="float64"), ord=ord, axis=(0, 2), options=CLOSE)
op("norm", X(2, 3, dtype="int32"), ord=2, axis=(0, 1), options=CLOSE)
op("norm", X(3, 4, open=False), ord=float("-inf"), axis=(0, 1))
op("norm", X(2, 3, 4), ord=float("inf"), axis=(2, 1))
op("norm", X(2, 3, dtype="int64"), axis=1)
for shape in [(3, 3), (2, 3, 3)]:
    each("logdet", positive(*shape)) if len(shape) > 2 else op("logdet", X(values=positive(*shape), open=False))
