"""What TensorBoard's own reader finds in a folder of event files, as JSON: python events.py FOLDER.

For each run and tag: the plugin, and each step with its number, or the sums of a histogram's bars, or an image's size.
The graph of the Keras model is drawn as TensorBoard's page asks for it, and counted.
"""
import json
import sys

from tensorboard.backend.event_processing import event_multiplexer
from tensorboard.plugins.graph import keras_util
from tensorboard.util import tensor_util


def said(plugin, value):
    if plugin == "histograms":
        return [float(value[0, 0]), float(value[-1, 1]), float(value[:, 2].sum())]
    if plugin == "images":
        return [int(value[0]), int(value[1])]
    if plugin == "graph_keras_model":
        graph = keras_util.keras_model_to_graph_def(json.loads(value.item().decode()))
        return sorted([n.name, *n.input] for n in graph.node)
    return float(value)


def main(folder):
    runs = event_multiplexer.EventMultiplexer().AddRunsFromDirectory(folder)
    runs.Reload()
    found = {}
    for run in runs.Runs():
        events = runs.GetAccumulator(run)
        found[run] = {}
        for tag in events.Tags()["tensors"]:
            plugin = events.SummaryMetadata(tag).plugin_data.plugin_name
            values = [[e.step, said(plugin, tensor_util.make_ndarray(e.tensor_proto))] for e in events.Tensors(tag)]
            found[run][tag] = {"plugin": plugin, "values": values}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
