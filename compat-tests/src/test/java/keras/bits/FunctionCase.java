package keras.bits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.engine.HostTensor;
import keras.golden.ArrayJson;
import org.jspecify.annotations.Nullable;

/** One case of golden/function_cases, as Python computed it. */
record FunctionCase(Map<String, @Nullable Object> json) {

  @SuppressWarnings("unchecked") // JSON objects have string keys
  static FunctionCase of(@Nullable Object json) {
    return new FunctionCase((Map<String, @Nullable Object>) Objects.requireNonNull(json));
  }

  String text(String key) {
    return (String) Objects.requireNonNull(json.get(key), key);
  }

  boolean has(String key) {
    return json.get(key) != null;
  }

  HostTensor array(String key) {
    return ArrayJson.decode(json.get(key));
  }

  /** The arrays in a list; null where Python has None. */
  List<@Nullable HostTensor> arrays(String key) {
    List<@Nullable HostTensor> out = new ArrayList<>();
    for (Object item : list(key)) {
      out.add(item == null ? null : ArrayJson.decode(item));
    }
    return out;
  }

  List<?> list(String key) {
    return (List<?>) Objects.requireNonNull(json.get(key), key);
  }

  /** The members of a list of objects. */
  List<FunctionCase> members(String key) {
    List<FunctionCase> out = new ArrayList<>();
    list(key).forEach(item -> out.add(of(item)));
    return out;
  }

  Map<String, @Nullable Object> map(String key) {
    return of(json.get(key)).json();
  }

  /** The name of the case's function, or the class of its Keras object. */
  String subject() {
    return has("function") ? text("function") : String.valueOf(map("object").get("class_name"));
  }

  /** The subject, and those of its options that make it another function. */
  String variant() {
    Map<String, @Nullable Object> config =
        has("object") ? of(map("object").get("config")).json() : map("arguments");
    return Stream.of("approximate", "from_logits", "centered")
        .filter(option -> Boolean.TRUE.equals(config.get(option)))
        .reduce(subject(), (all, option) -> all + " " + option);
  }

  /** Whether this library has the class of the case's object. */
  boolean isKnown() {
    if (has("function")) {
      return true;
    }
    try {
      Class.forName(map("object").get("module") + "." + subject());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The object that Keras serialized. */
  <T extends KerasObject> T object(Class<T> type) {
    return type.cast(Configs.deserialize(map("object")));
  }

  /** The object that Keras serialized, with those of its arguments that Keras forgot to write. */
  <T extends KerasObject> T objectAsMade(Class<T> type) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>(map("object"));
    Map<String, @Nullable Object> config = new LinkedHashMap<>(of(spec.get("config")).json());
    config.putAll(map("arguments"));
    spec.put("config", config);
    return type.cast(Configs.deserialize(spec));
  }
}
