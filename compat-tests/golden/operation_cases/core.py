"""Dtypes, shapes and what else holds for tensors of every kind."""
from operation_case import X, op

for dtype in ["float64", "float16", "int32", "bool"]:
    op("cast", X(2, 3), dtype)
op("cast", X(2, 3, dtype="int32"), "float32")
op("stop_gradient", X(2, 3))
op("convert_to_tensor", X(2, 3))
op("convert_to_tensor", X(2, 3, dtype="int32"), dtype="float32")
for name in ["rsqrt", "erf"]:
    op(name, X(2, 3, low=0.1))
op("math.Erfc", X(2, 3))
op("erfinv", X(values=[[-0.9, 0.1, 0.5]]))
op("top_k", X(2, 5), 2)
op("top_k", X(2, 5, dtype="int32", ints=50), k=3)
op("in_top_k", X(2, dtype="int32", ints=5), X(2, 5), 2)
op("slice", X(4, 5), (1, 2), (2, 3), options={"open": False})
op("scatter", X(values=[[0], [2]], dtype="int32"), X(2, 3), (4, 3), options={"open": False})
op("scatter_update", X(4, 3, open=False), X(values=[[0], [2]], dtype="int32", open=False), X(2, 3, open=False))
for reduction in ["add"]:
    op("scatter_update", X(4, 3, open=False), X(values=[[0], [2]], dtype="int32", open=False), X(2, 3, open=False), reduction=reduction)
op("segment_sum", X(4, 3, open=False), X(values=[0, 1, 1, 2], dtype="int32", open=False), num_segments=4)
op("segment_max", X(4, 3, open=False), X(values=[0, 2, 1, 2], dtype="int32", open=False), num_segments=3)
