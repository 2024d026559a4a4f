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

for name in (
    "exp2 expm1 log1p log2 log10 ceil floor sin cos tan arctan sinh cosh arcsinh deg2rad rad2deg sinc isnan isinf isfinite"
    " trunc round reciprocal nan_to_num isposinf isneginf"
).split():
    op(name, X(2, 3, low=0.1))
    op(name, X(2, 3, dtype="float64", low=0.1))
for name in "exp2 expm1 log1p log2 log10 ceil floor sin cos arctan sinh arcsinh sinc trunc round".split():
    op(name, X(2, 3, dtype="int32", low=1))
    op(name, X(2, 3, dtype="int64", low=1))
for name in ["arcsin", "arccos", "arctanh"]:
    op(name, X(values=[[-0.9, 0.1, 0.5], [0.3, -0.2, 0.0]]))
op("arccosh", X(2, 3, low=1.1))
for name in ["isnan", "isinf", "isfinite", "isposinf", "isneginf", "nan_to_num"]:
    op(name, X(values=[[float("nan"), 1, 2], [float("inf"), float("-inf"), 0]]))
op("nan_to_num", X(values=[[float("nan"), 1, 2], [float("inf"), float("-inf"), 0]]), nan=1.5, posinf=7.0, neginf=-7.0)
op("nan_to_num", X(values=[[float("nan"), 1, 2], [float("inf"), float("-inf"), 0]], dtype="float16"))
op("round", X(2, 3), decimals=1)
op("round", X(2, 3, dtype="int32", ints=100), decimals=-1)
op("round", X(values=[[0.5, 1.5, 2.5], [-0.5, -1.5, 3.5]]))
op("trunc", X(2, 3))
for dtype in ["float32", "float64", "int32", "int64"]:
    op("cbrt", X(2, 3, dtype=dtype, low=1))
for name in ["deg2rad", "rad2deg"]:
    for dtype in ["int32", "int64"]:
        op(name, X(2, 3, dtype=dtype, low=1))
for decimals in [0, 2]:
    op("round", X(values=[[16777217, -16777217, 3]], dtype="int32"), decimals=decimals)
    op("round", X(values=[[9007199254740993, -5, 3]], dtype="int64"), decimals=decimals)
