package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import keras.Keras;
import keras.config.Configs;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.layers.InputLayer;
import keras.models.Functional;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.OpRow;
import keras.ops.OpRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * What every operation must answer as Keras does, for every case in {@code golden/operations}. A
 * new operation needs no line here.
 */
class OperationContractTest {
  static List<OperationCase> all() {
    return OperationCase.all();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Test
  void hasCasesOfEveryOperation() {
    Set<String> rows = new TreeSet<>();
    OpRows.all().forEach(row -> rows.add(row.toString()));
    all().forEach(c -> rows.remove(c.json().text("operation")));
    assertEquals(Set.of(), rows);
  }

  @Test
  void hasKerasNames() {
    Set<String> keras = new TreeSet<>(OperationCase.table().texts("functions"));
    Set<String> unknown = new TreeSet<>();
    OpRows.all().stream()
        .map(OpRow::function)
        .filter(f -> !keras.contains(f))
        .forEach(unknown::add);
    assertEquals(Set.of(), unknown);
  }

  @Test
  void hasKerasArguments() {
    Map<String, @Nullable Object> keras = OperationCase.signatures();
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = new TreeMap<>();
    for (OpRow row : OpRows.all()) {
      String signature = String.valueOf(keras.get(row.toString()));
      expected.put(row.toString(), signature.replace(", **kwargs", ""));
      String config = signature(row, row.configArguments());
      String call = (row.takesRest() ? "*" : "") + signature(row, row.callArguments());
      actual.put(row.toString(), config.isEmpty() ? call : call + " | " + config);
    }
    expected.entrySet().removeAll(Set.copyOf(actual.entrySet()));
    actual.keySet().retainAll(expected.keySet());
    assertEquals(expected, actual);
  }

  private static String signature(OpRow row, List<String> arguments) {
    List<String> out = new ArrayList<>();
    for (String argument : arguments) {
      out.add(row.isRequired(argument) ? argument : argument + "=" + row.literal(argument));
    }
    return String.join(", ", out);
  }

  // ---------------------------------------------------------------- values

  @ParameterizedTest
  @MethodSource("all")
  void givesKerasValuesAndGradients(OperationCase c) {
    List<?> expected = c.json().list("outputs");
    List<?> gradients = c.json().list("gradients");
    List<Integer> derived =
        IntStream.range(0, gradients.size()).filter(i -> gradients.get(i) != null).boxed().toList();
    List<HostTensor> made =
        ComplexParts.tensors(
            c.inputs(),
            (ctx, in) -> {
              List<Expr> outputs = c.row().compute(c.toString(), c.given(in));
              List<Expr> all = new ArrayList<>(outputs);
              if (!derived.isEmpty()) {
                List<Expr> of = derived.stream().<Expr>map(in::get).toList();
                all.addAll(
                    ctx.gradientsOf(loss(outputs), of).stream()
                        .map(Objects::requireNonNull)
                        .toList());
              }
              return all;
            });
    assertEquals(expected.size() + derived.size(), made.size(), "number of outputs");
    TensorComparison near = new TensorComparison(Closeness.relative(c.json().number("tolerance")));
    for (int i = 0; i < expected.size(); i++) {
      near.check("output " + i, ComplexParts.of(ArrayJson.decode(expected.get(i))), made.get(i));
    }
    TensorComparison nearly =
        new TensorComparison(Closeness.relative(4 * c.json().number("tolerance")));
    for (int i = 0; i < derived.size(); i++) {
      nearly.check(
          "gradient " + derived.get(i),
          ComplexParts.of(ArrayJson.decode(gradients.get(derived.get(i)))),
          made.get(expected.size() + i));
    }
  }

  private static Expr loss(List<Expr> outputs) {
    Expr sum = null;
    for (Expr y : outputs) {
      if (y.dtype().isFloating()) {
        Expr squares = y.cast(DType.FLOAT64).square().sum();
        sum = sum == null ? squares : sum.add(squares);
      }
    }
    return Objects.requireNonNull(sum);
  }

  // ---------------------------------------------------------------- graphs

  private static List<KerasTensor> symbols(OperationCase c) {
    List<KerasTensor> out = new ArrayList<>();
    List<HostTensor> inputs = c.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      long[] shape = inputs.get(i).shape().asArray();
      if (Boolean.TRUE.equals(c.json().list("open").get(i))) {
        shape[0] = -1;
      }
      InputLayer input = new InputLayer(Shape.of(shape));
      out.add(input.dtype(inputs.get(i).dtype().id()).name("in" + i).output());
    }
    return out;
  }

  static List<OperationCase> written() {
    return all().stream().filter(c -> c.json().get("spec") != null).toList();
  }

