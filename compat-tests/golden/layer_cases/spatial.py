"""Layers of images, volumes, and sequences as one axis of space."""
import keras
import tf_keras
from layer_case import case, given, x

L = keras.layers
C = keras.constraints
R = keras.regularizers
I = keras.initializers

# Conv1D, Conv2D, Conv3D: channels first needs oneDNN or, as in groups, XLA
case("conv2d", L.Conv2D(3, 2, name="c"), x(2, 4, 5, 2))
case("conv2d_same_strides", L.Conv2D(3, (3, 2), strides=(2, 3), padding="same", activation="relu", name="c"), x(2, 5, 6, 2))
case("conv2d_strides_nobias", L.Conv2D(2, 2, strides=2, use_bias=False, name="c"), x(2, 5, 4, 3))
case("conv2d_dilated", L.Conv2D(3, 2, dilation_rate=(2, 3), name="c"), x(2, 5, 6, 2))
case("conv2d_dilated_same", L.Conv2D(3, (3, 2), dilation_rate=(2, 1), padding="same", activation="tanh", name="c"), x(2, 4, 5, 2), tolerance=2e-6)
case("conv2d_groups", L.Conv2D(4, 2, groups=2, name="c"), x(2, 4, 4, 4))
case("conv2d_groups_first", L.Conv2D(4, 2, groups=2, data_format="channels_first", activation="softmax", name="c"), x(2, 4, 4, 3))
case("conv2d_groups_dilated_same", L.Conv2D(4, 2, groups=2, dilation_rate=2, padding="same", name="c"), x(2, 4, 3, 4))
case("conv2d_channels", L.Conv2D(6, 3, groups=3, strides=2, padding="same", name="c"), x(2, 5, 4, 3))
case("conv2d_channels_dilated", L.Conv2D(3, 2, groups=3, dilation_rate=2, padding="same", name="c"), x(2, 5, 4, 3))
case("conv2d_options", L.Conv2D(3, 2, 1, "valid", None, 1, 1, "relu", True, I.HeNormal(seed=3), I.Constant(0.5), R.L2(0.02), R.L1(0.03), R.L1L2(0.01, 0.02), C.MaxNorm(1.5, axis=[0, 1, 2]), C.NonNeg(), name="c"), x(2, 3, 4, 2))
case("conv2d_activation_layer", L.Conv2D(2, 2, activation=L.Dense(2, name="inner"), name="c"), x(2, 3, 3, 2))
case("conv2d_float64", L.Conv2D(3, 2, dtype="float64", name="c"), x(2, 4, 5, 2, dtype="float64"))
case("conv2d_mixed_bfloat16", L.Conv2D(3, 2, use_bias=False, dtype="mixed_bfloat16", name="c"), x(2, 4, 4, 2), tolerance=3e-2)
case("conv2d_not_trainable", L.Conv2D(2, 2, trainable=False, name="c"), x(2, 3, 3, 2))
case("conv1d", L.Conv1D(3, 2, name="c"), x(2, 5, 2))
case("conv1d_causal", L.Conv1D(3, 3, padding="causal", dilation_rate=2, name="c"), x(2, 6, 2))
case("conv1d_causal_strides", L.Conv1D(3, 3, padding="causal", strides=2, activation="relu", name="c"), x(2, 5, 2))
case("conv1d_same", L.Conv1D(3, 3, strides=2, padding="same", use_bias=False, name="c"), x(2, 6, 2))
case("conv1d_groups_first", L.Conv1D(4, 2, groups=2, data_format="channels_first", name="c"), x(2, 4, 5))
case("conv1d_dilated", L.Conv1D(2, 2, dilation_rate=3, padding="same", name="c"), x(2, 5, 2))
case("conv3d", L.Conv3D(2, 2, name="c"), x(2, 3, 3, 4, 2))
case("conv3d_same_strides", L.Conv3D(2, (2, 1, 3), strides=(1, 2, 2), padding="same", activation="relu", name="c"), x(1, 3, 4, 4, 2))
case("conv3d_groups_first", L.Conv3D(4, 2, groups=2, data_format="channels_first", name="c"), x(1, 4, 3, 3, 2))
case("conv3d_dilated", L.Conv3D(2, 2, dilation_rate=(1, 2, 1), use_bias=False, name="c"), x(1, 2, 3, 3, 2))

