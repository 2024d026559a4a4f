"""How a case of an operation is written: `op` asks real Keras everything that a port must answer alike."""
import fixture  # noqa: F401  first, for it fixes the environment
import numpy as np

CASES = []


class X:
    """A tensor of a case: standard normal, or integers below `ints`; `values` says them all."""

    def __init__(self, *shape, dtype="float32", ints=None, low=None, values=None, open=True):
        self.shape, self.dtype, self.ints, self.low = shape, dtype, ints, low
        self.values, self.open = values, open

    def make(self, rng):
        if self.values is not None:
            return np.array(self.values, dtype=self.dtype)
        if self.dtype == "bool":
            return rng.random(self.shape) < 0.5
        if self.ints or "int" in self.dtype:
            return rng.integers(0 if self.low is None else self.low, self.ints or 7, self.shape).astype(self.dtype)
        import tensorflow as tf

        a = rng.standard_normal(self.shape)
        if "complex" in self.dtype:
            return (a + 1j * rng.standard_normal(self.shape)).astype(self.dtype)
        if self.low is not None:
            a = np.abs(a) + self.low
        return tf.cast(a, self.dtype).numpy()


def op(name, *args, options=None, **kwargs):
    """A call of keras.ops.NAME.

    `options` may hold a tolerance, whether the batch size is `open` in graphs, `graph=False` where Keras cannot write
    the call down, and why what Keras declares `differs` from what it computes.
    """
    CASES.append((name, args, kwargs, options or {}))
