package keras.saving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.function.Supplier;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasObject;
import keras.models.Model;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** Finds the format of a file and lets it read or write. */
public final class ModelFormats {
  /** Keras' formats for serving; the first is the default. */
  private static final List<String> EXPORTS =
      List.of("tf_saved_model", "onnx", "openvino", "litert", "torch");

  private ModelFormats() {}

  /** Reads a whole model, and compares it with the golden values of its file if that is asked. */
  public static Model load(Source source, LoadOptions options) {
    if (source instanceof Source.InMemory file) {
      ModelFormat.FromMemory format = reader(file);
      return load(
          source, options, () -> format.goldenValues(file), () -> format.read(file, options));
    }
    Path path = ((Source.OnDisk) source).path();
    ModelFormat format = reader(path, f -> f.reads(path));
    return load(source, options, () -> format.goldenValues(path), () -> format.read(path, options));
  }

  private static Model load(
      Source source,
      LoadOptions options,
      Supplier<Map<String, NdArray<?>>> goldenValues,
      Supplier<Model> read) {
    if (!options.verify()) {
      return read.get();
    }
    Map<String, NdArray<?>> golden = goldenValues.get();
    if (golden.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: it holds no golden values that `verify` could compare with. Save the model with SaveOptions.defaults().verifyWith(x), or load it without `verify`."
              .formatted(source.name()));
    }
    Model model = read.get();
    boolean good = false;
    try {
      GoldenValues.verify(source.name(), model, golden, options);
      good = true;
      return model;
    } finally {
      if (!good) {
        model.close();
      }
    }
  }

  /** Returns the golden values of a model's file, by name; empty where it has none. */
  public static Map<String, NdArray<?>> goldenValues(Source source) {
    if (source instanceof Source.InMemory file) {
      return reader(file).goldenValues(file);
    }
    Path path = ((Source.OnDisk) source).path();
    return reader(path, f -> f.reads(path)).goldenValues(path);
  }

  /** Writes a whole model. */
  public static void save(Model model, String path, SaveOptions options) {
    if (options.maxShardSize() != null) {
      throw new IllegalArgumentException(
          "model.save: `maxShardSize` is for weights alone. Received: %s. Use model.saveWeights, with a name that ends in .weights.json."
              .formatted(path));
    }
    if (options.includeOptimizer() && model.isCompiled() && model.optimizer().isMissing()) {
      throw new UnsupportedOperationException(
          "%s: the model's file names the optimizer %s, which is not here, so what it was compiled with cannot be written whole. Compile the model with another one, or save it by SaveOptions.defaults().includeOptimizer(false)."
              .formatted(path, model.optimizer().name()));
    }
    ModelFormat format = find(path, "writer", f -> f.writes(Path.of(path)));
    if (options.verifyWith() != null && !format.keepsGoldenValues()) {
      throw new UnsupportedOperationException(
          "model.save: %s keeps no golden values. Use a name that ends in .keras, or leave `verifyWith` out."
              .formatted(path));
    }
    format.write(model, Path.of(path), options);
  }

  /** Writes what is stored as a model is, and is none. */
  public static void saveLayer(LayerFile file, Path path) {
    find(path.toString(), "writer", f -> f.writes(path)).writeLayer(file, path);
  }

  /** Reads what is stored as a model is, and is none, with the state of its layers. */
  public static void loadLayer(Source source, LayerFile.Maker maker, LoadOptions options) {
    ModelFormat format =
        source instanceof Source.InMemory file
            ? reader(file)
            : reader(
                ((Source.OnDisk) source).path(), f -> f.reads(((Source.OnDisk) source).path()));
    format.readLayer(source, maker, options);
  }

  /** Writes what serves a model. */
  public static void export(Model model, String path, ExportOptions options) {
    if (!EXPORTS.contains(options.format())) {
      throw new IllegalArgumentException(
          "model.export: unknown `format=%s`. Keras has %s."
              .formatted(options.format(), String.join(", ", EXPORTS)));
    }
    for (ModelFormat format : formats()) {
      if (format.exports(options.format())) {
        format.export(model, Path.of(path), options);
        return;
      }
    }
    if (options.format().equals(EXPORTS.get(0))) {
      throw new IllegalArgumentException(
          "No writer for `format=%s`. Add the keras-io artifact, which exports models."
              .formatted(options.format()));
    }
    throw new UnsupportedOperationException(
        "model.export: `format=%s` is not written here. Use %s, or save the model as .keras and export it in Python."
            .formatted(options.format(), EXPORTS.get(0)));
  }

  /** Reads weights into a model. */
  public static void loadWeights(Model model, Source source, LoadOptions options) {
    if (options.verify()) {
      throw new IllegalArgumentException(
          "model.loadWeights: `verify` is for whole models. Received: %s. Use Keras.loadModel, or leave it out."
              .formatted(source.name()));
    }
    if (source instanceof Source.InMemory file) {
      reader(file).readWeights(model, file, options);
    } else {
      Path path = ((Source.OnDisk) source).path();
      reader(path, f -> f.readsWeights(path)).readWeights(model, path, options);
    }
  }

  /** Writes the weights of a model. */
  public static void saveWeights(Model model, String path, SaveOptions options) {
    if (options.verifyWith() != null) {
      throw new IllegalArgumentException(
          "model.saveWeights: `verifyWith` is for whole models. Received: %s. Use model.save, or leave it out."
              .formatted(path));
    }
    if (options.maxShardSize() != null && !path.matches(".*\\.weights\\.(json|h5)")) {
      throw new IllegalArgumentException(
          "model.saveWeights: the name must end in .weights.json where `maxShardSize` is given. Received: %s."
              .formatted(path));
    }
    find(path, "writer", f -> f.writesWeights(Path.of(path)))
        .writeWeights(model, Path.of(path), options);
  }

  /** Tells what a file holds without building anything of it. */
  public static Inspection inspect(String path, CustomObjects custom) {
    return inspect(Source.of(Path.of(path)), custom);
  }

  /** Tells what a file holds without building anything of it. */
  public static Inspection inspect(Source source, CustomObjects custom) {
    if (source instanceof Source.InMemory file) {
      return reader(file).inspect(file, custom);
    }
    Path path = ((Source.OnDisk) source).path();
    return reader(path, f -> f.readsWeights(path)).inspect(path, custom);
  }

  /** Returns a model's architecture as JSON. */
  public static String toJson(Model model, SaveOptions options) {
    if (options.maxShardSize() != null) {
      throw new IllegalArgumentException(
          "model.toJson: `maxShardSize` is for weights alone; leave it out.");
    }
    if (options.verifyWith() != null) {
      throw new IllegalArgumentException(
          "model.toJson: `verifyWith` is for files of whole models; leave it out.");
    }
    return json().write(model, options);
  }

  /**
   * Makes a model of its architecture as JSON, with new weights, and compiles it where the JSON
   * says how, as that of Keras 3 does.
   */
  public static Model fromJson(String text, CustomObjects custom) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>(json().read(text, custom));
    Object compile = spec.remove("compile_config");
    spec.remove("build_config");
    KerasObject o = deserialize(spec, custom);
    if (o instanceof Model model) {
      if (compile instanceof Map<?, ?> given && !given.isEmpty()) {
        compile(model, given, custom);
      }
      return model;
    }
    throw new IllegalArgumentException(
        "modelFromJson: expected a model. Received: %s.".formatted(o.getClass().getSimpleName()));
  }

  private static void compile(Model model, Map<?, ?> given, CustomObjects custom) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    given.forEach((k, v) -> config.put(String.valueOf(k), v));
    try {
      model.compileFromConfig(config, custom, note -> Console.printLine("JSON: " + note), null);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      Console.printLine(
          "JSON: the model is not compiled, for: %s Call model.compile(...) before training it."
              .formatted(e.getMessage()));
    }
  }

  private static KerasObject deserialize(Map<String, ?> spec, CustomObjects custom) {
    try {
      return Configs.deserialize(spec, custom);
    } catch (IndexOutOfBoundsException
        | ClassCastException
        | NullPointerException
        | ArithmeticException
        | NegativeArraySizeException
        | NoSuchElementException
        | StackOverflowError e) {
      throw new ModelFormatException(
          "JSON", "", "it is not what Keras writes (%s).".formatted(e), e);
    }
  }

  private static ModelFormat.Json json() {
    return ServiceLoader.load(ModelFormat.Json.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No reader for JSON. Add the keras-io artifact, which reads and writes it."));
  }

  /** A checkpoint's path is only the beginning of the names of its files. */
  private static ModelFormat reader(Path path, Predicate<ModelFormat> fits) {
    if (!Files.exists(path) && formats().stream().noneMatch(fits)) {
      throw new IllegalArgumentException(
          "No file '%s'. Check the path; it is relative to %s."
              .formatted(path, Path.of("").toAbsolutePath()));
    }
    return find(path.toString(), "reader", fits);
  }

  private static ModelFormat.FromMemory reader(Source.InMemory file) {
    for (ModelFormat format : formats()) {
      if (format instanceof ModelFormat.FromMemory reader && reader.reads(file)) {
        return reader;
      }
    }
    throw new IllegalArgumentException(
        formats().isEmpty()
            ? "No reader for %s. Add the keras-io artifact, which reads .keras and .h5 files."
                .formatted(file.name())
            : "No reader for %s: its %d bytes are not those of a .keras, .h5, .weights.h5 or .npz file."
                .formatted(file.name(), file.bytes().length));
  }

  /** Whether a file begins as a JSON object does. */
  private static boolean isJson(String path) {
    Path file = Path.of(path);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(64), StandardCharsets.UTF_8).stripLeading().startsWith("{");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ModelFormat> formats() {
    List<ModelFormat> all = new ArrayList<>();
    ServiceLoader.load(ModelFormat.class).forEach(all::add);
    return all;
  }

  private static ModelFormat find(String path, String role, Predicate<ModelFormat> fits) {
    List<ModelFormat> all = formats();
    for (ModelFormat format : all) {
      if (fits.test(format)) {
        return format;
      }
    }
    if (!all.isEmpty() && role.equals("reader") && isJson(path)) {
      throw new IllegalArgumentException(
          "No %s for '%s': it is JSON, an architecture without weights at most. Make its model with Keras.modelFromJson(Source.of(path))."
              .formatted(role, path));
    }
    throw new IllegalArgumentException(
        all.isEmpty()
            ? "No %s for '%s'. Add the keras-io artifact, which reads and writes .keras and .h5 files."
                .formatted(role, path)
            : "No %s for '%s': none of the formats on the class path knows it. Use a name that ends in .keras or .h5, or one without an ending for a SavedModel."
                .formatted(role, path));
  }
}
