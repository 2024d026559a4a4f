"""The layer fixtures: one line a case. `python layers.py [REGEX]` writes golden/layers/ID.json.

Adding a layer to the library takes its Java file and a line here.
"""
import re
import sys

import fixture  # noqa: F401  (first: it sets the environment)
import keras
from keras.src.legacy.layers import ThresholdedReLU
from layer_case import case, generate, given, x

L, C, R = keras.layers, keras.constraints, keras.regularizers
I, P = keras.initializers, keras.DTypePolicy

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

# LayerNormalization
case("layer_norm", L.LayerNormalization(name="n"), x(3, 5))
case("layer_norm_3d", L.LayerNormalization(epsilon=1e-6, name="n"), x(2, 3, 4))
case("layer_norm_axis", L.LayerNormalization(axis=1, name="n"), x(2, 3, 4))
case("layer_norm_axes", L.LayerNormalization(axis=[1, 2], name="n"), x(2, 3, 4))
case("layer_norm_plain", L.LayerNormalization(center=False, scale=False, name="n"), x(3, 5))
case("layer_norm_no_center", L.LayerNormalization(center=False, gamma_regularizer=R.L2(0.02), gamma_constraint=C.NonNeg(), name="n"), x(3, 5))
case("layer_norm_no_scale", L.LayerNormalization(scale=False, beta_initializer=I.Constant(0.3), beta_regularizer=R.L1(0.02), name="n"), x(3, 5))
case("layer_norm_masked", L.LayerNormalization(name="n"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))
case("layer_norm_float64", L.LayerNormalization(dtype="float64", name="n"), x(3, 5, dtype="float64"))
case("layer_norm_mixed_bfloat16", L.LayerNormalization(dtype="mixed_bfloat16", name="n"), x(3, 5), tolerance=2e-2)

# GlobalAveragePooling1D
case("global_average_pooling1d", L.GlobalAveragePooling1D(name="g"), x(2, 3, 4))
case("global_average_pooling1d_first", L.GlobalAveragePooling1D(data_format="channels_first", keepdims=True, name="g"), x(2, 3, 4))
case("global_average_pooling1d_keepdims", L.GlobalAveragePooling1D(keepdims=True, name="g"), x(2, 3, 4))
case("global_average_pooling1d_masked", L.GlobalAveragePooling1D(name="g"), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]))

# Attention, AdditiveAttention: what the softmax cancels leaves gradients with fewer digits
for layer in (L.Attention, L.AdditiveAttention):
    id = "attention" if layer is L.Attention else "additive_attention"
    case(id, layer(name="a"), [x(2, 3, 4), x(2, 5, 4)], tolerance=5e-6)
    case(f"{id}_key", layer(name="a"), [x(2, 3, 4), x(2, 5, 6), x(2, 5, 4)], tolerance=5e-6)
    case(f"{id}_scale", layer(use_scale=layer is L.Attention, name="a"), [x(2, 3, 4), x(2, 5, 4)], tolerance=5e-6)
    case(f"{id}_dropout", layer(dropout=0.4, seed=7, name="a"), [x(2, 3, 4), x(2, 5, 4)], tolerance=5e-6)
    case(f"{id}_masked", layer(name="a"), [x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 0]]), x(2, 2, 4, mask=[[1, 0], [1, 1]])], tolerance=5e-6)
    case(f"{id}_value_masked", layer(name="a"), [x(2, 3, 4), x(2, 2, 4, mask=[[1, 0], [1, 1]])], tolerance=5e-6)
    case(f"{id}_float64", layer(dtype="float64", name="a"), [x(2, 3, 4, dtype="float64"), x(2, 5, 4, dtype="float64")], tolerance=5e-6)
case("attention_concat", L.Attention(score_mode="concat", name="a"), [x(2, 3, 4), x(2, 5, 4)], tolerance=5e-6)
case("attention_concat_scale", L.Attention(score_mode="concat", use_scale=True, name="a"), [x(2, 3, 4), x(2, 5, 4)], tolerance=5e-6)

