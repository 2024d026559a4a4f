"""The classes of Keras: golden/classes/MODULE.json. `python classes.py` writes them all.

Each file holds "made_with" and "classes", a list by name. A class has "parameters", the names that its constructor
takes, "required", those without a default, and "object": an instance with the required ones alone, serialized.
tf_keras' RadialConstraint and two metrics, which Keras 3 lacks, are among them. Layers are not: every layer has fixtures, which hold the same.
"""
import inspect

import fixture
import keras
import tf_keras

MODULES = {
    "keras.constraints": keras.constraints.Constraint,
    "keras.initializers": keras.initializers.Initializer,
    "keras.losses": keras.losses.Loss,
    "keras.metrics": keras.metrics.Metric,
    "keras.optimizers": keras.optimizers.Optimizer,
    "keras.optimizers.schedules": keras.optimizers.schedules.LearningRateSchedule,
    "keras.random": keras.random.SeedGenerator,
    "keras.regularizers": keras.regularizers.Regularizer,
}

# A value for each required argument, whichever class asks for it.
REQUIRED = {
    "alpha": 0.1,
    "boundaries": [10, 20],
    "decay_rate": 0.9,
    "decay_steps": 100,
    "default_optimizer": lambda: keras.optimizers.SGD(),
    "first_decay_steps": 50,
    "initial_learning_rate": 0.1,
    "inner_optimizer": lambda: keras.optimizers.SGD(),
    "normalizer": 2.0,
    "num_classes": 3,
    "optimizer_map": lambda: keras.optimizers.OptimizerMap(keras.optimizers.SGD()),
    "precision": 0.5,
    "recall": 0.5,
    "sensitivity": 0.5,
    "specificity": 0.5,
    "target_class_ids": [0],
    "values": [0.1, 0.05, 0.01],
}

# Bases for subclassing, and wrappers of a function.
LEFT_OUT = "Constraint Initializer LearningRateSchedule Loss MeanMetricWrapper Metric Optimizer Regularizer".split()


def main():
    for module, base in MODULES.items():
        public = vars(eval(module))
        found = {c.__name__: c for c in public.values() if inspect.isclass(c) and issubclass(c, base)}
        if module == "keras.optimizers":
            found["OptimizerMap"] = keras.optimizers.OptimizerMap
        classes = [describe(module, found[name]) for name in sorted(found) if name not in LEFT_OUT]
        if module == "keras.constraints":
            classes.append(of_tf_keras(module, tf_keras.constraints.RadialConstraint))
        if module == "keras.metrics":
            classes += [of_tf_keras(module, tf_keras.metrics.MeanRelativeError)]
            classes += [of_tf_keras(module, tf_keras.metrics.MeanTensor)]
        fixture.write("classes", module, {"made_with": fixture.versions(), "classes": classes})
        print(module, len(classes))


def describe(module, cls):
    keras.utils.clear_session()
    parameters, required, instance = make(cls)
    return {
        "name": f"{module}.{cls.__name__}",
        "parameters": parameters,
        "required": required,
        "object": keras.saving.serialize_keras_object(instance),
    }


def make(cls):
    """The names of the arguments, of those without a default, and an instance with the latter alone."""
    parameters = [
        p
        for p in inspect.signature(cls.__init__).parameters.values()
        if p.name != "self" and p.kind is p.POSITIONAL_OR_KEYWORD
    ]
    required = [p.name for p in parameters if p.default is p.empty]
    values = {name: REQUIRED[name] for name in required}
    instance = cls(**{name: v() if callable(v) else v for name, v in values.items()})
    return [p.name for p in parameters], required, instance


def of_tf_keras(module, cls):
    """A class that tf_keras alone has, in Keras 3's words."""
    tf_keras.backend.clear_session()
    parameters, required, instance = make(cls)
    config = {k: v.item() if hasattr(v, "item") else v for k, v in instance.get_config().items()}
    spec = {"module": module, "class_name": cls.__name__, "config": config, "registered_name": None}
    return {"name": f"{module}.{cls.__name__}", "parameters": parameters, "required": required, "object": spec}


if __name__ == "__main__":
    main()
