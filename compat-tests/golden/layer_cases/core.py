"""Layers of any shapes, and wrappers of them."""
import keras
from layer_case import case, x

L = keras.layers
C = keras.constraints
R = keras.regularizers
I = keras.initializers

# Dense
case("dense", L.Dense(3, name="d"), x(4, 5))
case("dense_relu_nobias", L.Dense(3, activation="relu", use_bias=False, name="d"), x(4, 5))
case("dense_softmax", L.Dense(4, activation="softmax", name="d"), x(3, 5))
case("dense_3d", L.Dense(3, activation="tanh", name="d"), x(2, 4, 5))
case("dense_4d", L.Dense(2, name="d"), x(2, 3, 2, 4))
case("dense_masked", L.Dense(3, name="d"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))
case("dense_one_unit", L.Dense(1, activation="sigmoid", name="d"), x(4, 2))
case("dense_initializers", L.Dense(3, kernel_initializer=I.HeNormal(seed=3), bias_initializer=I.Constant(0.5), name="d"), x(2, 3))
case("dense_regularizers", L.Dense(3, kernel_regularizer=R.L2(0.02), bias_regularizer=R.L1(0.03), name="d"), x(4, 5))
case("dense_activity_regularizer", L.Dense(3, activity_regularizer=R.L1L2(0.01, 0.02), name="d"), x(4, 5))
case("dense_constraints", L.Dense(3, kernel_constraint=C.MaxNorm(1.5, axis=0), bias_constraint=C.NonNeg(), name="d"), x(4, 5))
case("dense_not_trainable", L.Dense(3, trainable=False, name="d"), x(4, 5))
case("dense_float64", L.Dense(3, activation="gelu", dtype="float64", name="d"), x(4, 5, dtype="float64"))
case("dense_mixed_bfloat16", L.Dense(3, activation="relu", dtype="mixed_bfloat16", name="d"), x(4, 5), tolerance=1e-2)
case("dense_bfloat16", L.Dense(3, dtype="bfloat16", name="d"), x(4, 5, dtype="bfloat16"), tolerance=1e-2)
case("dense_float64_to_float32", L.Dense(3, name="d"), x(4, 5, dtype="float64"))
case("dense_int_input", L.Dense(3, name="d"), x(4, 5, ints=9, dtype="int32"))
case("dense_no_autocast", L.Dense(3, autocast=False, name="d"), x(4, 5))
case("dense_activation_layer", L.Dense(3, activation=L.Activation("tanh", name="t"), name="d"), x(4, 5))
case("dense_activation_dense", L.Dense(3, activation=L.Dense(2, name="inner"), name="d"), x(4, 5))

# Flatten, Reshape, Permute
case("flatten", L.Flatten(name="f"), x(2, 3, 4))
case("flatten_4d", L.Flatten(name="f"), x(2, 2, 3, 2))
case("flatten_channels_first", L.Flatten(data_format="channels_first", name="f"), x(2, 3, 2, 4))
case("flatten_1d", L.Flatten(name="f"), x(3))
case("flatten_2d", L.Flatten(name="f"), x(3, 4))
case("flatten_int", L.Flatten(name="f"), x(2, 3, 2, ints=7, dtype="int32"))
case("reshape", L.Reshape((2, 6), name="r"), x(3, 12))
case("reshape_minus_one", L.Reshape((-1, 3), name="r"), x(2, 4, 6))
case("reshape_minus_one_last", L.Reshape((2, -1), name="r"), x(2, 4, 6))
case("reshape_flat", L.Reshape((12,), name="r"), x(2, 3, 4))
case("permute", L.Permute((2, 1), name="p"), x(2, 3, 4))
case("permute_4d_int", L.Permute((3, 1, 2), name="p"), x(2, 3, 2, 4, ints=9, dtype="int32"))

# Activation, by name
for name in """celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear
    log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus
    sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink""".split():
    case(f"activation_{name}", L.Activation(name, name="a"), x(3, 8))
case("activation_float64", L.Activation("mish", dtype="float64", name="a"), x(3, 8, dtype="float64"))
case("activation_layer", L.Activation(L.BatchNormalization(name="bn"), name="a"), x(3, 8))
case("activation_masked", L.Activation("tanh", name="a"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))