  @ParameterizedTest
  @MethodSource("written")
  void infersReadsAndWritesAsKeras(OperationCase c) {
    List<KerasTensor> in = symbols(c);
    List<KerasTensor> outputs = in.get(0).operate(c.row(), c.given(in));
    if (c.json().get("differs") == null) {
      assertEquals(shapes(c), shapes(outputs));
    } else {
      assertNotEquals(declared(c), shapes(outputs), "Keras declares what it computes");
      assertFits(c, outputs);
    }
    Functional model = (Functional) Model.of(in, outputs);
    Map<String, @Nullable Object> config = model.config();
    Map<String, @Nullable Object> written = operation(config);
    Map<String, @Nullable Object> expected = new LinkedHashMap<>(c.json().object("spec").map());
    assertEquals(calls(c.row(), expected), calls(c.row(), written));
    ConfigComparison.check(c + ": config", withDefaults(c.row(), expected), options(written));
    assertEquals(expected.get("name"), written.get("name"));
    assertEquals("keras.src.ops." + c.row().module(), written.get("module"));
    assertEquals(c.row().className(), written.get("class_name"));
    assertEquals(c.row().className(), written.get("registered_name"));
    written.put("config", expected.get("config")); // what Keras wrote of it is read
    Functional back = Configs.from(Functional.class, config, keras.config.CustomObjects.none());
    assertEquals(shapes(outputs), shapes(back.outputs()));
    assertEquals(calls(c.row(), expected), calls(c.row(), operation(back.config())));
  }

  /** What is computed has the sizes that are known before, of at least as many axes as Keras. */
  private static void assertFits(OperationCase c, List<KerasTensor> outputs) {
    List<?> computed = c.json().list("outputs");
    assertEquals(computed.size(), outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      HostTensor made = ArrayJson.decode(computed.get(i));
      long[] known = outputs.get(i).shape().asArray();
      long[] sizes = made.shape().asArray();
      assertEquals(made.dtype(), outputs.get(i).dtype());
      assertEquals(sizes.length, known.length);
      for (int axis = 0; axis < sizes.length; axis++) {
        assertTrue(known[axis] < 0 || known[axis] == sizes[axis], () -> c + ": shapes");
      }
    }
  }

  private static List<String> declared(OperationCase c) {
    List<String> out = new ArrayList<>();
    for (Object pair : c.json().list("shapes")) {
      List<?> both = (List<?>) pair;
      out.add(Shapes.show(Shapes.fromConfig((List<?>) both.get(0))) + " " + both.get(1));
    }
    return out;
  }

  private static List<String> shapes(OperationCase c) {
    List<String> out = new ArrayList<>();
    List<?> outputs = c.json().list("outputs");
    for (Object pair : c.json().list("shapes")) {
      List<?> shape = (List<?>) ((List<?>) pair).get(0);
      // Keras infers another dtype than it computes here and there
      DType dtype = ArrayJson.decode(outputs.get(out.size())).dtype();
      out.add(Shapes.show(Shapes.fromConfig(shape)) + " " + dtype);
    }
    return out;
  }

  private static List<String> shapes(List<KerasTensor> tensors) {
    return tensors.stream().map(t -> Shapes.show(t.shape()) + " " + t.dtype()).toList();
  }

  @SuppressWarnings("unchecked") // configs have texts as keys
  private static Map<String, @Nullable Object> operation(Map<String, @Nullable Object> config) {
    for (Object layer : (List<?>) Objects.requireNonNull(config.get("layers"))) {
      if (!"InputLayer".equals(((Map<?, ?>) layer).get("class_name"))) {
        return (Map<String, @Nullable Object>) layer;
      }
    }
    throw new IllegalArgumentException("There is no operation: " + config);
  }

  private static Map<String, @Nullable Object> options(Map<String, @Nullable Object> spec) {
    return JsonObject.of(spec.get("config")).map();
  }

  /** Keras writes the arguments that were given. */
  private static Map<String, @Nullable Object> withDefaults(
      OpRow row, Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    Map<String, @Nullable Object> given = options(spec);
    out.put("name", given.getOrDefault("name", spec.get("name"))); // ExtractPatches forgets it
    row.configArguments()
        .forEach(key -> out.put(key, given.containsKey(key) ? given.get(key) : row.otherwise(key)));
    given.keySet().forEach(key -> out.putIfAbsent(key, given.get(key)));
    return out;
  }

  private static @Nullable Object sorted(@Nullable Object json) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(v -> out.add(sorted(v)));
      return out;
    } else if (json instanceof Map<?, ?> map) {
      if ("__keras_tensor__".equals(map.get("class_name"))) {
        String history = String.valueOf(JsonObject.of(map.get("config")).get("keras_history"));
        return "{input=" + history.replaceFirst("^.in([0-9]+), 0, 0.$", "$1") + "}";
      }
      Map<String, @Nullable Object> out = new TreeMap<>();
      map.forEach((key, value) -> out.put(String.valueOf(key), sorted(value)));
      return out;
    }
    return json;
  }

  /**
   * Returns the one call's arguments by their names; Keras gives some by name that it could give by
   * place, and None.
   */
  private static String calls(OpRow row, Map<String, @Nullable Object> spec) {
    List<?> calls = (List<?>) Objects.requireNonNull(spec.get("inbound_nodes"));
    JsonObject call = JsonObject.of(calls.get(0));
    Map<String, @Nullable Object> named = new TreeMap<>(call.object("kwargs").map());
    List<?> places = call.list("args");
    for (int i = 0; i < places.size(); i++) {
      named.put(row.takesRest() ? "" + i : row.callArguments().get(i), places.get(i));
    }
    named.values().removeIf(Objects::isNull);
    return String.valueOf(sorted(named));
  }
}