# SimpleRNN, LSTM, GRU: what all three have
M4 = [[1, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 0]]
for layer in (L.SimpleRNN, L.LSTM, L.GRU):
    id = layer.__name__.lower() if layer is not L.SimpleRNN else "simple_rnn"
    states = 2 if layer is L.LSTM else 1
    case(id, layer(3, name="r"), x(2, 4, 5), tolerance=5e-6)
    case(f"{id}_sequences", layer(3, return_sequences=True, name="r"), x(2, 4, 5), tolerance=5e-6)
    case(f"{id}_state", layer(2, return_state=True, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_sequences_state", layer(2, return_sequences=True, return_state=True, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_backwards", layer(2, go_backwards=True, return_sequences=True, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_unroll", layer(2, unroll=True, return_sequences=True, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_unroll_backwards_masked", layer(2, unroll=True, go_backwards=True, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_unroll_zero_output", layer(2, unroll=True, return_sequences=True, zero_output_for_mask=True, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_masked", layer(2, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_masked_sequences", layer(2, return_sequences=True, return_state=True, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_masked_backwards", layer(2, go_backwards=True, return_sequences=True, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_zero_output", layer(2, return_sequences=True, zero_output_for_mask=True, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_zero_output_last", layer(2, zero_output_for_mask=True, name="r"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"{id}_stateful", layer(2, stateful=True, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_initial_state", layer(2, name="r"), x(3, 4, 3), call={"initial_state": [x(3, 2)] * states}, tolerance=5e-6)
    case(f"{id}_initial_state_masked", layer(2, return_sequences=True, name="r"), x(3, 4, 3), call={"initial_state": [x(3, 2)] * states, "mask": x(3, 4, dtype="bool", ints=2)}, tolerance=5e-6)
    case(f"{id}_no_bias", layer(2, use_bias=False, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_dropout", layer(3, dropout=0.4, seed=7, name="r"), x(2, 4, 5), tolerance=5e-6)
    case(f"{id}_recurrent_dropout", layer(3, recurrent_dropout=0.4, seed=7, return_sequences=True, name="r"), x(2, 4, 5), tolerance=5e-6)
    case(f"{id}_dropouts", layer(3, dropout=0.3, recurrent_dropout=0.4, seed=3, name="r"), x(2, 4, 5, mask=[[1, 1, 0, 1], [0, 1, 1, 0]]), tolerance=5e-6)
    case(f"{id}_dropout_all", layer(3, dropout=1.0, recurrent_dropout=1.0, seed=3, name="r"), x(2, 4, 5), tolerance=5e-6)
    case(f"{id}_options", layer(3, activation="relu", kernel_initializer=I.HeNormal(seed=3), recurrent_initializer=I.GlorotNormal(seed=5), bias_initializer=I.Constant(0.5), kernel_regularizer=R.L2(0.02), recurrent_regularizer=R.L1(0.03), bias_regularizer=R.L2(0.01), activity_regularizer=R.L1(0.02), kernel_constraint=C.MaxNorm(1.5), recurrent_constraint=C.NonNeg(), bias_constraint=C.NonNeg(), name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_not_trainable", layer(2, trainable=False, name="r"), x(2, 4, 3), tolerance=5e-6)
    case(f"{id}_float64", layer(2, dtype="float64", return_sequences=True, name="r"), x(2, 4, 3, dtype="float64"))
    # what cancels in 8 bits leaves a gradient with one digit
    case(f"{id}_mixed_bfloat16", layer(2, dtype="mixed_bfloat16", return_sequences=True, name="r"), x(2, 4, 3), tolerance=1e-1 if layer is L.SimpleRNN else 3e-2)
case("lstm_gates", L.LSTM(2, activation="softsign", recurrent_activation="hard_sigmoid", unit_forget_bias=False, name="r"), x(2, 4, 3), tolerance=5e-6)
case("lstm_integers", L.LSTM(2, return_sequences=True, name="r"), x(2, 4, 3, ints=3, dtype="int32"), tolerance=5e-6)
case("gru_gates", L.GRU(2, activation="softsign", recurrent_activation="hard_sigmoid", name="r"), x(2, 4, 3), tolerance=5e-6)
case("gru_reset_before", L.GRU(2, reset_after=False, return_sequences=True, name="r"), x(2, 4, 3), tolerance=5e-6)
case("gru_reset_before_no_bias", L.GRU(2, reset_after=False, use_bias=False, name="r"), x(2, 4, 3, mask=[[1, 1, 0, 1], [0, 1, 1, 0]]), tolerance=5e-6)
case("gru_reset_before_dropouts", L.GRU(2, reset_after=False, dropout=0.3, recurrent_dropout=0.3, seed=3, name="r"), x(2, 4, 3), tolerance=5e-6)

# Cells, and RNN around them
case("simple_rnn_cell", L.SimpleRNNCell(3, name="c"), x(2, 5), call={"states": [x(2, 3)]}, tolerance=5e-6)
case("lstm_cell", L.LSTMCell(3, name="c"), x(2, 5), call={"states": [x(2, 3), x(2, 3)]}, tolerance=5e-6)
case("lstm_cell_options", L.LSTMCell(3, activation="relu", recurrent_activation="hard_sigmoid", use_bias=False, unit_forget_bias=False, kernel_regularizer=R.L2(0.02), recurrent_constraint=C.NonNeg(), name="c"), x(2, 5), call={"states": [x(2, 3), x(2, 3)]}, tolerance=5e-6)
case("gru_cell", L.GRUCell(3, name="c"), x(2, 5), call={"states": [x(2, 3)]}, tolerance=5e-6)
case("gru_cell_one_state", L.GRUCell(3, reset_after=False, name="c"), x(2, 5), call={"states": x(2, 3)}, tolerance=5e-6)
case("rnn_lstm", L.RNN(L.LSTMCell(3, name="c"), return_sequences=True, return_state=True, name="r"), x(2, 4, 5), tolerance=5e-6)
case("rnn_gru_masked", L.RNN(L.GRUCell(3, name="c"), zero_output_for_mask=True, name="r"), x(3, 4, 5, mask=M4), tolerance=5e-6)
case("rnn_dropout", L.RNN(L.LSTMCell(3, dropout=0.3, recurrent_dropout=0.2, seed=4, name="c"), name="r"), x(2, 4, 5), tolerance=5e-6)
case("rnn_stateful", L.RNN(L.SimpleRNNCell(3, name="c"), stateful=True, unroll=True, go_backwards=True, name="r"), x(2, 4, 5), tolerance=5e-6)
case("rnn_mixed_cell", L.RNN(L.GRUCell(3, dtype="float64", name="c"), return_state=True, name="r"), x(2, 4, 5), tolerance=5e-6)

# StackedRNNCells, Bidirectional, TimeDistributed
def stack(**kwargs):
    return L.StackedRNNCells([L.LSTMCell(3, name="a", **kwargs), L.GRUCell(2, name="b", **kwargs)], name="s")


case("stacked_rnn_cells", stack(), x(2, 5), call={"states": [[x(2, 3), x(2, 3)], [x(2, 2)]]}, tolerance=5e-6)
case("rnn_stacked", L.RNN(stack(), return_sequences=True, return_state=True, name="r"), x(2, 4, 5), tolerance=5e-6)
case("rnn_stacked_list", L.RNN([L.SimpleRNNCell(3, name="a"), L.SimpleRNNCell(2, name="b")], name="r"), x(3, 4, 5, mask=M4), tolerance=5e-6)
case("rnn_stacked_dropouts", L.RNN(stack(dropout=0.3, recurrent_dropout=0.2, seed=5), name="r"), x(2, 4, 5), tolerance=5e-6)
case("rnn_stacked_initial_state", L.RNN(stack(), name="r"), x(2, 4, 5), call={"initial_state": [[x(2, 3), x(2, 3)], [x(2, 2)]]}, tolerance=5e-6)
B = L.Bidirectional
case("bidirectional", B(L.LSTM(3, name="r"), name="b"), x(2, 4, 5), tolerance=5e-6)
for mode in ("sum", "mul", "ave", "concat", None):
    case(f"bidirectional_{mode}".lower(), B(L.GRU(2, return_sequences=True, name="r"), merge_mode=mode, name="b"), x(3, 4, 3, mask=M4), tolerance=5e-6)
    case(f"bidirectional_{mode}_state".lower(), B(L.SimpleRNN(2, return_state=True, name="r"), merge_mode=mode, name="b"), x(2, 4, 3), tolerance=5e-6)
case("bidirectional_backward_layer", B(L.LSTM(2, return_sequences=True, name="r"), backward_layer=L.LSTM(2, activation="relu", return_sequences=True, go_backwards=True, name="own"), name="b"), x(3, 4, 3, mask=M4), tolerance=5e-6)
case("bidirectional_initial_state", B(L.LSTM(2, return_state=True, name="r"), name="b"), x(3, 4, 3), call={"initial_state": [x(3, 2)] * 4}, tolerance=5e-6)
case("bidirectional_stateful", B(L.GRU(2, stateful=True, name="r"), name="b"), x(2, 4, 3), tolerance=5e-6)
case("bidirectional_dropouts", B(L.LSTM(2, dropout=0.3, recurrent_dropout=0.2, seed=3, name="r"), name="b"), x(2, 4, 3), tolerance=5e-6)
case("bidirectional_backwards", B(L.GRU(2, go_backwards=False, unroll=True, return_sequences=True, name="r"), name="b"), x(2, 4, 3), tolerance=5e-6)
case("bidirectional_rnn", B(L.RNN(L.GRUCell(2, name="c"), return_sequences=True, name="r"), name="b"), x(2, 4, 3), tolerance=5e-6)
case("bidirectional_not_trainable", B(L.LSTM(2, name="r"), trainable=False, name="b"), x(2, 4, 3), tolerance=5e-6)
case("bidirectional_mixed_float16", B(L.LSTM(2, dtype="mixed_float16", name="r"), dtype="mixed_float16", name="b"), x(2, 4, 3), tolerance=1e-2)
T = L.TimeDistributed
case("time_distributed", T(L.Dense(3, activation="tanh", name="d"), name="t"), x(2, 4, 5))
case("time_distributed_masked", T(L.Dense(3, name="d"), name="t"), x(3, 4, 5, mask=M4))
case("time_distributed_dropout", T(L.Dropout(0.4, seed=3, name="d"), name="t"), x(2, 3, 5))
case("time_distributed_batch_norm", T(L.BatchNormalization(name="n"), name="t"), x(3, 4, 2), tolerance=1e-5)
case("time_distributed_lstm", T(L.LSTM(2, name="r"), name="t"), x(2, 3, 4, 3), tolerance=5e-6)
case("time_distributed_long", T(L.Dense(2, activity_regularizer=R.L1(0.1), name="d"), name="t"), x(2, 40, 2), tolerance=5e-6)
case("time_distributed_flatten", T(L.Flatten(name="f"), name="t"), x(2, 3, 2, 2))

# MultiHeadAttention: in float64, because little but rounding errors is left of gradients that the softmax cancels
M = L.MultiHeadAttention
case("multi_head_attention", M(2, 3, name="m"), x(2, 4, 5), call={"value": x(2, 3, 6)}, tolerance=1e-3)
case("multi_head_attention_key", M(2, 3, value_dim=4, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 6, dtype="float64"), "key": x(2, 3, 5, dtype="float64")})
case("multi_head_attention_causal", M(2, 3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 4, 5, dtype="float64"), "use_causal_mask": True})
case("multi_head_attention_scores", M(2, 3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 5, dtype="float64"), "return_attention_scores": True})
case("multi_head_attention_scores_causal", M(2, 3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 4, 5, dtype="float64"), "return_attention_scores": True, "use_causal_mask": True})
case("multi_head_attention_dropout", M(2, 3, dropout=0.3, seed=7, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 5, dtype="float64")})
case("multi_head_attention_given_masks", M(2, 3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 5, dtype="float64"), "key": x(2, 3, 5, dtype="float64"), "attention_mask": x(2, 4, 3, dtype="bool", ints=2), "query_mask": x(2, 4, dtype="bool", ints=2), "value_mask": x(2, 3, dtype="bool", ints=2), "key_mask": x(2, 3, dtype="bool", ints=2)})
case("multi_head_attention_own_masks", M(2, 3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64", mask=[[1, 1, 1, 0], [1, 0, 1, 1]]), call={"value": x(2, 3, 5, dtype="float64", mask=[[1, 1, 0], [0, 1, 1]])})
case("multi_head_attention_masked_scores", M(2, 3, dropout=0.2, seed=3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64", mask=[[1, 1, 1, 0], [1, 0, 1, 1]]), call={"value": x(2, 3, 5, dtype="float64"), "attention_mask": x(2, 4, 3, dtype="bool", ints=2), "return_attention_scores": True})
case("multi_head_attention_head_mask", M(2, 3, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 5, dtype="float64"), "attention_mask": x(2, 2, 4, 3, dtype="bool", ints=2)})
case("multi_head_attention_gate", M(2, 3, use_gate=True, use_bias=False, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 4, 5, dtype="float64")})
case("multi_head_attention_window", M(2, 3, sliding_window=2, dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 4, 5, dtype="float64"), "use_causal_mask": True})
case("multi_head_attention_output", M(2, 3, output_shape=(3, 2), dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 5, dtype="float64")})
case("multi_head_attention_axes", M(2, 3, attention_axes=(2,), dtype="float64", name="m"), x(2, 3, 4, 5, dtype="float64"), call={"value": x(2, 3, 2, 5, dtype="float64")})
case("multi_head_attention_two_axes", M(2, 3, attention_axes=(1, 2), dropout=0.2, seed=5, dtype="float64", name="m"), x(2, 2, 3, 4, dtype="float64"), call={"value": x(2, 2, 2, 4, dtype="float64")})
case("multi_head_attention_options", M(2, 3, kernel_initializer=I.HeNormal(seed=3), bias_initializer=I.Constant(0.5), kernel_regularizer=R.L2(0.02), bias_regularizer=R.L1(0.03), activity_regularizer=R.L2(0.01), kernel_constraint=C.NonNeg(), bias_constraint=C.NonNeg(), dtype="float64", name="m"), x(2, 4, 5, dtype="float64"), call={"value": x(2, 3, 5, dtype="float64")})
case("multi_head_attention_mixed_bfloat16", M(2, 3, dtype="mixed_bfloat16", name="m"), x(2, 4, 5), call={"value": x(2, 3, 5)}, tolerance=0.25)
for layer in (L.Attention, L.AdditiveAttention):
    id = "attention" if layer is L.Attention else "additive_attention"
    case(f"{id}_scores", layer(name="a"), [x(2, 3, 4), x(2, 5, 4)], call={"return_attention_scores": True}, tolerance=5e-6)
    case(f"{id}_causal", layer(dropout=0.3, seed=3, name="a"), [x(2, 3, 4), x(2, 3, 4, mask=[[1, 1, 0], [1, 0, 1]])], call={"use_causal_mask": True}, tolerance=5e-6)
    case(f"{id}_given_masks", layer(name="a"), [x(2, 3, 4), x(2, 5, 4)], call={"mask": [x(2, 3, dtype="bool", ints=2), x(2, 5, dtype="bool", ints=2)]}, tolerance=5e-6)
case("softmax_given_mask", L.Softmax(name="s"), x(2, 3, 4), call={"mask": x(2, 1, 4, dtype="bool", ints=2)})

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

# Conv1D, Conv2D, Conv3D: channels first needs oneDNN or, as in groups, XLA
case("conv2d", L.Conv2D(3, 2, name="c"), x(2, 4, 5, 2))
case("conv2d_same_strides", L.Conv2D(3, (3, 2), strides=(2, 3), padding="same", activation="relu", name="c"), x(2, 5, 6, 2))
case("conv2d_strides_nobias", L.Conv2D(2, 2, strides=2, use_bias=False, name="c"), x(2, 5, 4, 3))
case("conv2d_dilated", L.Conv2D(3, 2, dilation_rate=(2, 3), name="c"), x(2, 5, 6, 2))
case("conv2d_dilated_same", L.Conv2D(3, (3, 2), dilation_rate=(2, 1), padding="same", activation="tanh", name="c"), x(2, 4, 5, 2), tolerance=2e-6)
case("conv2d_groups", L.Conv2D(4, 2, groups=2, name="c"), x(2, 4, 4, 4))
case("conv2d_groups_first", L.Conv2D(4, 2, groups=2, data_format="channels_first", activation="softmax", name="c"), x(2, 4, 4, 3))
case("conv2d_groups_dilated_same", L.Conv2D(4, 2, groups=2, dilation_rate=2, padding="same", name="c"), x(2, 4, 3, 4))
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

# Resizing, RandomFlip
Z = L.Resizing
case("resizing", Z(3, 4, name="r"), x(2, 5, 6, 2))
case("resizing_larger", Z(7, 5, name="r"), x(2, 3, 4, 1))
case("resizing_single", Z(3, 4, name="r"), x(5, 6, 2))
case("resizing_first", Z(3, 4, data_format="channels_first", name="r"), x(2, 2, 5, 6))
for how in "nearest bicubic lanczos3 lanczos5".split():
    case(f"resizing_{how}", Z(3, 4, interpolation=how, name="r"), x(2, 5, 6, 2), tolerance=5e-6)
    if how != "nearest":
        case(f"resizing_{how}_antialias", Z(3, 4, interpolation=how, antialias=True, name="r"), x(2, 7, 6, 2), tolerance=5e-6)
case("resizing_area", Z(3, 4, interpolation="area", name="r"), x(2, 5, 6, 2, ints=256, dtype="uint8"))
case("resizing_antialias", Z(3, 2, antialias=True, name="r"), x(2, 7, 6, 2))
case("resizing_crop_wide", Z(3, 4, crop_to_aspect_ratio=True, name="r"), x(2, 4, 9, 2))
case("resizing_crop_high", Z(4, 3, crop_to_aspect_ratio=True, interpolation="nearest", name="r"), x(2, 9, 4, 2))
case("resizing_pad_wide", Z(4, 3, pad_to_aspect_ratio=True, fill_value=0.5, name="r"), x(2, 4, 9, 2))
case("resizing_pad_high", Z(3, 4, pad_to_aspect_ratio=True, name="r"), x(2, 8, 3, 2))
case("resizing_uint8", Z(3, 4, name="r"), x(2, 5, 6, 2, ints=256, dtype="uint8"))
case("resizing_int32_bicubic", Z(3, 4, interpolation="bicubic", name="r"), x(2, 5, 6, 2, ints=99, dtype="int32"))
case("resizing_float16", Z(3, 4, dtype="float16", name="r"), x(2, 5, 6, 2), tolerance=2e-3)
case("resizing_float64", Z(3, 4, dtype="float64", name="r"), x(2, 5, 6, 2, dtype="float64"), tolerance=2e-6)
case("random_flip", L.RandomFlip(seed=7, name="f"), x(6, 3, 4, 2))
case("random_flip_horizontal", L.RandomFlip("horizontal", seed=3, name="f"), x(5, 2, 4, 1))
case("random_flip_vertical", L.RandomFlip("vertical", seed=11, name="f"), x(5, 4, 2, 1))
case("random_flip_first", L.RandomFlip(seed=5, data_format="channels_first", name="f"), x(4, 2, 3, 4))
case("random_flip_single", L.RandomFlip(seed=5, name="f"), x(3, 4, 2))
case("random_flip_uint8", L.RandomFlip(seed=5, name="f"), x(4, 3, 2, 1, ints=256, dtype="uint8"))
case("random_flip_float64", L.RandomFlip(seed=5, dtype="float64", name="f"), x(4, 3, 2, 1, dtype="float64"))

# InputLayer
case("input_layer", L.InputLayer(shape=(28, 28), name="i"), None)
case("input_layer_batch_shape", L.InputLayer(batch_shape=(16, None, 3), dtype="int32", name="i"), None)
case("input_layer_batch_size", L.InputLayer(shape=(4,), batch_size=8, dtype="float64", name="i"), None)
case("input_layer_optional", L.InputLayer(shape=(4,), optional=True, name="i"), None)

# StringLookup, IntegerLookup
W = given([["red", "blue"], ["", "green"], ["gr\u00fcn \U0001f600", "red"]], "string")
N = given([[3, 7], [0, -5], [12345678901, 3]], "int64")
for kind, words, data in (("string", ["red", "gr\u00fcn \U0001f600", "\u03a9"], W), ("integer", [3, 12345678901, -8], N)):
    layer = L.StringLookup if kind == "string" else L.IntegerLookup
    none = "" if kind == "string" else 0
    id = f"{kind}_lookup"
    case(id, layer(vocabulary=words, name="s"), data)
    case(f"{id}_mask", layer(vocabulary=words, mask_token=none, name="s"), data)
    case(f"{id}_special_first", layer(vocabulary=[none, layer().oov_token] + words, mask_token=none, name="s"), data)
    case(f"{id}_no_oov", layer(vocabulary=words + ["blue", "", "green"] if kind == "string" else words + [7, 0, -5], num_oov_indices=0, name="s"), data)
    case(f"{id}_buckets", layer(vocabulary=words, num_oov_indices=3, mask_token=none, name="s"), data)
    case(f"{id}_farmhash", layer(vocabulary=words, num_oov_indices=3, oov_method="farmhash", name="s"), data)
    case(f"{id}_salt", layer(vocabulary=words, num_oov_indices=5, oov_method="farmhash", salt=[12, 34], name="s"), data)
    case(f"{id}_salt_one", layer(vocabulary=words, num_oov_indices=5, oov_method="farmhash", salt=7, name="s"), data)
    case(f"{id}_inverted", layer(vocabulary=words, invert=True, name="s"), given([[0, 1], [2, 3], [4, 99]], "int64"))
    case(f"{id}_inverted_mask", layer(vocabulary=words, invert=True, mask_token=none, num_oov_indices=2, name="s"), given([[0, 1], [2, 3], [4, 99]], "int64"))
    case(f"{id}_adapted", layer(name="s"), data, adapt=data)
    case(f"{id}_adapted_most", layer(max_tokens=3, mask_token=none, name="s"), data, adapt=data)
    for mode in ("one_hot", "multi_hot", "count", "tf_idf"):
        weights = {"idf_weights": [0.5, 1.25, 2.0]} if mode == "tf_idf" else {}
        case(f"{id}_{mode}", layer(vocabulary=words, output_mode=mode, num_oov_indices=2, **weights, name="s"), data)
        case(f"{id}_{mode}_mask", layer(vocabulary=words, output_mode=mode, mask_token=none, **weights, name="s"), data)
        case(f"{id}_{mode}_padded", layer(vocabulary=words, output_mode=mode, max_tokens=8, pad_to_max_tokens=True, **weights, name="s"), data)
        case(f"{id}_{mode}_adapted", layer(output_mode=mode, name="s"), data, adapt=data)

# TextVectorization: lower() knows ASCII alone, and splitting knows Unicode's white space
V = L.TextVectorization
T = given([["Hello, World! \u00c4\u00d6 \u00df"], ["a b  a\u00a0c\u3000d\u2003e"], ["  "], ["don't [stop] ^_^ \U0001f600\u0301 A.B"]], "string")
S = ["hello", "a", "b", "\u00c4\u00d6", "a b", "\U0001f600\u0301"]
case("text_vectorization", V(vocabulary=S, name="t"), T)
case("text_vectorization_special_first", V(vocabulary=["", "[UNK]"] + S, name="t"), T)
case("text_vectorization_1d", V(vocabulary=S, name="t"), given(["a b", "", "b"], "string"))
case("text_vectorization_length", V(vocabulary=S, output_sequence_length=3, name="t"), T)
case("text_vectorization_long", V(vocabulary=S, output_sequence_length=9, name="t"), T)
case("text_vectorization_adapted", V(name="t"), T, adapt=T)
case("text_vectorization_adapted_most", V(max_tokens=6, ngrams=2, name="t"), T, adapt=T)
case("text_vectorization_adapted_tf_idf", V(output_mode="tf_idf", name="t"), T, adapt=T)
case("text_vectorization_adapted_characters", V(split="character", standardize=None, name="t"), T, adapt=T)
for standardize in (None, "lower", "strip_punctuation"):
    case(f"text_vectorization_{standardize}", V(vocabulary=S, standardize=standardize, name="t"), T)
case("text_vectorization_characters", V(vocabulary=S + ["l", "\u0301"], split="character", name="t"), T)
case("text_vectorization_ngrams", V(vocabulary=S, ngrams=2, name="t"), T)
case("text_vectorization_ngrams_some", V(vocabulary=S + ["a b a"], ngrams=(1, 3), output_sequence_length=5, name="t"), T)
for mode in ("multi_hot", "count", "tf_idf"):
    weights = {"idf_weights": [0.5, 1.25, 2.0, 3.0, 0.25, 1.0]} if mode == "tf_idf" else {}
    case(f"text_vectorization_{mode}", V(vocabulary=S, output_mode=mode, **weights, name="t"), T)
    case(f"text_vectorization_{mode}_padded", V(vocabulary=S, output_mode=mode, max_tokens=10, pad_to_max_tokens=True, **weights, name="t"), T)
for mode in ("int", "one_hot", "multi_hot", "count"):
    case(f"text_vectorization_unsplit_{mode}", V(vocabulary=S, split=None, output_mode=mode, name="t"), given([["A", "b", "!"], ["", "a", "a b"]], "string"))
case("text_vectorization_unsplit_length", V(vocabulary=S, split=None, output_sequence_length=4, name="t"), given([["a", "b", "c"], ["", "a", "a b"]], "string"))
case("text_vectorization_unsplit_short", V(vocabulary=S, split=None, output_sequence_length=2, name="t"), given([["a", "b", "c"], ["", "a", "a b"]], "string"))
case("text_vectorization_unsplit_ngrams", V(vocabulary=S, split=None, ngrams=2, name="t"), given([["a", "b", "c"], ["", "a", "a b"]], "string"))

# CategoryEncoding
E = L.CategoryEncoding
case("category_encoding", E(4, name="c"), given([[0, 1], [3, 3], [2, 9]], "int32"))
case("category_encoding_1d", E(4, name="c"), given([0, 1, 3, 3], "int64"))
case("category_encoding_3d", E(4, name="c"), x(2, 3, 2, ints=4, dtype="int64"))
case("category_encoding_floats", E(4, name="c"), given([[0.0, 1.0], [3.0, 3.0]], "float32"))
case("category_encoding_float64", E(4, dtype="float64", name="c"), given([[0, 1], [3, 3]], "int32"))
case("category_encoding_bfloat16", E(4, output_mode="one_hot", dtype="bfloat16", name="c"), given([[0, 1], [3, 3]], "int32"))
for mode in ("one_hot", "count"):
    case(f"category_encoding_{mode}", E(4, output_mode=mode, name="c"), given([[0, 1], [3, 3], [2, 9]], "int32"))
    case(f"category_encoding_{mode}_1d", E(4, output_mode=mode, name="c"), given([0, 1, 3, 3], "int64"))
    case(f"category_encoding_{mode}_3d", E(4, output_mode=mode, name="c"), x(2, 3, 2, ints=4, dtype="int64"))
case("category_encoding_one_hot_column", E(4, output_mode="one_hot", name="c"), given([[0], [3], [7]], "int32"))
case("category_encoding_weights", E(4, output_mode="count", name="c"), given([[0, 1], [3, 3], [2, 9]], "int32"), call={"count_weights": given([[5, 2], [3, 1], [4, 7]], "int64")})

# Hashing
H = L.Hashing
for kind, data, none in (("strings", given([["red", ""], ["gr\u00fcn \U0001f600", "red"], ["", "b"]], "string"), ""), ("ints", given([[3, -7], [0, 12345678901], [5, 3]], "int64"), 3)):
    case(f"hashing_{kind}", H(7, name="h"), data)
    case(f"hashing_{kind}_mask", H(7, mask_value=none, name="h"), data)
    case(f"hashing_{kind}_salt", H(7, salt=1337, name="h"), data)
    case(f"hashing_{kind}_salts", H(7, salt=[133, 137], mask_value=none, dtype="int32", name="h"), data)
    for mode in ("one_hot", "multi_hot", "count"):
        case(f"hashing_{kind}_{mode}", H(5, output_mode=mode, name="h"), data)
        case(f"hashing_{kind}_{mode}_mask", H(5, output_mode=mode, mask_value=none, dtype="float64", name="h"), data)
case("hashing_floats", H(5, name="h"), given([[1.5, -2.75], [3.0, 0.1]], "float32"))
case("hashing_one_bin", H(1, mask_value="", name="h"), given([["a", ""]], "string"))
case("hashing_one_hot_column", H(5, output_mode="one_hot", name="h"), given([["a"], ["b"]], "string"))
case("hashing_1d", H(5, output_mode="count", name="h"), given(["a", "b", "a"], "string"))

# Discretization
B = L.Discretization
case("discretization", B([-0.5, 0.0, 1.0], name="b"), x(4, 3))
case("discretization_ints", B([1, 3], name="b"), given([[0, 1], [2, 3], [4, -1]], "int64"))
case("discretization_bools", B([0.5], name="b"), given([[0, 1], [1, 1]], "bool"))
case("discretization_float64", B([-0.5, 0.1], dtype="float64", name="b"), x(4, 3, dtype="float64"))
for mode in ("one_hot", "multi_hot", "count"):
    case(f"discretization_{mode}", B([-0.5, 0.0, 1.0], output_mode=mode, name="b"), x(4, 3))
    case(f"discretization_{mode}_column", B([-0.5, 0.0, 1.0], output_mode=mode, name="b"), x(4, 1))
    case(f"discretization_{mode}_3d", B([-0.5, 0.0, 1.0], output_mode=mode, name="b"), x(2, 3, 2))
case("discretization_adapted", B(num_bins=4, name="b"), x(4, 3), adapt=x(37, 5))
case("discretization_adapted_epsilon", B(num_bins=3, epsilon=0.2, name="b"), x(4, 3), adapt=x(50))
case("discretization_adapted_many", B(num_bins=10, output_mode="one_hot", name="b"), x(4, 3), adapt=x(331))

if __name__ == "__main__":
    generate(re.compile(sys.argv[1]) if len(sys.argv) > 1 else None)