# Dropout
case("dropout", L.Dropout(0.4, seed=7, name="d"), x(4, 6))
case("dropout_half_3d", L.Dropout(0.5, seed=123456789, name="d"), x(2, 3, 5))
case("dropout_noise_shape", L.Dropout(0.3, noise_shape=(None, 1, 6), seed=5, name="d"), x(3, 4, 6))
case("dropout_noise_shape_fixed", L.Dropout(0.3, noise_shape=(3, 4, 1), seed=5, name="d"), x(3, 4, 6))
case("dropout_zero", L.Dropout(0.0, seed=7, name="d"), x(4, 6))
case("dropout_all", L.Dropout(1.0, seed=7, name="d"), x(4, 6))
case("dropout_float64", L.Dropout(0.4, seed=7, dtype="float64", name="d"), x(4, 6, dtype="float64"))
case("dropout_mixed_bfloat16", L.Dropout(0.4, seed=7, dtype="mixed_bfloat16", name="d"), x(4, 6), tolerance=1e-2)
case("dropout_masked", L.Dropout(0.4, seed=9, name="d"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))

# SpectralNormalization
def spectral(layer, **kwargs):
    return L.SpectralNormalization(layer, name="s", **kwargs)


case("spectral_normalization", spectral(L.Dense(3, name="d")), x(4, 5))
case("spectral_normalization_iterations", spectral(L.Dense(3, activation="tanh", name="d"), power_iterations=3), x(2, 4, 5))
case("spectral_normalization_embedding", spectral(L.Embedding(6, 3, name="e")), x(2, 4, ints=6, dtype="float32"))
case("spectral_normalization_masked", spectral(L.Dense(3, name="d")), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))
case("spectral_normalization_not_trainable", spectral(L.Dense(3, name="d"), trainable=False), x(4, 5))
case("spectral_normalization_penalties", spectral(L.Dense(3, kernel_regularizer=R.L2(0.02), name="d"), activity_regularizer=R.L1(0.01)), x(4, 5))
case("spectral_normalization_float64", spectral(L.Dense(3, dtype="float64", name="d"), dtype="float64"), x(4, 5, dtype="float64"))
case("spectral_normalization_mixed_bfloat16", spectral(L.Dense(3, dtype="mixed_bfloat16", name="d"), dtype="mixed_bfloat16"), x(4, 5), tolerance=2e-2)
# EinsumDense
case("einsum_dense", L.EinsumDense("ab,bc->ac", output_shape=3, bias_axes="c", name="e"), x(4, 5))
case("einsum_dense_sequence", L.EinsumDense("abc,cd->abd", output_shape=(None, 3), activation="relu", name="e"), x(2, 4, 5))
case("einsum_dense_heads", L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", name="e"), x(2, 4, 5))
case("einsum_dense_merge", L.EinsumDense("abcd,cde->abe", output_shape=(None, 3), bias_axes="e", name="e"), x(2, 3, 2, 4))
case("einsum_dense_left", L.EinsumDense("...x,xy->...y", output_shape=3, bias_axes="y", name="e"), x(2, 3, 4))
case("einsum_dense_right", L.EinsumDense("ab...,bc->ac...", output_shape=3, bias_axes="c", name="e"), x(2, 5, 3, 2))
case("einsum_dense_bias_row", L.EinsumDense("abc,cd->adb", output_shape=(3, None), bias_axes="d", name="e"), x(2, 4, 5))
case("einsum_dense_options", L.EinsumDense("ab,bc->ac", 3, "tanh", "c", I.HeNormal(seed=3), I.Constant(0.5), R.L2(0.02), R.L1(0.03), C.MaxNorm(1.5), C.NonNeg(), name="e"), x(4, 5))
case("einsum_dense_float64", L.EinsumDense("abc,dc->abd", (None, 3), bias_axes="d", dtype="float64", name="e"), x(2, 3, 4, dtype="float64"))
case("einsum_dense_mixed_bfloat16", L.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d", dtype="mixed_bfloat16", name="e"), x(2, 3, 4), tolerance=2e-2)

# Softmax
case("softmax", L.Softmax(name="s"), x(3, 5))
case("softmax_axis", L.Softmax(axis=1, name="s"), x(2, 3, 4))
case("softmax_axes", L.Softmax(axis=[-2, -1], name="s"), x(2, 3, 4))
case("softmax_one_of_list", L.Softmax(axis=[1], name="s"), x(2, 3, 4))
case("softmax_masked", L.Softmax(name="s"), x(2, 3, mask=[[1, 1, 0], [0, 0, 0]]))
