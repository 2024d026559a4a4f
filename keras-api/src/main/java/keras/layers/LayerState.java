package keras.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.AttributeFields;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.Names;
import keras.constraints.Constraint;
import keras.engine.Container;
import keras.engine.NameScope;
import keras.engine.Node;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.random.SeedGenerator;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What a layer holds: its variables, its seed generators, and what stands inside it.
 *
 * <p>What the layer's fields hold belongs to it, as Python's attributes do: variables, seed
 * generators, layers, and lists, arrays, maps and records of those. They count in the order in
 * which they were found, which is that of {@code addWeight} and of the fields' declaration.
 *
 * <p>Keras: {@code keras/src/utils/tracking.py}.
 */
final class LayerState implements Deferred {
  /** Collections whose order is not the one in which they were filled. */
  private static final Set<String> UNORDERED =
      Set.of(
          "HashMap",
          "MapN",
          "ConcurrentHashMap",
          "Hashtable",
          "IdentityHashMap",
          "WeakHashMap",
          "HashSet",
          "SetN",
          "KeySetView");

  private final Layer owner;
  private final List<Variable> trainables = new ArrayList<>();
  private final List<Variable> states = new ArrayList<>();
  private final List<SeedGenerator> seedGenerators = new ArrayList<>();
  private final Map<String, Saveable> named = new LinkedHashMap<>();
  private final Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Layer> layers = new LinkedHashSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private Map<String, Saveable> children = Map.of();
  private boolean enrolled;

  LayerState(Layer owner) {
    this.owner = owner;
  }

