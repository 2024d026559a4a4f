package keras.io.configs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.CustomObjects;
import keras.io.json.Json;
import keras.io.migration.Writer;
import keras.models.Model;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of operations in which each value in turn is replaced by what does not belong there. */
class HostileOperationsTest {
  private static final String KERAS_3 =
      """
      {"module": "keras.src.models.functional", "class_name": "Functional",
       "registered_name": "Functional", "config": {"name": "m", "layers": [
        {"module": "keras.layers", "class_name": "InputLayer", "name": "a", "inbound_nodes": [],
         "config": {"batch_shape": [null, 4, 3], "dtype": "float32", "name": "a"}},
        {"module": "keras.src.ops.numpy", "class_name": "Add", "name": "add",
         "config": {"name": "add"}, "inbound_nodes": [{"args": [A, {"class_name": "__numpy__",
          "config": {"value": [[1.0, 2.0, 3.0]], "dtype": "float32"}}], "kwargs": {}}]},
        {"module": "keras.src.ops.numpy", "class_name": "GetItem", "name": "get_item",
         "config": {"name": "get_item"}, "inbound_nodes": [{"args": [ADD, [
          {"class_name": "__slice__", "config": {"start": null, "stop": null, "step": null}},
          {"class_name": "__slice__", "config": {"start": 1, "stop": 3, "step": 1}}, null]],
          "kwargs": {}}]},
        {"module": "keras.src.ops.numpy", "class_name": "Reshape", "name": "reshape",
         "config": {"name": "reshape", "newshape": [-1, 6]},
         "inbound_nodes": [{"args": [GET_ITEM], "kwargs": {}}]},
        {"module": "keras.src.ops.numpy", "class_name": "Stack", "name": "stack",
         "config": {"name": "stack", "axis": 1},
         "inbound_nodes": [{"args": [[RESHAPE, RESHAPE]], "kwargs": {}}]},
        {"module": "keras.src.ops.numpy", "class_name": "Mean", "name": "mean",
         "config": {"name": "mean", "axis": 1, "keepdims": false},
         "inbound_nodes": [{"args": [STACK], "kwargs": {}}]},
        {"module": "keras.src.ops.core", "class_name": "Cast", "name": "cast",
         "config": {"name": "cast", "dtype": "float64"},
         "inbound_nodes": [{"args": [MEAN], "kwargs": {}}]}],
       "input_layers": [["a", 0, 0]], "output_layers": [["cast", 0, 0]]}}"""
          .replace("GET_ITEM", tensor("get_item"))
          .replace("RESHAPE", tensor("reshape"))
          .replace("STACK", tensor("stack"))
          .replace("MEAN", tensor("mean"))
          .replace("ADD", tensor("add"))
          .replace("[A,", "[" + tensor("a") + ",");

  private static final String TF_KERAS =
      """
      {"class_name": "Functional", "keras_version": "2.15.0", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "name": "a", "inbound_nodes": [],
         "config": {"batch_input_shape": [null, 4, 3], "dtype": "float32", "name": "a"}},
        {"class_name": "TFOpLambda", "name": "m", "config": {"name": "m", "trainable": true,
         "dtype": "float32", "function": "math.multiply"},
         "inbound_nodes": [["_CONSTANT_VALUE", -1, 2.0, {"y": ["a", 0, 0], "name": null}]]},
        {"class_name": "SlicingOpLambda", "name": "s", "config": {"name": "s", "trainable": true,
         "dtype": "float32", "function": "__operators__.getitem"},
         "inbound_nodes": [["m", 0, 0, {"slice_spec": [
          {"start": null, "stop": null, "step": null}, 0, {"class_name": "__ellipsis__"}]}]]},
        {"class_name": "TFOpLambda", "name": "c", "config": {"name": "c", "trainable": true,
         "dtype": "float32", "function": "concat"},
         "inbound_nodes": [[["s", 0, 0, {"axis": -1}], ["s", 0, 0, {"axis": -1}]]]}],
       "input_layers": [["a", 0, 0]], "output_layers": [["c", 0, 0]]}}""";

  private static String tensor(String layer) {
    return """
        {"class_name": "__keras_tensor__", "config": {"shape": [null], "dtype": "float32",
         "keras_history": ["%s", 0, 0]}}"""
        .formatted(layer);
  }

  /** The one of these that, as a shape, TensorFlow does not survive. */
  private static final int ENDS_THE_PROCESS = 0;

  private static final List<@Nullable Object> TEMPTING =
      Arrays.asList(
          List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 4),
          null,
          true,
          0,
          -1,
          7,
          Integer.MAX_VALUE,
          Long.MIN_VALUE,
          1e300,
          Double.NaN,
          "",
          "a",
          "float16",
          "string",
          List.of(),
          List.of(-1, -1),
          List.of("a", 0, 0),
          List.of(List.of(1, 2), List.of(3)),
          Map.of(),
          Map.of("class_name", "__ellipsis__", "config", Map.of()));

  @BeforeEach
  @AfterEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @ValueSource(strings = {KERAS_3_NAME, TF_KERAS_NAME})
  void areBuiltOrRefused(String which) {
    Object json = Json.parse(which.equals(KERAS_3_NAME) ? KERAS_3 : TF_KERAS);
    check(json).close();
    int built = 0;
    int refused = 0;
    int places = count(json);
    for (int place = 1; place < places; place++) {
      for (int i = 0; i < TEMPTING.size(); i++) {
        if (i != ENDS_THE_PROCESS && (i + place) % 5 != 0) {
          continue; // each place gets another part of them
        }
        Object value = TEMPTING.get(i);
        try {
          check(replaced(json, new int[] {place}, value)).close();
          built++;
        } catch (ModelFormatException | UnsupportedOperationException e) {
          refused++;
          assertTrue(Objects.requireNonNull(e.getMessage()).startsWith("JSON: "), e::toString);
        }
      }
    }
    assertTrue(built > 100 && refused > 100, built + " built, " + refused + " refused");
  }

  private static final String KERAS_3_NAME = "Keras 3";
  private static final String TF_KERAS_NAME = "tf_keras";

  private static Model check(@Nullable Object json) {
    Keras.clearSession();
    ConfigSource source = new ConfigSource("JSON", "");
    Map<String, @Nullable Object> config = source.parse(Json.write(json));
    return ModelConfigs.build(config, Writer.of(config), source, CustomObjects.none(), note -> {});
  }

  private static int count(@Nullable Object json) {
    int n = 1;
    if (json instanceof List<?> list) {
      for (Object x : list) {
        n += count(x);
      }
    } else if (json instanceof Map<?, ?> map) {
      for (Object x : map.values()) {
        n += count(x);
      }
    }
    return n;
  }

  /** Returns a copy with the value at a place, counted depth first, replaced. */
  private static @Nullable Object replaced(
      @Nullable Object json, int[] left, @Nullable Object value) {
    if (left[0]-- == 0) {
      return value;
    }
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(replaced(x, left, value)));
      return out;
    } else if (json instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, x) -> out.put(String.valueOf(k), replaced(x, left, value)));
      return out;
    }
    return json;
  }
}
