"""Layers that merge, bend, disturb and normalize values."""
import keras
from keras.src.applications.convnext import LayerScale
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer
from keras.src.legacy.layers import ThresholdedReLU
from layer_case import case, given, x

L = keras.layers
C = keras.constraints
R = keras.regularizers
I = keras.initializers

# Concatenate, Add
case("concatenate", L.Concatenate(name="c"), [x(2, 3), x(2, 4)])
case("concatenate_axis1", L.Concatenate(axis=1, name="c"), [x(2, 3, 4), x(2, 1, 4), x(2, 2, 4)])
case("concatenate_axis_minus2", L.Concatenate(axis=-2, name="c"), [x(2, 3, 4), x(2, 5, 4)])
case("concatenate_masked", L.Concatenate(name="c"), [x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]), x(2, 3, 2, mask=[[1, 0, 0], [1, 1, 0]])])
case("concatenate_half_masked", L.Concatenate(axis=1, name="c"), [x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]), x(2, 2, 4)])
case("concatenate_int", L.Concatenate(name="c"), [x(2, 3, ints=9, dtype="int32"), x(2, 2, ints=9, dtype="int32")])
case("add", L.Add(name="a"), [x(2, 3), x(2, 3)])
case("add_three", L.Add(name="a"), [x(2, 3, 4), x(2, 3, 4), x(2, 3, 4)])
case("add_broadcast", L.Add(name="a"), [x(2, 3, 4), x(2, 1, 4)])
case("add_broadcast_rank", L.Add(name="a"), [x(2, 3, 4), x(2, 4)])
case("add_masked", L.Add(name="a"), [x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]), x(2, 3, 4, mask=[[1, 0, 0], [0, 1, 0]])])
case("add_mixed_bfloat16", L.Add(dtype="mixed_bfloat16", name="a"), [x(2, 3), x(2, 3)], tolerance=1e-2)

