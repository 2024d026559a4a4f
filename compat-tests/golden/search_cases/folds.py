"""scikit-learn's folds: golden/search/folds.json."""
import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold, check_cv
from sklearn.utils.multiclass import type_of_target

from search_cases import write

LABELS = {
    "two": [0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1],
    "late": [2, 2, 0, 1, 0, 1, 2, 1, 0, 0, 2, 2, 1, 2, 2, 0],
    "texts": ["b", "a", "c", "a", "b", "c", "b", "b", "a", "c", "a", "a"],
    "floats": [1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 1.0],
}
TARGETS = {
    **LABELS,
    "one": [3, 3, 3],
    "continuous": [0.5, 1.0, 2.0],
    "column": [[0], [1], [1]],
    "one_hot": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "float_one_hot": [[1.0, 0.0], [0.0, 1.0]],
    "many_classes": [[1, 0, 2], [0, 1, 0]],
    "many_numbers": [[1.5, 0.0], [0.0, 1.0]],
}


def tested(folds):
    return [test.tolist() for _, test in folds]


def trained(folds):
    return [train.tolist() for train, _ in folds]


def case(kind, n, splits, shuffle, seed, y=None, labels=None):
    folds = list(kind(splits, shuffle=shuffle, random_state=seed).split(np.zeros(n), y))
    name = kind.__name__
    return {"kind": name, "n": n, "splits": splits, "shuffle": shuffle, "seed": seed, "labels": labels,
            "train": trained(folds), "test": tested(folds)}


def main():
    cases = []
    for n, splits in [(10, 3), (7, 7), (12, 5)]:
        cases.append(case(KFold, n, splits, False, None))
        cases += [case(KFold, n, splits, True, seed) for seed in [0, 42, 2**32 - 1]]
    for name, y in LABELS.items():
        for splits in [2, 3]:
            cases.append(case(StratifiedKFold, len(y), splits, False, None, y, name))
            cases += [case(StratifiedKFold, len(y), splits, True, seed, y, name) for seed in [0, 42]]
    types = {name: {"y": y, "type": type_of_target(np.array(y)),
                    "cv": type(check_cv(2, np.array(y), classifier=True)).__name__} for name, y in TARGETS.items()}
    shared = np.random.RandomState(7)
    kept = KFold(3, shuffle=True, random_state=shared)
    twice = [tested(kept.split(np.zeros(9))) for _ in range(2)]
    write("folds", {"cases": cases, "labels": LABELS, "types": types, "generator": {"seed": 7, "n": 9, "splits": 3, "twice": twice}})


if __name__ == "__main__":
    main()
