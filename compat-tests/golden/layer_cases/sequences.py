"""Layers of sequences, and normalization over their features."""
import keras
from layer_case import case, x

L = keras.layers
C = keras.constraints
R = keras.regularizers
I = keras.initializers

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

# ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
V, M3 = L.ConvLSTM2D, [[1, 1, 0], [0, 1, 1]]
case("conv_lstm1d", L.ConvLSTM1D(2, 3, name="r"), x(2, 3, 5, 2), tolerance=5e-6)
case("conv_lstm2d", V(2, (2, 3), name="r"), x(2, 3, 4, 5, 2), tolerance=5e-6)
case("conv_lstm3d", L.ConvLSTM3D(2, 2, name="r"), x(2, 2, 3, 3, 3, 1), tolerance=5e-6)
case("conv_lstm2d_same", V(2, 3, padding="same", return_sequences=True, return_state=True, name="r"), x(2, 3, 3, 4, 2), tolerance=5e-6)
case("conv_lstm1d_strides", L.ConvLSTM1D(2, 2, strides=2, return_sequences=True, name="r"), x(2, 3, 6, 2), tolerance=5e-6)
case("conv_lstm2d_strides", V(2, 3, strides=(2, 1), padding="same", name="r"), x(2, 2, 5, 4, 1), tolerance=5e-6)
case("conv_lstm1d_dilation", L.ConvLSTM1D(2, 2, dilation_rate=2, name="r"), x(2, 3, 6, 2), tolerance=5e-6)
case("conv_lstm2d_dilation", V(2, 2, dilation_rate=(1, 2), padding="same", return_sequences=True, name="r"), x(2, 2, 4, 5, 1), tolerance=5e-6)
case("conv_lstm2d_backwards", V(2, 2, go_backwards=True, return_sequences=True, name="r"), x(2, 3, 3, 3, 1, mask=M3), tolerance=5e-6)
case("conv_lstm2d_masked", V(2, 2, return_state=True, name="r"), x(2, 3, 3, 3, 1, mask=M3), tolerance=5e-6)
case("conv_lstm2d_zero_output", V(2, 2, return_sequences=True, zero_output_for_mask=True, name="r"), x(2, 3, 3, 3, 1, mask=M3), tolerance=5e-6)
case("conv_lstm2d_unroll", V(2, 2, unroll=True, return_sequences=True, name="r"), x(2, 3, 3, 3, 1, mask=M3), tolerance=5e-6)
case("conv_lstm1d_stateful", L.ConvLSTM1D(2, 2, stateful=True, name="r"), x(2, 3, 4, 1), tolerance=5e-6)
case("conv_lstm1d_initial_state", L.ConvLSTM1D(2, 2, name="r"), x(2, 3, 4, 1), call={"initial_state": [x(2, 3, 2)] * 2}, tolerance=5e-6)
case("conv_lstm2d_dropout", V(2, 2, dropout=0.4, seed=7, name="r"), x(2, 2, 3, 3, 2), tolerance=5e-6)
case("conv_lstm1d_dropouts", L.ConvLSTM1D(2, 2, dropout=0.3, recurrent_dropout=0.4, seed=3, return_sequences=True, name="r"), x(2, 3, 4, 2), tolerance=5e-6)
case("conv_lstm1d_dropout_all", L.ConvLSTM1D(2, 2, dropout=1.0, recurrent_dropout=1.0, seed=3, name="r"), x(2, 3, 4, 2), tolerance=5e-6)
case("conv_lstm1d_options", L.ConvLSTM1D(2, 2, activation="relu", recurrent_activation="hard_sigmoid", unit_forget_bias=False, kernel_initializer=I.HeNormal(seed=3), recurrent_initializer=I.GlorotNormal(seed=5), bias_initializer=I.Constant(0.5), kernel_regularizer=R.L2(0.02), recurrent_regularizer=R.L1(0.03), bias_regularizer=R.L2(0.01), activity_regularizer=R.L1(0.02), kernel_constraint=C.MaxNorm(1.5), recurrent_constraint=C.NonNeg(), bias_constraint=C.NonNeg(), name="r"), x(2, 3, 4, 2), tolerance=5e-6)
case("conv_lstm1d_no_bias", L.ConvLSTM1D(2, 2, use_bias=False, name="r"), x(2, 3, 4, 2), tolerance=5e-6)
case("conv_lstm1d_float64", L.ConvLSTM1D(2, 2, dtype="float64", name="r"), x(2, 3, 4, 2, dtype="float64"))
case("conv_lstm1d_mixed_bfloat16", L.ConvLSTM1D(2, 2, dtype="mixed_bfloat16", name="r"), x(2, 3, 4, 2), tolerance=5e-2)
case("conv_lstm1d_bidirectional", B(L.ConvLSTM1D(2, 2, return_sequences=True, name="r"), name="b"), x(2, 3, 4, 2, mask=M3), tolerance=5e-6)
case("conv_lstm2d_bidirectional", B(V(2, 2, return_state=True, name="r"), merge_mode="sum", name="b"), x(2, 2, 3, 3, 1), tolerance=5e-6)
case("conv_lstm1d_time_distributed", T(L.ConvLSTM1D(2, 2, name="r"), name="t"), x(2, 2, 3, 4, 1), tolerance=5e-6)

# GroupQueryAttention: in float64, as MultiHeadAttention
G, D = L.GroupQueryAttention, dict(dtype="float64")
case("group_query_attention", G(3, 4, 2, name="g", **D), x(2, 4, 5, **D), call={"value": x(2, 3, 5, **D)})
case("group_query_attention_float32", G(2, 2, 1, name="g"), x(2, 4, 5), call={"value": x(2, 3, 5)}, tolerance=1e-3)
case("group_query_attention_key", G(3, 2, 1, use_bias=False, name="g", **D), x(2, 4, 5, **D), call={"value": x(2, 3, 5, **D), "key": x(2, 3, 4, **D)})
case("group_query_attention_causal", G(3, 4, 2, use_gate=True, name="g", **D), x(2, 4, 5, **D), call={"value": x(2, 4, 5, **D), "use_causal_mask": True})
case("group_query_attention_scores", G(3, 4, 4, name="g", **D), x(2, 4, 5, **D), call={"value": x(2, 4, 5, **D), "return_attention_scores": True, "use_causal_mask": True})
case("group_query_attention_dropout", G(3, 4, 2, dropout=0.3, seed=7, name="g", **D), x(2, 4, 5, **D, mask=[[1, 1, 1, 0], [1, 0, 1, 1]]), call={"value": x(2, 3, 5, **D, mask=[[1, 1, 0], [0, 1, 1]])})
case("group_query_attention_window", G(3, 2, 1, sliding_window=2, name="g", **D), x(2, 4, 5, **D), call={"value": x(2, 4, 5, **D), "attention_mask": x(2, 4, 4, dtype="bool", ints=2), "use_causal_mask": True})
case("group_query_attention_options", G(3, 4, 2, kernel_initializer=I.HeNormal(seed=3), bias_initializer=I.Constant(0.5), kernel_regularizer=R.L2(0.02), bias_regularizer=R.L1(0.03), kernel_constraint=C.NonNeg(), bias_constraint=C.NonNeg(), name="g", **D), x(2, 4, 5, **D), call={"value": x(2, 3, 5, **D)})
