package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.engine.HostTensor;
import keras.ops.OpRow;
import keras.ops.OpRows;
import org.jspecify.annotations.Nullable;

/** One call of an operation of {@code keras.ops}, and what Keras answers: golden/operations. */
record OperationCase(JsonObject json) {
  private static final Path FOLDER = Path.of("golden", "operations");

  /** Returns every case, by groups. */
  static List<OperationCase> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(f -> f.toString().endsWith(".json") && !f.endsWith("table.json"))
          .sorted()
          .flatMap(f -> JsonObject.read(f).objects("cases").stream())
          .map(OperationCase::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the arguments of every operation of Keras, as it declares them. */
  static Map<String, @Nullable Object> signatures() {
    return table().object("signatures").map();
  }

  /** Returns what Keras has, and who uses it. */
  static JsonObject table() {
    return JsonObject.read(FOLDER.resolve("table.json"));
  }

  /** Returns the row of the operation. */
  OpRow row() {
    int dot = json.text("operation").indexOf('.');
    Map<String, Object> spec =
        Map.of(
            "module",
            "keras.src.ops." + json.text("operation").substring(0, dot),
            "class_name",
            json.text("operation").substring(dot + 1));
    OpRow row = OpRows.of(spec);
    if (row == null) {
      throw new IllegalStateException("There is no row of " + json.text("operation") + ".");
    }
    return row;
  }

  List<HostTensor> inputs() {
    List<HostTensor> out = new ArrayList<>();
    json.list("inputs").forEach(a -> out.add(ArrayJson.decode(a)));
    return out;
  }

  /** Returns the arguments by name, with others in the place of tensors. */
  Map<String, @Nullable Object> given(List<?> tensors) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    json.object("given").map().forEach((key, value) -> out.put(key, value(value, tensors)));
    return out;
  }

  private static @Nullable Object value(@Nullable Object json, List<?> tensors) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(value(v, tensors)));
      return out;
    } else if (!(json instanceof Map<?, ?> map)) {
      return json;
    } else if (map.get("input") instanceof Number n) {
      return tensors.get(n.intValue());
    } else if (map.get("slice") instanceof List<?> slice) {
      Map<String, @Nullable Object> ends = new LinkedHashMap<>();
      ends.put("start", slice.get(0));
      ends.put("stop", slice.get(1));
      ends.put("step", slice.get(2));
      return Map.of("class_name", "__slice__", "config", ends);
    } else if (map.containsKey("ellipsis")) {
      return Map.of("class_name", "__ellipsis__", "config", Map.of());
    } else if (map.get("array") != null) {
      HostTensor array = ArrayJson.decode(map.get("array"));
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      config.put("value", nested(Evaluation.doubles(array), array.shape().asArray()));
      config.put("dtype", array.dtype().id());
      return Map.of("class_name", "__numpy__", "config", config);
    }
    throw new IllegalArgumentException("Not known in a case: " + json + ".");
  }

  private static List<?> nested(double[] values, long[] shape) {
    List<?> flat = Arrays.stream(values).boxed().toList();
    for (int axis = shape.length - 1; axis > 0; axis--) {
      List<List<?>> rows = new ArrayList<>();
      for (int i = 0; i < flat.size(); i += (int) shape[axis]) {
        rows.add(flat.subList(i, i + (int) shape[axis]));
      }
      flat = rows;
    }
    return flat;
  }

  @Override
  public String toString() {
    return json.text("id");
  }
}
