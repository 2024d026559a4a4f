"""Few models with many heads, which together hold layers that no other case has."""
from model_cases.spec import MSE, Case, Fn, Train, sgd

RANGE = dict(value_range=(0, 1))


def cases():
    C, reg = Case, Train(sgd(0.05), MSE, epochs=2, n=12, batch_size=6)
    return [
        C("heads_shapes", Fn(shapes), notes="random layers do nothing to predictions; Keras 2 and 3 draw other numbers in training, and Keras 3 exports them so that they draw"),
        C("heads_tables", Fn(tables), vocab=8, formats="full", train=reg),
        C("heads_cells", Fn(cells), train=Train(("Adam", {}), MSE, epochs=2, n=12, batch_size=6)),
        C("heads_layers", Fn(layers), train=reg),
        C("heads_images", Fn(images), only="k3", train=reg),
        C("heads_colors", Fn(colors), only="k3", train=reg,
          known_bad={"model_v3.h5": "Keras 3 cannot copy the configs of these layers, and so not save .h5"}),
        C("heads_tf_keras", Fn(tf_keras_only), only="tk", train=reg),
    ]


def joined(K, L, x, heads, name, units=2):
    """A model of all heads, each made flat, and what a Dense makes of them together."""
    flat = [L.Flatten(name=f"flat_{i}")(h) for i, h in enumerate(heads)]
    return K.Model(x, L.Dense(units, name="out")(L.Concatenate(name="all")(flat)), name=name)


def averaged(K, L, x, images, name):
    """A model of heads that are images."""
    heads = [L.GlobalAveragePooling2D(name=f"mean_{i}")(h) for i, h in enumerate(images)]
    return K.Model(x, L.Dense(2, name="out")(L.Concatenate(name="all")(heads)), name=name)


def image(L, side=6):
    """An input, and the image that is made of it without a rounding: its values are in 0 to 1."""
    x = L.Input((side, side, 3), name="image")
    return x, L.ReLU(max_value=1.0, name="pixels")(x)


def shapes(K, L):
    x, i = image(L)
    volume = L.Reshape((3, 4, 9, 1), name="volume")(i)
    return K.Model(x, [
        L.CenterCrop(4, 5, name="center")(i),
        L.Resizing(3, 4, name="resize")(i),
        L.Resizing(4, 4, interpolation="nearest", crop_to_aspect_ratio=True, name="resize_crop")(i),
        L.RandomCrop(4, 5, seed=1, name="crop")(i),
        L.RandomFlip("horizontal", seed=2, name="flip")(i),
        L.RandomRotation(0.2, fill_mode="nearest", seed=3, name="rotate")(i),
        L.RandomTranslation(0.2, (-0.1, 0.3), seed=4, name="move")(i),
        L.RandomZoom(0.3, seed=5, name="zoom")(i),
        L.RandomContrast(0.4, seed=6, name="contrast")(i),
        L.SpatialDropout2D(0.2, seed=7, name="drop2")(i),
        L.SpatialDropout3D(0.3, seed=8, name="drop3")(volume),
    ], name="shapes")


def tables(K, L):
    n, f = L.Input((1,), dtype="int64", name="number"), L.Input((3,), name="measure")
    words = ["ant", "bee", "cow", "dog", "elk", "fox"]
    word = L.StringLookup(vocabulary=words, invert=True, name="words")(n)
    bucket = L.Discretization(bin_boundaries=[-0.5, 0.0, 0.7], name="bucket")(f)
    known = L.IntegerLookup(vocabulary=[2, 3, 5, 7], num_oov_indices=2, name="primes")(n)
    token = L.TextVectorization(vocabulary=["ow", "c", "x"], split="character", ngrams=2, output_sequence_length=6, name="letters")(word)
    return joined(K, L, [n, f], [
        L.StringLookup(vocabulary=words[:4], output_mode="one_hot", name="some_words")(word),
        L.TextVectorization(vocabulary=words[2:], output_mode="multi_hot", name="texts")(word),
        L.Embedding(9, 2, name="letters_vectors")(token),
        L.Embedding(6, 2, name="primes_vectors")(known),
        L.IntegerLookup(vocabulary=[1, 2, 3, 4, 5], output_mode="count", name="count")(n),
        L.CategoryEncoding(4, output_mode="multi_hot", name="buckets")(bucket),
        L.CategoryEncoding(9, output_mode="one_hot", name="one")(n),
        L.Hashing(5, output_mode="one_hot", name="hash")(word),
        L.Hashing(4, salt=[3, 9], output_mode="one_hot", name="salted")(n),
        L.HashedCrossing(6, output_mode="one_hot", name="crossed")((n, word)),
        L.Discretization(bin_boundaries=[0.0], output_mode="multi_hot", name="sign")(f),
    ], "tables")


