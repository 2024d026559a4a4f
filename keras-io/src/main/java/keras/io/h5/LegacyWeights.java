package keras.io.h5;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5Group;
import keras.io.migration.Writer;
import keras.io.weights.Framework;
import keras.io.weights.LegacyLayout;
import keras.io.weights.LoadingBar;
import keras.io.weights.OldWeights;
import keras.io.weights.StoredValues;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Matches the weights of a legacy file with those of a model, by order or by the layers' names, and
 * reads them. Nothing is written to the model; the caller does that once everything has been read.
 *
 * <p>Keras: {@code keras/src/legacy/saving/legacy_h5_format.py}.
 */
final class LegacyWeights {
  /**
   * What was read.
   *
   * @param bins what is no variable
   */
  record Read(Map<Variable, HostTensor> values, LearnedBins bins) {}

  private static final String TOP_LEVEL = "top_level_model_weights";

  private final String file;
  private final Hdf5Group group;
  private final LoadOptions options;
  private final LoadReport report;
  private final Model model;
  private final LegacyLayout layout;
  private final LearnedBins bins;
  private final List<StoredLayer> stored;
  private final boolean keras1;
  private final OldWeights old;
  private final LoadingBar bar;
  private final Map<Variable, HostTensor> values = new LinkedHashMap<>();

  private LegacyWeights(
      String file,
      Hdf5Group group,
      Model model,
      Writer writer,
      LoadOptions options,
      LoadReport report) {
    this.file = file;
    this.group = group;
    this.options = options;
    this.report = report;
    this.model = model;
    List<StoredLayer> all =
        StoredLayer.readAll(group).stream().filter(l -> !l.datasets().isEmpty()).toList();
    this.bins = LearnedBins.of(model, all, options.byName());
    this.stored = all.stream().filter(layer -> !bins.has(layer)).toList();
    this.layout = layout();
    this.keras1 = writer.generation() == 1;
    this.bar = new LoadingBar(options, model.weights().size());
    this.old = new OldWeights(keras1, isOfTheano());
  }

  /**
   * Returns the layout of Keras 3, unless the file has as many values as that of tf_keras; by name
   * those of the layers count that are in both.
   */
  private LegacyLayout layout() {
    LegacyLayout keras3 = LegacyLayout.of(model);
    LegacyLayout tfKeras = LegacyLayout.of(model, Framework.TF_KERAS);
    Set<String> shared = new HashSet<>();
    keras3.layers().forEach(entry -> shared.add(entry.name()));
    shared.retainAll(stored.stream().map(LegacyWeights::name).toList());
    Predicate<String> counts = name -> !options.byName() || shared.contains(name);
    int values =
        stored.stream()
            .filter(layer -> counts.test(name(layer)))
            .mapToInt(layer -> layer.datasets().size())
            .sum();
    return values != keras3.count(counts) && values == tfKeras.count(counts) ? tfKeras : keras3;
  }

  /** Returns what layers of models call the name. */
  static String name(StoredLayer layer) {
    return layer.name().replace('/', '_');
  }

  /** Keras 1 does not say it, but only TensorFlow's variables are named as they are. */
  private boolean isOfTheano() {
    return group
        .attribute("backend")
        .map(a -> a.string().equals("theano"))
        .orElse(keras1 && stored.stream().noneMatch(StoredLayer::isOfTensorFlow));
  }

  /**
   * Returns the values for the model's variables, and what it learned besides.
   *
   * @param group {@code /model_weights}, or the root of a file of weights
   */
  static Read read(
      String file,
      Hdf5Group group,
      Model model,
      Writer writer,
      LoadOptions options,
      LoadReport report) {
    LegacyWeights weights = new LegacyWeights(file, group, model, writer, options, report);
    if (options.byName()) {
      weights.byName(weights.layout.layers());
    } else if (weights.isFlat()) {
      weights.byName(LegacyLayout.flat(model));
    } else {
      weights.byOrder();
    }
    weights.topLevel();
    weights.bins.read(file);
    return new Read(weights.values, weights.bins);
  }

  /** Keras 1 wrote the layers of stacks within stacks one by one; their names are then unique. */
  private boolean isFlat() {
    if (!keras1) {
      return false;
    }
    List<String> own =
        LegacyLayout.flat(model).stream()
            .filter(e -> !e.variables().isEmpty())
            .map(LegacyLayout.Entry::name)
            .sorted()
            .toList();
    return own.equals(stored.stream().map(StoredLayer::name).sorted().toList());
  }

