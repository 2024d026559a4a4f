package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import keras.engine.Assets;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.weights.ByPlace;
import keras.io.weights.Framework;
import keras.io.weights.LoadingBar;
import keras.io.weights.StoredValues;
import keras.io.weights.V3Layout;
import keras.io.weights.V3Layout.Group;
import keras.io.weights.V3Layout.Held;
import keras.layers.Layer;
import keras.ops.DType;
import keras.optimizers.Optimizer;
import keras.random.SeedGenerator;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a model the variables of a file in Keras 3's layout: all of them, or none if one does not
 * fit.
 *
 * <p>The optimizer's variables are taken where the model is compiled and its optimizer built, as in
 * Keras; those that do not fit are left out with a note in the report. What else the file holds is
 * not looked at.
 */
final class StateReader {
  private static final int MOST_SHOWN = 8;

  /** What Keras calls its optimizers. */
  private static final Set<String> OPTIMIZERS =
      Set.of(
          "adadelta",
          "adafactor",
          "adagrad",
          "adam",
          "adamax",
          "adamw",
          "ftrl",
          "lamb",
          "lion",
          "loss_scale_optimizer",
          "muon",
          "nadam",
          "rmsprop",
          "sgd");

  private final VariableStore store;
  private final LoadReport report;
  private final V3Layout keras3;
  private final V3Layout tfKeras;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Hdf5Dataset> datasets = new ArrayList<>();
  private final Map<Assets, Map<String, HostTensor>> named = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private StateReader(Layer model, VariableStore store, LoadReport report) {
    this.store = store;
    this.report = report;
    this.keras3 = V3Layout.of(model, Framework.KERAS_3);
    this.tfKeras = V3Layout.of(model, Framework.TF_KERAS);
  }

  static void read(Layer model, VariableStore store, LoadOptions options, LoadReport report) {
    ByPlace.require(options, store.name());
    StateReader reader = new StateReader(model, store, report);
    reader.read(reader.layout(), options);
  }

  /** The same for a model that was made of the file: it has a place for all that the file holds. */
  static void readAll(Layer model, VariableStore store, LoadOptions options, LoadReport report) {
    StateReader reader = new StateReader(model, store, report);
    V3Layout layout = reader.layout();
    Set<String> known = new HashSet<>();
    for (V3Layout of : List.of(reader.keras3, reader.tfKeras)) {
      of.groups().forEach(g -> known.add(g.vars()));
      of.held().forEach(h -> reader.groupsBelow(h.path()).forEach(known::add));
    }
    for (String group : store.groups()) {
      if (!group.startsWith("optimizer/")
          && reader.looksLikeAnOptimizer(group)
          && known.add(group)) {
        report.addNote(
            "/%s looks like the state of an optimizer and was left out, for %s holds none there. If it is one, make it in the constructor, in a field of that name, and build it: optimizer.build(layer.trainableWeights())."
                .formatted(group, model));
      }
    }
    List<String> left =
        reader.unused(layout, known).stream().filter(g -> !g.startsWith("/optimizer/")).toList();
    if (!left.isEmpty() && !options.skipMismatch()) {
      throw new ModelFormatException(
          store.name(),
          "",
          "it holds variables for which %s has no layer: %s. A layer of one's own makes the same layers in Java as in Python, under the same attributes: a field `hiddenLayer` is `hidden_layer`."
              .formatted(model, Shown.list(left, MOST_SHOWN)));
    }
    reader.read(layout, options);
  }

  private void read(V3Layout layout, LoadOptions options) {
    for (Group group : layout.groups()) {
      weights(group);
      seeds(group);
    }
    if (!problems.isEmpty() && !options.skipMismatch()) {
      throw new ModelFormatException(store.name(), "", mismatch(layout));
    }
    problems.forEach(report::addSkipped);
    unused(layout).forEach(report::addUnexpected);
    for (Held held : layout.optimizers()) {
      if (held.object() instanceof Optimizer optimizer) {
        StoredOptimizer.find(optimizer, held.vars(), store, report)
            .forEach(
                (variable, dataset) -> {
                  variables.add(variable);
                  datasets.add(dataset);
                });
      }
    }
    layout.metrics().forEach(this::metric);
    LoadingBar bar = new LoadingBar(options, datasets.size());
    List<HostTensor> values =
        datasets.stream().map(dataset -> bar.read(StoredValues.read(dataset))).toList();
    Values.write(variables, values);
    named.forEach(Assets::loadOwnVariables);
  }

  /** Returns the layout of the Keras that wrote the file, or of the one whose paths are there. */
  private V3Layout layout() {
    V3Layout first = store.isOfKeras3() ? keras3 : tfKeras;
    V3Layout second = store.isOfKeras3() ? tfKeras : keras3;
    return !isThere(first) && isThere(second) ? second : first;
  }

  private boolean isThere(V3Layout layout) {
    return layout.groups().stream()
        .noneMatch(g -> !g.variables().isEmpty() && store.variables(g.vars()).isEmpty());
  }

