"""Dtypes, shapes and what else holds for tensors of every kind."""
from operation_case import X, op

for dtype in ["float64", "float16", "int32", "bool"]:
    op("cast", X(2, 3), dtype)
op("cast", X(2, 3, dtype="int32"), "float32")
