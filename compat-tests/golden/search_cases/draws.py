"""NumPy's numbers, scikit-learn's grids and samples of them: golden/search/draws.json."""
import numpy as np
from scipy import stats
from sklearn.model_selection import ParameterGrid, ParameterSampler
from sklearn.utils.random import sample_without_replacement

from search_cases import write

SEEDS = [0, 42, 2**32 - 1]
DISTRIBUTIONS = {
    "uniform": (stats.uniform, [0.25, 2.5]),
    "constant": (stats.uniform, [0.25, 0.0]),
    "reciprocal": (stats.reciprocal, [3e-4, 3e-2]),
    "loguniform": (stats.loguniform, [1e-5, 10.0]),
    "randint": (stats.randint, [1, 100]),
    "norm": (stats.norm, [-1.0, 0.5]),
    "expon": (stats.expon, [0.5, 2.0]),
}
GRIDS = [
    {},
    {"b": [1, 2], "a": ["x", "y", "z"]},
    {"only": [0.5]},
    [{"kernel": ["rbf"], "gamma": [1, 10]}, {}, {"kernel": ["linear"], "C": [1, 2], "B": [True, False]}],
]
BIG = {"n_hidden": list(range(4)), "n_neurons": list(range(1, 101)), "rate": [i / 64 for i in range(10)]}
SAMPLES = [
    ({"n_hidden": [0, 1, 2, 3], "n_neurons": list(range(1, 100)), "learning_rate": ["reciprocal", 3e-4, 3e-2]}, 10),
    ({"a": ["randint", 1, 100], "b": ["uniform", 0.0, 1.0], "c": ["norm", 0.0, 1.0], "d": ["expon", 0.0, 1.0]}, 5),
    ([{"a": ["uniform", 0.0, 1.0]}, {"b": ["randint", 5, 9], "c": ["x", "y"]}], 8),
    (BIG, 10),  # few of many: drawn one by one
    ({"a": [1, 2, 3], "b": [10, 20, 30, 40]}, 5),  # a permutation
    ({"a": [1, 2, 3], "b": [10, 20, 30, 40]}, 12),  # all of them
    ([{"a": [1, 2, 3]}, {"b": [4, 5]}], 4),
]


def made(spec):
    """Lists of a distribution's name and its arguments become distributions."""
    if isinstance(spec, list) and isinstance(spec[0], dict):
        return [made(s) for s in spec]
    return {k: DISTRIBUTIONS[v[0]][0](*v[1:]) if v[0] in DISTRIBUTIONS else v for k, v in spec.items()}


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


def numbers(seed):
    r = np.random.RandomState(seed)
    return {
        "seed": seed,
        "permutation": r.permutation(20).tolist(),
        "small": [int(r.randint(0, 7)) for _ in range(10)],
        "large": [int(r.randint(0, 2**31)) for _ in range(5)],
        "all_of_32": [int(r.randint(0, 2**32)) for _ in range(5)],
        "larger": [int(r.randint(-(2**40), 2**40)) for _ in range(5)],
        "random": r.random_sample(5).tolist(),
        "uniform": [r.uniform(-2, 3) for _ in range(5)],
        "normal": r.standard_normal(7).tolist(),
        "exponential": r.standard_exponential(5).tolist(),
        "after": int(r.randint(0, 1000)),
        "without_replacement": {
            f"{n} {k}": sample_without_replacement(n, k, random_state=seed).tolist()
            for n, k in [(10, 5), (5, 5), (1, 1), (2000, 10), (1000, 10), (100, 100), (400, 399)]
        },
    }


def main():
    rvs = {}
    for name, (kind, arguments) in DISTRIBUTIONS.items():
        r = np.random.RandomState(42)
        drawn = [plain(kind(*arguments).rvs(random_state=r)) for _ in range(20)]
        rvs[name] = {"arguments": arguments, "drawn": drawn}
    samples = []
    for spec, n in SAMPLES:
        for seed in [0, 42]:
            drawn = ParameterSampler(made(spec), n, random_state=seed)
            samples.append(
                {"of": spec, "n_iter": n, "seed": seed, "drawn": [[[k, plain(v)] for k, v in p.items()] for p in drawn]})
    grids = [
        {"of": g, "all": [[[k, v] for k, v in p.items()] for p in ParameterGrid(g)],
         "item": [[[k, v] for k, v in ParameterGrid(g)[i].items()] for i in range(len(ParameterGrid(g)))]}
        for g in GRIDS
    ]
    write("draws", {"numbers": [numbers(s) for s in SEEDS], "rvs": rvs, "grids": grids, "samples": samples})


if __name__ == "__main__":
    main()