# DepthwiseConv1D, DepthwiseConv2D
W = L.DepthwiseConv2D
case("depthwise_conv2d", W(2, name="c"), x(2, 4, 4, 3))
case("depthwise_conv2d_same_strides", W((3, 2), strides=2, padding="same", depth_multiplier=2, activation="relu", name="c"), x(2, 5, 4, 2))
case("depthwise_conv2d_dilated", W(2, dilation_rate=(2, 1), depth_multiplier=2, use_bias=False, name="c"), x(2, 4, 4, 2))
case("depthwise_conv2d_dilated_same", W(3, dilation_rate=2, padding="same", name="c"), x(2, 4, 5, 2))
case("depthwise_conv2d_dilated_strides", W(2, strides=2, dilation_rate=2, padding="same", name="c"), x(2, 5, 6, 2))
case("depthwise_conv2d_dilated_strides_valid", W(2, strides=(1, 2), dilation_rate=(2, 1), name="c"), x(2, 5, 6, 2))
case("depthwise_conv2d_first", W(2, data_format="channels_first", depth_multiplier=2, name="c"), x(2, 2, 4, 4))
case("depthwise_conv2d_options", W(2, 1, "valid", 2, None, 1, "relu", True, I.HeNormal(seed=3), I.Constant(0.5), R.L2(0.02), R.L1(0.03), R.L1L2(0.01, 0.02), C.MaxNorm(1.5, axis=[0, 1, 2]), C.NonNeg(), name="c"), x(2, 3, 4, 2))
case("depthwise_conv2d_float64", W(2, dtype="float64", name="c"), x(2, 4, 3, 2, dtype="float64"))
case("depthwise_conv2d_mixed_bfloat16", W(2, dtype="mixed_bfloat16", name="c"), x(2, 4, 3, 2), tolerance=3e-2)
case("depthwise_conv1d", L.DepthwiseConv1D(2, depth_multiplier=2, name="c"), x(2, 5, 2))
case("depthwise_conv1d_same", L.DepthwiseConv1D(3, strides=2, padding="same", activation="relu", name="c"), x(2, 5, 2))
case("depthwise_conv1d_dilated_first", L.DepthwiseConv1D(2, dilation_rate=2, data_format="channels_first", name="c"), x(2, 2, 5))

# Conv1DTranspose, Conv2DTranspose, Conv3DTranspose
T2 = L.Conv2DTranspose
case("conv2d_transpose", T2(3, 2, name="c"), x(2, 3, 4, 2), tolerance=2e-6)
case("conv2d_transpose_strides", T2(3, (3, 2), strides=(2, 3), activation="relu", name="c"), x(2, 3, 3, 2), tolerance=2e-6)
case("conv2d_transpose_same", T2(2, 3, strides=2, padding="same", name="c"), x(2, 3, 4, 2), tolerance=2e-6)
case("conv2d_transpose_wide_strides", T2(2, 2, strides=3, name="c"), x(2, 3, 3, 2), tolerance=2e-6)
case("conv2d_transpose_output_padding", T2(2, 3, strides=2, output_padding=1, use_bias=False, name="c"), x(2, 3, 3, 2), tolerance=2e-6)
case("conv2d_transpose_output_padding_same", T2(2, 3, strides=(2, 3), padding="same", output_padding=(1, 0), name="c"), x(2, 3, 3, 2), tolerance=2e-6)
case("conv2d_transpose_options", T2(3, 2, 1, "valid", None, None, 1, "relu", True, I.HeNormal(seed=3), I.Constant(0.5), R.L2(0.02), R.L1(0.03), R.L1L2(0.01, 0.02), C.MaxNorm(1.5, axis=[0, 1, 2]), C.NonNeg(), name="c"), x(2, 3, 3, 2), tolerance=2e-6)
case("conv2d_transpose_float64", T2(2, 2, dtype="float64", name="c"), x(2, 3, 3, 2, dtype="float64"))
case("conv2d_transpose_mixed_bfloat16", T2(2, 2, use_bias=False, dtype="mixed_bfloat16", name="c"), x(2, 3, 3, 2), tolerance=3e-2)
case("conv1d_transpose", L.Conv1DTranspose(3, 2, name="c"), x(2, 4, 2), tolerance=2e-6)
case("conv1d_transpose_same", L.Conv1DTranspose(2, 3, strides=2, padding="same", activation="tanh", name="c"), x(2, 4, 2), tolerance=2e-6)
case("conv1d_transpose_output_padding", L.Conv1DTranspose(2, 3, strides=3, output_padding=2, name="c"), x(2, 4, 2), tolerance=2e-6)
case("conv3d_transpose", L.Conv3DTranspose(2, 2, name="c"), x(1, 2, 3, 2, 2), tolerance=2e-6)
case("conv3d_transpose_same_strides", L.Conv3DTranspose(2, (2, 1, 3), strides=(1, 2, 2), padding="same", activation="relu", name="c"), x(1, 2, 2, 3, 2), tolerance=2e-6)