  private void weights(Group group) {
    Map<String, Hdf5Dataset> stored = new LinkedHashMap<>(store.variables(group.vars()));
    if (group.layer() instanceof Assets layer && !layer.ownNames().isEmpty()) {
      named(group, layer, stored);
    }
    List<Variable> own = group.variables();
    if (!fits(own, stored)) {
      if (stored.isEmpty()) {
        own.forEach(v -> report.addMissing(shown(group, v)));
      }
      problems.add(
          "%s at /%s: the model has %s, the file has %s"
              .formatted(
                  group.layer(), group.vars(), Shown.variables(own), Shown.datasets(stored)));
      return;
    }
    for (int i = 0; i < own.size(); i++) {
      take(own.get(i), stored, i);
      report.addLoaded(shown(group, own.get(i)));
    }
  }

  /** Takes the state of a metric that a field holds, where the file has it. */
  private void metric(Held held) {
    Map<String, Hdf5Dataset> stored = store.variables(held.vars());
    List<Variable> own = held.object().ownVariables();
    if (fits(own, stored)) {
      for (int i = 0; i < own.size(); i++) {
        take(own.get(i), stored, i);
      }
    }
  }

  private static boolean fits(List<Variable> own, Map<String, Hdf5Dataset> stored) {
    boolean fits = stored.size() == own.size();
    for (int i = 0; i < own.size() && fits; i++) {
      Hdf5Dataset dataset = stored.get(String.valueOf(i));
      fits = dataset != null && StoredValues.shape(dataset).equals(own.get(i).shape());
    }
    return fits;
  }

  /**
   * Whether variables may be an optimizer's: a count of steps, then a learning rate; or, where that
   * follows a schedule, under the name of one of Keras' optimizers.
   */
  private boolean looksLikeAnOptimizer(String group) {
    Map<String, Hdf5Dataset> stored = store.variables(group);
    Hdf5Dataset steps = stored.get("0");
    Hdf5Dataset rate = stored.get("1");
    if (steps == null || !steps.shape().isEmpty() || !steps.dtype().equals(DType.INT64.id())) {
      return false;
    }
    return (rate != null && rate.shape().isEmpty() && rate.dtype().equals(DType.FLOAT32.id()))
        || isNameOfAnOptimizer(store.owner(group));
  }

  private static boolean isNameOfAnOptimizer(@Nullable String name) {
    return name != null
        && OPTIMIZERS.contains(name.replaceFirst("_\\d+$", "").toLowerCase(Locale.ROOT));
  }

  private Stream<String> groupsBelow(String path) {
    return store.groups().stream().filter(g -> g.startsWith(path + "/"));
  }

  /** Takes the values that go by names of their own out of what is stored. */
  private void named(Group group, Assets layer, Map<String, Hdf5Dataset> stored) {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (String name : layer.ownNames()) {
      Hdf5Dataset dataset = stored.remove(name);
      if (dataset == null && layer.needsOwn(name)) {
        problems.add("%s: the file has no /%s/%s".formatted(layer, group.vars(), name));
      } else if (dataset != null) {
        values.put(name, StoredValues.read(dataset));
        report.addLoaded(group.layer().name() + "/" + name);
      }
    }
    named.put(layer, values);
  }

  private static String shown(Group group, Variable v) {
    return group.layer().name() + "/" + Shown.variables(List.of(v));
  }

  private void take(Variable variable, Map<String, Hdf5Dataset> stored, int index) {
    Hdf5Dataset dataset = stored.get(String.valueOf(index));
    if (dataset != null) {
      variables.add(variable);
      datasets.add(dataset);
    }
  }

  /** Takes the state of seed generators, which files of Keras itself lack. */
  private void seeds(Group group) {
    List<SeedGenerator> generators = group.layer().seedGenerators();
    for (int i = 0; i < generators.size(); i++) {
      Map<String, Hdf5Dataset> stored = store.variables(group.seedGenerator(i));
      Variable state = generators.get(i).state();
      Hdf5Dataset dataset = stored.get("0");
      if (dataset != null && StoredValues.shape(dataset).equals(state.shape())) {
        take(state, stored, 0);
      }
    }
  }

  /** Says what the file holds and the model does not look for, group by group. */
  private List<String> unused(V3Layout layout) {
    return unused(layout, Set.of());
  }

  private List<String> unused(V3Layout layout, Set<String> more) {
    Set<String> known = new HashSet<>(more);
    known.add(V3Layout.OPTIMIZER);
    layout.groups().forEach(g -> known.add(g.vars()));
    layout.held().forEach(h -> groupsBelow(h.path()).forEach(known::add));
    return store.groups().stream()
        .filter(g -> !known.contains(g) && !g.startsWith("metrics/") && !g.startsWith("optimizer/"))
        .filter(g -> !g.contains("seed_generator"))
        .map(g -> "/%s with %s".formatted(g, Shown.datasets(store.variables(g))))
        .toList();
  }

  private String mismatch(V3Layout layout) {
    List<String> unused = unused(layout);
    return "its variables do not fit the model, which is as it was before. %s.%s"
        .formatted(
            Shown.list(problems, MOST_SHOWN),
            unused.isEmpty()
                ? ""
                : " The file also has %s.".formatted(Shown.list(unused, MOST_SHOWN)));
  }
}
