package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.models.Model;
import keras.trainers.Fit;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.index.Indices;

/** One training of {@code golden/fits}, whose generator tells what the JSON holds. */
record GoldenFit(JsonObject json) {
  private static final Path FOLDER = Path.of("golden", "fits");

  /** Reads every training, by id. */
  static List<GoldenFit> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(f -> new GoldenFit(JsonObject.read(f))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean fails() {
    return json.has("error");
  }

  /** Returns how near numbers must come to Keras'. */
  Closeness closeness() {
    return Closeness.relative(json.has("tolerance") ? json.number("tolerance") : 1e-5);
  }

  // ---------------------------------------------------------------- what is trained

  Model model() {
    Model model = (Model) Configs.deserialize(json.object("model").map());
    model.setWeights(arrays("weights"));
    return model;
  }

  void compile(Model model) {
    model.compileFromConfig(json.object("compile").map(), CustomObjects.none());
  }

  List<NdArray<?>> arrays(String key) {
    return json.list(key).stream().<NdArray<?>>map(GoldenFit::array).toList();
  }

  private static NdArray<?> array(@Nullable Object json) {
    return ArrayJson.decode(json).toNdArray();
  }

  private JsonObject options() {
    return json.object("fit");
  }

  /** Arrays, lists and maps of arrays, as fit() takes them. */
  private static Object data(@Nullable Object json) {
    if (ArrayJson.isArray(json)) {
      return array(json);
    } else if (json instanceof List<?> list) {
      return list.stream().map(GoldenFit::data).toList();
    }
    Map<String, Object> byName = new LinkedHashMap<>();
    JsonObject.of(json).map().forEach((name, v) -> byName.put(name, data(v)));
    return byName;
  }

  private Object data(String key) {
    return data(options().get(key));
  }

  private @Nullable Object sampleWeight() {
    return options().has("sample_weight") ? data("sample_weight") : null;
  }

  // ---------------------------------------------------------------- what is done

  History fit(Model model) {
    return model.fit(data("x"), data("y"), this::options);
  }

  private void options(Fit f) {
    JsonObject given = options();
    f.verbose(0).shuffle(false);
    for (String key : given.map().keySet()) {
      if (given.has(key)) {
        option(f, given, key);
      }
    }
  }

  private void option(Fit f, JsonObject given, String key) {
    switch (key) {
      case "x", "y", "shuffle" -> {}
      case "sample_weight" -> f.sampleWeight(data(key));
      case "epochs" -> f.epochs(given.integer(key));
      case "batch_size" -> f.batchSize(given.integer(key));
      case "validation_split" -> f.validationSplit(given.number(key));
      case "validation_batch_size" -> f.validationBatchSize(given.integer(key));
      case "validation_steps" -> f.validationSteps(given.integer(key));
      case "steps_per_epoch" -> f.stepsPerEpoch(given.integer(key));
      case "initial_epoch" -> f.initialEpoch(given.integer(key));
      case "class_weight" -> {
        Map<Integer, Double> byClass = new LinkedHashMap<>();
        JsonObject weights = given.object(key);
        weights.map().keySet().forEach(k -> byClass.put(Integer.valueOf(k), weights.number(k)));
        f.classWeight(byClass);
      }
      case "validation_freq" -> {
        if (given.get(key) instanceof List<?> epochs) {
          f.validationFreq(epochs.stream().map(e -> ((Number) e).intValue()).toList());
        } else {
          f.validationFreq(given.integer(key));
        }
      }
      case "validation_data" -> {
        List<?> v = given.list(key);
        if (v.size() == 3) {
          f.validationData(data(v.get(0)), data(v.get(1)), data(v.get(2)));
        } else {
          f.validationData(data(v.get(0)), data(v.get(1)));
        }
      }
      default -> throw new IllegalArgumentException("No option of fit: " + key + ".");
    }
  }

  Logs evaluate(Model model) {
    return model.evaluate(
        data("x"),
        data("y"),
        e -> {
          e.verbose(0);
          if (options().has("batch_size")) {
            e.batchSize(options().integer("batch_size"));
          }
          Object weight = sampleWeight();
          if (weight != null) {
            e.sampleWeight(weight);
          }
        });
  }

  /** Trains twice on the first three samples, then evaluates them. */
  List<Logs> onBatch(Model model) {
    Object x = head(data("x"));
    Object y = head(data("y"));
    Object given = sampleWeight();
    Object weight = given == null ? null : head(given);
    return List.of(
        model.trainOnBatch(x, y, weight, null),
        model.trainOnBatch(x, y, weight, null),
        model.testOnBatch(x, y, weight));
  }

  private static Object head(Object data) {
    if (data instanceof NdArray<?> array) {
      return array.slice(Indices.range(0, 3));
    } else if (data instanceof List<?> list) {
      return list.stream().map(GoldenFit::head).toList();
    }
    Map<String, Object> byName = new LinkedHashMap<>();
    ((Map<?, ?>) data).forEach((k, v) -> byName.put(String.valueOf(k), head(v)));
    return byName;
  }

  @Override
  public String toString() {
    return json.text("id");
  }
}
