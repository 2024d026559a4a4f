"""The cases of search.py."""
import json
import os

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "search")


def write(name, value):
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, name + ".json"), "w", encoding="utf-8", newline="\n") as f:
        lines = [json.dumps(k) + ":" + json.dumps(v, separators=(",", ":")) for k, v in value.items()]
        f.write("{\n" + ",\n".join(lines) + "\n}\n")
