"""All of keras.applications with random weights, for keras.applications.ArchitecturesTest.

    make(keras, name, folder)   builds one, writes it as .keras and .h5, and says what it predicts and how it trains
    judge(keras, ...)           compares a model that Java trained for one step and saved

The moving statistics of batch normalization are those of the sample, so that signals neither fade nor grow on their way
through hundreds of layers: outputs differ from image to image, and a mistake in one layer is seen in them.
"""
import time

import numpy as np

BATCH, CLASSES = 8, 5
SIZES = {"Xception": 71, "InceptionV3": 75, "InceptionResNetV2": 75, "ResNet152": 64}
# Their last blocks are of 2×2 and 3×3 pixels: of a single one, eight images are too few for statistics.
FAMILIES = {"EfficientNetB": 64, "EfficientNetV2": 96, "DenseNet": 64}


def names(keras):
    return sorted(n for n in dir(keras.applications) if n[0].isupper())


def make(keras, name, folder):
    keras.utils.set_random_seed(7)
    size = SIZES.get(name) or next((s for head, s in FAMILIES.items() if name.startswith(head)), 32)
    model = getattr(keras.applications, name)(weights=None, input_shape=(size, size, 3), classes=CLASSES)
    rng = np.random.default_rng(11)
    x = rng.uniform(0, 255, (BATCH, size, size, 3)).astype("float32")
    t = (np.arange(BATCH) % CLASSES).astype("int32")
    randomize(keras, model, rng)
    calibrate(keras, model, x)
    temper(keras, model, x)
    compile_(keras, model)
    files = [f"{folder}/{name}{end}" for end in (".keras", ".h5")]
    for file in files if keras.__version__ >= "3" else files[1:]:
        model.save(file)
    # What is compared was loaded, as in Java: its seeds of dropout are those of the file.
    start = time.perf_counter()
    model = keras.models.load_model(files[0] if keras.__version__ >= "3" else files[1], compile=False)
    seconds = time.perf_counter() - start
    before = model.get_weights()
    result = {"layers": len(model.layers), "parameters": model.count_params(), "load": seconds, "x": x, "t": t}
    result.update(step(keras, model, x, t))
    weights = model.get_weights()
    np.savez(f"{folder}/{name}.npz", *weights)
    rewind(keras, model, before)
    moved = step(keras, model, x * np.float32(1 + 1e-6), t)
    result["moved"] = float(max([np.abs(result[k] - moved[k]).max() for k in ("y", "loss", "after")]
                                + [np.abs(a - b).max() for a, b in zip(weights, model.get_weights())]))
    return result


def step(keras, model, x, t):
    """What a model predicts, its loss in a step of training, and what it predicts then.

    Predicts and trains by graphs, as fit() and Java: run one by one, the ops give Python itself other outputs, by 3e-4
    for EfficientNetB2 and images of 32×32, and other weights, by 0.09 for ResNet101.
    """
    if getattr(model, "optimizer", None) is None:
        compile_(keras, model)
    predict = graph(model)
    return {"y": predict(x), "loss": float(model.train_on_batch(x, t)), "after": predict(x)}


def rewind(keras, model, weights):
    """Puts weights, and the seeds of dropout, back to where they were."""
    model.set_weights(weights)
    for layer in all_layers(model):
        if hasattr(layer, "seed_generator"):
            layer.seed_generator.state.assign([layer.seed, 0])


def compile_(keras, model):
    model.compile(keras.optimizers.SGD(1e-3), "sparse_categorical_crossentropy")


def outputs(model, x):
    return model(x, training=False).numpy()


def graph(model):
    import tensorflow as tf

    function = tf.function(lambda x: model(x, training=False))
    return lambda x: function(tf.constant(x)).numpy()


def randomize(keras, model, rng):
    """Moves what starts from zeros or ones, and the scales that ConvNeXt starts from 1e-6."""
    for number, layer in enumerate(all_layers(model)):
        if isinstance(layer, keras.layers.Dropout):
            if keras.__version__ >= "3":  # files hold seeds that are given, and no states of seed generators
                layer.seed = number
            else:  # draws from the state of the process
                layer.rate = 0.0
        if type(layer).__name__ == "Normalization":
            layer.set_weights([rng.uniform(0.4, 0.5, w.shape) if i == 0 else rng.uniform(0.05, 0.07, w.shape) if i == 1
                               else np.zeros(w.shape) for i, w in enumerate(layer.get_weights())])
            if keras.__version__ >= "3":
                layer.finalize_state()  # else it normalizes by what it was built with until it is loaded
            continue
        for w in layer.weights:
            name = w.name.split("/")[-1].split(":")[0]
            if name in ("gamma", "beta", "bias"):
                scale = name == "gamma"
                value = rng.uniform(0.7, 1.3, w.shape) if scale else rng.uniform(-0.1, 0.1, w.shape)
                w.assign(value.astype("float32"))


def all_layers(model):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from all_layers(layer)
        else:
            yield layer


def calibrate(keras, model, x):
    """Gives batch normalizations the statistics of the sample, without dropout, as when the model predicts."""
    norms = [layer for layer in all_layers(model) if isinstance(layer, keras.layers.BatchNormalization)]
    if not norms:
        return
    held = [(layer, "momentum", layer.momentum) for layer in norms]
    held += [(layer, "rate", layer.rate) for layer in all_layers(model) if isinstance(layer, keras.layers.Dropout)]
    for layer, option, _ in held:
        setattr(layer, option, 0.0)
    model(x, training=True)
    for layer, option, value in held:
        setattr(layer, option, value)


def temper(keras, model, x):
    """Scales the last kernel so that classes are neither equally likely nor certain."""
    last = model.layers[-1]
    if isinstance(last, keras.layers.Dense):
        kernel, bias = last.get_weights()
        logits = outputs(keras.Model(model.input, last.input), x) @ kernel
        last.set_weights([kernel * 2 / np.abs(logits - logits.mean()).max(), bias])


def judge(keras, name, folder, file, x):
    """The largest difference of a weight, and of an output, of a model that Java trained for a step and saved."""
    model = keras.models.load_model(file, compile=False)
    stored = np.load(f"{folder}/{name}.npz")
    theirs, ours = [stored[k] for k in stored.files], model.get_weights()
    if [w.shape for w in theirs] != [w.shape for w in ours]:
        raise ValueError("The weights of Java have other shapes.")
    return {"weights": float(max(np.abs(a - b).max() for a, b in zip(theirs, ours))),
            "y": graph(model)(x)}
