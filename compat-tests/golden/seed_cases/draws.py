"""What keras.random draws from integer seeds and from the second draw of a generator: "function", "seed", "count" (how
often the generator drew before), "arguments", "output".
"""
import fixture
import keras
from arrays import encode

SHAPE = (2, 3)
LOGITS = [[0.1, 2.0, -1.0], [0.0, 0.0, 5.0]]


def cases():
    for dtype in ["float32", "float64", "float16", "bfloat16"]:
        yield "uniform", {"shape": SHAPE, "minval": -1.5, "maxval": 2.5, "dtype": dtype}
        yield "normal", {"shape": SHAPE, "mean": 0.5, "stddev": 2.0, "dtype": dtype}
        yield "truncated_normal", {"shape": SHAPE, "mean": 0.5, "stddev": 2.0, "dtype": dtype}
        yield "gamma", {"shape": SHAPE, "alpha": 0.7, "dtype": dtype}
        yield "binomial", {"shape": SHAPE, "counts": 20.0, "probabilities": 0.4, "dtype": dtype}
        yield "beta", {"shape": SHAPE, "alpha": 0.7, "beta": 2.0, "dtype": dtype}
        yield "dropout", {"inputs": [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]], "rate": 0.4, "dtype": dtype}
    yield "gamma", {"shape": SHAPE, "alpha": [0.5, 1.0, 30.0], "dtype": "float32"}
    yield "beta", {"shape": SHAPE, "alpha": [0.5, 1.0, 30.0], "beta": [[1.0], [2.0]], "dtype": "float32"}
    yield "binomial", {"shape": SHAPE, "counts": [5.0, 100.0, 1.0], "probabilities": [0.5, 0.01, 0.9], "dtype": "float32"}
    for dtype in ["int32", "int64", "uint8"]:
        yield "randint", {"shape": (3, 4), "minval": 2, "maxval": 200, "dtype": dtype}
    yield "randint", {"shape": (5,), "minval": -7, "maxval": 7, "dtype": "int32"}
    yield "categorical", {"logits": LOGITS, "num_samples": 6, "dtype": "int32"}
    yield "categorical", {"logits": LOGITS, "num_samples": 6, "dtype": "int64"}
    for axis in [0, 1, -1]:
        yield "shuffle", {"x": [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0]], "axis": axis}


def draw(function, arguments, seed):
    arguments = dict(arguments)
    if function == "dropout":
        arguments["inputs"] = keras.ops.convert_to_tensor(arguments["inputs"], arguments.pop("dtype"))
    for key in ["logits", "x", "alpha", "beta", "counts", "probabilities"]:
        if isinstance(arguments.get(key), list):
            arguments[key] = keras.ops.convert_to_tensor(arguments[key], "float32")
    return getattr(keras.random, function)(**arguments, seed=seed)


def main():
    draws = []
    for function, arguments in cases():
        for count in [0, 1]:
            seed = 1337 if count == 0 else keras.random.SeedGenerator(20261130)
            if count:
                seed.next()
            output = encode(draw(function, arguments, seed))
            draws.append({"function": function, "seed": 20261130 if count else seed, "count": count,
                          "arguments": arguments, "output": output})
    fixture.write("seeds", "draws", {"made_with": fixture.versions(), "draws": draws})


if __name__ == "__main__":
    main()
