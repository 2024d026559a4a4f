"""What keras.benchmark measures in Python, and the models of its WholeModelBenchmark.

    make(keras, folder)             writes every model to a .keras file
    times(...), layers(...), ...    what Python takes for them
    kernels(...)                    what each type of kernel takes in a step of fit
    python benchmarks.py FOLDER     writes the same models, with the same weights, to .onnx files

The last needs an environment of its own, of requirements.txt and of tf2onnx and onnx.
"""
import collections
import glob
import os
import sys
import tempfile
import time

import numpy as np

BATCH, CLASSES = 32, 10


def lenet(L):
    x = inputs = L.Input((28, 28, 1))
    x = L.MaxPooling2D()(L.Conv2D(6, 5, padding="same", activation="relu")(x))
    x = L.MaxPooling2D()(L.Conv2D(16, 5, activation="relu")(x))
    x = L.Dense(84, activation="relu")(L.Dense(120, activation="relu")(L.Flatten()(x)))
    return inputs, x


def resnet(L):
    """A ResNet of 14 layers for images of CIFAR: three stages of two blocks of two convolutions."""
    def convolve(x, filters, size=3, strides=1):
        return L.BatchNormalization()(L.Conv2D(filters, size, strides, "same", use_bias=False)(x))

    inputs = L.Input((32, 32, 3))
    x = L.ReLU()(convolve(inputs, 16))
    for filters, strides in ((16, 1), (16, 1), (32, 2), (32, 1), (64, 2), (64, 1)):
        y = convolve(L.ReLU()(convolve(x, filters, 3, strides)), filters)
        short = x if strides == 1 else convolve(x, filters, 1, strides)
        x = L.ReLU()(L.Add()([y, short]))
    return inputs, L.GlobalAveragePooling2D()(x)


def mobilenet_block(L):
    """The inverted residual of MobileNetV2, six times as wide inside, on 16×16 of 24 channels."""
    inputs = L.Input((32, 32, 3))
    x = L.ReLU(6.0)(L.BatchNormalization()(L.Conv2D(24, 3, 2, "same", use_bias=False)(inputs)))
    y = L.ReLU(6.0)(L.BatchNormalization()(L.Conv2D(144, 1, use_bias=False)(x)))
    y = L.ReLU(6.0)(L.BatchNormalization()(L.DepthwiseConv2D(3, padding="same", use_bias=False)(y)))
    y = L.BatchNormalization()(L.Conv2D(24, 1, use_bias=False)(y))
    return inputs, L.GlobalAveragePooling2D()(L.Add()([x, y]))


def transformer(L):
    """A block of an encoder: four heads on 64 tokens of 64 numbers, between layer normalizations and dropout."""
    inputs = L.Input((64,), dtype="int32")
    x = L.Embedding(1000, 64)(inputs)
    y = L.Dropout(0.1)(L.MultiHeadAttention(4, 16)(x, x))
    x = L.LayerNormalization(epsilon=1e-6)(L.Add()([x, y]))
    y = L.Dropout(0.1)(L.Dense(64)(L.Dense(256, activation="relu")(x)))
    x = L.LayerNormalization(epsilon=1e-6)(L.Add()([x, y]))
    return inputs, L.GlobalAveragePooling1D()(x)


def classifier(L):
    """The classifier of README, of images."""
    x = inputs = L.Input((28, 28))
    x = L.Dense(100, activation="relu")(L.Dense(300, activation="relu")(L.Flatten()(x)))
    return inputs, x


MODELS = {"LeNet": lenet, "ResNet": resnet, "MobileNetV2 block": mobilenet_block, "transformer block": transformer}