  static String requireName(Class<?> owner, String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "%s: `name` must be a non-empty string without '/'. Received: name=%s."
              .formatted(owner.getSimpleName(), name));
    }
    return name;
  }

  // ---------------------------------------------------------------- what code adds

  Variable addWeight(
      String name,
      Shape shape,
      Initializer initializer,
      @Nullable Regularizer regularizer,
      @Nullable Constraint constraint) {
    String path = NameScope.path(name);
    DType dtype = owner.dtypePolicy().variableDtype();
    boolean trains = owner.trainable();
    return add(
        new Variable(path, shape, dtype, initializer, trains, regularizer, constraint), trainables);
  }

  Variable addState(String name, Shape shape, DType dtype, Initializer initializer) {
    return add(Variable.state(NameScope.path(name), shape, dtype, initializer), states);
  }

  private synchronized Variable add(Variable variable, List<Variable> to) {
    look();
    known.add(variable);
    to.add(variable);
    return variable;
  }

  synchronized SeedGenerator addSeedGenerator(@Nullable Integer seed) {
    SeedGenerator generator = ConstructionOrder.held(() -> new SeedGenerator(seed));
    look();
    keep(generator);
    return generator;
  }

  synchronized <C extends Saveable> C add(String attribute, C child) {
    look();
    named.put(attribute, child);
    look();
    return child;
  }

  Node add(Node node) {
    nodes.add(node);
    return node;
  }

  // ---------------------------------------------------------------- names and seeds

  /** Lets the layer have its name and its seeds in the order of construction. */
  void enrol() {
    enrolled = ConstructionOrder.enrol(this);
  }

  /** Returns the layer's automatic name, which it gets now. */
  String takeName() {
    ConstructionOrder.takeTurnsUpTo(this);
    return owner.name == null ? owner.getClass().getSimpleName() : owner.name;
  }

  /** Gives the layer its automatic name, and lets what it holds draw seeds, in Python's order. */
  @Override
  public void takeTurn() {
    if (owner.name == null) {
      owner.name = Names.auto(owner.getClass().getSimpleName());
    }
    drawSeeds();
    if (!enrolled) { // neither are the layers that its constructor made
      layers().stream().filter(l -> l.name == null).forEach(l -> l.state.takeTurn());
    }
  }

  private void drawSeeds() {
    List<Deferred> held = new ArrayList<>(Configs.values(owner, Deferred.class));
    held.sort(Comparator.comparing(d -> !ConstructionOrder.isPending(d)));
    held.forEach(Deferred::takeTurn);
    List<SeedGenerator> added;
    synchronized (this) {
      added = List.copyOf(seedGenerators); // those that fields hold come in the order of their own
    }
    added.forEach(SeedGenerator::takeTurn);
  }

  // ---------------------------------------------------------------- what is there

  /**
   * Returns a config with the layer's name, and without an empty penalty, which Keras leaves out.
   */
  Map<String, @Nullable Object> config(Map<String, @Nullable Object> arguments) {
    if (owner.activityRegularizer == null) {
      arguments.remove("activity_regularizer");
    }
    arguments.put("name", owner.name());
    return arguments;
  }

  List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  synchronized Map<String, Saveable> children() {
    look();
    return children;
  }

  synchronized List<Layer> layers() {
    look();
    return List.copyOf(layers);
  }

  synchronized List<SeedGenerator> seedGenerators() {
    look();
    return List.copyOf(seedGenerators);
  }

  synchronized List<Variable> own() {
    look();
    List<Variable> own = new ArrayList<>(trainables);
    own.addAll(states);
    return Collections.unmodifiableList(own);
  }

  /** Freezes or frees the weights here and in the layers inside. */
  void train(boolean trainable) {
    synchronized (this) {
      look();
      trainables.forEach(v -> v.trainable(trainable));
    }
    owner.inner().forEach(layer -> layer.trainable(trainable));
  }

  // ---------------------------------------------------------------- looking

  /** Looks at the fields once more, for they may hold more than before. */
  private void look() {
    Map<String, Saveable> found = new LinkedHashMap<>();
    Set<Object> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    named.forEach(
        (attribute, child) -> {
          placed.add(child);
          place(found, attribute, child);
        });
    AttributeFields.of(owner, Layer.class)
        .forEach(
            (attribute, value) -> {
              Saveable saveable =
                  placed.contains(value) ? null : saveable(attribute, value, placed);
              if (saveable != null) {
                found.putIfAbsent(attribute, saveable);
              }
            });
    children = Collections.unmodifiableMap(found);
    Set<Layer> now = new LinkedHashSet<>();
    found.values().forEach(child -> collect(child, now));
    layers.retainAll(now);
    layers.addAll(now);
  }

  /** Puts {@code cells.1} into the container {@code cells}. */
  private static void place(Map<String, Saveable> into, String attribute, Saveable child) {
    int dot = attribute.indexOf('.');
    if (dot < 0) {
      into.put(attribute, child);
      return;
    }
    String list = attribute.substring(0, dot);
    Map<String, Saveable> items =
        new LinkedHashMap<>(into.get(list) instanceof Container c ? c.children() : Map.of());
    place(items, attribute.substring(dot + 1), child);
    into.put(list, new Container(items));
  }

  private static void collect(Saveable from, Set<Layer> into) {
    if (from instanceof Layer layer) {
      into.add(layer);
    } else if (from instanceof Container container) {
      container.children().values().forEach(child -> collect(child, into));
    }
  }

  /** Returns what of a field's value has state; null for the owner itself and for all the rest. */
  private @Nullable Saveable saveable(String attribute, Object value, Set<Object> placed) {
    if (value instanceof Variable || value instanceof SeedGenerator) {
      keep(value);
      return null;
    }
    if (value instanceof LayerActivation held) {
      return held.layer();
    }
    if (value instanceof Saveable saveable) {
      return saveable == owner ? null : saveable;
    }
    Map<String, Saveable> items = new LinkedHashMap<>();
    items(value)
        .forEach(
            (key, item) -> {
              boolean told = item == null || placed.contains(item);
              Saveable inner = told ? null : saveable(attribute, item, placed);
              if (inner != null) {
                items.put(key, inner);
              }
            });
    if (items.size() > 1) {
      requireOrder(attribute, value);
    }
    return items.isEmpty() ? null : new Container(items);
  }

  private static Map<String, @Nullable Object> items(Object value) {
    Map<String, @Nullable Object> items = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> items.put(String.valueOf(key), item));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(item -> items.put(String.valueOf(items.size()), item));
    } else if (value instanceof Object[] array) {
      for (Object item : array) {
        items.put(String.valueOf(items.size()), item);
      }
    } else if (value instanceof Record fields) {
      AttributeFields.of(fields, Record.class)
          .values()
          .forEach(item -> items.put(String.valueOf(items.size()), item));
    }
    return items;
  }

  private void requireOrder(String attribute, Object value) {
    if (UNORDERED.contains(value.getClass().getSimpleName())) {
      throw new IllegalStateException(
          "%s: the field of `%s` is a %s, which does not keep the order of its layers, by which files name them. Use a List or a LinkedHashMap."
              .formatted(
                  owner.getClass().getSimpleName(), attribute, value.getClass().getSimpleName()));
    }
  }

  private void keep(Object value) {
    if (known.add(value)) {
      if (value instanceof SeedGenerator generator) {
        seedGenerators.add(generator);
      } else if (value instanceof Variable variable) {
        (variable.trainable() ? trainables : states).add(variable);
      }
    }
  }
}
