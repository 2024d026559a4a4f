package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import keras.engine.HostTensor;
import keras.golden.ArrayJson;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations to optimizers: Python computes every case of golden/function_cases anew. */
@ExtendWith(PythonExtension.class)
class FunctionBitsTest {

  /** A module of golden/function_cases, and the same in Java. */
  enum Family {
    ACTIVATIONS,
    INITIALIZERS,
    REGULARIZERS,
    CONSTRAINTS,
    LOSSES,
    METRICS,
    OPTIMIZERS;

    String module() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this library has what the case needs. */
    boolean takes(FunctionCase c) {
      return c.isKnown() && (this != OPTIMIZERS || OptimizerCases.isDense(c));
    }

    /** What Java computes, tensors by name. */
    Map<String, HostTensor> compute(FunctionCase c) {
      return switch (this) {
        case ACTIVATIONS -> ActivationCases.compute(c);
        case INITIALIZERS -> WeightCases.initial(c);
        case REGULARIZERS -> WeightCases.penalty(c);
        case CONSTRAINTS -> WeightCases.projection(c);
        case LOSSES -> LossCases.compute(c);
        case METRICS -> MetricCases.compute(c);
        case OPTIMIZERS -> OptimizerCases.compute(c);
      };
    }

    /** What Python computed, by the same names. */
    Map<String, HostTensor> expected(FunctionCase c) {
      return switch (this) {
        case INITIALIZERS -> c.has("values") ? numbered(c) : Map.of("value", c.array("value"));
        case METRICS -> MetricCases.expected(c);
        case OPTIMIZERS -> OptimizerCases.expected(c);
        default ->
            c.has("gradient")
                ? Map.of("output", c.array("output"), "gradient", c.array("gradient"))
                : Map.of("output", c.array("output"));
      };
    }

    private static Map<String, HostTensor> numbered(FunctionCase c) {
      Map<String, HostTensor> out = new LinkedHashMap<>();
      List<?> values = c.list("values");
      for (int i = 0; i < values.size(); i++) {
        out.put("value " + i, ArrayJson.decode(values.get(i)));
      }
      return out;
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void computesTheBitsThatKerasComputesHere(Family family, Python python, TestReporter reporter) {
    List<?> cases =
        python
            .keras3()
            .exec(
                "import bits\nresult['cases'] = bits.cases(name)", Map.of("name", family.module()))
            .list("cases");
    Departures departures = new Departures();
    int compared = 0;
    for (Object json : cases) {
      FunctionCase c = FunctionCase.of(json);
      if (family.takes(c)) {
        compare(family, c, departures);
        compared++;
      }
    }
    assertNotEquals(0, compared);
    departures.remarks().forEach(line -> reporter.publishEntry("remark", line));
    assertEquals("", String.join("\n", departures.forbidden()));
  }

  static void compare(Family family, FunctionCase c, Departures departures) {
    Map<String, HostTensor> expected = family.expected(c);
    Map<String, HostTensor> computed = family.compute(c);
    assertEquals(expected.keySet(), computed.keySet(), c.text("id"));
    expected.forEach(
        (tensor, e) -> {
          String what = tensor.split(" ", -1)[0];
          String key = String.join(" ", family.module(), c.variant(), e.dtype().id(), what);
          departures.compare(key, c.text("id"), e, Objects.requireNonNull(computed.get(tensor)));
        });
  }
}
