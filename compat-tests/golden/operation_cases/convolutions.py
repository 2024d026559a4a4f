"""Convolutions, pooling and attention."""
from operation_case import X, op

for name in ["max_pool", "average_pool"]:
    op(name, X(2, 6, 3), 2)
    op(name, X(2, 5, 5, 2), (2, 3), strides=(2, 1), padding="same")
    op(name, X(1, 2, 4, 5), 2, data_format="channels_first")
op("conv", X(2, 6, 3), X(2, 3, 4, open=False))
op("conv", X(1, 5, 5, 2), X(2, 3, 2, 4, open=False), strides=(2, 1), padding="same")
op("conv", X(1, 6, 6, 2), X(2, 2, 2, 3, open=False), dilation_rate=2)
op("conv", X(1, 5, 5, 4), X(2, 2, 4, 2, open=False), data_format="channels_last")
op("depthwise_conv", X(1, 5, 5, 2), X(2, 3, 2, 2, open=False))
op("depthwise_conv", X(1, 5, 5, 2), X(3, 3, 2, 1, open=False), strides=2, padding="same")
op("dot_product_attention", X(2, 3, 2, 4), X(2, 5, 2, 4), X(2, 5, 2, 4), options={"tolerance": 3e-6})
op("dot_product_attention", X(2, 3, 2, 4), X(2, 3, 2, 4), X(2, 3, 2, 4), is_causal=True, options={"tolerance": 3e-6})
op("dot_product_attention", X(2, 3, 2, 4), X(2, 5, 2, 4), X(2, 5, 2, 4), mask=X(2, 1, 3, 5, dtype="bool"), scale=0.3, options={"tolerance": 3e-6})
