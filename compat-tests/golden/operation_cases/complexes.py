"""Complex numbers: what makes them, takes their parts, and computes of them."""
from operation_case import X, op

UNWRITTEN = {"differs": "Keras declares the dtype of the numbers that are given"}


def z(*shape, **kwargs):
    return X(*shape, dtype="complex64", **kwargs)


for dtype in ["float32", "float64"]:
    op("polar", X(2, 3, dtype=dtype), X(2, 3, dtype=dtype), options=UNWRITTEN)
    op("real", X(2, 3, dtype=dtype))
    op("imag", X(2, 3, dtype=dtype))
op("polar", X(2, 3), 0.5, options=UNWRITTEN)
op("view_as_real", z(2, 3))
op("view_as_real", X(2, 3))
op("view_as_complex", X(2, 3, 2))
op("view_as_complex", X(4, 2, dtype="float64"))
op("eig", z(2, 3, 3))
for name in ["real", "imag", "angle", "abs", "absolute"]:
    op(name, z(2, 3), options=UNWRITTEN)
for name in ["conj", "conjugate", "negative", "square", "sqrt", "exp", "log", "reciprocal", "copy"]:
    op(name, z(2, 3))
op("isreal", z(values=[1 + 1j, 1, 2j, 0]))
op("cast", z(2, 3), "complex128")
op("cast", X(2, 3), "complex64")
op("cast", z(2, 3), "float32")
op("cast", X(2, dtype="int32"), "complex64")
for name in ["add", "subtract", "multiply", "divide", "true_divide", "power"]:
    op(name, z(2, 3), z(2, 3))
    op(name, z(2, 3), X(1, 3, open=False))
    op(name, z(2, 3), 2.5)
op("multiply", z(2, 3), X(2, 3, dtype="float64"))
op("equal", z(2, 3), z(2, 3))
op("not_equal", z(2, 3), z(2, 3))
op("matmul", z(2, 3), z(3, 4, open=False))
op("matmul", z(2, 3, 4), z(2, 4, 2))
op("sum", z(2, 3), axis=1)
op("mean", z(2, 3, 4), axis=(1, 2), keepdims=True)
op("reshape", z(2, 3, 4), (-1, 12))
op("transpose", z(2, 3, 4), (0, 2, 1))
op("expand_dims", z(2, 3), 1)
op("squeeze", z(2, 1, 3), 1)
op("concatenate", [z(2, 3), z(2, 1)], axis=1)
op("concatenate", [z(2, 3), X(2, 1)], axis=1)
op("stack", [z(2, 3), z(2, 3)], axis=1)
op("get_item", z(2, 5), (slice(None), slice(1, 4)))
op("take", z(2, 5), [0, 3], axis=1)
op("tile", z(2, 3), (1, 2))
op("split", z(2, 5), [2], axis=1)
op("pad", z(2, 3), ((0, 0), (1, 2)))
op("einsum", "bij,bkj->bik", z(2, 3, 4), z(2, 2, 4))
