package keras.golden;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;

/** What Keras answered about one function: a case of {@code golden/functions}, see its module. */
public record FunctionFixture(JsonObject json) {
  /** Returns every case of a family, by the name of its file. */
  static List<FunctionFixture> all(String family) {
    return JsonObject.read(Path.of("golden", "functions", family + ".json"))
        .objects("cases")
        .stream()
        .map(FunctionFixture::new)
        .toList();
  }

  /** Whether the library has the class. */
  boolean exists() {
    return Configs.unknownClasses(json.object("object").map(), CustomObjects.none()).isEmpty();
  }

  /** Returns the class's path. */
  String path() {
    return json.object("object").text("module") + "." + json.object("object").text("class_name");
  }

  /** Returns a new object of the serialized one, and of arguments that Keras forgets to write. */
  <T> T object(Class<T> type) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>(json.object("object").map());
    Map<String, @Nullable Object> config =
        new LinkedHashMap<>(JsonObject.of(spec.get("config")).map());
    if (json.has("arguments")) {
      config.putAll(json.object("arguments").map());
    }
    spec.put("config", config);
    return type.cast(Configs.deserialize(spec));
  }

  HostTensor tensor(String key) {
    return ArrayJson.decode(json.get(key));
  }

  @Nullable HostTensor tensorOrNull(String key) {
    return json.has(key) ? tensor(key) : null;
  }

  /**
   * Returns how near numbers of a dtype must come, relative to numbers above 1. Some functions end
   * in differences of numbers near 1; each of the few ops of one in 16 bits may round to the other
   * side on another processor.
   */
  static TensorComparison near(DType dtype) {
    return new TensorComparison(
        Closeness.relative(
            switch (dtype) {
              case FLOAT64 -> 1e-14;
              case BFLOAT16 -> 4 * 0x1p-7;
              case FLOAT16 -> 4 * 0x1p-10;
              default -> 1e-6;
            }));
  }

  /** Checks an array, as near as its dtype allows. */
  static void check(String what, @Nullable HostTensor expected, @Nullable HostTensor actual) {
    near(expected == null ? DType.FLOAT32 : expected.dtype()).check(what, expected, actual);
  }

  /** Checks the array of a key, as near as its dtype or the case's own tolerance allows. */
  void check(String key, HostTensor actual) {
    if (json.has("tolerance")) {
      new TensorComparison(Closeness.relative(json.number("tolerance")))
          .check(key, tensor(key), actual);
    } else {
      check(key, tensor(key), actual);
    }
  }

  @Override
  public String toString() {
    return json.text("id");
  }
}