# SeparableConv1D, SeparableConv2D
S2 = L.SeparableConv2D
case("separable_conv2d", S2(3, 2, name="c"), x(2, 4, 4, 2), tolerance=2e-6)
case("separable_conv2d_same_strides", S2(3, (3, 2), strides=2, padding="same", depth_multiplier=2, activation="relu", name="c"), x(2, 5, 4, 2), tolerance=2e-6)
case("separable_conv2d_dilated", S2(3, 2, dilation_rate=(2, 1), use_bias=False, name="c"), x(2, 4, 4, 2), tolerance=2e-6)
case("separable_conv2d_dilated_same", S2(2, 3, dilation_rate=2, padding="same", name="c"), x(2, 4, 5, 2), tolerance=2e-6)
case("separable_conv2d_dilated_strides", S2(2, 2, strides=(1, 2), dilation_rate=(2, 1), padding="same", name="c"), x(2, 5, 6, 2), tolerance=2e-6)
case("separable_conv2d_options", S2(3, 2, 1, "valid", None, 1, 2, "relu", True, I.HeNormal(seed=3), I.HeUniform(seed=4), I.Constant(0.5), R.L2(0.02), R.L1(0.01), R.L1(0.03), R.L1L2(0.01, 0.02), C.MaxNorm(1.5, axis=[0, 1, 2]), C.NonNeg(), C.NonNeg(), name="c"), x(2, 3, 4, 2), tolerance=2e-6)
case("separable_conv2d_float64", S2(2, 2, dtype="float64", name="c"), x(2, 4, 3, 2, dtype="float64"))
case("separable_conv2d_mixed_bfloat16", S2(2, 2, use_bias=False, dtype="mixed_bfloat16", name="c"), x(2, 4, 3, 2), tolerance=5e-2)
case("separable_conv1d", L.SeparableConv1D(3, 2, depth_multiplier=2, name="c"), x(2, 5, 2), tolerance=2e-6)
case("separable_conv1d_same", L.SeparableConv1D(2, 3, strides=2, padding="same", activation="relu", name="c"), x(2, 5, 2), tolerance=2e-6)
case("separable_conv1d_dilated_first", L.SeparableConv1D(3, 2, dilation_rate=2, data_format="channels_first", name="c"), x(2, 2, 5), tolerance=2e-6)

# GroupNormalization, RMSNormalization
G = L.GroupNormalization
case("group_norm", G(2, name="g"), x(2, 3, 4), tolerance=5e-6)
case("group_norm_4d", G(3, epsilon=0.01, name="g"), x(2, 2, 3, 6), tolerance=5e-6)
case("group_norm_axis", G(2, axis=1, name="g"), x(2, 4, 3, 2), tolerance=5e-6)
case("group_norm_instance", G(-1, name="g"), x(2, 3, 4), tolerance=5e-6)
case("group_norm_layer", G(1, center=False, scale=False, name="g"), x(2, 3, 4), tolerance=5e-6)
case("group_norm_options", G(2, -1, 1e-3, True, True, I.Constant(0.3), I.Constant(1.5), R.L1(0.02), R.L2(0.03), C.NonNeg(), C.MaxNorm(1.0), name="g"), x(2, 3, 4), tolerance=5e-6)
case("group_norm_masked", G(2, name="g"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]), tolerance=5e-6)
case("group_norm_2d", G(2, name="g"), x(3, 6), tolerance=5e-6)
case("group_norm_float64", G(2, dtype="float64", name="g"), x(2, 3, 4, dtype="float64"))
case("group_norm_mixed_bfloat16", G(2, dtype="mixed_bfloat16", name="g"), x(2, 3, 4), tolerance=5e-2)
case("rms_norm", L.RMSNormalization(name="r"), x(3, 5), tolerance=2e-6)
case("rms_norm_axis", L.RMSNormalization(axis=1, epsilon=0.01, name="r"), x(2, 4, 4), tolerance=2e-6)
case("rms_norm_axes", L.RMSNormalization(axis=[1, 2], name="r"), x(2, 3, 4), tolerance=2e-6)
case("rms_norm_masked", L.RMSNormalization(name="r"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]), tolerance=2e-6)
case("rms_norm_float64", L.RMSNormalization(dtype="float64", name="r"), x(3, 5, dtype="float64"))
case("rms_norm_mixed_bfloat16", L.RMSNormalization(dtype="mixed_bfloat16", name="r"), x(3, 5), tolerance=3e-2)

