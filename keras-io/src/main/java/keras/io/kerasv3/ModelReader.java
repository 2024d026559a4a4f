package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.io.configs.BuildConfigs;
import keras.io.configs.ConfigSource;
import keras.io.configs.Inspections;
import keras.io.configs.LayerConfigs;
import keras.io.configs.ModelConfigs;
import keras.io.hdf5.Hdf5File;
import keras.io.migration.Writer;
import keras.io.weights.StoredWeights;
import keras.models.Model;
import keras.saving.Inspection;
import keras.saving.Inspection.Finding;
import keras.saving.LayerFile;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import org.jspecify.annotations.Nullable;

/** Makes a model of what an archive holds. */
final class ModelReader {
  private static final String PICKLED = "model.weights.npz";
  private static final String VOCABULARY = "/vocabulary.txt";
  private static final Set<String> KNOWN =
      Set.of(KerasFormat.CONFIG, KerasFormat.METADATA, KerasFormat.WEIGHTS, KerasFormat.GOLDEN);

  private final Archive archive;
  private final LoadOptions options;
  private final LoadReport report;
  private final ConfigSource source;

  ModelReader(Archive archive, LoadOptions options, LoadReport report) {
    this.archive = archive;
    this.options = options;
    this.report = report;
    this.source = new ConfigSource(archive.name(), KerasFormat.CONFIG);
  }

  /** Makes the model, compiled as it was saved. */
  Model read() {
    Map<String, @Nullable Object> config = source.parse(archive.text(KerasFormat.CONFIG));
    Writer writer = writer(config);
    if ("keras.utils".equals(config.get("module"))
        && "FeatureSpace".equals(config.get("class_name"))) {
      throw source.error(
          "it holds a FeatureSpace, which is no model. Load it with FeatureSpace.load(path).");
    }
    Model model = build(config, writer);
    boolean read = false;
    try {
      BuildConfigs.build(model, config.get("build_config"), source);
      if (options.compile()
          && config.get("compile_config") instanceof Map<?, ?> compile
          && !compile.isEmpty()) {
        ModelConfigs.compile(model, Configs.copy(compile), writer, options.customObjects(), report);
      }
      readState(archive, store -> StateReader.readAll(model, store, options, report));
      StoredAssets.read(model, archive);
      read = true;
      return model;
    } finally {
      if (!read) {
        model.close();
      }
    }
  }

  /** Makes what is no model of the archive, and gives its layers their state. */
  void readLayer(LayerFile.Maker maker) {
    Map<String, @Nullable Object> spec = source.parse(archive.text(KerasFormat.CONFIG));
    if (!maker.makes(spec)) {
      throw source.error(
          "expected a FeatureSpace. Received: `class_name=%s`. Load a model with Keras.loadModel(path)."
              .formatted(spec.get("class_name")));
    }
    LayerConfigs layers = new LayerConfigs(writer(spec), options.customObjects(), source);
    LayerFile made =
        source.guarded(() -> maker.make(layers.upgrade(spec), options.customObjects()));
    readState(archive, store -> StateReader.readAll(made.root(), store, options, report));
    StoredAssets.read(made.root(), archive);
  }

  /** Tells what an archive holds. */
  static Inspection inspect(Archive archive, CustomObjects custom) {
    ModelReader reader =
        new ModelReader(archive, LoadOptions.defaults(), new LoadReport(archive.name()));
    Map<String, @Nullable Object> config = reader.source.parse(archive.text(KerasFormat.CONFIG));
    Map<String, @Nullable Object> compile =
        config.get("compile_config") instanceof Map<?, ?> given ? Configs.copy(given) : null;
    Map<String, @Nullable Object> architecture = Configs.copy(config);
    architecture.keySet().removeAll(List.of("build_config", "compile_config"));
    try (Hdf5File weights = archive.hdf5(KerasFormat.WEIGHTS)) {
      StoredWeights stored = StoredWeights.of(weights.root());
      List<Finding> findings = new ArrayList<>(others(archive));
      findings.addAll(stored.findings());
      return Inspections.ofModel(
          "whole model as .keras",
          reader.writer(config),
          architecture,
          compile,
          reader.source,
          custom,
          stored.weights(),
          findings);
    }
  }

  /** Returns the members that nothing of Keras' reads. */
  private static List<Finding> others(Archive archive) {
    List<Finding> others = new ArrayList<>();
    for (String name : archive.members()) {
      if (name.equals(PICKLED)) {
        others.add(new Finding("member", name, "Python pickles, which are programs; never run"));
      } else if (name.startsWith(StoredAssets.FOLDER)) {
        if (!name.endsWith(VOCABULARY)) {
          others.add(new Finding("member", name, "only a layer of one's own may read it"));
        }
      } else if (!KNOWN.contains(name)) {
        others.add(new Finding("member", name, "nothing reads it"));
      }
    }
    return others;
  }

  /** Returns who wrote the archive: its metadata say so, where it has any. */
  private Writer writer(Map<String, @Nullable Object> config) {
    if (archive.members().contains(KerasFormat.METADATA)) {
      ConfigSource metadata = new ConfigSource(archive.name(), KerasFormat.METADATA);
      Object version = metadata.parse(archive.text(KerasFormat.METADATA)).get("keras_version");
      if (version instanceof String known) {
        return metadata.guarded(() -> Writer.of(known));
      }
    }
    return Writer.of(config);
  }

  private Model build(Map<String, @Nullable Object> config, Writer writer) {
    Map<String, @Nullable Object> spec = Configs.copy(config);
    spec.keySet().removeAll(List.of("build_config", "compile_config"));
    return ModelConfigs.build(spec, writer, source, options.customObjects(), report::addNote);
  }

  /** Hands the archive's variables to a reader. */
  static void readState(Archive archive, Consumer<VariableStore> reader) {
    if (archive.members().contains(PICKLED) && !archive.members().contains(KerasFormat.WEIGHTS)) {
      throw archive.error(
          PICKLED,
          "it holds Python pickles, which are programs; neither Keras nor this library runs them."
              + " Save the model again with `weights_format='h5'`.");
    }
    try (VariableStore store = new SingleStore(archive.hdf5(KerasFormat.WEIGHTS))) {
      reader.accept(store);
    }
  }
}
