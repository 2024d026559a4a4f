"""Functions of each value by itself."""
from operation_case import X, op

for name in ["negative", "absolute", "sign", "square"]:
    op(name, X(2, 3))
    for dtype in ["float64", "int32"]:
        op(name, X(2, 3, dtype=dtype, low=-3))
op("numpy.Abs", X(2, 3))
op("absolute", X(2, 3, dtype="bool"))
op("square", X(2, 3, dtype="bool"))
op("copy", X(2, 3))
op("copy", X(2, 3, dtype="int32"))
for name in ["sqrt", "exp", "log", "tanh"]:
    op(name, X(2, 3, low=0.1))
    op(name, X(2, 3, dtype="float64", low=0.1))
    op(name, X(2, 3, dtype="float16", low=0.1), options={"tolerance": 1e-3})
    op(name, X(2, 3, dtype="int32", low=1))
    op(name, X(2, 3, dtype="int64", low=1))
op("logical_not", X(2, 3, dtype="bool"))
op("logical_not", X(2, 3, dtype="int32", ints=2))
op("clip", X(2, 3), -0.5, 0.5)
op("clip", X(2, 3), -1, 1)
op("clip", X(2, 3, dtype="int32"), 2, 4)
op("clip", X(2, 3, dtype="bool"), 0, 1)
