package keras.io.weights;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.tensorbundle.CheckpointWriter;
import keras.io.tensorbundle.StoredObject;
import keras.layers.Layer;
import keras.models.Model;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;

/**
 * Numbers a model's objects breadth first, as TensorFlow does, and names each variable after the
 * way on which it is met first.
 *
 * <pre>{@code
 * TrackedObjects.of(model, true).checkpoint().write(Path.of("ckpt"));
 * }</pre>
 *
 * <p>TensorFlow: {@code tensorflow/python/checkpoint/graph_view.py}, {@code save_util_v1.py}.
 */
public final class TrackedObjects {
  private final List<TrackedObject> all = new ArrayList<>();
  private final IdentityHashMap<Optimizer, Integer> optimizers = new IdentityHashMap<>();

  private TrackedObjects() {}

  /** Begins with a root that is no model. */
  public static TrackedObjects root() {
    TrackedObjects objects = new TrackedObjects();
    objects.add(TrackedObject.Kind.OTHER, "", null, null, "");
    return objects;
  }

  /** Returns the objects of a model as tf_keras has them. */
  public static TrackedObjects of(Model model, boolean includeOptimizer) {
    return of(model, CheckpointTree.of(model), includeOptimizer);
  }

  /** The same where configs beside them tell what layers learned, as those in SavedModels do. */
  public static TrackedObjects ofInlined(Model model, boolean includeOptimizer) {
    return of(model, CheckpointTree.ofInlined(model), includeOptimizer);
  }

  private static TrackedObjects of(
      Model model, CheckpointTree.Node root, boolean includeOptimizer) {
    TrackedObjects objects = new TrackedObjects();
    objects.layers(model, root, includeOptimizer);
    if (includeOptimizer && model.isCompiled() && model.optimizer().isBuilt()) {
      objects.optimizer(0, "optimizer", model.optimizer());
    }
    return objects;
  }

  /** Returns all objects, by their numbers. */
  public List<TrackedObject> all() {
    return Collections.unmodifiableList(all);
  }

  /** Adds an object that only the caller knows, under an attribute of another one. */
  public int add(int parent, String attribute) {
    return under(parent, attribute, TrackedObject.Kind.OTHER, null, null, "");
  }

  /** Adds a list under an attribute of another object. */
  public int addList(int parent, String attribute) {
    return under(parent, attribute, TrackedObject.Kind.LIST, null, null, "");
  }

  /** Adds a variable under an attribute of another object. */
  public int add(int parent, String attribute, Variable variable, String name) {
    StoredVariable slot = StoredVariable.of(variable);
    return under(parent, attribute, TrackedObject.Kind.VARIABLE, null, slot, name);
  }

  /** Lets an object refer to another one. */
  public void refer(int parent, String attribute, int child) {
    all.get(parent).refer(attribute, child);
  }

  private int under(
      int parent,
      String attribute,
      TrackedObject.Kind kind,
      @Nullable Layer layer,
      @Nullable StoredVariable slot,
      String name) {
    int id = add(kind, below(all.get(parent).path(), attribute), layer, slot, name);
    refer(parent, attribute, id);
    return id;
  }

  private int add(
      TrackedObject.Kind kind,
      String path,
      @Nullable Layer layer,
      @Nullable StoredVariable slot,
      String name) {
    all.add(new TrackedObject(all.size(), kind, path, layer, slot, name));
    return all.size() - 1;
  }

  private static String below(String path, String name) {
    String escaped = name.replace(".", "..").replace("/", ".S");
    return path.isEmpty() ? escaped : path + "/" + escaped;
  }

  // ---------------------------------------------------------------- a model's

  private void layers(Model model, CheckpointTree.Node root, boolean withOptimizers) {
    Map<Variable, String> names = names(model);
    Map<CheckpointTree.Node, Integer> known = new LinkedHashMap<>();
    Deque<CheckpointTree.Node> queue = new ArrayDeque<>();
    known.put(root, add(TrackedObject.Kind.LAYER, "", model, null, ""));
    queue.add(root);
    while (!queue.isEmpty()) {
      CheckpointTree.Node parent = queue.remove();
      int id = known.getOrDefault(parent, 0);
      parent
          .children()
          .forEach(
              (attribute, child) -> {
                Integer before = known.get(child);
                if (before == null) {
                  known.put(child, child(id, attribute, parent, child, names));
                  queue.add(child);
                } else {
                  refer(id, attribute, before);
                }
              });
    }
    if (withOptimizers) {
      known.forEach(
          (node, id) ->
              node.optimizers().forEach((attribute, held) -> optimizer(id, attribute, held)));
    }
  }

