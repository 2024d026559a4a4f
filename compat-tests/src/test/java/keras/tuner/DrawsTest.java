package keras.tuner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import keras.config.NumpyRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** NumPy's numbers, SciPy's distributions, and scikit-learn's grids and samples of them. */
class DrawsTest {
  /** Of log and exp, which NumPy computes otherwise from processor to processor. */
  private static final double LAST_BITS = 4e-16;

  @Test
  void areNumPys() throws IOException {
    for (JsonNode seeded : SearchGoldens.read("draws").get("numbers")) {
      NumpyRandom random = new NumpyRandom(seeded.get("seed").asLong());
      assertArrayEquals(SearchGoldens.ints(seeded.get("permutation")), random.permutation(20));
      longs(seeded, "small", i -> random.randint(0, 7));
      longs(seeded, "large", i -> random.randint(0, Integer.MAX_VALUE + 1L));
      longs(seeded, "all_of_32", i -> random.randint(0, 1L << 32));
      longs(seeded, "larger", i -> random.randint(-(1L << 40), 1L << 40));
      doubles(seeded, "random", 0, random::random);
      doubles(seeded, "uniform", 0, () -> random.uniform(-2, 3));
      doubles(seeded, "normal", LAST_BITS, random::standardNormal);
      doubles(seeded, "exponential", LAST_BITS, random::standardExponential);
      assertEquals(seeded.get("after").asInt(), random.randint(0, 1000));
      for (Map.Entry<String, JsonNode> e : seeded.get("without_replacement").properties()) {
        String[] sizes = e.getKey().split(" ", 2);
        assertArrayEquals(
            SearchGoldens.ints(e.getValue()),
            ParameterSampler.withoutReplacement(
                Integer.parseInt(sizes[0]),
                Integer.parseInt(sizes[1]),
                new NumpyRandom(seeded.get("seed").asLong())),
            e.getKey());
      }
    }
  }

