package keras.io.h5;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import keras.config.CustomObjects;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.configs.ConfigSource;
import keras.io.configs.Inspections;
import keras.io.configs.ModelConfigs;
import keras.io.hdf5.Hdf5Attribute;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Group;
import keras.io.migration.Writer;
import keras.io.weights.StoredValues;
import keras.io.weights.StoredWeights;
import keras.models.Model;
import keras.saving.Inspection;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * Reads models and weights from the HDF5 files of Keras 1, Keras 2 and, in the same form, Keras 3.
 *
 * <p>Keras: {@code keras/src/legacy/saving/legacy_h5_format.py}.
 */
final class H5Reader {
  private static final String CONFIG = "model_config";
  private static final String TRAINING = "training_config";
  private static final String VERSION = "keras_version";
  private static final String WEIGHTS = "model_weights";
  private static final String LAYERS = "layer_names";
  private static final String STATE = "optimizer_weights";

  private final String name;
  private final Hdf5Group root;
  private final LoadOptions options;
  private final LoadReport report;

  private H5Reader(Hdf5File file, LoadOptions options) {
    this.name = file.name();
    this.root = file.root();
    this.options = options;
    this.report = new LoadReport(name);
  }

  /** Reads a whole model, and closes the file. */
  static Model readModel(Hdf5File opened, LoadOptions options) {
    try (Hdf5File file = opened) {
      return new H5Reader(file, options).readModel();
    }
  }

  /** Reads weights into a model, all or none of them, and closes the file. */
  static void readWeights(Model model, Hdf5File opened, LoadOptions options) {
    try (Hdf5File file = opened) {
      H5Reader reader = new H5Reader(file, options);
      LegacyWeights.Read read = reader.weights(model);
      reader.write(read.values(), read.bins());
      options.report().accept(reader.report);
    }
  }

  /** Reads the golden values of a whole model, none where it has none, and closes the file. */
  static Map<String, NdArray<?>> goldenValues(Hdf5File opened) {
    try (Hdf5File file = opened) {
      Map<String, NdArray<?>> golden = new LinkedHashMap<>();
      Optional<Hdf5Group> group = file.root().group(H5Writer.GOLDEN);
      if (group.isPresent()) {
        for (String each : group.get().names()) {
          golden.put(each, StoredValues.read(group.get().requireDataset(each)).toNdArray());
        }
      }
      return Collections.unmodifiableMap(golden);
    }
  }

  /** Tells what a file holds, and closes it. */
  static Inspection inspect(Hdf5File opened, CustomObjects custom) {
    try (Hdf5File file = opened) {
      H5Reader reader = new H5Reader(file, LoadOptions.defaults());
      Optional<Hdf5Attribute> config = reader.root.attribute(CONFIG);
      String version = reader.writer().version();
      StoredWeights stored = StoredWeights.of(reader.root);
      if (config.isEmpty()) {
        return Inspections.ofWeights(
            "weights as legacy HDF5", version, stored.weights(), stored.findings());
      }
      stored.weights().removeIf(w -> w.path().startsWith("/" + H5Writer.GOLDEN + "/"));
      ConfigSource source = new ConfigSource(reader.name, "attribute `" + CONFIG + "`");
      Optional<Hdf5Attribute> training = reader.root.attribute(TRAINING);
      return Inspections.ofModel(
          "whole model as legacy HDF5",
          reader.writer(),
          source.parse(config.get().string()),
          training.isPresent() ? source.parse(training.get().string()) : null,
          source,
          custom,
          stored.weights(),
          stored.findings());
    }
  }

  /** Whether the file is of this form. */
  static boolean isLegacy(Supplier<Hdf5File> opener) {
    try (Hdf5File file = opener.get()) {
      Hdf5Group root = file.root();
      return root.attribute(CONFIG).isPresent()
          || root.attribute(LAYERS).isPresent()
          || root.attribute(LAYERS + "0").isPresent()
          || root.has(WEIGHTS);
    } catch (ModelFormatException e) {
      return false; // it is not, or not soundly; another format may know it
    }
  }