# AdaptiveAveragePooling, AdaptiveMaxPooling
for rank, size in ((1, (7,)), (2, (5, 6)), (3, (4, 3, 5))):
    for kind in ("Average", "Max"):
        layer, id = getattr(L, f"Adaptive{kind}Pooling{rank}D"), f"adaptive_{kind.lower()}_pooling{rank}d"
        case(id, layer(2, name="p"), x(2, *size, 2))
        case(f"{id}_first", layer((3, 2, 3)[:rank], data_format="channels_first", name="p"), x(2, 2, *size))

# Pooling
for rank, size in ((1, (6,)), (2, (6, 5)), (3, (4, 4, 5))):
    for kind in ("Max", "Average"):
        layer, id = getattr(L, f"{kind}Pooling{rank}D"), f"{kind.lower()}_pooling{rank}d"
        case(id, layer(2, name="p"), x(2, *size, 2))
        case(f"{id}_same", layer(3, strides=2, padding="same", name="p"), x(2, *size, 2))
        case(f"{id}_first", layer(2, strides=1, data_format="channels_first", name="p"), x(2, 2, *size))
        layer, id = getattr(L, f"Global{kind}Pooling{rank}D"), f"global_{kind.lower()}_pooling{rank}d"
        if id != "global_average_pooling1d":
            case(id, layer(name="g"), x(2, *size[:rank - 1], 3, 2))
            case(f"{id}_first", layer(data_format="channels_first", keepdims=True, name="g"), x(2, 2, *size))
            case(f"{id}_keepdims", layer(keepdims=True, name="g"), x(2, *size, 2))
case("max_pooling2d_window", L.MaxPooling2D((2, 3), strides=(2, 1), name="p"), x(2, 5, 6, 2))
case("max_pooling2d_int", L.MaxPooling2D(2, name="p"), x(2, 4, 4, 2, ints=90, dtype="int32"))
case("max_pooling2d_mixed_bfloat16", L.MaxPooling2D(2, dtype="mixed_bfloat16", name="p"), x(2, 4, 4, 2), tolerance=1e-2)
case("max_pooling2d_penalty", L.MaxPooling2D(2, activity_regularizer=R.L2(0.02), name="p"), x(2, 4, 4, 2))
case("average_pooling2d_float64", L.AveragePooling2D(2, dtype="float64", name="p"), x(2, 4, 4, 2, dtype="float64"))
case("global_average_pooling2d_int", L.GlobalAveragePooling2D(name="g"), x(2, 3, 3, 2, ints=9, dtype="int32"))

# ZeroPadding, Cropping, UpSampling
for rank, size in ((1, (5,)), (2, (4, 5)), (3, (3, 4, 5))):
    axes = [(i + 1, rank - i - 1) for i in range(rank)]
    pairs = axes[0] if rank == 1 else axes
    layer, id = getattr(L, f"ZeroPadding{rank}D"), f"zero_padding{rank}d"
    case(id, layer(2, name="p"), x(2, *size, 2))
    case(f"{id}_edges", layer(pairs, name="p"), x(2, *size, 2))
    case(f"{id}_first", layer(pairs, data_format="channels_first", name="p"), x(2, 2, *size))
    case(f"{id}_int", layer(1, name="p"), x(1, *size, 1, ints=9, dtype="int32"))
    layer, id = getattr(L, f"Cropping{rank}D"), f"cropping{rank}d"
    first = {} if rank == 1 else {"data_format": "channels_first"}
    case(id, layer(1, name="c"), x(2, *size, 2))
    case(f"{id}_edges", layer(pairs, name="c"), x(2, *[n + 1 for n in size], 2))
    case(f"{id}_end", layer((0, 2) if rank == 1 else [(0, 1)] * rank, **first, name="c"), x(2, 3, *size) if first else x(2, *size, 3))
    layer, id = getattr(L, f"UpSampling{rank}D"), f"up_sampling{rank}d"
    case(id, layer(2, name="u"), x(2, *size, 2))
    case(f"{id}_int", layer(3, name="u"), x(1, *size, 1, ints=9, dtype="int32"))
    if rank > 1:
        case(f"{id}_first", layer(tuple(range(1, rank + 1)), data_format="channels_first", name="u"), x(2, 2, *size))
