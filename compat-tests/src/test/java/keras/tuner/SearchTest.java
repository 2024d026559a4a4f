package keras.tuner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.SGD;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;

/** Whole searches, number by number what scikit-learn finds around Keras. */
class SearchTest {
  private static final double TOLERANCE = 1e-4;

  static Sequential body(Params p) {
    var model = new Sequential();
    for (int i = 0; i < p.integer("n_hidden", 1); i++) {
      model.add(new Dense(p.integer("n_neurons", 8), "relu"));
      if (p.number("dropout", 0) > 0) {
        model.add(new Dropout(p.number("dropout")));
      }
    }
    return model;
  }

  static Sequential regressor(Params p) {
    var model = body(p);
    model.add(new Dense(1));
    model.compile(new SGD(p.number("learning_rate", 0.01)), "mse");
    return model;
  }

  static Sequential classifier(Params p) {
    var model = body(p);
    model.add(new Dense(3, "softmax"));
    model.compile(new Adam(p.number("learning_rate", 0.01)), "sparse_categorical_crossentropy");
    return model;
  }

  private static void check(JsonNode golden, Search<?> search) {
    CvResults results = search.cvResults();
    assertEquals(
        SearchGoldens.value(golden.get("columns")), List.copyOf(results.columns().keySet()));
    List<JsonNode> params = SearchGoldens.list(golden.get("params"));
    for (int i = 0; i < params.size(); i++) {
      Params got = results.params().get(i);
      assertEquals(names(params.get(i)), List.copyOf(got.values().keySet()));
      for (Map.Entry<String, JsonNode> e : params.get(i).properties()) {
        assertEquals(e.getValue().asDouble(), got.number(e.getKey()), 1e-15, e.getKey());
      }
    }
    for (Map.Entry<String, JsonNode> e : golden.get("table").properties()) {
      double tolerance = e.getKey().startsWith("rank") ? 0 : TOLERANCE;
      assertArrayEquals(
          SearchGoldens.doubles(e.getValue()), results.numbers(e.getKey()), tolerance, e.getKey());
    }
    assertEquals(golden.get("best").asInt(), search.bestIndex());
    double[] bias = SearchGoldens.doubles(golden.get("bias"));
    List<NdArray<?>> weights = search.bestModel().getWeights();
    FloatNdArray last = (FloatNdArray) weights.get(weights.size() - 1);
    for (int i = 0; i < bias.length; i++) {
      assertEquals(bias[i], last.getFloat(i), TOLERANCE);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void triesAGridAsScikitLearnDoes() throws IOException {
    JsonNode golden = SearchGoldens.read("searches").get("grid");
    SearchData data = SearchData.diabetes();
    for (int jobs : new int[] {1, 3}) {
      try (var search =
          new GridSearch(
                  new KerasRegressor(SearchTest::regressor).randomState(42),
                  Map.of("n_hidden", List.of(0, 1), "learning_rate", List.of(0.003, 0.03)))
              .cv(3)
              .returnTrainScore(true)
              .nJobs(jobs)) {
        search.fit(data.x(), data.y(), f -> f.epochs(2));
        check(golden, search);
        assertEquals(search.bestScore(), search.cvResults().numbers("mean_test_score")[3]);
      }
    }
  }

  @Test
  void scoresInSeveralWaysAndWeighsSamples() throws IOException {
    JsonNode golden = SearchGoldens.read("searches").get("several");
    SearchData data = SearchData.diabetes();
    double[] weights = new double[120];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 2.0 * i / 119;
    }
    try (var search =
        new GridSearch(
                new KerasRegressor(SearchTest::regressor).randomState(7),
                Map.of("n_neurons", List.of(4, 16)))
            .cv(new KFold(4).shuffle(true).randomState(1))
            .scoring(List.of("neg_mean_squared_error", "neg_mean_absolute_error"))
            .refit("neg_mean_absolute_error")
            .sampleWeight(weights)) {
      search.fit(data.x(), data.y(), f -> f.epochs(2));
      check(golden, search);
    }
  }

  @Test
  void drawsCandidatesAsScikitLearnDoes() throws IOException {
    JsonNode goldens = SearchGoldens.read("searches");
    SearchData data = SearchData.irises();
    Map<String, Object> draws = new LinkedHashMap<>();
    draws.put("n_neurons", Distribution.randint(4, 20));
    draws.put("learning_rate", Distribution.reciprocal(1e-3, 1e-1));
    draws.put("dropout", List.of(0.0, 0.3));
    draws.put("batch_size", List.of(8, 16));
    try (var search =
        new RandomizedSearch(new KerasClassifier(SearchTest::classifier).randomState(42), draws)
            .nIter(4)
            .cv(3)
            .randomState(42)
            .nJobs(2)) {
      search.fit(data.x(), data.y(), (f, p) -> f.epochs(2).batchSize(p.integer("batch_size")));
      check(goldens.get("drawn"), search);
      assertEquals(
          goldens.get("draws").get("score").asDouble(), search.score(data.x(), data.y()), 1e-6);
      List<Object> predicted = new ArrayList<>();
      search.predict(data.every(30)).scalars().forEach(s -> predicted.add(s.getObject()));
      assertEquals(SearchGoldens.value(goldens.get("draws").get("predicted")), predicted);
      assertEquals(List.of("setosa", "versicolor", "virginica"), search.bestEstimator().classes());
    }
  }

  /** Without a seed of its own, a search takes the program's random numbers, in order. */
  @Test
  void goesOnFromTheProgramsSeed() throws IOException {
    JsonNode golden = SearchGoldens.read("searches").get("unseeded");
    SearchData data = SearchData.diabetes();
    Keras.setRandomSeed(42);
    try (var search =
        new GridSearch(
                new KerasRegressor(SearchTest::regressor), Map.of("n_neurons", List.of(4, 8)))
            .cv(3)) {
      search.fit(data.x(), data.y(), f -> f.epochs(2));
      check(golden, search);
      assertTrue(search.refitTime() > 0);
    }
  }
}
