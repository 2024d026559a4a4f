"""The function fixtures: golden/functions/FAMILY.json. `python functions.py [FAMILY...]` writes them.

Each file holds "made_with" and "cases", a list of objects whose keys the family's module describes.
"""
import importlib
import sys

import fixture

FAMILIES = [
    "activations",
    "initializers",
    "regularizers",
    "constraints",
    "losses",
    "metrics",
    "optimizers",
]


def main(families):
    for family in families or FAMILIES:
        cases = importlib.import_module("function_cases." + family).cases()
        ids = [c["id"] for c in cases]
        if len(set(ids)) < len(ids):
            raise ValueError(f"{family}: two cases have the same id.")
        fixture.write("functions", family, {"made_with": fixture.versions(), "cases": cases})
        print(family, len(cases))


if __name__ == "__main__":
    main(sys.argv[1:])
