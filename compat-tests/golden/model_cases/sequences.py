"""Embeddings and recurrence, merges and attention, models in models, and odd names."""
from model_cases.architectures import attention, long_names, masked_rnn, merges, merges_seq, mha, nested_functional, seq2seq, sequential_of_models, siamese, states, transformer, unicode_names
from model_cases.spec import ACCURACY, MSE, SCCE, Case, D, Fn, Seq, Train, sgd


def cases():
    C, S = Case, Seq
    out = []
    add = out.append
    acc, scce, mse = ACCURACY, SCCE, MSE

    # --- embeddings and recurrence ----------------------------------------
    add(C("embedding_mean", S((6,), ("Embedding", dict(input_dim=20, output_dim=4)), ("GlobalAveragePooling1D", {}), D(2), dtype="int32"),
          vocab=20, formats="full", train=Train(("Adam", {}), mse)))

    def rnn(name, *layers, shape=(6, 4), **kw):
        add(C(name, S(shape, *layers), **kw))
    rnn("simple_rnn", ("SimpleRNN", dict(units=5)), formats="full", train=Train(sgd(), mse))
    rnn("lstm", ("LSTM", dict(units=5)), formats="full", train=Train(("Adam", {}), mse))
    rnn("lstm_seq_backwards", ("LSTM", dict(units=4, return_sequences=True, go_backwards=True)))
    rnn("lstm_options", ("LSTM", dict(units=4, activation="relu", recurrent_activation="hard_sigmoid", use_bias=False, return_sequences=True)),
        ("LSTM", dict(units=3, unit_forget_bias=False)), notes="hard_sigmoid differs between Keras 2 and 3")
    rnn("gru", ("GRU", dict(units=5)), formats="basic", train=Train(("Adam", {}), mse))
    rnn("gru_reset_before", ("GRU", dict(units=4, reset_after=False, return_sequences=True)), ("GRU", dict(units=3, reset_after=False, go_backwards=True)),
        train=Train(sgd(), mse))
    rnn("gru_no_bias", ("GRU", dict(units=4, use_bias=False, return_sequences=True)), ("GRU", dict(units=3, use_bias=False, reset_after=False)))
    rnn("rnn_stack", ("SimpleRNN", dict(units=4, return_sequences=True)), ("LSTM", dict(units=3, return_sequences=True)), ("GRU", dict(units=3)), D(1))
    rnn("bidirectional_lstm", ("Bidirectional", dict(layer=("LSTM", dict(units=3, return_sequences=True)))), formats="basic", train=Train(sgd(), mse, targets="like"))
    rnn("bidirectional_modes", ("Bidirectional", dict(layer=("GRU", dict(units=3, return_sequences=True)), merge_mode="sum")),
        ("Bidirectional", dict(layer=("SimpleRNN", dict(units=3, return_sequences=True)), merge_mode="mul")),
        ("Bidirectional", dict(layer=("LSTM", dict(units=2)), merge_mode="ave")))
    rnn("bidirectional_backward_layer", ("Bidirectional", dict(layer=("LSTM", dict(units=3)), backward_layer=("GRU", dict(units=4, go_backwards=True)))))
    rnn("time_distributed_dense", ("TimeDistributed", dict(layer=D(3, "relu"))), ("TimeDistributed", dict(layer=D(2))), train=Train(sgd(), mse, targets="like"))
    rnn("time_distributed_conv", ("TimeDistributed", dict(layer=("Conv2D", dict(filters=2, kernel_size=3)))), shape=(3, 5, 5, 2))
    add(C("conv_lstm", S((3, 5, 5, 2), ("ConvLSTM2D", dict(filters=2, kernel_size=3)))))
    add(C("rnn_states", Fn(states)))
    add(C("seq2seq_lstm", Fn(seq2seq), formats="basic", notes="initial_state tensors passed by keyword"))
    mask_bad = {"model_v3.h5": "Keras 3's h5 loader does not know the NotEqual operation that computes the mask"}
    add(C("masking_lstm", Fn(masked_rnn, how="masking"), notes="rows of zeros are masked", known_bad=mask_bad))
    add(C("embedding_mask_zero_gru", Fn(masked_rnn, cell="GRU", units=4), vocab=9, known_bad=mask_bad,
          notes="Keras 3 stores the mask's computation as a graph node (class NotEqual) passed as kwargs mask="))
    add(C("embedding_mask_zero_sequential", S((6,), ("Embedding", dict(input_dim=9, output_dim=4, mask_zero=True)), ("LSTM", dict(units=3)), D(2), dtype="int32"), vocab=9))

    # --- merges, attention, nesting ---------------------------------------
    add(C("merges", Fn(merges), formats="basic"))
    add(C("merges_seq", Fn(merges_seq)))
    add(C("attention", Fn(attention), known_bad={"model_v3.h5": "Keras 3's h5 loader turns score_mode 'dot' into a function"}))
    add(C("mha_self", Fn(mha), formats="full"))
    add(C("mha_cross", Fn(mha, tv=7, value_dim=4, output_shape=5, use_bias=False)))
    add(C("transformer_block", Fn(transformer), vocab=20, train=Train(("Adam", {}), scce, acc, targets="sparse3", epochs=2)))
    add(C("siamese_nested", Fn(siamese), formats="full", notes="nested Sequential called twice: node indices differ between Keras 2 and 3",
          train=Train(sgd(), ("BinaryCrossentropy", {}), targets="binary", epochs=2)))
    add(C("nested_functional", Fn(nested_functional)))
    add(C("sequential_of_models", Fn(sequential_of_models)))
    add(C("long_layer_names", Fn(long_names), formats="weights", only="tk", notes="> 64 kB of layer names: layer_names0, layer_names1 ..."))
    add(C("unicode_layer_names", Fn(unicode_names), only="k3", notes="h5 links and attributes in UTF-8; tf_keras refuses such names"))
    return out
