package keras.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Lets what was constructed before the layer, and then the layer, draw its seeds first. */
  void drawsInTurn() {
    if (enrolled && ConstructionOrder.isPending(this)) {
      ConstructionOrder.takeTurnsUpTo(this);
    }
  }

  /** Gives the layer its automatic name, and lets what it holds draw seeds, in Python's order. */
  @Override
  public void takeTurn() {
    if (owner.name == null) {
      owner.name = Names.auto(owner.getClass().getSimpleName());
    }
    owner.takeSeeds();
    if (!enrolled) { // neither are the layers that its constructor made
      layers().stream().filter(l -> l.name == null).forEach(l -> l.state.takeTurn());
    }
  }

  void drawSeeds() {
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
    children = new LayerFields(owner, named, this::keep).children();
    Set<Layer> now = new LinkedHashSet<>();
    children.values().forEach(child -> collect(child, now));
    layers.retainAll(now);
    layers.addAll(now);
  }

  private static void collect(Saveable from, Set<Layer> into) {
    if (from instanceof Layer layer) {
      into.add(layer);
    } else if (from instanceof Container container) {
      container.children().values().forEach(child -> collect(child, into));
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