# Activation layers
case("relu", L.ReLU(name="r"), x(3, 8))
case("relu_max_value", L.ReLU(max_value=0.7, name="r"), x(3, 8))
case("relu_six", L.ReLU(max_value=6, name="r"), given([[-1, 0.5, 7.0, 6.0]], "float32"))
case("relu_slope", L.ReLU(negative_slope=0.3, name="r"), x(3, 8))
case("relu_threshold", L.ReLU(threshold=0.4, name="r"), x(3, 8))
case("relu_all", L.ReLU(max_value=0.9, negative_slope=0.2, threshold=0.3, name="r"), x(3, 8))
case("relu_six_slope", L.ReLU(max_value=6, negative_slope=0.2, name="r"), given([[-1, 0.5, 7.0, 6.0]], "float32"))
case("relu_int", L.ReLU(max_value=3, name="r"), x(3, 8, ints=9, dtype="int32"))
case("relu_masked", L.ReLU(name="r"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
case("relu_float64", L.ReLU(max_value=0.7, negative_slope=0.1, threshold=0.3, dtype="float64", name="r"), x(3, 8, dtype="float64"))
case("relu_mixed_bfloat16", L.ReLU(max_value=0.7, negative_slope=0.1, threshold=0.3, dtype="mixed_bfloat16", name="r"), x(3, 8), tolerance=1e-2)
case("leaky_relu", L.LeakyReLU(name="r"), x(3, 8))
case("leaky_relu_slope", L.LeakyReLU(negative_slope=0.05, name="r"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
case("leaky_relu_float64", L.LeakyReLU(dtype="float64", name="r"), x(3, 8, dtype="float64"))
case("leaky_relu_mixed_bfloat16", L.LeakyReLU(dtype="mixed_bfloat16", name="r"), x(3, 8), tolerance=1e-2)
case("elu", L.ELU(name="e"), x(3, 8))
case("elu_alpha", L.ELU(0.4, name="e"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
case("elu_float64", L.ELU(0.4, dtype="float64", name="e"), x(3, 8, dtype="float64"))
case("elu_mixed_bfloat16", L.ELU(0.4, dtype="mixed_bfloat16", name="e"), x(3, 8), tolerance=1e-2)
case("thresholded_relu", ThresholdedReLU(0.4, name="t"), x(3, 5))
case("thresholded_relu_masked", ThresholdedReLU(name="t"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
case("thresholded_relu_float64", ThresholdedReLU(0.1, dtype="float64", name="t"), given([[0.05, 0.1, 0.2]], "float64"))
case("thresholded_relu_mixed_bfloat16", ThresholdedReLU(0.4, dtype="mixed_bfloat16", name="t"), x(3, 5), tolerance=1e-2)
case("prelu", L.PReLU(name="p"), x(3, 5))
case("prelu_shared", L.PReLU(shared_axes=[1, 2], name="p"), x(2, 3, 4, 2))
case("prelu_shared_one", L.PReLU(shared_axes=1, name="p"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
case("prelu_options", L.PReLU(I.Constant(0.25), R.L2(0.02), C.NonNeg(), name="p"), x(3, 5))
case("prelu_float64", L.PReLU(dtype="float64", name="p"), x(3, 5, dtype="float64"))
case("prelu_mixed_bfloat16", L.PReLU(dtype="mixed_bfloat16", name="p"), x(3, 5), tolerance=2e-2)
case("activity_regularization", L.ActivityRegularization(l1=0.02, l2=0.03, name="a"), x(3, 4))
case("activity_regularization_masked", L.ActivityRegularization(l2=0.03, name="a"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
case("activity_regularization_none", L.ActivityRegularization(name="a"), x(2, 3))
case("activity_regularization_mixed_bfloat16", L.ActivityRegularization(l1=0.02, dtype="mixed_bfloat16", name="a"), x(3, 4), tolerance=1e-2)

# GaussianNoise, GaussianDropout, AlphaDropout
for layer, id in ((L.GaussianNoise, "gaussian_noise"), (L.GaussianDropout, "gaussian_dropout"), (L.AlphaDropout, "alpha_dropout")):
    case(id, layer(0.3, seed=7, name="n"), x(3, 5))
    case(f"{id}_masked", layer(0.6, seed=11, name="n"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]))
    case(f"{id}_zero", layer(0.0, seed=7, name="n"), x(3, 5))
    case(f"{id}_float64", layer(0.3, seed=7, dtype="float64", name="n"), x(3, 5, dtype="float64"))
    case(f"{id}_mixed_bfloat16", layer(0.3, seed=7, dtype="mixed_bfloat16", name="n"), x(3, 5), tolerance=2e-2)
case("gaussian_noise_one", L.GaussianNoise(1.0, seed=7, name="n"), x(3, 5))
case("alpha_dropout_noise_shape", L.AlphaDropout(0.4, noise_shape=(None, 1, 4), seed=7, name="n"), x(2, 3, 4))
case("alpha_dropout_noise_shape_fixed", L.AlphaDropout(0.4, noise_shape=(2, 3, 1), seed=7, name="n"), x(2, 3, 4))

# Element-wise merging layers, Dot, UnitNormalization
M3, N3 = [[1, 1, 0], [1, 0, 0]], [[1, 0, 0], [0, 1, 0]]
for layer in (L.Average, L.Maximum, L.Minimum, L.Multiply, L.Subtract):
    id = layer.__name__.lower()
    case(id, layer(name="m"), [x(2, 3), x(2, 3)])
    case(f"{id}_broadcast", layer(name="m"), [x(2, 3, 4), x(2, 1, 4)])
    case(f"{id}_broadcast_rank", layer(name="m"), [x(2, 4), x(2, 3, 4)])
    case(f"{id}_masked", layer(name="m"), [x(2, 3, 4, mask=M3), x(2, 3, 4, mask=N3)])
    case(f"{id}_half_masked", layer(name="m"), [x(2, 3, 4, mask=M3), x(2, 3, 4)])
    case(f"{id}_masked_second", layer(name="m"), [x(2, 3, 4), x(2, 3, 4, mask=N3)])
    case(f"{id}_float64", layer(dtype="float64", name="m"), [x(2, 3, dtype="float64"), x(2, 3, dtype="float64")])
    case(f"{id}_mixed_bfloat16", layer(dtype="mixed_bfloat16", name="m"), [x(2, 3), x(2, 3)], tolerance=1e-2)
    if layer is not L.Subtract:
        case(f"{id}_three", layer(name="m"), [x(2, 3, 4, mask=M3), x(2, 3, 4, mask=N3), x(2, 3, 4)])
        case(f"{id}_three_masked", layer(name="m"), [x(2, 3, 4, mask=M3), x(2, 3, 4, mask=N3), x(2, 3, 4, mask=M3)])
case("dot", L.Dot(axes=1, name="d"), [x(3, 4), x(3, 4)])
case("dot_normalized", L.Dot(axes=-1, normalize=True, name="d"), [x(3, 4), x(3, 4)])
case("dot_matrices", L.Dot(axes=(2, 1), name="d"), [x(2, 3, 4), x(2, 4, 5)])
case("dot_rows", L.Dot(axes=1, name="d"), [x(2, 3, 4, mask=M3), x(2, 3, 5, mask=N3)])
case("dot_negative", L.Dot(axes=(-1, -2), normalize=True, name="d"), [x(2, 3, 4), x(2, 4, 5)])
case("dot_matrix_vector", L.Dot(axes=(2, 1), name="d"), [x(2, 3, 4), x(2, 4)])
case("dot_vector_matrix", L.Dot(axes=(1, 2), name="d"), [x(2, 4), x(2, 3, 4)])
case("dot_4d", L.Dot(axes=(2, 3), name="d"), [x(2, 3, 4, 2), x(2, 2, 3, 4)])
case("dot_float64", L.Dot(axes=1, dtype="float64", name="d"), [x(3, 4, dtype="float64"), x(3, 4, dtype="float64")])
case("dot_mixed_bfloat16", L.Dot(axes=2, dtype="mixed_bfloat16", name="d"), [x(2, 3, 4), x(2, 2, 4)], tolerance=2e-2)
case("unit_normalization", L.UnitNormalization(name="u"), x(3, 4))
case("unit_normalization_axis", L.UnitNormalization(axis=1, name="u"), x(2, 3, 4, mask=M3))
case("unit_normalization_axes", L.UnitNormalization(axis=[1, 2], name="u"), x(2, 3, 4))
case("unit_normalization_float64", L.UnitNormalization(dtype="float64", name="u"), x(2, 4, dtype="float64"))
case("unit_normalization_mixed_bfloat16", L.UnitNormalization(dtype="mixed_bfloat16", name="u"), x(2, 4), tolerance=2e-2)

# BatchNormalization
case("batch_norm", L.BatchNormalization(name="bn"), x(4, 5), tolerance=2e-6)
case("batch_norm_momentum", L.BatchNormalization(momentum=0.7, epsilon=0.01, name="bn"), x(6, 3))
case("batch_norm_no_scale", L.BatchNormalization(scale=False, name="bn"), x(4, 5))
case("batch_norm_no_center", L.BatchNormalization(center=False, name="bn"), x(4, 5))
case("batch_norm_plain", L.BatchNormalization(center=False, scale=False, name="bn"), x(4, 5))
case("batch_norm_axis1", L.BatchNormalization(axis=1, name="bn"), x(3, 4, 5))
case("batch_norm_3d", L.BatchNormalization(name="bn"), x(2, 3, 4))
case("batch_norm_4d", L.BatchNormalization(name="bn"), x(2, 3, 3, 2))
case("batch_norm_4d_axis1", L.BatchNormalization(axis=1, name="bn"), x(2, 2, 3, 3))
case("batch_norm_masked", L.BatchNormalization(name="bn"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))
case("batch_norm_given_mask", L.BatchNormalization(name="bn"), x(2, 3, 4), call={"mask": x(2, 3, dtype="bool", ints=2)})
case("batch_norm_renorm", L.BatchNormalization(renorm=True, name="bn"), x(4, 5))
case("batch_norm_renorm_clipping", L.BatchNormalization(renorm=True, renorm_clipping={"rmin": 0.5, "rmax": 2.0, "dmax": 1.0}, renorm_momentum=0.8, name="bn"), x(4, 5))
case("batch_norm_regularized", L.BatchNormalization(beta_regularizer=R.L1(0.1), gamma_regularizer=R.L2(0.2), beta_constraint=C.NonNeg(), gamma_constraint=C.MaxNorm(1.0), name="bn"), x(4, 5))
case("batch_norm_initializers", L.BatchNormalization(beta_initializer="ones", gamma_initializer=I.Constant(2.0), moving_mean_initializer="ones", moving_variance_initializer=I.Constant(3.0), name="bn"), x(4, 5))
case("batch_norm_frozen", L.BatchNormalization(trainable=False, name="bn"), x(4, 5))
case("batch_norm_float64", L.BatchNormalization(dtype="float64", name="bn"), x(4, 5, dtype="float64"))
case("batch_norm_mixed_bfloat16", L.BatchNormalization(dtype="mixed_bfloat16", name="bn"), x(4, 5), tolerance=2e-2)

# Rescaling, Normalization
case("rescaling", L.Rescaling(1 / 255, name="r"), x(2, 3, ints=256, dtype="float32"))
case("rescaling_uint8", L.Rescaling(1 / 255, name="r"), x(2, 3, 2, ints=256, dtype="uint8"))
case("rescaling_offset", L.Rescaling(1 / 127.5, offset=-1, name="r"), x(2, 3, ints=256, dtype="int32"))
case("rescaling_list", L.Rescaling([0.5, 2.0, 3.0], offset=[1.0, 0.0, -1.0], name="r"), x(2, 4, 3))
case("rescaling_float64", L.Rescaling(0.1, offset=0.3, dtype="float64", name="r"), x(2, 3, dtype="float64"))
case("normalization_given", L.Normalization(mean=[1.0, 2.0, 3.0], variance=[0.25, 4.0, 9.0], name="n"), x(4, 3))
case("normalization_scalar", L.Normalization(axis=None, mean=1.5, variance=4.0, name="n"), x(2, 3, 2))
case("normalization_invert", L.Normalization(mean=[1.0, 2.0, 3.0], variance=[0.25, 4.0, 9.0], invert=True, name="n"), x(4, 3))
case("normalization_axis1", L.Normalization(axis=1, mean=[1.0, 2.0, 3.0], variance=[0.25, 4.0, 9.0], name="n"), x(2, 3, 4))
case("normalization_small_variance", L.Normalization(mean=[0.0, 1.0], variance=[0.0, 1e-20], name="n"), x(3, 2))
case("normalization_adapted", L.Normalization(name="n"), x(4, 3), adapt=x(50, 3))
case("normalization_adapted_axes", L.Normalization(axis=(1, 2), name="n"), x(2, 3, 2), adapt=x(20, 3, 2))
case("normalization_adapted_scalar", L.Normalization(axis=None, name="n"), x(2, 3), adapt=x(30, 3))
case("normalization_adapted_invert", L.Normalization(invert=True, name="n"), x(4, 3), adapt=x(50, 3))
case("normalization_int_input", L.Normalization(mean=3.0, variance=2.0, name="n"), x(2, 3, ints=9, dtype="int32"))

# Embedding
case("embedding", L.Embedding(7, 4, name="e"), x(3, 5, ints=7, dtype="int32"))
case("embedding_mask_zero", L.Embedding(7, 4, mask_zero=True, name="e"), x(3, 5, ints=4, dtype="int32"))
case("embedding_int64", L.Embedding(7, 2, name="e"), x(4, ints=7, dtype="int64"))
case("embedding_float_input", L.Embedding(7, 2, name="e"), x(2, 3, ints=7, dtype="float32"))
case("embedding_uint8", L.Embedding(7, 2, name="e"), x(2, 3, ints=7, dtype="uint8"))
case("embedding_3d", L.Embedding(7, 2, name="e"), x(2, 3, 2, ints=7, dtype="int32"))
case("embedding_regularized", L.Embedding(7, 3, embeddings_regularizer=R.L2(0.1), embeddings_constraint=C.UnitNorm(axis=1), name="e"), x(2, 3, ints=7, dtype="int32"))
case("embedding_initializer", L.Embedding(7, 3, embeddings_initializer=I.TruncatedNormal(stddev=0.2, seed=3), name="e"), x(2, 3, ints=7, dtype="int32"))
case("embedding_float64", L.Embedding(7, 3, dtype="float64", name="e"), x(2, 3, ints=7, dtype="int32"))
case("embedding_mixed_bfloat16", L.Embedding(7, 3, dtype="mixed_bfloat16", name="e"), x(2, 3, ints=7, dtype="int32"), tolerance=1e-2)

# ReversibleEmbedding
E = L.ReversibleEmbedding
case("reversible_embedding", E(7, 4, name="e"), x(3, 5, ints=7, dtype="int32"))
case("reversible_embedding_mask_zero", E(7, 4, mask_zero=True, tie_weights=False, name="e"), x(3, 5, ints=4, dtype="int32"))
case("reversible_embedding_reverse", E(7, 4, name="e"), x(3, 5, 4), call={"reverse": True})
case("reversible_embedding_reverse_untied", E(7, 4, False, I.TruncatedNormal(stddev=0.2, seed=3), R.L2(0.1), C.UnitNorm(axis=1), name="e"), x(3, 4), call={"reverse": True})
case("reversible_embedding_reverse_masked", E(7, 4, mask_zero=True, logit_soft_cap=1.5, name="e"), x(2, 3, 4, mask=[[1, 1, 0], [0, 1, 1]]), call={"reverse": True}, tolerance=5e-6)  # 1 - tanh²
case("reversible_embedding_reverse_dtype", E(7, 4, reverse_dtype="bfloat16", logit_soft_cap=3, name="e"), x(2, 3, 4), call={"reverse": True}, tolerance=3e-2)
case("reversible_embedding_reverse_float64", E(7, 4, tie_weights=False, dtype="float64", name="e"), x(2, 3, 4, dtype="float64"), call={"reverse": True})
case("reversible_embedding_reverse_mixed_bfloat16", E(7, 4, dtype="mixed_bfloat16", name="e"), x(2, 3, 4, dtype="bfloat16"), call={"reverse": True}, tolerance=1e-2)
case("reversible_embedding_reverse_mixed_float16", E(7, 4, reverse_dtype="float32", dtype="mixed_float16", name="e"), x(2, 3, 4), call={"reverse": True})

case("layer_scale", LayerScale(0.5, 3, name="s"), x(2, 4, 3))
case("layer_scale_float64", LayerScale(1e-6, 3, dtype="float64", name="s"), x(2, 3, dtype="float64"))
case("layer_scale_mixed_bfloat16", LayerScale(0.5, 5, dtype="mixed_bfloat16", name="s"), x(3, 5), tolerance=1e-2)
case("custom_scale_layer", CustomScaleLayer(0.17, name="s"), [x(2, 4, 3), x(2, 1, 3)])
case("custom_scale_layer_float64", CustomScaleLayer(0.2, dtype="float64", name="s"), [x(2, 3, dtype="float64"), x(2, 3, dtype="float64")])
case("custom_scale_layer_mixed_bfloat16", CustomScaleLayer(1.0, dtype="mixed_bfloat16", name="s"), [x(3, 5), x(3, 5)], tolerance=1e-2)
