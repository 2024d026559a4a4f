"""The training fixtures: golden/fits/ID.json, all forms that compile() and fit() take. `python fits.py [REGEX]`.

Each file holds
  model      the serialized model, and `weights`, those it starts from
  compile    Keras' compile config
  fit        the arguments of fit(), always with shuffle=False, the arrays encoded; `x`, `y` as given
  history    what came of it, or `error`, the type of what Keras raised at any point
  evaluate   evaluate(return_dict=True) on the same data and sample weights
  on_batch   train_on_batch twice and test_on_batch once on the first samples, with their weights: the logs
  final      the weights after fit
  tolerance  how near numbers must come, where that is not 1e-5
"""
import re
import sys

import fixture  # first: it sets the environment
import keras
import numpy as np
from arrays import encode
from fit_cases import dtypes, masked, one_output, two_outputs


def train(case):
    keras.utils.clear_session()
    model = case.model()
    rng = fixture.rng("fits", case.id)
    case.start(model, rng)
    record = {"id": case.id, "model": keras.saving.serialize_keras_object(model), "weights": encode(model.get_weights())}
    if case.tolerance is not None:
        record["tolerance"] = case.tolerance
    model.compile(**case.compile())
    record["compile"] = model.get_compile_config()
    data, options = case.data(rng)
    record["fit"] = {"shuffle": False, **options, **{k: encode(v) for k, v in data.items()}}
    try:
        record.update(results(model, data, options))
    except Exception as e:
        record["error"] = type(e).__name__
    if ("error" in record) != case.fails:
        raise AssertionError(f"{case.id}: expected fails={case.fails}: {record.get('error')}")
    return record


def results(model, data, options):
    x, y, weight = data["x"], data["y"], data.get("sample_weight")
    history = model.fit(**data, **options, shuffle=False, verbose=0).history
    history = {k: [np.asarray(v).tolist() for v in values] for k, values in history.items()}
    final = encode(model.get_weights())
    size = options.get("batch_size")
    evaluated = model.evaluate(x, y, sample_weight=weight, batch_size=size, verbose=0, return_dict=True)
    few = [head(d) for d in (x, y, weight)]
    batches = [model.train_on_batch(few[0], few[1], few[2], return_dict=True) for _ in range(2)]
    batches.append(model.test_on_batch(few[0], few[1], few[2], return_dict=True))
    return {"history": history, "evaluate": numbers(evaluated), "on_batch": [numbers(b) for b in batches], "final": final}


def head(data):
    """The first three samples."""
    if isinstance(data, dict):
        return {k: head(v) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [head(v) for v in data]
    return None if data is None else data[:3]


def numbers(logs):
    return {k: np.asarray(v).tolist() for k, v in logs.items()}


def main(pattern):
    cases = [c for module in (one_output, two_outputs, masked, dtypes) for c in module.cases()]
    assert len({c.id for c in cases}) == len(cases)
    for case in cases:
        if re.search(pattern, case.id):
            fixture.write("fits", case.id, {"made_with": fixture.versions(), **train(case)})
            print(case.id)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