case("zero_padding2d_axes", L.ZeroPadding2D((1, 2), name="p"), x(2, 3, 3, 2))
case("zero_padding2d_float64", L.ZeroPadding2D(dtype="float64", name="p"), x(2, 3, 3, 2, dtype="float64"))
case("zero_padding2d_mixed_bfloat16", L.ZeroPadding2D(dtype="mixed_bfloat16", name="p"), x(2, 3, 3, 2), tolerance=1e-2)
case("cropping2d_default", L.Cropping2D(name="c"), x(2, 3, 3, 2))
case("cropping2d_axes", L.Cropping2D((1, 0), dtype="mixed_bfloat16", name="c"), x(2, 3, 3, 2), tolerance=1e-2)
case("cropping3d_float64", L.Cropping3D(dtype="float64", name="c"), x(1, 3, 3, 4, 2, dtype="float64"))
for how in "bilinear bicubic lanczos3 lanczos5".split():
    case(f"up_sampling2d_{how}", L.UpSampling2D((2, 3), interpolation=how, name="u"), x(2, 3, 4, 2), tolerance=5e-6)
case("up_sampling2d_area", L.UpSampling2D(2, interpolation="area", name="u"), x(2, 3, 4, 2, ints=256, dtype="uint8"))
case("up_sampling2d_bilinear_first", L.UpSampling2D(2, interpolation="bilinear", data_format="channels_first", name="u"), x(2, 2, 3, 4))
case("up_sampling2d_bilinear_mixed_bfloat16", L.UpSampling2D(2, interpolation="bilinear", dtype="mixed_bfloat16", name="u"), x(2, 3, 4, 2), tolerance=2e-2)
case("up_sampling2d_bilinear_float64", L.UpSampling2D(2, interpolation="bilinear", dtype="float64", name="u"), x(2, 3, 4, 2, dtype="float64"))
case("up_sampling2d_mixed_bfloat16", L.UpSampling2D(2, dtype="mixed_bfloat16", name="u"), x(2, 3, 4, 2), tolerance=2e-2)

# RepeatVector, Masking, Identity
case("repeat_vector", L.RepeatVector(3, name="r"), x(2, 4))
case("repeat_vector_int", L.RepeatVector(2, name="r"), x(2, 4, ints=9, dtype="int32"))
case("repeat_vector_float64", L.RepeatVector(1, dtype="float64", name="r"), x(2, 4, dtype="float64"))
case("masking", L.Masking(name="m"), given([[[0, 0], [1, 0], [0.5, 2]], [[0, 0], [0, 0], [-1, -1]]], "float32"))
case("masking_value", L.Masking(-1, name="m"), given([[[0, 0], [-1, 0], [-1, -1]], [[-1, -1], [0, 0], [1, -1]]], "float32"))
case("masking_int", L.Masking(0.5, name="m"), x(2, 3, 2, ints=2, dtype="int32"))
case("masking_int_value", L.Masking(1, name="m"), x(2, 3, 2, ints=2, dtype="int32"))
case("masking_int_zero", L.Masking(name="m"), x(2, 3, 2, ints=2, dtype="int64"))
case("masking_masked", L.Masking(name="m"), x(2, 3, 2, ints=2, dtype="float32", mask=[[1, 1, 0], [1, 0, 0]]))
case("masking_2d", L.Masking(name="m"), given([[0, 0], [1, 0]], "float32"))
case("masking_4d", L.Masking(1, name="m"), x(2, 3, 2, 2, ints=2, dtype="float32"))
case("masking_mixed_bfloat16", L.Masking(0.1, dtype="mixed_bfloat16", name="m"), given([[[0.1, 0.1], [1, 0.1]]], "float32"), tolerance=1e-2)
case("masking_float64", L.Masking(0.1, dtype="float64", name="m"), given([[[0.1, 0.1], [1, 0.1]]], "float64"))
case("identity", L.Identity(name="i"), x(2, 3))
case("identity_masked", L.Identity(name="i"), x(2, 3, 2, mask=[[1, 1, 0], [1, 0, 0]]))
case("identity_list", L.Identity(name="i"), [x(2, 3), x(2, 4)])

