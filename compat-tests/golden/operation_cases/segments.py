"""Reductions over segments, and values that are put into others."""
from operation_case import X, op

IDS = [0, 2, 1, 2]
for name in ["segment_sum", "segment_max", "segment_min", "segment_prod"]:
    op(name, X(4, 3, open=False), X(values=IDS, dtype="int32", open=False), num_segments=3)
    op(name, X(4, 3, dtype="float64", open=False), X(values=[0, 1, -1, 1], dtype="int64", open=False), num_segments=2)
    op(name, X(4, 2, dtype="int32", open=False), X(values=IDS, dtype="int32", open=False), num_segments=4)
    op(name, X(4, 3, open=False), X(values=[0, 0, 1, 2], dtype="int32", open=False), sorted=True)
    op(name, X(4, open=False), X(values=IDS, dtype="int32", open=False))
op("segment_prod", X(values=[[0, 2], [3, 0], [0, 4], [5, 6]], open=False), X(values=[0, 0, 1, 1], dtype="int32", open=False), num_segments=2)
op("segment_prod", X(values=[[0, 2], [0, 0], [0, 4], [5, 6]], open=False), X(values=[0, 0, 1, 1], dtype="int32", open=False), sorted=True)
for reduction in ["max", "min", "mul"]:
    op("scatter_update", X(4, 3, open=False), X(values=[[0], [2]], dtype="int32", open=False), X(2, 3, open=False), reduction=reduction)
    op("scatter_update", X(4, 3, dtype="int32", open=False), X(values=[[0, 1], [2, 2], [0, 1]], dtype="int64", open=False), X(3, dtype="int32", open=False), reduction=reduction)
op("scatter_update", X(4, 3, open=False), X(values=[[0, 1], [2, 2], [0, 1]], dtype="int64", open=False), X(3, open=False), reduction="mul")
op("slice_update", X(4, 5, open=False), [1, 2], X(2, 3, open=False))
op("slice_update", X(4, 5, dtype="int32", open=False), [3, 0], X(2, 3, dtype="int32", open=False))
op("slice_update", X(4, 5, open=False), X(values=[0, 4], dtype="int32", open=False), X(2, 3, open=False))
op("cdist", X(3, 2), X(4, 2))
op("cdist", X(2, 3, 2), X(2, 4, 2))
op("cdist", X(3, 2, dtype="float64"), X(4, 2, dtype="float64", open=False))
WIDE = [-1e30, -3e9, -300.7, -1.5, 0.4, 254.6, 65535.5, 1e9]
for dtype in ["uint8", "int32", "int64", "float16", "bfloat16", "bool", "float64"]:  # Keras wraps 1e10 to the smallest int32
    op("saturate_cast", X(values=WIDE), dtype)
    op("saturate_cast", X(values=WIDE, dtype="float64"), dtype)
op("saturate_cast", X(values=[-1e30, 7, 1e30], dtype="bfloat16"), "uint8")
op("saturate_cast", X(values=[-1e30, 7, 1e30], dtype="bfloat16"), "float16")
op("saturate_cast", X(values=[-70000, -5, 300, 70000], dtype="int32"), "uint8")
op("saturate_cast", X(values=[-70000, -5, 300, 70000], dtype="int32"), "float16")
op("saturate_cast", X(values=[-5000000000, -5, 5000000000], dtype="int64"), "int32")
op("saturate_cast", X(values=[True, False], dtype="bool"), "float32")
