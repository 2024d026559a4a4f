"""Writes the tables that keras.io.json is tested against: what Python's json and repr print.

Run: python make_json_goldens.py (Python 3.11); it writes ../resources/keras/io/json/.
"""

import json
import math
import pathlib
import random
import struct

OUT = pathlib.Path(__file__).parent.parent / "resources" / "keras" / "io" / "json"

DOCUMENTS = [
    "null", "true", "[false]", "0", "-0", "-1", "2147483647", "2147483648", "-9223372036854775808",
    "9223372036854775808", "123456789012345678901234567890", "0.0", "-0.0", "1.0", "1e3", "1E+2", "1.5e-7", "0.001",
    "1e-07", "1e16", "123456789012345.6", "1e22", "1e400", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity",
    "[1,2 , 3]", "[]", "{}", "[[],{}]", '{"b":1,"a":{"z":null,"y":[1.0,{"x":"w"}]}}', '{"a":1,"b":2,"a":3}',
    '"plain"', '"quote \\" back \\\\ slash \\/"', '"\\b\\f\\n\\r\\t"', '"\\u0000\\u001f\\u007f"', '"\x7f"',
    '"tëst слой 层 €"', '"\U0001f600"', '"\\ud83d\\ude00 \\ud800 alone"', '{"ключ":"значение"}', '{"":""}',
    '{"class_name":"Dense","config":{"name":"h1","units":300,"activation":"relu","learning_rate":0.001,'
    '"epsilon":1e-07,"momentum":0.99,"max_value":Infinity,"seed":null,"use_bias":true,"axis":[-1]}}',
]


def floats():
    yield from [0.1, 0.2, 0.3, 1 / 3, 2 / 3, 100.0, 1e15, 9999999999999998.0, 1e16, 1e17, 12345678901234567.0, 1e21]
    yield from [0.001, 0.0001, 0.00001, 0.00012345, 1e-07, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]
    yield from [2.0e-3, 2e23, 1e23, 9.5367431640625e-07, 8.41e21, 2.0 ** 53, 9007199254740993.0, 4.35, 0.9999999999999999]
    yield from [struct.unpack("<f", struct.pack("<f", x))[0] for x in (0.1, 0.9, 1e-7, 0.001, 0.99)]
    yield from (2.0 ** e for e in range(-1074, 1024, 3))
    for e in range(-1022, 1024, 37):
        yield math.nextafter(2.0 ** e, 0.0)
        yield math.nextafter(2.0 ** e, math.inf)
    yield from (float(f"1e{e}") for e in range(-323, 309, 7))
    draw = random.Random(7)
    for _ in range(1500):
        value = struct.unpack("<d", draw.randbytes(8))[0]
        if math.isfinite(value):
            yield value
    for _ in range(500):
        yield draw.uniform(-1, 1)
        yield round(draw.uniform(-100, 100), draw.randrange(1, 8))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / "documents.tsv", "w", encoding="utf-8", newline="\n") as f:
        for text in DOCUMENTS:
            f.write(text + "\t" + json.dumps(json.loads(text)) + "\n")
    with open(OUT / "floats.tsv", "w", encoding="ascii", newline="\n") as f:
        for value in floats():
            f.write(struct.pack(">d", value).hex() + "\t" + json.dumps(value) + "\n")


main()
