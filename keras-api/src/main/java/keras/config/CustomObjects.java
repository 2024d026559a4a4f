package keras.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The classes and functions of the caller's own that a config may name.
 *
 * <pre>{@code
 * loadModel("model.keras", CustomObjects.of(Scale.class));
 * loadModel("model.keras", CustomObjects.none().with("my_package>Scale", Scale.class));
 * }</pre>
 */
public final class CustomObjects {
  private static final CustomObjects NONE =
      new CustomObjects(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  private final Map<String, Class<? extends KerasObject>> classes;
  private final Map<String, Factory> factories;
  private final Map<String, Identified> functions;
  private final Map<String, Replacement> replacements;
  private final Map<String, BinaryOperator<?>> measures;

  private CustomObjects(
      Map<String, Class<? extends KerasObject>> classes,
      Map<String, Factory> factories,
      Map<String, Identified> functions,
      Map<String, Replacement> replacements,
      Map<String, BinaryOperator<?>> measures) {
    this.classes = classes;
    this.factories = factories;
    this.functions = functions;
    this.replacements = replacements;
    this.measures = measures;
  }

  /** Returns the empty set: only the library's own classes are found. */
  public static CustomObjects none() {
    return NONE;
  }

  /** Returns a set that knows these classes by their simple names. */
  @SafeVarargs
  @SuppressWarnings("varargs") // read only
  public static CustomObjects of(Class<? extends KerasObject>... classes) {
    CustomObjects all = NONE;
    for (Class<? extends KerasObject> c : Arrays.asList(classes)) {
      all = all.with(c.getSimpleName(), c);
    }
    return all;
  }

  /**
   * Returns a set that knows a class whose constructor takes arguments, and how one is made of what
   * a file says: {@code CustomObjects.of("Linear", config -> new Linear(config.integer("units")))}.
   *
   * @param name the class name in the config, or its registered name, as in {@code "package>Name"}
   */
  public static CustomObjects of(String name, Factory factory) {
    return NONE.with(name, factory);
  }

  /**
   * Returns this set and one class more, whose objects a factory makes.
   *
   * @param name the class name in the config, or its registered name, as in {@code "package>Name"}
   */
  public CustomObjects with(String name, Factory factory) {
    Map<String, Factory> more = new LinkedHashMap<>(factories);
    more.put(name, factory);
    return new CustomObjects(
        classes, Collections.unmodifiableMap(more), functions, replacements, measures);
  }

  /** Returns this set and the class of an object, made as the object was. */
  public CustomObjects with(KerasObject like) {
    String name = like.getClass().getSimpleName();
    return like.factory == null ? with(name, like.getClass()) : with(name, like.factory);
  }

  /**
   * Returns this set and the classes and functions that the config of an object cannot find by
   * itself: its own, and those of what it holds.
   */
  public CustomObjects withOwn(KerasObject object) {
    CustomObjects all = Configs.serialize(object).get("module") == null ? with(object) : this;
    for (Identified function : Configs.values(object, Identified.class)) {
      all = all.with(function);
    }
    for (KerasObject held : Configs.values(object, KerasObject.class)) {
      all = all.withOwn(held);
    }
    return all;
  }

  /**
   * Returns this set and one class more.
   *
   * @param name the class name in the config, or its registered name, as in {@code "package>Name"}
   */
  public CustomObjects with(String name, Class<? extends KerasObject> type) {
    Map<String, Class<? extends KerasObject>> more = new LinkedHashMap<>(classes);
    more.put(name, type);
    return new CustomObjects(
        Collections.unmodifiableMap(more), factories, functions, replacements, measures);
  }

  /** Returns this set and one function more, such as an activation, under its id. */
  public CustomObjects with(Identified function) {
    Map<String, Identified> more = new LinkedHashMap<>(functions);
    more.put(function.id(), function);
    return new CustomObjects(
        classes, factories, Collections.unmodifiableMap(more), replacements, measures);
  }

  /**
   * Returns this set and one function more of targets and predictions: a loss, or what a metric is
   * the mean of.
   *
   * @param name by which files call it
   */
  public CustomObjects with(String name, BinaryOperator<?> function) {
    Map<String, BinaryOperator<?>> more = new LinkedHashMap<>(measures);
    more.put(name, function);
    return new CustomObjects(
        classes, factories, functions, replacements, Collections.unmodifiableMap(more));
  }

  /** Returns the function of targets and predictions of a name. */
  public Optional<BinaryOperator<?>> measure(String name) {
    return Optional.ofNullable(measures.get(name));
  }

  /** Whether a loss or a metric of that name, a function or a class, is in this set. */
  public boolean knowsMeasure(String name) {
    return measures.containsKey(name) || knows(name);
  }

  /** Returns this set and what is to take the place of a layer, or of a function that it holds. */
  public CustomObjects replacing(String layer, Replacement replacement) {
    Map<String, Replacement> more = new LinkedHashMap<>(replacements);
    more.put(layer, replacement);
    return new CustomObjects(
        classes, factories, functions, Collections.unmodifiableMap(more), measures);
  }

  /** Returns this set without replacements. */
  public CustomObjects classesAlone() {
    return new CustomObjects(classes, factories, functions, Map.of(), measures);
  }

  /** Returns the names of the layers for which there are replacements. */
  public Set<String> replaced() {
    return replacements.keySet();
  }

  /** Returns the function of an id and a type. */
  public <T extends Identified> Optional<T> function(String id, Class<T> type) {
    return function(id).filter(type::isInstance).map(type::cast);
  }

  /** Whether there is a function of this id. */
  public boolean knowsFunction(String id) {
    return functions.containsKey(id);
  }

  /** Whether there is a class of this name, or of this {@code package>Name}. */
  public boolean knows(String name) {
    return find(name, name).isPresent() || factory(name, name).isPresent();
  }

  Optional<Class<? extends KerasObject>> find(
      @Nullable Object registeredName, @Nullable Object className) {
    return find(classes, registeredName, className);
  }

  Optional<Factory> factory(@Nullable Object registeredName, @Nullable Object className) {
    return find(factories, registeredName, className);
  }

  private static <T> Optional<T> find(
      Map<String, T> known, @Nullable Object registeredName, @Nullable Object className) {
    T found = registeredName instanceof String r ? known.get(r) : null;
    if (found == null && className instanceof String c) {
      found = known.get(c);
    }
    if (found == null && registeredName instanceof String r && r.contains(">")) {
      found = known.get(r.substring(r.indexOf('>') + 1));
    }
    return Optional.ofNullable(found);
  }

  Optional<Replacement> replacement(@Nullable Object layer) {
    return Optional.ofNullable(layer instanceof String name ? replacements.get(name) : null);
  }

  Optional<Identified> function(String id) {
    return Optional.ofNullable(functions.get(id));
  }
}
