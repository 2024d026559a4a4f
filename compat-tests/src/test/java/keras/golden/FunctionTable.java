package keras.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keras.activations.Activations;
import keras.config.Configs;
import keras.config.CustomObjects;
import org.jspecify.annotations.Nullable;

/** A case that tabulates functions: cases.json, a row for each function with its arguments. */
public record FunctionTable(GoldenCase golden, JsonObject json) {
  private static final Map<String, String> MODULES =
      Map.of(
          "fn_activations", "keras.activations",
          "fn_losses", "keras.losses",
          "fn_metrics", "keras.metrics",
          "fn_schedules", "keras.optimizers.schedules",
          "fn_regularizers", "keras.regularizers",
          "fn_constraints", "keras.constraints",
          "fn_initializers", "keras.initializers");

  /** Reads the table of a case. */
  public FunctionTable(GoldenCase golden) {
    this(golden, golden.json("cases.json"));
  }

  /** Returns the rows whose function exists. */
  public List<Row> rows() {
    return allRows().stream().filter(Row::exists).toList();
  }

  /** Returns the paths of the functions that are missing, sorted. */
  public Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    allRows().stream().filter(r -> !r.exists()).forEach(r -> missing.add(r.path()));
    return missing;
  }

  private List<Row> allRows() {
    return json.objects("cases").stream().map(each -> new Row(this, each)).toList();
  }

  /**
   * One function with arguments.
   *
   * @param json {@code params}, what went in, and what came out of each Keras
   */
  public record Row(FunctionTable table, JsonObject json) {
    /** Returns the function's or class's name. */
    String name() {
      return json.text(isActivation() ? "name" : "class_name");
    }

    boolean isActivation() {
      return table.golden().name().equals("fn_activations");
    }

    private String module() {
      String module = MODULES.get(table.golden().name());
      if (module == null) {
        throw new IllegalArgumentException("No module for the table " + table.golden() + ".");
      }
      return module;
    }

    String path() {
      return module() + "." + name();
    }

    boolean exists() {
      return isActivation()
          ? Activations.names().contains(name()) || name().equals("threshold")
          : Configs.unknownClasses(spec(Map.of()), CustomObjects.none()).isEmpty();
    }

    /** Returns the object of a config, with more arguments than the row's. */
    Map<String, Object> spec(Map<String, ?> more) {
      Map<String, @Nullable Object> config = new LinkedHashMap<>(json.object("params").map());
      config.putAll(more);
      return CaseClasses.spec(module(), name(), config);
    }

    /** Returns what Keras 3 gives, or tf_keras where Keras 3 gives nothing. */
    JsonObject expected() {
      JsonObject k3 = json.object("k3");
      return k3.has("error") ? json.object("tk") : k3;
    }

    @Override
    public String toString() {
      return table.golden() + " " + name() + json.object("params").map();
    }
  }
}