  // ---------------------------------------------------------------- a whole model

  private Model readModel() {
    ConfigSource source = new ConfigSource(name, "attribute `" + CONFIG + "`");
    Hdf5Attribute config =
        root.attribute(CONFIG)
            .orElseThrow(
                () ->
                    new ModelFormatException(
                        name,
                        "",
                        "expected a whole model, with an attribute `model_config`. Received: "
                            + (root.attributeNames().contains(LAYERS)
                                ? "weights alone. Make the model and call loadWeights."
                                : "the attributes " + root.attributeNames() + ".")));
    Writer writer = writer();
    Map<String, @Nullable Object> architecture = source.parse(config.string());
    Model model =
        ModelConfigs.build(architecture, writer, source, options.customObjects(), report::addNote);
    boolean read = false;
    try {
      requireBuilt(model);
      LegacyWeights.Read weights = weights(model);
      Map<Variable, HostTensor> values = new LinkedHashMap<>(weights.values());
      if (options.compile()) {
        values.putAll(compile(model, writer));
      }
      write(values, weights.bins());
      options.report().accept(report);
      read = true;
      return model;
    } finally {
      if (!read) {
        model.close();
      }
    }
  }

  private void requireBuilt(Model model) {
    if (!model.isBuilt()) {
      throw new ModelFormatException(
          name,
          "",
          "%s was saved without the shape of its input, so its weights have no place. Make it by code, build(...) it and call loadWeights."
              .formatted(model));
    }
  }

  /** Returns which Keras wrote the file; the first wrote no version. */
  private Writer writer() {
    Optional<Hdf5Attribute> version = root.attribute(VERSION);
    if (version.isEmpty()) {
      version = root.group(WEIGHTS).flatMap(g -> g.attribute(VERSION));
    }
    return Writer.of(version.map(Hdf5Attribute::string).orElse(""));
  }

  // ---------------------------------------------------------------- weights

  private LegacyWeights.Read weights(Model model) {
    Hdf5Group group = root.group(WEIGHTS).orElse(root);
    if (group.attribute(LAYERS).isEmpty() && group.attribute(LAYERS + "0").isEmpty()) {
      throw new ModelFormatException(
          name,
          group.path(),
          "expected weights, with an attribute `layer_names`. Received: the attributes "
              + group.attributeNames()
              + ".");
    }
    return LegacyWeights.read(name, group, model, writer(), options, report);
  }

  /** Everything was read and fits: from here on nothing fails. */
  private void write(Map<Variable, HostTensor> values, LearnedBins bins) {
    Values.write(new ArrayList<>(values.keySet()), new ArrayList<>(values.values()));
    bins.learn();
  }

  // ---------------------------------------------------------------- training

  /** Compiles the model as far as it can be, and returns the optimizer's state. */
  private Map<Variable, HostTensor> compile(Model model, Writer writer) {
    Optional<Hdf5Attribute> training = root.attribute(TRAINING);
    if (training.isEmpty()) {
      return Map.of();
    }
    ConfigSource source = new ConfigSource(name, "attribute `" + TRAINING + "`");
    Map<String, @Nullable Object> config = source.parse(training.get().string());
    Optional<Hdf5Group> stored = root.group(STATE).or(() -> root.group(StoredOptimizer.OWN_GROUP));
    if (!ModelConfigs.compile(model, config, writer, options.customObjects(), report)
        || stored.isEmpty()
        || model.optimizer().isMissing()) {
      return Map.of();
    }
    Map<Variable, HostTensor> state = StoredOptimizer.read(stored.get(), model);
    if (state == null) {
      report.addNote(
          "the optimizer starts anew, for its saved state does not fit %s."
              .formatted(model.optimizer()));
      return Map.of();
    }
    return state;
  }
}