def cells(K, L):
    x, row = L.Input((4, 3), name="series"), L.Input((3, 5, 2), name="rows")
    return joined(K, L, [x, row], [
        L.RNN(L.LSTMCell(3, name="lstm_cell"), name="lstm")(x),
        L.RNN(L.GRUCell(3, reset_after=False, name="gru_cell"), go_backwards=True, name="gru")(x),
        L.RNN(L.SimpleRNNCell(2, activation="elu", name="simple_cell"), return_sequences=True, name="simple")(x),
        L.RNN([L.GRUCell(2, name="low"), L.LSTMCell(3, name="high")], name="listed")(x),
        L.RNN(L.StackedRNNCells([L.SimpleRNNCell(3, name="first"), L.GRUCell(2, name="second")], name="cells"), return_sequences=True, name="stacked")(x),
        L.ConvLSTM1D(2, 3, padding="same", name="conv_lstm")(row),
    ], "cells")


def layers(K, L):
    x, v = L.Input((4, 3), name="series"), L.Input((2, 3, 4, 3, 1), name="films")
    return joined(K, L, [x, v], [
        L.EinsumDense("abc,cd->abd", output_shape=(4, 2), bias_axes="d", activation="tanh", name="einsum")(x),
        L.EinsumDense("abc,bcde->ade", output_shape=(2, 3), name="einsum_all")(x),
        L.ConvLSTM3D(2, 2, name="conv_lstm")(v),
    ], "layers")


def images(K, L):
    x, i = image(L)
    return averaged(K, L, x, [
        L.RandomCrop(4, 5, seed=1, name="crop")(i),
        L.RandomFlip(seed=2, name="flip")(i),
        L.RandomRotation(0.2, seed=3, name="rotate")(i),
        L.RandomTranslation(0.2, 0.3, fill_mode="wrap", seed=4, name="move")(i),
        L.RandomZoom(0.3, 0.2, seed=5, name="zoom")(i),
        L.RandomShear((0.1, 0.4), (0.0, 0.3), seed=6, name="shear")(i),
        L.RandomPerspective(0.7, 0.4, seed=7, name="perspective")(i),
        L.RandomElasticTransform(0.9, value_range=(0, 1), seed=8, name="elastic")(i),
        L.RandomErasing(0.9, value_range=(0, 1), seed=9, name="erase")(i),
        L.CutMix(seed=10, name="cut_mix")(i),
        L.MixUp(seed=11, name="mix_up")(i),
        L.MaxNumBoundingBoxes(3, name="boxes")(i),
        L.Pipeline([L.RandomFlip("vertical", seed=12, name="flip_in"), L.CenterCrop(4, 4, name="center")], name="pipeline")(i),
        L.SpatialDropout2D(0.3, seed=13, name="drop")(i),
    ], "images")


def colors(K, L):
    x, i = image(L)
    return averaged(K, L, x, [
        L.Solarization(addition_factor=0.2, threshold_factor=0.4, seed=1, name="solar", **RANGE)(i),
        L.RandomBrightness(0.4, seed=2, name="brightness", **RANGE)(i),
        L.RandomColorDegeneration(0.8, seed=3, name="degenerate", **RANGE)(i),
        L.RandomPosterization(3, seed=4, name="poster", **RANGE)(i),
        L.RandomSaturation(0.7, seed=5, name="saturate", **RANGE)(i),
        L.RandomSharpness(0.6, seed=6, name="sharpen", **RANGE)(i),
    ], "colors")


def tf_keras_only(K, L):
    s, x = L.Input((5, 2), name="series"), L.Input((4, 5, 2), name="image")
    mean = L.GlobalAveragePooling2D
    return joined(K, L, [s, x], [
        L.LocallyConnected1D(2, 2, strides=2, name="local1")(s),
        L.LocallyConnected2D(2, (2, 3), implementation=2, activation="tanh", name="local2")(x),
        L.LocallyConnected2D(2, 2, implementation=3, name="local2_sparse")(x),
        mean(name="mean_high")(L.RandomHeight(0.0, seed=1, name="high")(x)),
        mean(name="mean_wide")(L.RandomWidth(0.0, seed=2, name="wide")(x)),
        L.RandomBrightness(0.0, value_range=(-1, 1), seed=3, name="brightness")(x),
    ], "tf_keras_only")
