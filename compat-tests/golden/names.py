"""Writes the table of all of Keras' classes that the library knows by name: python names.py

One class a line: its module below `keras.`, its name, which Kerases export it (3 for Keras 3, 2 for tf_keras, old for what
was gone before), and the ids under which `losses.get`, `metrics.get` and `optimizers.get` find it.
"""
import inspect
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import tf_keras

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "../../keras-api/src/main/resources/keras/config/classes.txt")
MODULES = (
    "callbacks constraints initializers layers losses metrics optimizers optimizers.schedules quantizers regularizers"
).split()
IDS = {"losses": keras.src.losses, "metrics": keras.src.metrics, "optimizers": keras.src.optimizers}
# What Keras 1 and 2 had, and what their files call things that have no class of their own.
OLD = {
    "layers": "CuDNNGRU CuDNNLSTM DenseFeatures Highway LocallyConnected1D LocallyConnected2D MaxoutDense"
    " ThresholdedReLU SlicingOpLambda TFOpLambda TensorFlowOpLayer ClassMethod InstanceMethod InstanceProperty"
    " AtrousConvolution1D AtrousConvolution2D Convolution1D Convolution2D Convolution3D Deconvolution2D Merge"
    " SReLU TimeDistributedDense ParametricSoftplus GroupedQueryAttention",
}


def classes(framework, module):
    found = framework
    for part in module.split("."):
        found = getattr(found, part, None)
    exported = {n: o for n, o in vars(found).items() if inspect.isclass(o)} if found else {}
    return {n for n in exported if not n.startswith("_")}


def alias(module, name):
    """`=NAME` where Keras, or else tf_keras, has the class by that name too."""
    for framework in (keras, tf_keras):
        found = framework
        for part in (module + "." + name).split("."):
            found = getattr(found, part, None)
        if inspect.isclass(found):
            own = found.__name__
            return ["=" + own] if own != name and own in classes(framework, module) else []
    return []


def letters(name):
    return name.replace("_", "").lower()


def ids(module, name):
    """The ids that mean a class: its own name and the names of its function."""
    source = IDS.get(module)
    if source is None:
        return []
    objects = getattr(source, "ALL_OBJECTS_DICT", None) or source.ALL_OBJECTS_DICT
    function = next((o for n, o in objects.items() if letters(n) == letters(name) and not inspect.isclass(o)), None)
    cls = next((o for n, o in objects.items() if n == name or letters(n) == letters(name) and inspect.isclass(o)), None)
    found = [n for n, o in objects.items() if o is function and o is not None or o is cls and cls is not None]
    return sorted(set(found) - {name}, key=lambda n: (n.isupper(), n))


def main():
    lines = []
    for module in MODULES:
        new, old = classes(keras, module), classes(tf_keras, module)
        for name in sorted(new | old | set(OLD.get(module, "").split())):
            kerases = "".join(k for k, here in (("3", name in new), ("2", name in old)) if here) or "old"
            lines.append(" ".join([module, name, kerases] + alias(module, name) + ids(module, name)))
    os.makedirs(os.path.dirname(TABLE), exist_ok=True)
    with open(TABLE, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    print(len(lines), "classes")


main()
