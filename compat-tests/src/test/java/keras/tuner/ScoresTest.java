package keras.tuner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.callbacks.History;
import keras.layers.Activation;
import keras.models.Sequential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** scikit-learn's scores, and its means, deviations and ranks of them. */
class ScoresTest {
  /** Of numbers that scikit-learn computes in float32, as the model's outputs are. */
  private static final double FLOAT32 = 2e-6;

  @TestFactory
  List<DynamicTest> areScikitLearns() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : SearchGoldens.read("scores").get("scores").properties()) {
      tests.add(DynamicTest.dynamicTest(e.getKey(), () -> check(e.getValue())));
    }
    return tests;
  }

  private static void check(JsonNode c) {
    float[][] x = floats(c.get("x"));
    Object y = FoldsTest.array(c.get("y"));
    boolean classes = c.get("scores").has("accuracy");
    try (FittedModel model = saysItsSamples(x[0].length, classes ? Labels.of("y", y) : null)) {
      for (Map.Entry<String, JsonNode> score : c.get("scores").properties()) {
        double wanted = score.getValue().asDouble();
        boolean weighted = score.getKey().endsWith(" weighted");
        var scorer = (Scores.Metric) Scorer.of(score.getKey().replace(" weighted", ""));
        assertEquals(
            wanted,
            scorer
                .of()
                .applyAsDouble(new Evaluated(model, x, y, weighted ? weights(x.length) : null)),
            FLOAT32 * Math.max(1, Math.abs(wanted)),
            score.getKey());
      }
    }
  }

  private static double[] weights(int count) {
    double[] some = {0.5, 0, 1.5, 2, 0.25};
    return IntStream.range(0, count).mapToDouble(i -> some[i % 5]).toArray();
  }

  private static FittedModel saysItsSamples(int width, @Nullable Labels labels) {
    var model = new Sequential(new Activation("linear").inputShape(width));
    return new FittedModel(model, new History(), labels, false, Scorer.of("r2"));
  }

  private static float[][] floats(JsonNode rows) {
    return SearchGoldens.list(rows).stream()
        .map(
            row -> {
              double[] values = SearchGoldens.doubles(row);
              float[] floats = new float[values.length];
              for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
              }
              return floats;
            })
        .toArray(float[][]::new);
  }

  @Test
  void makeScikitLearnsTable() throws IOException {
    for (JsonNode c : SearchGoldens.read("scores").get("tables")) {
      CvResults results = table(texts(c.get("scores")));
      assertEquals(SearchGoldens.value(c.get("columns")), List.copyOf(results.columns().keySet()));
      assertArrayEquals(numbers(c.get("mean")), results.numbers("mean_test_score"));
      assertArrayEquals(numbers(c.get("std")), results.numbers("std_test_score"));
      assertEquals(SearchGoldens.value(c.get("rank")), results.get("rank_test_score"));
      assertEquals(c.get("best").asInt(), Best.of("test", results, null, "score").index);
    }
  }

  private static double[][] texts(JsonNode rows) {
    return SearchGoldens.list(rows).stream().map(ScoresTest::numbers).toArray(double[][]::new);
  }

  private static double[] numbers(JsonNode texts) {
    return SearchGoldens.list(texts).stream()
        .map(JsonNode::asText)
        .mapToDouble(
            t ->
                switch (t) {
                  case "nan" -> Double.NaN;
                  case "inf" -> Double.POSITIVE_INFINITY;
                  case "-inf" -> Double.NEGATIVE_INFINITY;
                  default -> Double.parseDouble(t);
                })
        .toArray();
  }

  private static CvResults table(double[][] scores) {
    Outcome[][] outcomes = new Outcome[scores.length][];
    for (int c = 0; c < scores.length; c++) {
      outcomes[c] =
          Arrays.stream(scores[c])
              .mapToObj(s -> new Outcome(Map.of("score", s), Map.of(), 0, 0, null))
              .toArray(Outcome[]::new);
    }
    return new CvResults(
        IntStream.range(0, scores.length).mapToObj(i -> Params.of(Map.of("row", i))).toList(),
        outcomes);
  }

  @Test
  void printBestFirstAndAsCsv() {
    CvResults results = table(new double[][] {{1, 2}, {3, 4}, {3, 4}});
    assertEquals(
        """
        rank  mean_test_score  std  params
           1  3.5000  0.5000  {row=1}
           1  3.5000  0.5000  {row=2}
           3  1.5000  0.5000  {row=0}\
        """
            .replace("\n", System.lineSeparator()),
        results.toString());
    assertEquals(
        "0.0,0.0,0.0,0.0,1,{row=1},3.0,4.0,3.5,0.5,1", results.csv().lines().toList().get(2));
  }

  @Test
  void refuseWhatTheyCannotScore() {
    assertThrows(IllegalArgumentException.class, () -> Scorer.of("acuracy"));
    try (FittedModel numbers = saysItsSamples(1, null)) {
      float[][] x = {{1}, {2}};
      assertEquals(
          "accuracy: expected a KerasClassifier and one class a sample. Received: targets that are"
              + " numbers.",
          refusal(() -> Scorer.of("accuracy").score(numbers, x, new int[] {1, 2})));
      assertEquals(
          "score: x has 2 samples, y has 1. Both need as many.",
          refusal(() -> Scorer.of("r2").score(numbers, x, new int[] {1})));
      assertEquals(
          "score: expected as many outputs as targets, of at least one sample. Received: 2 targets"
              + " and 1 outputs of 2 samples.",
          refusal(() -> Scorer.of("r2").score(numbers, x, new int[2][2])));
    }
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
