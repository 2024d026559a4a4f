"""Functions that reduce axes, or run along one."""
from operation_case import X, op

for name in ["mean", "sum", "max", "min"]:
    op(name, X(2, 3, 4))
    op(name, X(2, 3, 4), axis=1)
    op(name, X(2, 3, 4), axis=-1, keepdims=True)
    op(name, X(2, 3, 4), axis=(1, 2))
    op(name, X(2, 3, 4), axis=[0, 2], keepdims=True)
    op(name, X(2, 3, 4, dtype="int32"), axis=1)
    op(name, X(2, 3, 4, dtype="float64"), axis=1)
op("mean", X(2, 3, dtype="float16"), axis=1, options={"tolerance": 1e-3})
op("mean", X(2, 3, dtype="int64"), axis=1)
op("mean", X(2, 3, dtype="bool"), axis=1)
op("sum", X(2, 3, dtype="bool"), axis=1)
op("max", X(2, 3, dtype="bool"), axis=1)
for name in ["any", "all"]:
    op(name, X(2, 3, 4, dtype="bool"))
    op(name, X(2, 3, 4, dtype="bool"), axis=1)
    op(name, X(2, 3, dtype="int32", ints=2), axis=-1, keepdims=True)
    op(name, X(2, 3), axis=(0, 1))
