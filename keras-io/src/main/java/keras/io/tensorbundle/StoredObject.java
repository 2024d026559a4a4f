package keras.io.tensorbundle;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;

/**
 * An object that a checkpoint holds: its children by the names of Python's attributes, and the key
 * of its tensor where it is a variable.
 *
 * <p>Keys are to be looked up here, never made from names: one variable that two objects share has
 * the key of the one that was met first.
 */
public final class StoredObject {
  /** The tensor that holds the graph of objects. */
  public static final String GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private static final String VALUE = "VARIABLE_VALUE";

  private final String file;
  private final TrackableObjectGraph graph;
  private final int id;

  private StoredObject(String file, TrackableObjectGraph graph, int id) {
    this.file = file;
    this.graph = graph;
    this.id = id;
  }

  /** Returns the root of a checkpoint's objects. */
  public static StoredObject root(CheckpointBundle bundle) {
    if (!bundle.names().contains(GRAPH)) {
      throw new ModelFormatException(
          bundle.file(),
          "",
          "it holds no graph of objects. Expected a checkpoint of TensorFlow 2, as tf_keras'"
              + " save_weights writes it.");
    }
    try {
      byte[] bytes = bundle.string(GRAPH).array();
      ProtoGuard.check(bytes, TrackableObjectGraph.getDescriptor());
      TrackableObjectGraph graph = TrackableObjectGraph.parseFrom(bytes);
      if (graph.getNodesCount() == 0) {
        throw new ModelFormatException(bundle.file(), GRAPH, "it holds no objects.");
      }
      return new StoredObject(bundle.file(), graph, 0);
    } catch (IOException e) {
      throw new ModelFormatException(bundle.file(), GRAPH, "it is damaged.", e);
    }
  }

  private TrackableObject node() {
    return graph.getNodes(id);
  }

  /** Returns the children by their names, in the file's order. */
  public Map<String, StoredObject> children() {
    Map<String, StoredObject> children = new LinkedHashMap<>();
    for (TrackableObject.ObjectReference child : node().getChildrenList()) {
      children.putIfAbsent(child.getLocalName(), at(child.getNodeId()));
    }
    return children;
  }

  /** Returns the child of a name, or null. */
  public @Nullable StoredObject child(String name) {
    for (TrackableObject.ObjectReference child : node().getChildrenList()) {
      if (child.getLocalName().equals(name)) {
        return at(child.getNodeId());
      }
    }
    return null;
  }

  /** Returns the name of the tensor with the value of this variable; null if it is none. */
  public @Nullable String key() {
    for (TrackableObject.SerializedTensor tensor : node().getAttributesList()) {
      if (tensor.getName().equals(VALUE)) {
        return tensor.getCheckpointKey();
      }
    }
    return null;
  }

  /** Returns what an optimizer of old keeps of a variable under a name, or null. */
  public @Nullable StoredObject slot(StoredObject variable, String name) {
    for (TrackableObject.SlotVariableReference slot : node().getSlotVariablesList()) {
      if (slot.getOriginalVariableNodeId() == variable.id && slot.getSlotName().equals(name)) {
        return at(slot.getSlotVariableNodeId());
      }
    }
    return null;
  }

  private StoredObject at(int node) {
    if (node < 0 || node >= graph.getNodesCount()) {
      throw new ModelFormatException(
          file, GRAPH, "it names the object %d of %d.".formatted(node, graph.getNodesCount()));
    }
    return new StoredObject(file, graph, node);
  }
}
