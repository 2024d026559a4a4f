"""Writes keras/utils/progbar.txt: what Keras' own Progbar prints, with the time given.

    bar <start> <target> <width> <verbose> <interval> <unit> <dynamic> <stateful> <stateless>
    update <time> <current> <finalize> <name=value,...> "<printed>"

    python progbar.py > ../resources/keras/utils/progbar.txt
"""

import io
import json
import os
import random
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
from keras.src.utils import progbar

clock = 0.0
progbar.time = type("time", (), {"time": staticmethod(lambda: clock)})


def names(metrics):
    return "-" if metrics is None else ",".join(metrics) or "none"


def scenario(start, updates, target, dynamic=True, **options):
    global clock
    clock = start
    bar = keras.utils.Progbar(target, **options)
    bar._dynamic_display = dynamic
    print(
        "bar", start, target, bar.width, bar.verbose, bar.interval, bar.unit_name, dynamic,
        names(options.get("stateful_metrics")), names(options.get("stateless_metrics")),
    )
    real = sys.stdout
    for clock, current, finalize, values in updates:
        sys.stdout = io.StringIO()
        bar.update(current, values, finalize)
        printed = sys.stdout.getvalue()
        sys.stdout = real
        shown = ",".join(f"{k}={v!r}" for k, v in values) or "-"
        print("update", clock, current, finalize, shown, json.dumps(printed))


def steps(target, seconds, values=lambda i: [], start=100.0, last=None):
    return [
        (start + seconds * i, i, None, values(i)) for i in range(1, (last or target) + 1)
    ]


print("# keras", keras.__version__)
loss = lambda i: [("loss", 2.5 / i), ("accuracy", 1 - 1 / (i + 1))]
for dynamic in [True, False]:
    scenario(100.0, steps(5, 0.1, loss), 5, dynamic)
    scenario(100.0, steps(12, 0.0213, loss), 12, dynamic, stateful_metrics=["loss", "accuracy"])
    scenario(100.0, steps(4, 0.2, loss), None, dynamic, stateful_metrics=["accuracy"])
    scenario(100.0, steps(4, 0.2, loss), 4, dynamic, stateless_metrics=["loss"])
    scenario(100.0, steps(3, 0.1, loss), 3, dynamic, verbose=2)
    scenario(100.0, steps(3, 0.1, loss), 3, dynamic, verbose=0)
some = steps(1875, 0.0007, loss)
some = some[:300:3] + some[-2:]
scenario(100.0, some, 1875, stateful_metrics=["loss", "accuracy"])
scenario(100.0, steps(4, 5000.0), 4, unit_name="sample")
scenario(100.0, steps(4, 70.5), 4, width=7)
scenario(100.0, steps(4, 3.0), 4, width=0)
scenario(100.0, steps(10, 1e-5, loss), 10, interval=0)
scenario(100.0, [(100.0, 0, None, []), (100.5, 1, None, []), (100.6, 1, True, [("a", 3.0)])], 10)
scenario(100.0, [(100.0, 0, None, []), (101.5, 2, None, []), (102.6, 5, False, [])], 4)
scenario(100.0, [(100.2, 3, True, [("a", 1)]), (100.3, 4, True, [("b", 2)])], None)
scenario(100.0, [(100.2, 0, None, [("a", 1)]), (100.3, 4, None, [])], 0)
scenario(100.0, [(100.2, 3, True, [("a", 0.5)])], None, verbose=2)
edge = [0.0, -0.0, 1e-3, 0.00100001, -5e-4, -2.0, 1e10, 1e-120, float("nan"), float("inf"),
        -float("inf"), 0.00015, 2.00005, 0.12345, 0.03125, 1.00005, 9.99995e-4, 9.999949e-5, 7]
for verbose in [1, 2]:
    for value in edge:
        scenario(100.0, [(101.0, 1, None, [("m", value)])], 1, verbose=verbose)
for seconds in [0.5, 1.5, 2.5, 0.0005, 0.0015, 0.9996, 59.5, 3599.7, 60.0, 3600.0, 2.5e-6]:
    scenario(50.0, [(50 + seconds, 1, None, []), (50 + 2 * seconds, 2, None, [])], 3)
random.seed(7)
for _ in range(40):
    target = random.choice([None, 1, 9, 10, 99, 100, 12345])
    time, current, updates = 1000.0, 0, []
    for _ in range(8):
        time += random.choice([0.001, 0.04, 0.3, 20.0]) * random.random()
        current += random.randint(0, (target or 20) // 5 + 1)
        metrics = random.sample(["loss", "accuracy", "längst", "𝛼"], random.randint(0, 3))
        values = [(m, random.choice([1, 1e-3, 1e3]) * random.gauss(0, 1)) for m in metrics]
        updates.append((time, current, random.choice([None, None, None, False]), values))
    updates.append((time + 1, target or current, True, [("loss", random.random())]))
    scenario(
        1000.0, updates, target, random.random() < 0.8, verbose=random.choice([1, 1, 1, 2]),
        stateful_metrics=random.choice([None, [], ["accuracy"]]),
    )