  private int child(
      int id,
      String attribute,
      CheckpointTree.Node parent,
      CheckpointTree.Node child,
      Map<Variable, String> names) {
    Variable variable = child.variable();
    if (variable != null) {
      String name = names.getOrDefault(variable, variable.path());
      return under(
          id,
          attribute,
          TrackedObject.Kind.VARIABLE,
          child.layer(),
          StoredVariable.of(variable),
          name);
    }
    if (child.metric() != null) {
      int metric = under(id, attribute, TrackedObject.Kind.METRIC, null, null, "");
      all.get(metric).metric(child.metric());
      return metric;
    }
    boolean list = child.layer() == parent.layer();
    TrackedObject.Kind kind = list ? TrackedObject.Kind.LIST : TrackedObject.Kind.LAYER;
    return under(id, attribute, kind, child.layer(), null, "");
  }

  private static Map<Variable, String> names(Model model) {
    List<Variable> variables = model.variables();
    List<String> all = TfKerasNames.of(model, variables, "");
    Map<Variable, String> names = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      names.put(variables.get(i), all.get(i));
    }
    return names;
  }

  /** Adds the optimizer as tf_keras' optimizers of today are: a list, and names for its head. */
  private void optimizer(int parent, String attribute, Optimizer of) {
    if (!of.isBuilt() || of.isMissing()) {
      return;
    }
    Integer before = optimizers.get(of);
    if (before != null) {
      refer(parent, attribute, before);
      return;
    }
    of.settleState();
    int optimizer = under(parent, attribute, TrackedObject.Kind.OPTIMIZER, null, null, "");
    optimizers.put(of, optimizer);
    String start = all.get(optimizer).path();
    int list = add(TrackedObject.Kind.LIST, start + "/_variables", null, null, "");
    refer(optimizer, "_variables", list);
    List<StoredVariable> slots = OptimizerLayout.of(of, of.trainable(), Framework.TF_KERAS).slots();
    for (int i = 0; i < slots.size(); i++) {
      Variable variable = slots.get(i).variable();
      String path = start + (i == 0 ? "/_iterations" : "/_variables/" + i);
      String name = variable == null ? path : variable.path();
      int slot = add(TrackedObject.Kind.SLOT, path, null, slots.get(i), name);
      refer(list, String.valueOf(i), slot);
      if (i == 0) {
        refer(optimizer, "_iterations", slot);
      }
    }
    Optimizer stated = AttributeNames.stated(of);
    for (Variable v : stated.ownVariables()) {
      if (v.name().equals("learning_rate")) {
        slot(optimizer, "_learning_rate", v);
      } else if (AttributeNames.isLost(stated, v.name())) {
        slot(optimizer, AttributeNames.of(Framework.TF_KERAS, stated, v.name()), v);
      }
    }
    if (stated != of) {
      int scale = under(optimizer, "loss_scale", TrackedObject.Kind.HOLDER, null, null, "");
      for (Variable v : of.ownVariables()) {
        slot(scale, AttributeNames.of(Framework.TF_KERAS, of, v.name()), v);
      }
    }
  }

  private void slot(int parent, String attribute, Variable v) {
    under(parent, attribute, TrackedObject.Kind.SLOT, null, StoredVariable.of(v), v.name());
  }

  // ---------------------------------------------------------------- the checkpoint

  /** Returns the objects as checkpoints hold them. */
  public TrackableObjectGraph graph() {
    TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    for (TrackedObject object : all) {
      TrackableObject.Builder node = graph.addNodesBuilder();
      object.children().forEach((name, id) -> node.addChildren(reference(name, id)));
      if (object.slot() != null) {
        node.addAttributes(
            TrackableObject.SerializedTensor.newBuilder()
                .setName("VARIABLE_VALUE")
                .setFullName(object.name())
                .setCheckpointKey(object.key()));
      }
    }
    return graph.build();
  }

  /** Returns a reference to an object by its number. */
  public static TrackableObject.ObjectReference reference(String attribute, int id) {
    return TrackableObject.ObjectReference.newBuilder()
        .setLocalName(attribute)
        .setNodeId(id)
        .build();
  }

  /** Returns the checkpoint of all variables, with the values of this moment. */
  public CheckpointWriter checkpoint() {
    CheckpointWriter writer = new CheckpointWriter();
    List<Variable> variables = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (TrackedObject object : all) {
      StoredVariable slot = object.slot();
      Variable variable = slot == null ? null : slot.variable();
      if (variable != null) {
        variables.add(variable);
        keys.add(object.key());
      } else if (slot != null) {
        writer.tensor(object.key(), zeros(slot));
      }
    }
    List<HostTensor> values = Values.read(variables);
    for (int i = 0; i < values.size(); i++) {
      writer.tensor(keys.get(i), values.get(i));
    }
    return writer.string(StoredObject.GRAPH, graph().toByteArray());
  }

  private static HostTensor zeros(StoredVariable slot) {
    int bytes = Math.toIntExact(slot.shape().size() * slot.dtype().bytes());
    return new HostTensor(slot.dtype(), slot.shape(), ByteBuffer.allocate(bytes));
  }
}
