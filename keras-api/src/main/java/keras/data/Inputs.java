package keras.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One argument of {@code fit}, {@code evaluate} or {@code predict} made orderly: one or several
 * arrays, in order or by name.
 *
 * <pre>{@code
 * Inputs x = Inputs.of("model.fit", "x", Map.of("wide_input", wide, "deep_input", deep));
 * Inputs y = Inputs.of("model.fit", "y", labels);
 * int samples = Inputs.requireSameCount(List.of(x, y));
 * List<SampleArray> inOrder = x.inOrder(List.of("wide_input", "deep_input"));
 * }</pre>
 *
 * <p>Inputs: what {@link SampleArray#of} takes, a list of those (a list of numbers is one array),
 * or a map of those by the name of a model's input or output.
 *
 * <p>Keras: keras/src/trainers/data_adapters/data_adapter_utils.py
 */
public final class Inputs {
  private final String caller;
  private final String argument;
  private final Map<String, SampleArray> named;
  private final List<SampleArray> rows;

  private Inputs(
      String caller, String argument, Map<String, SampleArray> named, List<SampleArray> rows) {
    this.caller = caller;
    this.argument = argument;
    this.named = named;
    this.rows = List.copyOf(rows);
  }

  /**
   * Reads an argument.
   *
   * @param caller who is called, for messages: "model.fit"
   * @param argument the argument's name, for messages: "x"
   */
  public static Inputs of(String caller, String argument, Object data) {
    Map<String, SampleArray> named = new LinkedHashMap<>();
    List<SampleArray> rows = new ArrayList<>();
    if (data instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (!(key instanceof String name)) {
              throw new IllegalArgumentException(
                  "%s: the keys of %s must be names of the model's inputs or outputs. Received: %s."
                      .formatted(caller, argument, key));
            }
            named.put(name, row(caller, argument + "['" + name + "']", value));
          });
      rows.addAll(named.values());
    } else if (data instanceof Collection<?> list && !BoxedArrays.isNumbers(list)) {
      for (Object value : list) {
        rows.add(row(caller, argument + "[" + rows.size() + "]", value));
      }
    } else {
      rows.add(row(caller, argument, data));
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s is empty. Expected one array or more.".formatted(caller, argument));
    }
    Inputs inputs = new Inputs(caller, argument, named, rows);
    requireSameCount(List.of(inputs));
    return inputs;
  }

  private static SampleArray row(String caller, String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: %s is null. Expected an array.".formatted(caller, name));
    }
    return SampleArray.of(caller + ": " + name, value);
  }

  /** Returns how many samples each array has. */
  public int count() {
    return rows.get(0).count();
  }

  /** Returns the arrays as given: a list's in its order, a map's in the order it iterates. */
  public List<SampleArray> rows() {
    return rows;
  }

  /**
   * Returns the names of the arrays, in the order of {@link #rows()}; empty where they have none.
   */
  public List<String> names() {
    return List.copyOf(named.keySet());
  }

  /** Whether the arrays were given by name. */
  public boolean isNamed() {
    return !named.isEmpty();
  }

  /**
   * Returns the arrays in the order of the model's inputs or outputs: a map's by name, a list's and
   * a single array as they are. Every name needs its array, and no other is taken.
   */
  public List<SampleArray> inOrder(List<String> names) {
    List<SampleArray> ordered = new ArrayList<>();
    for (@Nullable SampleArray each : inOrderOrNull(names)) {
      if (each == null) {
        throw new IllegalArgumentException(
            "%s: %s has no array for '%s'. Expected one for each of %s. Received: %s."
                .formatted(caller, argument, names.get(ordered.size()), names, named.keySet()));
      }
      ordered.add(each);
    }
    return ordered;
  }

  /**
   * Returns the arrays in the order of {@code names}, null for a name that a map leaves out: the
   * sample weights of some outputs.
   */
  public List<@Nullable SampleArray> inOrderOrNull(List<String> names) {
    if (!isNamed()) {
      if (rows.size() != names.size()) {
        throw new IllegalArgumentException(
            "%s: expected %d %s for %s, one for each of %s. Received: %d.%s"
                .formatted(
                    caller,
                    names.size(),
                    names.size() == 1 ? "array" : "arrays",
                    argument,
                    names,
                    rows.size(),
                    rowsTakenForArrays(names.size())));
      }
      return new ArrayList<>(rows);
    }
    for (String name : named.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "%s: %s names '%s', which the model does not have. Expected: %s."
                .formatted(caller, argument, name, names));
      }
    }
    List<@Nullable SampleArray> ordered = new ArrayList<>();
    for (String name : names) {
      ordered.add(named.get(name));
    }
    return ordered;
  }

  /** Says what to write where the rows of one array came as a list, as {@code List.of(x)} does. */
  private String rowsTakenForArrays(int expected) {
    boolean rowsOfOne =
        expected == 1
            && rows.size() > 1
            && rows.stream().allMatch(r -> r.shape().numDimensions() == 1);
    return rowsOfOne
        ? (" A list holds one array for each input, and List.of(%s) of a float[][] makes a list of"
                + " its rows. Give %s itself; make an array of a list of rows by"
                + " rows.toArray(new float[0][]).")
            .formatted(argument, argument)
        : "";
  }

  /** Returns the samples {@code from … to - 1} of every array, not copied. */
  public Inputs slice(int from, int to) {
    Map<String, SampleArray> parts = new LinkedHashMap<>();
    named.forEach((name, value) -> parts.put(name, value.slice(from, to)));
    List<SampleArray> cut = new ArrayList<>();
    rows.forEach(each -> cut.add(each.slice(from, to)));
    return new Inputs(caller, argument, parts, isNamed() ? List.copyOf(parts.values()) : cut);
  }

  /** Returns the samples that all arrays of all arguments have; refuses counts that differ. */
  public static int requireSameCount(List<Inputs> arguments) {
    Inputs first = arguments.get(0);
    for (Inputs inputs : arguments) {
      for (int i = 0; i < inputs.rows.size(); i++) {
        int count = inputs.rows.get(i).count();
        if (count != first.count()) {
          String left = inputs == first ? first.name(0) : first.only();
          throw new IllegalArgumentException(
              "%s: %s has %d samples, %s has %d. All arrays need the same first axis."
                  .formatted(first.caller, left, first.count(), inputs.name(i), count));
        }
      }
    }
    return first.count();
  }

  private String only() {
    return rows.size() == 1 ? name(0) : argument;
  }

  private String name(int i) {
    if (isNamed()) {
      return argument + "['" + List.copyOf(named.keySet()).get(i) + "']";
    }
    return rows.size() == 1 ? argument : argument + "[" + i + "]";
  }
}
