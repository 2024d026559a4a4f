"""The function cases computed here and now, for a comparison bit by bit with what another language computes here.

`cases(family)` gives what golden/functions/FAMILY.json holds, but computed in a graph with an open batch size, as in
training, and with whole arrays in place of digests. The committed goldens were computed on another day by another
processor, whose last bits differ.
"""
import importlib

import arrays
import fixture

fixture.GRAPH = True
arrays.encode_or_digest = arrays.encode  # before function_cases import it


def cases(family):
    found = importlib.import_module("function_cases." + family).cases()
    return [c for c in found if c is not None]
