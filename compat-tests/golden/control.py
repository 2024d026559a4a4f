"""The fixtures of the operations that take functions: golden/control/functions.json. `python control.py` writes it.

ControlContractTest has the same function of tensors by the same name, for each case.

| key | what |
| --- | --- |
| `id` | the name |
| `inputs` | arrays |
| `open` | whether the first axis has an unknown size in graphs |
| `outputs` | what it gives, in a graph with those unknown sizes |
| `gradients` | of the sum of squares of the outputs, by the inputs; null where there is none |
| `seconds` | of the sum of squares of those gradients, by the inputs |
| `shapes` | `[shape, dtype]` of each output in a functional model, as Keras infers them; null where Keras adds no such node |
"""
import fixture  # first, for it fixes the environment
import keras
import numpy as np
import tensorflow as tf
from arrays import encode
from keras import ops
from keras.src import tree
from operation_case import X

CASES = []


def case(*xs, graph=True, trees=False):
    """`trees`: Keras takes minutes where a size is unknown, so that it computes with the known one."""
    def add(f):
        CASES.append((f.__name__, f, xs, graph, trees))
        return f

    return add


flag = X(values=True, dtype="bool", open=False)


@case(flag, X(2, 3), X(2, 3), graph=False)
def cond_true(p, x, y):
    return ops.cond(p, lambda: x * y + x, lambda: ops.exp(y))


@case(X(values=False, dtype="bool", open=False), X(2, 3), X(2, 3), graph=False)
def cond_false(p, x, y):
    return ops.cond(p, lambda: (x * y, y * 2.0), lambda: (ops.exp(y), x))


@case(flag, X(values=[0.0, 1.0, 2.0]), graph=False)
def cond_without_nan(p, x):
    return ops.cond(p, lambda: x * 3.0, lambda: x / ops.sum(x * 0.0))


@case(flag, X(2, 3, dtype="int32", ints=9), X(2, 3), graph=False)
def cond_of_dtypes(p, n, x):
    return ops.cond(p, lambda: (n + 1, ops.square(x)), lambda: (n, x))


@case(flag, X(values=False, dtype="bool", open=False), X(2, 3), graph=False)
def cond_in_cond(p, q, x):
    return ops.cond(p, lambda: ops.cond(q, lambda: x * 2.0, lambda: ops.square(x) * x), lambda: x)


@case(X(values=1, dtype="int32", open=False), X(2, 3), X(2, 3))
def switch_middle(i, x, y):
    return ops.switch(i, [lambda a, b: a + b, lambda a, b: a * b * a, lambda a, b: a - b], x, y)


@case(X(values=9, dtype="int32", open=False), X(2, 3))
def switch_beyond(i, x):
    return ops.switch(i, [lambda a: ops.exp(a), lambda a: ops.tanh(a)], x)


@case(X(values=-3, dtype="int32", open=False), X(2, 3))
def switch_before(i, x):
    return ops.switch(i, [lambda a: ops.exp(a), lambda a: ops.tanh(a)], x)


@case(X(2, 3, low=0.1))
def while_until(x):
    return ops.while_loop(lambda a: ops.sum(a) < 100.0, lambda a: a * 1.5 + ops.square(a) * 0.1, x)


@case(X(2, 3, low=0.1), X(3, open=False))
def while_several(x, y):
    return ops.while_loop(lambda a, b, n: n < 4, lambda a, b, n: (ops.tanh(a * b) + a, b * 0.9, n + 1), (x, y, ops.convert_to_tensor(0)))[:2]


@case(X(2, 3, low=0.1))
def while_at_most(x):
    return ops.while_loop(lambda a: ops.sum(a) < 1e9, lambda a: a * a + 1.0, x, maximum_iterations=3)


@case(X(2, 3, low=9.0))
def while_never(x):
    return ops.while_loop(lambda a: ops.sum(a) < 1.0, lambda a: a * a, x)


@case(X(2, 3), X(3, 3, open=False), graph=False)
def while_captures(x, w):
    return ops.while_loop(lambda a, n: n < 3, lambda a, n: (ops.tanh(ops.matmul(a, w)), n + 1), (x, 0))[0]


@case(X(2, 3), graph=False)
def while_in_while(x):
    def outer(a, n):
        return ops.while_loop(lambda b, m: m < n, lambda b, m: (ops.sin(b) + a, m + 1), (a, 0))[0], n + 1

    return ops.while_loop(lambda a, n: n < 4, outer, (x, 0))[0]


@case(X(2, 3), graph=False)
def cond_in_while(x):
    return ops.while_loop(lambda a, n: n < 4, lambda a, n: (ops.cond(ops.equal(n % 2, 0), lambda: a * a, lambda: a + 1.0), n + 1), (x, 0))[0]


@case(X(2, 3))
def fori(x):
    return ops.fori_loop(1, 4, lambda i, a: a * a * 0.5 + ops.cast(i, "float32"), x)


@case(X(2, 3))
def fori_empty(x):
    return ops.fori_loop(3, 3, lambda i, a: a * 2.0, x)


@case(X(values=3, dtype="int32", open=False), X(2, 3), graph=False)
def fori_of_tensors(n, x):
    return ops.fori_loop(n - 2, n, lambda i, a: ops.sin(a) * ops.cast(i, "float32"), x)


@case(X(4, 3))
def map_one(x):
    return ops.map(lambda a: ops.square(a) * ops.sum(a), x)


