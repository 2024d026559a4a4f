"""Functions of each value, and of pairs of values, that are rare in models."""
from operation_case import X, op

NAN, INF = float("nan"), float("inf")
for name in ["fabs", "i0", "isreal", "signbit", "conj", "conjugate", "numpy.Conj", "real", "imag", "angle"]:
    op(name, X(2, 3))
    op(name, X(2, 3, dtype="float64"))
for name in ["fabs", "isreal", "signbit", "i0"]:
    op(name, X(2, 3, dtype="int32", low=-3))
    op(name, X(2, 3, dtype="int64", low=-3))
    op(name, X(2, 3, dtype="bool"))
op("angle", X(2, 3, dtype="int32", low=-3))
op("angle", X(2, 3, dtype="int64", low=-3))
for name in ["fabs", "signbit", "isreal"]:
    op(name, X(2, 3, dtype="bfloat16"))
    op(name, X(values=[[0.0, -0.0, -INF], [NAN, INF, -1]]))
for name in ["fmax", "fmin", "fmod", "logaddexp2", "heaviside", "nextafter"]:
    op(name, X(2, 3), X(2, 3))
    op(name, X(2, 3), X(3, open=False))
    op(name, X(2, 3, dtype="float64"), X(2, 3))
    op(name, X(2, 3, dtype="int32", low=1), X(2, 3, dtype="int32", low=1))
    op(name, X(2, 3, dtype="int64", low=1), X(2, 3, dtype="int32", low=1))
for name in ["fmax", "fmin"]:
    op(name, X(values=[[NAN, 1, NAN]]), X(values=[[1, NAN, NAN]]))
    op(name, X(2, 3), 0.5)
    op(name, X(2, 3, dtype="int32", low=-3), 1)
    op(name, X(2, 3, dtype="bfloat16"), X(2, 3, dtype="bfloat16"))
op("fmod", X(values=[[5.5, -5.5, 5.5, -5.5]]), X(values=[[2, 2, -2, -2]]))
op("fmod", X(2, 3, dtype="bool"), X(2, 3, dtype="int32", low=1))
op("fmod", X(2, 3, dtype="uint8"), X(2, 3, dtype="uint8", low=1))
op("heaviside", X(values=[[-1.5, 0.0, 2.0]]), X(values=[[0.5, 0.5, 0.5]]))
op("logaddexp2", X(values=[[INF, 1.0, -INF]]), X(values=[[INF, 2.0, 1.0]]))
op("nextafter", X(values=[[0.0, 1.0, -1.0]], dtype="float64"), X(values=[[1.0, 0.0, -2.0]], dtype="float64"))
op("nextafter", X(2, 3, dtype="bfloat16"), X(2, 3, dtype="bfloat16"))
for name in ["gcd", "lcm"]:
    op(name, X(2, 3, dtype="int32", low=-12, ints=30), X(2, 3, dtype="int32", low=-12, ints=30), options={"open": False})
    op(name, X(2, 3, dtype="int64", ints=30), X(3, dtype="int32", ints=30, open=False), options={"open": False})
    op(name, X(values=[[0, 0, 12, 18]], dtype="int32"), X(values=[[0, 5, 0, 24]], dtype="int32"), options={"open": False})
    op(name, X(2, 3, dtype="uint8", ints=30), X(2, 3, dtype="uint8", ints=30), options={"open": False})
op("gcd", X(2, 3, dtype="int32", ints=30), 6, options={"open": False})
for name in ["ldexp"]:
    op(name, X(2, 3), X(2, 3, dtype="int32", low=-3))
    op(name, X(2, 3, dtype="float64"), X(3, dtype="int64", low=-3, open=False))
    op(name, X(2, 3, dtype="int32"), X(2, 3, dtype="int32", low=-3))
    op(name, X(values=[[0.0, INF, 2.0]]), X(values=[[3, 4, -1]], dtype="int32"))
for name in ["bitwise_invert", "bitwise_not"]:
    op(name, X(2, 3, dtype="int32", low=-5))
    op(name, X(2, 3, dtype="int64", low=-5))
    op(name, X(2, 3, dtype="uint8"))
for name in ["left_shift", "right_shift"]:
    op(name, X(2, 3, dtype="int32", low=1), X(2, 3, dtype="int32", ints=4))
    op(name, X(2, 3, dtype="int64", low=1), X(2, 3, dtype="int32", ints=4))
    op(name, X(2, 3, dtype="int32", low=1), 2)
for name in ["allclose"]:
    op(name, X(2, 3), X(2, 3))
    op(name, X(values=[[1.0, 2.0]]), X(values=[[1.0, 2.000001]]))
    op(name, X(values=[[1.0, 2.0]]), X(values=[[1.0, 2.1]]), rtol=0.1, atol=0.01)
    op(name, X(values=[[NAN, 2.0]]), X(values=[[NAN, 2.0]]), equal_nan=True)
    op(name, X(2, 3, dtype="int32"), X(2, 3, dtype="int32"))
for k in [0, 1]:
    for invert in [False, True]:
        op("isin", X(2, 3, dtype="int32"), X(values=[1, 2, 2, 4], dtype="int32", open=False), assume_unique=bool(k), invert=invert)
op("isin", X(2, 3, dtype="int32"), X(values=[1.0, 2.0], open=False))
op("isin", X(values=[0.5, 1.5]), [0.5, 2.0])
