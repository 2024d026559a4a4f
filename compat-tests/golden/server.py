"""A Keras that answers Java: `python server.py keras3|tf_keras`, one JSON object a line on stdin and on stdout.

A request is {"id", "command", "arguments"}; a reply {"id", "result"}, or {"id", "error": {"type", "message",
"traceback"}}. Arrays are {"dtype", "shape", "base64"} as in the fixtures. Whatever Keras or TensorFlow print goes to
stderr. The first line, sent once Keras is imported, has the id 0 and the versions.
"""
import json
import os
import sys
import traceback

FRAMEWORKS = {"keras3": "keras", "tf_keras": "tf_keras"}
COMMANDS = {}


def command(function):
    """Makes a function callable from Java by its name, with JSON arguments."""
    COMMANDS[function.__name__] = function
    return function


@command
def execute(code, parameters):
    """Runs a snippet that finds its parameters as variables; returns what it leaves in the dict `result`."""
    keras.backend.clear_session()
    scope = {"keras": keras, "tf": tf, "np": np, "h5py": h5py, "os": os, "json": json, "result": {}}
    scope.update({name: from_json(value) for name, value in parameters.items()})
    exec(compile(code, "<snippet>", "exec"), scope)
    return to_json(scope["result"])


@command
def versions():
    """The versions of the packages in this process."""
    names = {"keras": keras, "tensorflow": tf, "numpy": np, "h5py": h5py}
    return {"python": sys.version.split()[0]} | {n: m.__version__ for n, m in names.items()}


def from_json(value):
    if isinstance(value, dict):
        if set(value) == {"dtype", "shape", "base64"}:
            return arrays.decode(value)
        return {k: from_json(v) for k, v in value.items()}
    return [from_json(v) for v in value] if isinstance(value, list) else value


def to_json(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return float(value) if type(value) is np.float64 else value
    if isinstance(value, dict):
        return {str(k): to_json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(v) for v in value]
    if isinstance(value, np.generic) and value.dtype.name != "bfloat16":
        return value.item()
    return arrays.encode(value)


def reply_to(line):
    request = json.loads(line)
    try:
        return {"id": request["id"], "result": COMMANDS[request["command"]](**request["arguments"])}
    except BaseException as e:  # a snippet's sys.exit() too is an answer
        error = {"type": type(e).__name__, "message": str(e), "traceback": traceback.format_exc()}
        return {"id": request["id"], "error": error}


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # prints, Python's and C++'s, must not come between the answers

    def send(reply):
        answers.write(json.dumps(reply) + "\n")
        answers.flush()

    send({"id": 0, "result": versions()})
    for line in sys.stdin:
        send(reply_to(line))


if __name__ == "__main__":
    if FRAMEWORKS[sys.argv[1]] == "tf_keras":
        os.environ["TF_USE_LEGACY_KERAS"] = "1"
    import arrays
    import h5py
    import numpy as np
    import tensorflow as tf

    keras = __import__(FRAMEWORKS[sys.argv[1]])
    main()