  private void byOrder() {
    List<LegacyLayout.Entry> own =
        layout.layers().stream().filter(e -> !e.variables().isEmpty()).toList();
    if (own.size() != stored.size()) {
      throw new ModelFormatException(
          file,
          group.path(),
          "has weights for %d layers (%s), the model has %d layers with weights (%s)."
              .formatted(
                  stored.size(),
                  listed(stored.stream().map(StoredLayer::name).toList()),
                  own.size(),
                  listed(own.stream().map(LegacyLayout.Entry::name).toList())));
    }
    for (int i = 0; i < own.size(); i++) {
      take(own.get(i), stored.get(i));
    }
  }

  private void byName(List<LegacyLayout.Entry> layers) {
    Map<String, StoredLayer> byName = new LinkedHashMap<>();
    stored.forEach(l -> byName.put(name(l), l));
    for (LegacyLayout.Entry own : layers) {
      StoredLayer found = byName.remove(own.name());
      if (found != null && !own.variables().isEmpty()) {
        take(own, found);
      } else if (found != null) {
        byName.put(own.name(), found);
      } else {
        own.variables().forEach(v -> report.addMissing(shown(own, v)));
      }
    }
    for (StoredLayer left : byName.values()) {
      for (int i = 0; i < left.datasets().size(); i++) {
        report.addUnexpected(
            "%s/%s %s"
                .formatted(
                    left.name(),
                    left.shortName(i),
                    Shapes.show(StoredValues.shape(left.datasets().get(i)))));
      }
    }
  }

  private void topLevel() {
    List<Variable> own = layout.topLevel();
    StoredLayer top =
        group
            .group(TOP_LEVEL)
            .map(g -> StoredLayer.read(TOP_LEVEL, g))
            .orElse(new StoredLayer(TOP_LEVEL, List.of(), List.of()));
    if (own.size() != top.datasets().size()) {
      String what =
          "the model's own weights: file has %s, the model expects %s."
              .formatted(top.shown(), shown(own));
      if (!options.skipMismatch() && !options.byName()) {
        throw new ModelFormatException(file, "", what);
      }
      return;
    }
    for (int i = 0; i < own.size(); i++) {
      put(own.get(i), StoredValues.read(top.datasets().get(i)), own.get(i).name());
    }
  }

  private void take(LegacyLayout.Entry own, StoredLayer layer) {
    List<Variable> variables = own.variables();
    List<HostTensor> converted =
        OldWeights.mayApply(own.layer()) ? old.convert(own.layer(), layer.values()) : null;
    List<Shape> shapes =
        converted == null
            ? layer.datasets().stream().map(StoredValues::shape).toList()
            : converted.stream().map(HostTensor::shape).toList();
    String problem = problem(variables, shapes, layer);
    if (problem == null) {
      for (int i = 0; i < variables.size(); i++) {
        HostTensor value =
            converted == null ? StoredValues.read(layer.datasets().get(i)) : converted.get(i);
        put(variables.get(i), value, shown(own, variables.get(i)));
      }
      return;
    }
    String place = "layer '%s' (%s)".formatted(own.name(), own.layer().getClass().getSimpleName());
    if (!options.skipMismatch()) {
      throw new ModelFormatException(file, place, problem + ".");
    }
    report.addSkipped(place + ": " + problem);
  }

  private static @Nullable String problem(
      List<Variable> variables, List<Shape> shapes, StoredLayer layer) {
    if (variables.size() != shapes.size()) {
      return "file has %d weights (%s), the model expects %d (%s)"
          .formatted(layer.datasets().size(), layer.shown(), variables.size(), shown(variables));
    }
    for (int i = 0; i < variables.size(); i++) {
      if (!shapes.get(i).equals(variables.get(i).shape())) {
        return "file has %s %s, the model expects %s"
            .formatted(
                variables.get(i).name(),
                Shapes.show(shapes.get(i)),
                Shapes.show(variables.get(i).shape()));
      }
    }
    return null;
  }

  private void put(Variable variable, HostTensor value, String shown) {
    values.put(variable, bar.read(value.cast(variable.dtype())));
    report.addLoaded(shown);
  }

  private static String shown(LegacyLayout.Entry layer, Variable v) {
    return "%s/%s %s".formatted(layer.name(), v.name(), Shapes.show(v.shape()));
  }

  private static String shown(List<Variable> variables) {
    List<String> all = new ArrayList<>();
    variables.forEach(v -> all.add(v.name() + " " + Shapes.show(v.shape())));
    return all.isEmpty() ? "nothing" : String.join(", ", all);
  }

  private static String listed(List<String> names) {
    int most = 8;
    return names.size() <= most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
  }
}