def build(keras, name):
    keras.utils.set_random_seed(0)
    inputs, x = {**MODELS, "classifier": classifier}[name](keras.layers)
    model = keras.Model(inputs, keras.layers.Dense(CLASSES, activation="softmax")(x), name=name.replace(" ", "_"))
    model.compile("sgd" if name == "classifier" else "adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def make(keras, folder):
    for name in MODELS:
        build(keras, name).save(f"{folder}/{name}.keras")
    keras.applications.MobileNetV2(weights=None).save(f"{folder}/MobileNetV2.keras")
    return list(MODELS)


def sample(model, number):
    rng = np.random.default_rng(0)
    shape = (number, *model.input_shape[1:])
    whole = model.inputs[0].dtype == "int32"
    x = rng.integers(0, 1000, shape).astype("int32") if whole else rng.random(shape, "float32")
    return x, rng.integers(0, CLASSES, number).astype("uint8")


def clock(keras):
    """A callback whose seconds are those of the last epoch."""
    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.start = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.seconds = time.perf_counter() - self.start

    return Clock()


def median(calls, call):
    """Seconds of a call, the middle one of the last half of many."""
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    late = sorted(times[calls // 2:])
    return late[len(late) // 2]


def times(keras, tf, file, steps, calls):
    """Seconds of a step of fit in its second epoch, of a one-sample predict, and of the same by a tf.function."""
    model = keras.models.load_model(file)
    x, y = sample(model, BATCH * steps)
    watch = clock(keras)
    model.fit(x, y, epochs=2, batch_size=BATCH, verbose=0, callbacks=[watch])
    one = x[:1]
    function = tf.function(lambda v: model(v, training=False))
    return [watch.seconds / steps,
            median(max(calls // 50, 10), lambda: model.predict(one, verbose=0)),
            median(calls, lambda: function(tf.constant(one)).numpy())]


def kernels(keras, tf, file, batch, steps):
    """Seconds of a step of fit; and by kernel how many run in a step, and the sum of the least that each took."""
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    model = keras.models.load_model(file)
    x, y = sample(model, batch * steps)
    folder = tempfile.mkdtemp()

    class Profile(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            tf.profiler.experimental.start(folder)

        def on_train_end(self, logs=None):
            tf.profiler.experimental.stop()

    watch = clock(keras)
    model.fit(x, y, epochs=2, batch_size=batch, verbose=0, callbacks=[watch])
    model.fit(x, y, batch_size=batch, verbose=0, callbacks=[Profile()])
    space = xplane_pb2.XSpace()
    with open(glob.glob(f"{folder}/**/*.xplane.pb", recursive=True)[0], "rb") as f:
        space.ParseFromString(f.read())
    nodes = collections.defaultdict(list)
    for plane in space.planes:
        for line in plane.lines:
            for event in line.events:
                name = plane.event_metadata[event.metadata_id].name
                if ":" in name and "::" not in name and not name.startswith(" ") and "__inference" not in name:
                    nodes[name].append(event.duration_ps / 1e12)
    found = collections.defaultdict(lambda: [0, 0])
    for name, times in nodes.items():
        if len(times) >= steps / 2:
            kind = found[name.rsplit(":", 1)[1]]
            kind[0] += 1
            kind[1] += min(times)
    return watch.seconds / steps, list(found), [k[0] for k in found.values()], [k[1] for k in found.values()]


def layers(keras, number):
    """Seconds to build a model of that many layers, and of its first step of training."""
    start = time.perf_counter()
    L = keras.layers
    x = inputs = L.Input((32,))
    for _ in range(number // 3):
        x = L.ReLU()(L.BatchNormalization()(L.Dense(32)(x)))
    model = keras.Model(inputs, x)
    model.compile("sgd", "mse")
    built = time.perf_counter() - start
    ones = np.ones((BATCH, 32), "float32")
    model.train_on_batch(ones, ones)
    return [built, time.perf_counter() - start - built]


def load(keras, file):
    start = time.perf_counter()
    keras.models.load_model(file)
    return [time.perf_counter() - start]


def main():
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import keras

    for name in MODELS:
        model = build(keras, name)
        model(sample(model, 1)[0])  # Keras exports only what was called
        model.export(f"{sys.argv[1]}/{name}.onnx", format="onnx", verbose=False)


if __name__ == "__main__":
    main()
