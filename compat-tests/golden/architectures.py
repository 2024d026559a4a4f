"""Whole architectures that users write, small, for keras.applications.NamedArchitecturesTest.

A function of (keras, L) returns a model, its inputs and its targets; `make` saves the compiled model, and says what it
predicts, what three steps of training lose, and what it predicts then. Eagerly, as tracing would take most of the time.
"""
import numpy as np
import tensorflow as tf

BATCH = 6


def make(keras, name, file):
    keras.utils.set_random_seed(5)
    model, x, y = ARCHITECTURES[name](keras, keras.layers)
    optimizer = keras.optimizers.SGD(0.05, momentum=0.9) if name in ("lenet", "siamese") else "adam"
    loss = "binary_crossentropy" if model.outputs[0].shape[-1] == 1 else "sparse_categorical_crossentropy"
    model.compile(optimizer, loss, metrics=["accuracy"], run_eagerly=True)
    model.save(file)
    model = keras.models.load_model(file)
    model.run_eagerly = True
    inputs = x if isinstance(x, list) else [x]
    x = [tf.constant(v) for v in x] if isinstance(x, list) else x
    result = {"x": inputs, "t": y, "y": predict(model, x)}
    result["loss"] = [float(model.train_on_batch(x, y)[0]) for _ in range(3)]
    result["after"] = predict(model, x)
    return result


def predict(model, x):
    return model(x, training=False).numpy()


def rng():
    return np.random.default_rng(3)


def floats(*shape):
    return rng().normal(size=(BATCH, *shape)).astype("float32")


def words(length, vocabulary):
    """Numbers of words; sentences end in padding, each elsewhere."""
    w = rng().integers(1, vocabulary, (BATCH, length)).astype("int32")
    for i in range(BATCH):
        w[i, length - i % length:] = 0
    return w


def classes(n, *shape):
    return rng().integers(0, n, (BATCH, *shape)).astype("int32")


def lenet(keras, L):
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="tanh"), L.AveragePooling2D(2),
        L.Conv2D(16, 5, activation="tanh"), L.AveragePooling2D(2), L.Flatten(), L.Dense(120, activation="tanh"),
        L.Dense(84, activation="tanh"), L.Dense(10, activation="softmax")])
    return model, floats(28, 28, 1), classes(10)


def resnet(keras, L):
    def unit(x, filters, stride):
        y = L.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
        y = L.ReLU()(L.BatchNormalization()(y))
        y = L.BatchNormalization()(L.Conv2D(filters, 3, padding="same", use_bias=False)(y))
        if stride > 1:
            x = L.BatchNormalization()(L.Conv2D(filters, 1, strides=stride, use_bias=False)(x))
        return L.ReLU()(L.Add()([x, y]))

    i = keras.Input((16, 16, 3))
    x = L.ReLU()(L.BatchNormalization()(L.Conv2D(8, 3, padding="same", use_bias=False)(i)))
    for filters, stride in ((8, 1), (8, 1), (16, 2), (16, 1)):
        x = unit(x, filters, stride)
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(i, L.Dense(4, activation="softmax")(x)), floats(16, 16, 3), classes(4)


def inverted_residual(keras, L):
    i = keras.Input((12, 12, 8))
    x = L.ReLU(6.0)(L.BatchNormalization(momentum=0.999)(L.Conv2D(48, 1, use_bias=False)(i)))
    x = L.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    x = L.ReLU(6.0)(L.BatchNormalization(momentum=0.999)(x))
    x = L.BatchNormalization(momentum=0.999)(L.Conv2D(8, 1, use_bias=False)(x))
    x = L.GlobalAveragePooling2D()(L.Add()([i, x]))
    return keras.Model(i, L.Dense(3, activation="softmax")(x)), floats(12, 12, 8), classes(3)


def unet(keras, L):
    def twice(x, filters):
        for _ in range(2):
            x = L.Conv2D(filters, 3, padding="same", activation="relu")(x)
        return x

    i = keras.Input((16, 16, 1))
    kept, x = [], i
    for filters in (4, 8):
        x = twice(x, filters)
        kept.append(x)
        x = L.Dropout(0.1, seed=filters)(L.MaxPooling2D()(x))
    x = twice(x, 16)
    for filters in (8, 4):
        x = L.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
        x = twice(L.Concatenate()([x, kept.pop()]), filters)
    x = L.UpSampling2D(interpolation="bilinear")(L.MaxPooling2D()(x))
    return keras.Model(i, L.Conv2D(3, 1, activation="softmax")(x)), floats(16, 16, 1), classes(3, 16, 16)


