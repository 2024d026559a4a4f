package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.models.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All forms that compile and fit take give Keras' logs: their names, their order, their numbers.
 */
class FitContractTest {
  static Stream<GoldenFit> trained() {
    return GoldenFit.all().stream().filter(f -> !f.fails());
  }

  static Stream<GoldenFit> refused() {
    return GoldenFit.all().stream().filter(GoldenFit::fails);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("trained")
  void givesKerasLogs(GoldenFit golden) {
    try (Model model = golden.model()) {
      golden.compile(model);
      ConfigComparison.check(
          golden + ": compile config", golden.json().get("compile"), model.compileConfig());
      History history = golden.fit(model);
      JsonObject expected = golden.json().object("history");
      assertEquals(
          List.copyOf(expected.map().keySet()), history.names(), golden + ": names in the history");
      for (String name : expected.map().keySet()) {
        golden
            .closeness()
            .check(
                golden + ": history of " + name,
                NestedNumbers.of(expected.list(name)).values(),
                numbers(history, name));
      }
      golden
          .closeness()
          .check(golden + ": final weight", golden.arrays("final"), model.getWeights());
      check(golden, "evaluate", golden.json().object("evaluate"), golden.evaluate(model));
      List<Logs> batches = golden.onBatch(model);
      List<JsonObject> kerasBatches = golden.json().objects("on_batch");
      for (int i = 0; i < batches.size(); i++) {
        check(golden, "batch " + i, kerasBatches.get(i), batches.get(i));
      }
    }
  }

  private static double[] numbers(History history, String name) {
    return history.history().containsKey(name)
        ? history.get(name).stream().mapToDouble(d -> d).toArray()
        : history.arrays(name).stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static void check(GoldenFit golden, String what, JsonObject expected, Logs actual) {
    assertEquals(
        List.copyOf(expected.map().keySet()),
        actual.names(),
        golden + ": " + what + ": names in the logs");
    for (String name : expected.map().keySet()) {
      golden
          .closeness()
          .check(
              golden + ": " + what + ": " + name,
              NestedNumbers.of(expected.get(name)).values(),
              actual.array(name));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatKerasRefuses(GoldenFit golden) {
    try (Model model = golden.model()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> {
            golden.compile(model);
            golden.fit(model);
          });
    }
  }
}
