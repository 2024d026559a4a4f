"""How a case is described."""


class Case:
    """One training.

    model    makes the model
    compile  makes compile()'s arguments; the optimizer is SGD(0.1) unless given
    data     function of a random generator -> arrays for fit(): x, y and, where used, sample_weight, validation_data
    options  fit()'s other arguments
    tolerance  how near numbers must come; None for the test's own
    fails    whether Keras refuses this
    """

    def __init__(self, id, model, compile, data, fails=False, **options):
        self.id, self.model, self.fails = id, model, fails
        self._compile, self._data = compile, data
        self.options = {"epochs": 2, "batch_size": 4, **options}

    tolerance = None

    def start(self, model, rng):
        """Gives the model the weights it starts from."""
        model.set_weights([rng.normal(size=w.shape).astype("float32") * 0.5 for w in model.get_weights()])

    def compile(self):
        import keras

        return {"optimizer": keras.optimizers.SGD(0.1), **self._compile()}

    def data(self, rng):
        return self._data(rng), self.options
