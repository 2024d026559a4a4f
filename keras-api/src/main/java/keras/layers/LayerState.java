package keras.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
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
import keras.constraints.Constraint;
import keras.engine.Container;
import keras.engine.NameScope;
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
final class LayerState {
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
  private Map<String, Saveable> children = Map.of();

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

  /** Lets what the layer holds draw its seeds, in Python's order. */
  void takeTurn() {
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

  // ---------------------------------------------------------------- here and inside

  List<Variable> weights() {
    Set<Variable> all = new LinkedHashSet<>(own());
    owner.inner().forEach(layer -> all.addAll(layer.weights()));
    return List.copyOf(all);
  }

  List<Variable> variables() {
    Set<Variable> all = new LinkedHashSet<>(own());
    seedGenerators().forEach(g -> all.add(g.state()));
    owner.inner().forEach(layer -> all.addAll(layer.variables()));
    return List.copyOf(all);
  }

  List<Layer> flattened() {
    Deque<Layer> next = new ArrayDeque<>(owner.inner());
    Set<Layer> seen = new LinkedHashSet<>(List.of(owner));
    while (!next.isEmpty()) {
      Layer layer = next.removeFirst();
      if (seen.add(layer)) {
        layer.inner().forEach(next::addFirst);
      }
    }
    return List.copyOf(seen);
  }

  /** Freezes or frees the weights here and in the layers inside. */
  void train(boolean trainable) {
    synchronized (this) {
      look();
      trainables.forEach(v -> v.trainable(trainable));
    }
    owner.inner().forEach(layer -> layer.trainable(trainable));
  }

  /**
   * Throws if a layer with variables is called inside of the {@code call} of one that does not hold
   * it: it would be neither trained nor saved.
   *
   * @param caller whose {@code call} runs, null where there is none
   */
  static void requireTracked(Layer layer, @Nullable Object caller) {
    if (caller instanceof Layer outer
        && outer != layer
        && !layer.weights().isEmpty()
        && !holds(outer, layer, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      throw new IllegalStateException(
          "%s calls %s, which is not a part of it, so that its weights would be neither trained nor saved. Hold it in a field of %s (a layer, a list or a map of layers), or call track(\"name\", layer)."
              .formatted(outer, layer, outer.getClass().getSimpleName()));
    }
  }

  private static boolean holds(Layer outer, Layer layer, Set<Layer> seen) {
    Collection<Layer> inner = outer.inner();
    return inner.contains(layer)
        || inner.stream().anyMatch(child -> seen.add(child) && holds(child, layer, seen));
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
