"""Initial weights after set_random_seed: "seed", "python" (the lines that ran), "drawn" (what Python's random gave for
default seeds, in order), "weights" (path and value, or digest), and "training_outputs": what calling the model on
"input" with training=True gives, three times in a row, so that the dropout masks show.
"""
import inspect
import random
import textwrap

import fixture
import keras
import numpy as np
from arrays import encode, encode_or_digest

L = keras.layers


def article():
    return keras.Sequential([
        L.Input((28, 28)),
        L.Flatten(),
        L.Dense(300, activation="relu"),
        L.Dense(100, activation="relu"),
        L.Dense(10, activation="softmax"),
    ])


def small():
    return keras.Sequential([L.Input((4,)), L.Dense(3, activation="relu"), L.Dense(2)])


def added_one_by_one():
    model = keras.Sequential()
    model.add(L.Input((4,)))
    model.add(L.Dense(3))
    model.add(L.Dense(2))
    return model


def built_late():
    model = keras.Sequential([L.Dense(3), L.Dropout(0.5), L.Dense(2)])
    model.build((None, 4))
    return model


def last_layer_constructed_first():
    last = L.Dense(2)
    first = L.Dense(3)
    inputs = keras.Input((4,))
    return keras.Model(inputs, last(first(inputs)))


def unused_layer_draws_too():
    L.Dense(7)
    return small()


def second_of_two_models():
    small()
    return small()


def initializer_constructed_before():
    kernel = keras.initializers.HeNormal()
    first = L.Dense(3)
    second = L.Dense(2, kernel_initializer=kernel)
    return keras.Sequential([L.Input((4,)), first, second])


def initializer_shared_by_two_layers():
    kernel = keras.initializers.GlorotUniform()
    return keras.Sequential([
        L.Input((4,)),
        L.Dense(4, kernel_initializer=kernel),
        L.Dense(4, kernel_initializer=kernel),
    ])


def initializer_with_a_seed_draws_nothing():
    return keras.Sequential([
        L.Input((4,)),
        L.Dense(3, kernel_initializer=keras.initializers.HeNormal(seed=5)),
        L.Dense(2),
    ])


def every_initializer_by_name():
    model = keras.Sequential([L.Input((4,))])
    for name in """glorot_normal glorot_uniform he_normal he_uniform lecun_normal lecun_uniform orthogonal
            random_normal random_uniform truncated_normal variance_scaling""".split():
        model.add(L.Dense(4, kernel_initializer=name, bias_initializer="random_normal"))
    return model


def constants_draw_nothing():
    return keras.Sequential([
        L.Input((4,)),
        L.Dense(4, kernel_initializer="zeros", bias_initializer="ones"),
        L.Dense(4, kernel_initializer="identity"),
        L.Dense(2),
    ])


def dropout_between():
    return keras.Sequential([
        L.Input((4,)),
        L.Dense(6),
        L.Dropout(0.3),
        L.Dense(5),
        L.Dropout(0.5),
        L.Dense(2),
    ])


def dropout_alone():
    return keras.Sequential([L.Input((4,)), L.Dropout(0.4)])


def dropout_with_a_seed():
    return keras.Sequential([L.Input((4,)), L.Dense(6), L.Dropout(0.3, seed=11), L.Dense(2)])


def dropout_of_nothing_draws():
    return keras.Sequential([L.Input((4,)), L.Dropout(0.0), L.Dense(2)])


def dropout_used_twice():
    dropout = L.Dropout(0.5)
    inputs = keras.Input((4,))
    return keras.Model(inputs, L.Add()([dropout(inputs), dropout(inputs)]))


def batch_norm_between():
    return keras.Sequential([
        L.Input((4,)),
        L.Dense(6, use_bias=False),
        L.BatchNormalization(),
        L.Activation("relu"),
        L.Dense(2),
    ])


def embedding_first():
    return keras.Sequential([L.Input((4,), dtype="int32"), L.Embedding(9, 3), L.Flatten(), L.Dense(2)])


def two_branches():
    a, b = keras.Input((4,)), keras.Input((4,))
    right = L.Dense(3)(b)
    left = L.Dense(3)(a)
    return keras.Model([a, b], L.Dense(2)(L.Concatenate()([left, right])))


def popped_and_added():
    model = small()
    model.pop()
    model.add(L.Dense(5))
    return model


def cloned():
    return keras.models.clone_model(small())


def from_config():
    return keras.Sequential.from_config(small().get_config())


def seeded_again_between():
    small()
    keras.utils.set_random_seed(7)
    return small()


def shared_layer():
    shared = L.Dense(4)
    inputs = keras.Input((4,))
    return keras.Model(inputs, L.Dense(2)(shared(shared(inputs))))


def nested_model():
    encoder = keras.Sequential([L.Input((4,)), L.Dense(3)])
    decoder = keras.Sequential([L.Input((3,)), L.Dense(4)])
    inputs = keras.Input((4,))
    return keras.Model(inputs, decoder(encoder(inputs)))


MODELS = [
    article, small, added_one_by_one, built_late, last_layer_constructed_first, unused_layer_draws_too,
    second_of_two_models, initializer_constructed_before, initializer_shared_by_two_layers,
    initializer_with_a_seed_draws_nothing, every_initializer_by_name, constants_draw_nothing, dropout_between,
    dropout_alone, dropout_with_a_seed, dropout_of_nothing_draws, dropout_used_twice, batch_norm_between,
    embedding_first, two_branches, popped_and_added, cloned, from_config, seeded_again_between, shared_layer,
    nested_model,
]  # fmt: skip
SEEDS = [0, 1, 7, 2**31 - 1, 2**31, 2**32 - 1]


def main():
    cases = [case(build, 42) for build in MODELS] + [case(dropout_between, seed) for seed in SEEDS]
    fixture.write("seeds", "initial_weights", {"made_with": fixture.versions(), "cases": cases})


def case(build, seed):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    drawn, randint = [], random.randint

    def recording(low, high):
        drawn.append(randint(low, high))
        return drawn[-1]

    random.randint = recording
    try:
        model = build()
    finally:
        random.randint = randint
    shapes = [tuple(t.shape[1:]) for t in model.inputs]
    x = [np.ones((3,) + s, t.dtype) for s, t in zip(shapes, model.inputs)]
    outputs = [model(x if len(x) > 1 else x[0], training=True) for _ in range(3)]
    return {
        "id": build.__name__ + ("" if seed == 42 else f"_seed_{seed}"),
        "seed": seed,
        "python": textwrap.dedent(inspect.getsource(build)).splitlines()[1:],
        "drawn": drawn,
        "weights": [{"path": w.path, "value": encode_or_digest(w, 1024)} for w in model.weights],
        "inputs": [encode_or_digest(v, 100) for v in x],
        "training_outputs": encode(outputs),
    }


if __name__ == "__main__":
    main()