  private static void longs(JsonNode seeded, String name, IntFunction<Number> draw) {
    List<JsonNode> wanted = SearchGoldens.list(seeded.get(name));
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(wanted.get(i).asLong(), draw.apply(i).longValue(), name);
    }
  }

  private static void doubles(JsonNode seeded, String name, double tolerance, DoubleSupplier draw) {
    double[] wanted = SearchGoldens.doubles(seeded.get(name));
    for (double w : wanted) {
      assertEquals(w, draw.getAsDouble(), tolerance * Math.abs(w), name);
    }
  }

  @TestFactory
  List<DynamicTest> ofDistributionsAreSciPys() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : SearchGoldens.read("draws").get("rvs").properties()) {
      Distribution d =
          distribution(e.getKey(), SearchGoldens.doubles(e.getValue().get("arguments")));
      double[] wanted = SearchGoldens.doubles(e.getValue().get("drawn"));
      NumpyRandom random = new NumpyRandom(42);
      tests.add(
          DynamicTest.dynamicTest(
              e.getKey(),
              () -> {
                for (double w : wanted) {
                  double drawn = ((Number) d.rvs(random)).doubleValue();
                  assertEquals(w, drawn, tolerance(e.getKey()) * Math.abs(w));
                }
              }));
    }
    return tests;
  }

  private static double tolerance(String name) {
    return name.equals("uniform") || name.equals("randint") ? 0 : 2 * LAST_BITS;
  }

  private static Distribution distribution(String name, double[] a) {
    return switch (name) {
      case "uniform", "constant" -> Distribution.uniform(a[0], a[1]);
      case "reciprocal" -> Distribution.reciprocal(a[0], a[1]);
      case "loguniform" -> Distribution.loguniform(a[0], a[1]);
      case "randint" -> Distribution.randint((int) a[0], (int) a[1]);
      case "norm" -> Distribution.norm(a[0], a[1]);
      case "expon" -> Distribution.expon(a[0], a[1]);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void comeInTheOrderOfScikitLearnsGrid() throws IOException {
    for (JsonNode c : SearchGoldens.read("draws").get("grids")) {
      List<Map<String, List<?>>> of = new ArrayList<>();
      for (Map<String, Object> map : maps(c.get("of"))) {
        Map<String, List<?>> lists = new LinkedHashMap<>();
        map.forEach((name, values) -> lists.put(name, (List<?>) values));
        of.add(lists);
      }
      ParameterGrid grid = ParameterGrid.of(of);
      assertEquals(texts(c.get("all")), texts(grid.candidates()));
      assertEquals(
          texts(c.get("item")),
          texts(IntStream.range(0, grid.size()).mapToObj(grid::get).toList()));
      assertThrows(IndexOutOfBoundsException.class, () -> grid.get(grid.size()));
    }
  }

  @Test
  void areSampledAsScikitLearnDoes() throws IOException {
    for (JsonNode c : SearchGoldens.read("draws").get("samples")) {
      ParameterSampler sampler = ParameterSampler.of(maps(c.get("of")), c.get("n_iter").asInt());
      List<Params> drawn = sampler.candidates(new NumpyRandom(c.get("seed").asLong()));
      List<JsonNode> wanted = SearchGoldens.list(c.get("drawn"));
      assertEquals(wanted.size(), drawn.size());
      for (int i = 0; i < drawn.size(); i++) {
        Map<String, @Nullable Object> values = SearchGoldens.pairs(wanted.get(i));
        assertEquals(List.copyOf(values.keySet()), List.copyOf(drawn.get(i).values().keySet()));
        for (Map.Entry<String, @Nullable Object> e : values.entrySet()) {
          Object got = drawn.get(i).get(e.getKey());
          if (e.getValue() instanceof Double d && got instanceof Double g) {
            assertEquals(d, g, 2 * LAST_BITS * Math.abs(d));
          } else {
            assertEquals(e.getValue(), got);
          }
        }
      }
    }
  }

  private static List<Map<String, Object>> maps(JsonNode spec) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (JsonNode map : spec.isArray() ? SearchGoldens.list(spec) : List.of(spec)) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.properties().forEach(e -> values.put(e.getKey(), made(e.getValue())));
      maps.add(values);
    }
    return maps;
  }

  /** A list, or the distribution that it names. */
  private static Object made(JsonNode values) {
    boolean named = values.size() == 3 && values.get(0).isTextual() && values.get(1).isNumber();
    return named
        ? distribution(
            values.get(0).asText(),
            DoubleStream.of(values.get(1).asDouble(), values.get(2).asDouble()).toArray())
        : SearchGoldens.value(values);
  }

  private static List<String> texts(JsonNode candidates) {
    return SearchGoldens.list(candidates).stream()
        .map(c -> SearchGoldens.pairs(c).toString())
        .toList();
  }

  private static List<String> texts(List<Params> candidates) {
    return candidates.stream().map(Params::toString).toList();
  }

  @Test
  void needValuesToDrawFrom() {
    assertEquals(
        "ParameterGrid: parameter 'a' needs a list of at least one value. Received: [].",
        assertThrows(IllegalArgumentException.class, () -> ParameterGrid.of(Map.of("a", List.of())))
            .getMessage());
    assertEquals(
        "ParameterSampler: parameter 'a' needs a list of at least one value or a Distribution."
            + " Received: 3.",
        assertThrows(IllegalArgumentException.class, () -> ParameterSampler.of(Map.of("a", 3), 10))
            .getMessage());
    assertEquals(
        "ParameterSampler: nIter must be positive. Received: nIter=0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> ParameterSampler.of(Map.of("a", List.of(3)), 0))
            .getMessage());
    assertEquals(
        "Distribution.loguniform: 0 < a < b must hold. Received: (0.0, 1.0).",
        assertThrows(IllegalArgumentException.class, () -> Distribution.reciprocal(0, 1))
            .getMessage());
  }
}
