package keras.io.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.tensorbundle.CheckpointWriter;
import keras.io.tensorbundle.StoredObject;
import keras.io.weights.CheckpointTree;
import keras.io.weights.Framework;
import keras.io.weights.OptimizerLayout;
import keras.io.weights.Slot;
import keras.models.Model;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;

/**
 * Numbers a model's objects breadth first, as TensorFlow does, and names each variable after the
 * way on which it is met first.
 *
 * <p>TensorFlow: {@code tensorflow/python/checkpoint/graph_view.py}, {@code save_util_v1.py}.
 */
final class CheckpointPlan {
  private static final String SUFFIX = "/.ATTRIBUTES/VARIABLE_VALUE";

  private record Met(CheckpointTree.Node node, int id, String path) {}

  private final TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
  private final CheckpointWriter writer = new CheckpointWriter();
  private final List<Variable> variables = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  private CheckpointPlan() {}

  static CheckpointWriter of(Model model, boolean includeOptimizer) {
    CheckpointPlan plan = new CheckpointPlan();
    plan.layers(model);
    if (includeOptimizer && model.isCompiled() && model.optimizer().isBuilt()) {
      model.optimizer().settleState();
      plan.optimizer(model);
    }
    List<HostTensor> values = Values.read(plan.variables);
    for (int i = 0; i < values.size(); i++) {
      plan.writer.tensor(plan.keys.get(i), values.get(i));
    }
    return plan.writer.string(StoredObject.GRAPH, plan.graph.build().toByteArray());
  }

  private void layers(Model model) {
    Map<CheckpointTree.Node, Met> known = new LinkedHashMap<>();
    Deque<Met> queue = new ArrayDeque<>();
    Met root = new Met(CheckpointTree.of(model), object(), "");
    known.put(root.node(), root);
    queue.add(root);
    while (!queue.isEmpty()) {
      Met parent = queue.remove();
      Variable variable = parent.node().variable();
      if (variable != null) {
        value(parent.id(), parent.path(), variable.path(), variable);
      }
      parent
          .node()
          .children()
          .forEach(
              (name, child) -> {
                Met met = known.get(child);
                if (met == null) {
                  met = new Met(child, object(), below(parent.path(), name));
                  known.put(child, met);
                  queue.add(met);
                }
                reference(parent.id(), name, met.id());
              });
    }
  }

  /** Adds the optimizer as tf_keras' optimizers of today are: a list, and names for its head. */
  private void optimizer(Model model) {
    int optimizer = object();
    reference(0, "optimizer", optimizer);
    int list = object();
    reference(optimizer, "_variables", list);
    List<Slot> slots =
        OptimizerLayout.of(model.optimizer(), model.trainableWeights(), Framework.TF_KERAS).slots();
    for (int i = 0; i < slots.size(); i++) {
      int slot = object();
      reference(list, String.valueOf(i), slot);
      if (i == 0) {
        reference(optimizer, "_iterations", slot);
      }
      String path = i == 0 ? "optimizer/_iterations" : "optimizer/_variables/" + i;
      Variable variable = slots.get(i).variable();
      if (variable != null) {
        value(slot, path, variable.path(), variable);
      } else {
        String key = key(slot, path, path);
        writer.tensor(key, zeros(slots.get(i)));
      }
    }
    for (Variable v : model.optimizer().variables()) {
      if (v.name().equals("learning_rate")) {
        int rate = object();
        reference(optimizer, "_learning_rate", rate);
        value(rate, "optimizer/_learning_rate", "learning_rate", v);
      }
    }
  }

  private int object() {
    graph.addNodesBuilder();
    return graph.getNodesCount() - 1;
  }

  private void reference(int parent, String name, int child) {
    graph
        .getNodesBuilder(parent)
        .addChildren(
            TrackableObject.ObjectReference.newBuilder().setLocalName(name).setNodeId(child));
  }

  private void value(int id, String path, String fullName, Variable variable) {
    variables.add(variable);
    keys.add(key(id, path, fullName));
  }

  private String key(int id, String path, String fullName) {
    String key = path + SUFFIX;
    graph
        .getNodesBuilder(id)
        .addAttributes(
            TrackableObject.SerializedTensor.newBuilder()
                .setName("VARIABLE_VALUE")
                .setFullName(fullName)
                .setCheckpointKey(key));
    return key;
  }

  private static HostTensor zeros(Slot slot) {
    int bytes = Math.toIntExact(slot.shape().size() * slot.dtype().bytes());
    return new HostTensor(slot.dtype(), slot.shape(), ByteBuffer.allocate(bytes));
  }

  private static String below(String path, String name) {
    String escaped = name.replace(".", "..").replace("/", ".S");
    return path.isEmpty() ? escaped : path + "/" + escaped;
  }
}
