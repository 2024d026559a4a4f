"""What Keras' model_to_dot says of models: labels and arrows, for PlotModelTest.

    PYTHON plots.py

PYTHON is environment.py's interpreter with one package more, which Keras takes to write DOT and nothing else needs: pip install pydot==4.0.1.
Writes keras/plots.json.gz: cases of a model's JSON, the options, and the graph: {"name", "boxes": labels, "frames": graphs, "arrows": [from, to]},
an arrow's ends being places in the order of the boxes, those of frames after the ones around them.
"""
import gzip
import json
import os

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="2")
import keras  # noqa: E402
from keras import layers  # noqa: E402

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "test", "resources", "keras", "plots.json.gz")
EVERYTHING = dict(show_shapes=True, show_dtype=True, show_layer_names=True, show_layer_activations=True, show_trainable=True)


def dense(units, name, **kwargs):
    return layers.Dense(units, name=name, **kwargs)


def sequential():
    model = keras.Sequential(
        [layers.Input((28, 28)), layers.Flatten(name="flat"), dense(30, "one", activation="relu"), layers.Dropout(0.5, name="drop"),
         layers.Reshape((5, 6), name="shape"), layers.LSTM(4, name="steps"), dense(10, "two", activation="softmax")],
        name="stack")
    model.get_layer("one").trainable = False
    return model


def branches():
    wide, deep = keras.Input((5,), name="wide"), keras.Input((6,), name="deep")
    shared = dense(3, "shared", activation="gelu")
    left = shared(deep)
    right = shared(dense(6, "again")(left))
    both = layers.Concatenate(name="both")([wide, left, right])
    parts = keras.ops.split(both, [2], axis=-1)
    total = keras.ops.add(dense(4, "head")(parts[0]), 1.0)
    return keras.Model([wide, deep], [total, dense(1, "aux", activation="sigmoid")(both)], name="branches")


def inner(name, units):
    x = keras.Input((4,), name=name + "_in")
    return keras.Model(x, dense(units, name + "_2")(dense(5, name + "_1", activation="tanh")(x)), name=name)


def nested():
    x = keras.Input((4,), name="x")
    tower = inner("tower", 4)
    stack = keras.Sequential([layers.Input((4,)), dense(6, "s1"), layers.BatchNormalization(name="s2"), dense(3, "s3")], name="stack")
    y = tower(x)
    z = stack(layers.Add(name="sum")([y, x]))
    return keras.Model(x, layers.Concatenate(name="all")([z, y]), name="nested")


def twice_nested():
    x = keras.Input((4,), name="x")
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    tower = inner("tower", 3)
    two = keras.Model([a, b], [layers.Add(name="plus")([tower(a), b]), dense(2, "side")(b)], name="two")
    stack = keras.Sequential([layers.Input((3,)), keras.Sequential([layers.Input((3,)), dense(3, "i1"), dense(3, "i2")], name="inside"), dense(2, "o1")], name="outside")
    plus, side = two([x, dense(3, "first")(x)])
    return keras.Model(x, [stack(plus), side], name="twice")


def stack_of_models():
    return keras.Sequential([layers.Input((4,)), inner("first", 3), dense(4, "between"), inner("second", 2)], name="models")


def named():
    a, b = keras.Input((2,), name="zeta"), keras.Input((3,), name="alpha")
    part = keras.Model({"zeta": a, "alpha": b}, {"sum": dense(2, "d1")(layers.Concatenate(name="c")([a, b])), "more": dense(1, "d2")(b)}, name="part")
    p, q = keras.Input((2,), name="p"), keras.Input((3,), name="q")
    out = part({"zeta": p, "alpha": q})
    return keras.Model([p, q], dense(1, "end")(out["sum"]), name="named")


def graph(dot, places):
    boxes = []
    for node in dot.get_node_list():
        if node.get_name() != "node":
            places.setdefault(node.get_name(), len(places))
            boxes.append(node.get("label"))
    frames = [graph(f, places) for f in dot.get_subgraph_list()]
    arrows = [[places[e.get_source()], places[e.get_destination()]] for e in dot.get_edge_list()]
    return {"name": dot.get_name().removeprefix("cluster_"), "boxes": boxes, "frames": frames, "arrows": arrows}


def main():
    cases = []
    for make in (sequential, branches, nested, twice_nested, stack_of_models, named):
        for options in ({}, EVERYTHING, {"show_shapes": True, "expand_nested": True, "rankdir": "LR"}):
            keras.utils.clear_session()
            model = make()
            dot = keras.utils.model_to_dot(model, **options)
            trainable = {l.name: l.trainable for l in model.layers if not l.trainable}
            cases.append({"name": make.__name__, "options": options, "frozen": list(trainable), "model": model.to_json(), "graph": graph(dot, {})})
    with gzip.GzipFile(TARGET, "w", mtime=0) as f:
        f.write(json.dumps(cases, indent=1, sort_keys=True).encode())


main()