# SpatialDropout
for rank, size in ((1, (5,)), (2, (3, 4)), (3, (2, 3, 2))):
    layer, id = getattr(L, f"SpatialDropout{rank}D"), f"spatial_dropout{rank}d"
    case(id, layer(0.4, seed=7, name="d"), x(3, *size, 4))
    case(f"{id}_float64", layer(0.5, seed=11, dtype="float64", name="d"), x(2, *size, 3, dtype="float64"))
    if rank > 1:
        case(f"{id}_first", layer(0.4, seed=7, data_format="channels_first", name="d"), x(3, 4, *size))
case("spatial_dropout1d_zero", L.SpatialDropout1D(0.0, seed=7, name="d"), x(2, 3, 4))
case("spatial_dropout1d_all", L.SpatialDropout1D(1.0, seed=7, name="d"), x(2, 3, 4))
case("spatial_dropout1d_masked", L.SpatialDropout1D(0.3, seed=7, name="d"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))

# LocallyConnected1D, LocallyConnected2D of tf_keras
LC1, LC2, F = tf_keras.layers.LocallyConnected1D, tf_keras.layers.LocallyConnected2D, "channels_first"
TI, TR, TC = tf_keras.initializers, tf_keras.regularizers, tf_keras.constraints
case("locally_connected1d", LC1(3, 2, name="c"), x(2, 5, 2))
case("locally_connected1d_first", LC1(3, 2, strides=2, data_format=F, activation="tanh", name="c"), x(2, 2, 6))
case("locally_connected1d_all", LC1(2, 3, strides=2, padding="same", implementation=2, name="c"), x(2, 5, 2))
case("locally_connected1d_all_first", LC1(3, 2, data_format=F, implementation=2, name="c"), x(2, 2, 4))
case("locally_connected1d_sparse", LC1(2, 3, strides=2, padding="same", implementation=3, use_bias=False, name="c"), x(2, 5, 2))
case("locally_connected1d_sparse_first", LC1(2, 2, padding="same", data_format=F, implementation=3, name="c"), x(2, 3, 4))
case("locally_connected1d_options", LC1(2, 2, 2, "VALID", None, "relu", True, TI.HeNormal(seed=3), TI.Constant(0.5), TR.L2(0.02), TR.L1(0.03), TR.L1L2(0.01, 0.02), TC.MaxNorm(1.5, axis=[0, 1]), TC.NonNeg(), name="c"), x(2, 4, 2))
case("locally_connected1d_float64", LC1(3, 2, padding="same", implementation=3, dtype="float64", name="c"), x(2, 4, 2, dtype="float64"))
case("locally_connected1d_mixed_bfloat16", LC1(3, 2, dtype="mixed_bfloat16", name="c"), x(2, 4, 2), tolerance=3e-2)
case("locally_connected2d", LC2(3, (2, 3), strides=(2, 1), name="c"), x(2, 5, 4, 2))
case("locally_connected2d_first", LC2(3, 2, data_format=F, name="c"), x(2, 2, 3, 4))
case("locally_connected2d_all", LC2(2, (3, 2), strides=(2, 1), padding="same", implementation=2, activation="relu", name="c"), x(2, 4, 3, 2))
case("locally_connected2d_all_first", LC2(3, (1, 2), data_format=F, implementation=2, name="c"), x(2, 2, 3, 4))
case("locally_connected2d_sparse", LC2(3, (2, 3), strides=(1, 2), implementation=3, name="c"), x(2, 3, 5, 2))
case("locally_connected2d_sparse_same_first", LC2(2, 3, strides=2, padding="same", data_format=F, implementation=3, name="c"), x(2, 2, 4, 3))
case("locally_connected2d_options", LC2(2, 2, 1, "same", None, "relu", True, TI.HeNormal(seed=3), TI.Constant(0.5), TR.L2(0.02), TR.L1(0.03), TR.L1L2(0.01, 0.02), TC.MaxNorm(1.5, axis=[0, 1, 2]), TC.NonNeg(), 2, name="c"), x(2, 3, 3, 2))
case("locally_connected2d_float64", LC2(2, 2, padding="same", implementation=2, dtype="float64", name="c"), x(2, 3, 3, 2, dtype="float64"))
case("locally_connected2d_mixed_bfloat16", LC2(2, 2, implementation=3, dtype="mixed_bfloat16", name="c"), x(2, 3, 3, 2), tolerance=3e-2)
