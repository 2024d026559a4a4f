"""Functions of matrices."""
from operation_case import X, op

op("norm", X(2, 3))
op("norm", X(2, 3), axis=1)
op("norm", X(2, 3, 4), axis=(1, 2))
op("norm", X(2, 3, 4), ord="fro", axis=(1, 2), keepdims=True)
for ord in [0, 1, 2, 3, float("inf")]:
    op("norm", X(2, 3), ord=ord, axis=1)
for ord in [1, -1]:
    op("norm", X(2, 3, 4), ord=ord, axis=(1, 2))
op("norm", X(2, 3, dtype="int32"), axis=1, keepdims=True)
