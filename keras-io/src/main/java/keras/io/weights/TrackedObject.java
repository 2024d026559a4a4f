package keras.io.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import keras.layers.Layer;
import keras.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * One of the numbered objects that TensorFlow's checkpoints and SavedModels consist of, with
 * references to others by the names of Python's attributes.
 */
public final class TrackedObject {
  /** What an object is. */
  public enum Kind {
    /** A layer or a model. */
    LAYER,
    /** A list of other objects. */
    LIST,
    /** A variable. */
    VARIABLE,
    /** A metric. */
    METRIC,
    /** An optimizer. */
    OPTIMIZER,
    /** A variable of an optimizer. */
    SLOT,
    /** An object of no class that a reader must know, which holds others. */
    HOLDER,
    /** What only the writer of the file knows. */
    OTHER
  }

  private final int id;
  private final Kind kind;
  private final String path;
  private final @Nullable Layer layer;
  private final @Nullable StoredVariable slot;
  private final String name;
  private final Map<String, Integer> children = new LinkedHashMap<>();
  private @Nullable Metric metric;

  TrackedObject(
      int id,
      Kind kind,
      String path,
      @Nullable Layer layer,
      @Nullable StoredVariable slot,
      String name) {
    this.id = id;
    this.kind = kind;
    this.path = path;
    this.layer = layer;
    this.slot = slot;
    this.name = name;
  }

  /** Returns the object's number, counted from 0. */
  public int id() {
    return id;
  }

  /** Returns what it is. */
  public Kind kind() {
    return kind;
  }

  /** Returns the attributes on the way to it, with slashes; empty for the root. */
  public String path() {
    return path;
  }

  /** Returns the layer that this is or is a part of, or null. */
  public @Nullable Layer layer() {
    return layer;
  }

  /** Returns the metric that this is, or null. */
  public @Nullable Metric metric() {
    return metric;
  }

  void metric(@Nullable Metric is) {
    metric = is;
  }

  /** Returns the variable that this is, or null. */
  public @Nullable StoredVariable slot() {
    return slot;
  }

  /** Returns the name of a variable, such as {@code dense/kernel}; empty for other objects. */
  public String name() {
    return name;
  }

  /** Returns the numbers of the objects it refers to, by attribute. */
  public Map<String, Integer> children() {
    return Collections.unmodifiableMap(children);
  }

  void refer(String attribute, int child) {
    children.put(attribute, child);
  }

  /** Returns the key of a variable's value in the checkpoint. */
  public String key() {
    return path + "/.ATTRIBUTES/VARIABLE_VALUE";
  }
}
