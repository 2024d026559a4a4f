"""The layer fixtures: one line a case, in layer_cases/. `python layers.py [REGEX]` writes golden/layers/ID.json.

Adding a layer to the library takes its Java file and a line there.
"""
import re
import sys

import fixture  # noqa: F401  (first: it sets the environment)
from layer_case import generate
from layer_cases import core, sequences, elements, spatial, preprocessing, images, colours, audio  # noqa: F401  (in this order: it numbers names)

if __name__ == "__main__":
    generate(re.compile(sys.argv[1]) if len(sys.argv) > 1 else None)