def tagger(keras, L):
    i = keras.Input((None,), dtype="int32")
    x = L.Embedding(20, 8, mask_zero=True)(i)
    x = L.Bidirectional(L.GRU(6, return_sequences=True, dropout=0.2, seed=1))(x)
    return keras.Model(i, L.TimeDistributed(L.Dense(4, activation="softmax"))(x)), words(7, 20), classes(4, 7)


def seq2seq(keras, L):
    source, target = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    _, h, c = L.LSTM(7, return_state=True)(L.Embedding(15, 5, mask_zero=True)(source))
    y, _, _ = L.LSTM(7, return_sequences=True, return_state=True)(
        L.Embedding(12, 5, mask_zero=True)(target), initial_state=[h, c])
    return keras.Model([source, target], L.Dense(12, activation="softmax")(y)), [words(6, 15), words(5, 12)], classes(12, 5)


def transformer(keras, L, x, i, causal):
    a = L.MultiHeadAttention(2, 4, dropout=0.1, seed=2)(x, x, use_causal_mask=causal)
    x = L.LayerNormalization(epsilon=1e-6)(L.Add()([x, L.Dropout(0.1, seed=3)(a)]))
    f = L.Dense(8)(L.Dense(16, activation="gelu")(x))
    return L.LayerNormalization(epsilon=1e-6)(L.Add()([x, f]))


def encoder(keras, L):
    i = keras.Input((8,), dtype="int32")
    x = transformer(keras, L, L.Embedding(30, 8, mask_zero=True)(i), i, False)
    return keras.Model(i, L.Dense(3, activation="softmax")(L.GlobalAveragePooling1D()(x))), words(8, 30), classes(3)


def decoder(keras, L):
    i, memory = keras.Input((6,), dtype="int32"), keras.Input((5, 8))
    x = transformer(keras, L, L.Embedding(30, 8, mask_zero=True)(i), i, True)
    x = L.Add()([x, L.MultiHeadAttention(2, 4)(x, memory)])
    return keras.Model([i, memory], L.Dense(30, activation="softmax")(x)), [words(6, 30), floats(5, 8)], classes(30, 6)


def siamese(keras, L):
    i = keras.Input((10, 10, 1))
    x = L.MaxPooling2D()(L.Conv2D(4, 3, activation="relu")(i))
    x = L.BatchNormalization()(L.Dense(6)(L.Flatten()(x)))
    tower = keras.Model(i, L.UnitNormalization()(x), name="tower")
    a, b = keras.Input((10, 10, 1)), keras.Input((10, 10, 1))
    d = keras.ops.sqrt(keras.ops.sum(keras.ops.square(tower(a) - tower(b)), axis=1, keepdims=True) + 1e-6)
    pair = [floats(10, 10, 1), floats(10, 10, 1)[::-1] * 0.5]
    return keras.Model([a, b], L.Dense(1, activation="sigmoid")(d)), pair, classes(2, 1)


def tabular(keras, L):
    colours = np.array([["red"], ["green"], ["blue"], ["red"], ["black"], ["green"]], object)
    ages = (30 + 15 * floats(1)).astype("float32")
    sizes = 100 + 20 * floats(2)
    a, b, c = keras.Input((1,), dtype="string"), keras.Input((1,)), keras.Input((2,))
    lookup = L.StringLookup(output_mode="one_hot", num_oov_indices=1)
    lookup.adapt(colours[:4])
    bins = L.Discretization(num_bins=3, output_mode="one_hot")
    bins.adapt(ages)
    scaled = L.Normalization()
    scaled.adapt(sizes)
    x = L.Concatenate()([lookup(a), bins(b), scaled(c)])
    x = L.Dropout(0.3, seed=9)(L.Dense(8, activation="relu")(x))
    return keras.Model([a, b, c], L.Dense(1, activation="sigmoid")(x)), [colours, ages, sizes], classes(2, 1)


ARCHITECTURES = {f.__name__: f for f in (
    lenet, resnet, inverted_residual, unet, tagger, seq2seq, encoder, decoder, siamese, tabular)}