@case(X(4, 3), X(4, 2, dtype="int32", ints=9))
def map_several(x, n):
    return ops.map(lambda v: (ops.sum(v[0]) * v[0], v[1] + 1), (x, n))


@case(X(4, 3), X(3, open=False), graph=False)
def map_captures(x, w):
    return ops.map(lambda a: ops.exp(a * 0.1) * w, x)


@case(X(3, 2, 2), X(2, 3, open=False), graph=False)
def map_in_map(x, w):
    return ops.map(lambda m: ops.map(lambda r: ops.tanh(ops.matmul(ops.expand_dims(r, 0), w)), m), x)


@case(X(4, 3))
def vectorized(x):
    return ops.vectorized_map(lambda a: ops.square(a) * ops.sum(a), x)


@case(X(4, 3, open=False), X(1, 3, open=False))
def vectorized_one_for_all(x, y):
    return ops.vectorized_map(lambda v: v[0] * v[1], [x, y])


@case(X(3, open=False), X(4, 3))
def scan_one(c, x):
    return ops.scan(lambda c, a: (ops.tanh(c * a + c), c * a), c, x)


@case(X(3, open=False), X(4, 3), graph=False)
def scan_reverse(c, x):
    return ops.scan(lambda c, a: (c * 0.5 + ops.sin(a), c * c), c, x, reverse=True)


@case(X(3, open=False), graph=False)
def scan_length(c):
    return ops.scan(lambda c, a: (c * c * 0.5, c + 1.0), c, length=3)


@case(X(3, open=False), X(4, 3, open=False), graph=False)
def scan_with_length(c, x):
    return ops.scan(lambda c, a: (c + a, c * a), c, x, length=4, unroll=2)


@case(X(3, open=False), X(3, open=False), X(4, 3, open=False), X(4, 3, open=False), X(3, open=False), graph=False)
def scan_several(c, d, x, y, w):
    def step(carry, rows):
        return (carry[0] * rows[0] + w, carry[1] + rows[1]), (carry[0] * carry[1], rows[1] * w)

    return ops.scan(step, (c, d), (x, y), unroll=3)


@case(X(7, 3, open=False))
def associative_odd(x):
    return ops.associative_scan(lambda a, b: a * b, x)


@case(X(2, 8))
def associative_axis(x):
    return ops.associative_scan(lambda a, b: a + b, x, axis=1)


@case(X(2, 5, 2), X(2, 5, 2))
def associative_several(x, y):
    return ops.associative_scan(lambda a, b: (a[0] * b[0], b[0] * a[1] + b[1]), (x, y), axis=-2, reverse=True)


@case(X(5, 3), trees=True)
def associative_unknown(x):
    return ops.associative_scan(lambda a, b: a * b, x)


@case(X(5, 3), graph=False, trees=True)
def associative_unknown_reverse(x):
    return ops.associative_scan(lambda a, b: a * b * 0.9, x, reverse=True)


@case(X(1, 3, open=False))
def associative_single(x):
    return ops.associative_scan(lambda a, b: a * b, x)


def squares(tensors):
    return sum(tf.reduce_sum(tf.cast(y, "float64") ** 2) for y in tree.flatten(tensors) if y is not None and y.dtype.is_floating)


def describe(name, f, xs, graph, trees):
    rng = fixture.rng("control", name)
    arrays = [x.make(rng) for x in xs]
    open = [bool(x.open and a.ndim) for x, a in zip(xs, arrays)]
    shapes = [[None if o else s for s in a.shape[:1]] + list(a.shape[1:]) for o, a in zip(open, arrays)]
    specs = [tf.TensorSpec(a.shape if trees else s, x.dtype) for s, a, x in zip(shapes, arrays, xs)]

    @tf.function(input_signature=specs)
    def run(*tensors):
        with tf.GradientTape() as outer:
            outer.watch(tensors)
            with tf.GradientTape() as inner:
                inner.watch(tensors)
                outputs = tree.flatten(f(*tensors))
                loss = squares(outputs)
            gradients = [None if g is None else tf.convert_to_tensor(g) for g in inner.gradient(loss, tensors)]
            twice = squares(gradients)
        seconds = [None if g is None else tf.convert_to_tensor(g) for g in outer.gradient(twice, tensors)]
        return outputs, gradients, seconds

    outputs, gradients, seconds = run(*[tf.constant(a) for a in arrays])
    symbolic = None
    if graph:
        keras.backend.clear_session()
        made = f(*[keras.Input(batch_shape=s, dtype=x.dtype) for s, x in zip(shapes, xs)])
        symbolic = [[list(y.shape), keras.backend.standardize_dtype(y.dtype)] for y in tree.flatten(made)]
    return {
        "id": name,
        "inputs": [encode(a) for a in arrays],
        "open": open,
        "outputs": [encode(y.numpy()) for y in outputs],
        "gradients": [None if g is None else encode(g.numpy()) for g in gradients],
        "seconds": [None if g is None else encode(g.numpy()) for g in seconds],
        "shapes": symbolic,
    }


def main():
    cases, refused = [], []
    for c in CASES:
        try:
            cases.append(describe(*c))
        except Exception as e:  # all that Keras refuses, in one list
            refused.append(f"{c[0]}: {type(e).__name__}: {str(e)[:600]}")
    fixture.write("control", "functions", {"made_with": fixture.versions(), "cases": cases})
    if refused:
        raise SystemExit("Keras refuses these cases:\n" + "\n".join(refused))


if __name__ == "__main__":
    main()
