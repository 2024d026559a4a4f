"""The functions of neural networks."""
from operation_case import X, op

for name in (
    "relu relu6 sigmoid softplus softsign silu selu log_sigmoid hard_sigmoid hard_silu hard_tanh tanh_shrink sparse_plus"
    " sparse_sigmoid leaky_relu elu celu gelu hard_shrink soft_shrink squareplus softmax log_softmax sparsemax"
).split():
    op(name, X(2, 3))
    op(name, X(2, 3, dtype="float64"))
op("relu", X(2, 3, dtype="int32", low=-3))
op("leaky_relu", X(2, 3), 0.3)
op("elu", X(2, 3), 0.5)
op("celu", X(2, 3), 0.5)
op("gelu", X(2, 3), False)
op("glu", X(2, 4))
op("glu", X(2, 4, 3), axis=1)
op("hard_shrink", X(2, 3), 0.8)
op("soft_shrink", X(2, 3), 0.8)
op("squareplus", X(2, 3), 2)
op("threshold", X(2, 3), 0.2, -1.0)
op("softmax", X(2, 3, 4), axis=1)
op("softmax", X(2, 3, 4), axis=(1, 2))
op("log_softmax", X(2, 3, 4), axis=1)
op("sparsemax", X(2, 3, 4), axis=1)
