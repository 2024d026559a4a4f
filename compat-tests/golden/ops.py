"""Which TensorFlow ops Python differentiates: golden/ops/gradients.json.

"gradient" lists the op types whose registered gradient computes something, "none" those that are registered without one
or whose gradient is None for every input. What is in neither list is not registered: differentiating it is an error.
"""
import fixture

import tensorflow  # noqa: F401  registers all gradients
from tensorflow.python.framework import ops


def is_none(function):
    """Whether the gradient is None whatever the op; such functions look at nothing."""
    try:
        result = function(object(), object())
    except Exception:  # it looked at its arguments, so it computes
        return False
    return result is None or (isinstance(result, (list, tuple)) and all(r is None for r in result))


def main():
    gradient, none = [], []
    for name in sorted(ops.gradient_registry.list()):
        function = ops.gradient_registry.lookup(name)
        (none if function is None or is_none(function) else gradient).append(name)
    fixture.write("ops", "gradients", {"made_with": fixture.versions(), "gradient": gradient, "none": none})
    print(len(gradient), "with a gradient,", len(none), "without")


if __name__ == "__main__":
    main()
