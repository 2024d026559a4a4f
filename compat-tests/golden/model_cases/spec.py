"""How a case is described: plain data, so that it can be pickled, listed and varied."""
import zlib


class Case:
    """One fixture directory.

    build   function (K, L) -> Keras model, for K in (tf_keras, keras), or, for
            function-level cases, function (ctx) -> dict written as JSON.
    only    "tk" or "k3" when the case exists in one Keras only.
    formats "lite": one or two model files; "basic": whole-model files and a
            checkpoint; "full": also weights files, SavedModels, and tf_keras'
            own .keras / .weights.h5.
    known_bad  file -> why the Keras that writes it cannot read it back (its
            bug); such a file is not kept, but its failing is checked.
    train   a Train, for the cases that fit().
    """

    def __init__(self, name, build, *, kind="model", only=None, formats="basic",
                 train=None, notes="", batch=3, atol=1e-5, rtol=1e-5,
                 vocab=None, known_bad=None, features=()):
        self.__dict__.update(locals())
        del self.__dict__["self"]
        self.seed = zlib.crc32(name.encode()) & 0x7FFFFFFF


class Train:
    """How a case is trained: always fit(shuffle=False), batches in order."""

    def __init__(self, optimizer, loss, metrics=(), *, targets="reg", n=20,
                 batch_size=8, epochs=3, loss_weights=None, sample_weight=False,
                 class_weight=None, weighted_metrics=None, validation=False,
                 tol=1e-4):
        self.__dict__.update(locals())
        del self.__dict__["self"]


class Seq:
    """Builder of a Sequential: layers are (class name, kwargs) pairs.

    A kwarg value that is itself such a pair becomes a layer (wrappers), an
    initializer, a regularizer or a constraint, by the name of the kwarg.
    """

    def __init__(self, shape, *layers, dtype="float32", input_style="Input",
                 name="model"):
        self.shape, self.layers, self.dtype = tuple(shape), layers, dtype
        self.input_style, self.name = input_style, name

    def __call__(self, K, L):
        specs = [(c, dict(k)) for c, k in self.layers]
        if self.input_style == "Input":
            head = [L.Input(self.shape, dtype=self.dtype, name="input")]
        else:  # the old way: the first layer is told its input_shape
            head = []
            specs[0][1]["input_shape"] = list(self.shape)
        return K.Sequential(head + [layer(K, L, s) for s in specs],
                            name=self.name)


def layer(K, L, spec):
    cls, kwargs = spec
    return getattr(L, cls)(**{k: arg(K, L, k, v) for k, v in kwargs.items()})


def arg(K, L, key, v):
    if not (isinstance(v, tuple) and len(v) == 2 and isinstance(v[0], str)
            and isinstance(v[1], dict)):
        return v
    for suffix, mod in (("initializer", K.initializers),
                        ("regularizer", K.regularizers),
                        ("constraint", K.constraints)):
        if key.endswith(suffix):
            return getattr(mod, v[0])(**v[1])
    return layer(K, L, v)


def D(units, activation=None, **kw):
    return ("Dense", dict(units=units, activation=activation, **kw))


def sgd(lr=0.01, **k):
    return ("SGD", dict(learning_rate=lr, **k))


def schedule(cls, **kw):
    return ("schedule", cls, kw)


class Fn:
    """A picklable functional builder: module-level function + parameters."""

    def __init__(self, fn, **params):
        self.fn, self.params = fn, params

    def __call__(self, K, L):
        return self.fn(K, L, **self.params)


ACCURACY = [("SparseCategoricalAccuracy", dict(name="accuracy"))]
SCCE = ("SparseCategoricalCrossentropy", {})
MSE = ("MeanSquaredError", {})
MAE = ("MeanAbsoluteError", {})
