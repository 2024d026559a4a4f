package keras.tuner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import keras.layers.Dense;
import keras.models.Sequential;
import keras.utils.Console;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What searches do beside searching: files, failures, refusals, what they print. */
class SearchRulesTest {
  private static final float[][] X = {{1}, {2}, {3}, {4}, {5}, {6}};
  private static final float[] Y = {2, 4, 6, 8, 10, 12};

  private final StringBuilder printed = new StringBuilder();
  private final AtomicInteger builds = new AtomicInteger();
  private final Path file;
  private Consumer<String> output = printed::append;

  SearchRulesTest(@TempDir Path dir) {
    file = dir.resolve("search.txt");
  }

  @BeforeEach
  void listen() {
    output = Console.redirect(printed::append);
  }

  @AfterEach
  void restore() {
    Console.redirect(output);
  }

  private Sequential build(Params p) {
    builds.incrementAndGet();
    if (p.integer("units") < 0) {
      throw new IllegalArgumentException("no units");
    }
    var model = new Sequential(new Dense(p.integer("units")), new Dense(1));
    model.compile("sgd", "mse");
    return model;
  }

  private GridSearch search(Integer... units) {
    return new GridSearch(
            new KerasRegressor(this::build).randomState(1), Map.of("units", List.of(units)))
        .cv(2);
  }

  private static String refusal(Class<? extends RuntimeException> type, Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    double[] wanted;
    try (var whole = search(1, 2, 3).fit(X, Y)) {
      wanted = whole.cvResults().numbers("mean_test_score");
    }
    builds.set(0);
    var interrupted =
        new GridSearch(
                new KerasRegressor(
                        p -> {
                          if (builds.get() == 3) {
                            Thread.currentThread().interrupt();
                          }
                          return build(p);
                        })
                    .randomState(1),
                Map.of("units", List.of(1, 2, 3)))
            .cv(2)
            .resumeFrom(file);
    assertThrows(CancellationException.class, () -> interrupted.fit(X, Y, f -> f.batchSize(1)));
    assertTrue(Thread.interrupted());
    List<String> lines = Files.readAllLines(file);
    assertEquals(
        List.of("keras search 1", "estimator KerasRegressor(1)", "scores {score=r2}"),
        lines.subList(0, 3));
    assertEquals("candidate 2 {units=3}", lines.get(7));
    assertEquals(8 + 3, lines.size());
    builds.set(0);
    try (var rest = search(1, 2, 3).resumeFrom(file).fit(X, Y, f -> f.batchSize(1))) {
      assertEquals(3 + 1, builds.get(), "fits that were not done, and the last on all samples");
      assertEquals(3, rest.cvResults().params().size());
    }
    Files.delete(file);
    try (var anew = search(1, 2, 3).resumeFrom(file).nJobs(3).fit(X, Y)) {
      assertArrayEquals(wanted, anew.cvResults().numbers("mean_test_score"));
    }
    builds.set(0);
    try (var again = search(1, 2, 3).resumeFrom(file).fit(X, Y)) {
      assertEquals(1, builds.get());
      assertArrayEquals(wanted, again.cvResults().numbers("mean_test_score"));
      assertTrue(again.cvResults().numbers("mean_fit_time")[0] > 0);
    }
  }

  @Test
  void refusesTheFileOfAnotherSearch() throws IOException {
    search(1).resumeFrom(file).refit(false).fit(X, Y);
    assertEquals(
        "%s holds another search: line 6 is 'candidate 0 {units=1}', this search has 'candidate 0 {units=2}'. Delete it, or name another file."
            .formatted(file),
        refusal(IllegalArgumentException.class, () -> search(2).resumeFrom(file).fit(X, Y)));
    float[] others = Y.clone();
    others[0]++;
    assertTrue(
        refusal(IllegalArgumentException.class, () -> search(1).resumeFrom(file).fit(X, others))
            .contains("line 4 is 'data "));
    Files.writeString(file, Files.readString(file) + "fit 0 x\n");
    assertEquals(
        file + " is damaged at line 9: 'fit 0 x'. Delete the line; the fit is then done again.",
        refusal(IllegalArgumentException.class, () -> search(1).resumeFrom(file).fit(X, Y)));
  }

  @Test
  void keepsScoresOfAnyNameAndWhatFailuresScore() {
    Map<String, Scorer> scores = new LinkedHashMap<>();
    scores.put("my = score; no. 1", (model, x, y) -> 0.5);
    scores.put("r2", Scorer.of("r2"));
    try (var first = search(1, 2).scoring(scores).refit(results -> 1).resumeFrom(file).fit(X, Y)) {
      assertEquals(
          "GridSearch: there are the scores [my = score; no. 1, r2], and a function chose the"
              + " candidate. Compute one with bestEstimator().",
          refusal(IllegalStateException.class, () -> first.score(X, Y)));
    }
    scores.put("my = score; no. 1", (model, x, y) -> 0.25);
    builds.set(0);
    try (var again = search(1, 2).scoring(scores).refit(results -> 1).resumeFrom(file).fit(X, Y)) {
      assertEquals(1, builds.get(), "the last on all samples");
      assertEquals(0.5, again.cvResults().numbers("mean_test_my = score; no. 1")[0]);
    }
    assertTrue(
        refusal(
                IllegalArgumentException.class,
                () ->
                    search(1, 2)
                        .scoring(scores)
                        .refit(results -> 1)
                        .errorScore("raise")
                        .resumeFrom(file)
                        .fit(X, Y))
            .contains("line 3 is 'scores {my = score; no. 1=a function, r2=r2}', this search has"));
  }

  @Test
  void givesFitsThatFailAScore() {
    try (var search = search(2, -1).errorScore(-1e30).resumeFrom(file).fit(X, Y)) {
      assertEquals(-1e30, search.cvResults().numbers("mean_test_score")[1]);
      assertEquals(0, search.bestIndex());
    }
    String told =
        "2 fits failed out of a total of 4. The score on these train-test partitions for these"
            + " parameters will be set to -1.0E30.";
    assertTrue(printed.toString().contains(told), printed::toString);
    builds.set(0);
    try (var again = search(2, -1).errorScore(-1e30).resumeFrom(file).fit(X, Y)) {
      assertEquals(1, builds.get());
      assertEquals(List.of(1, 2), again.cvResults().get("rank_test_score"));
    }
    try (var search = search(2, -1).fit(X, Y)) {
      assertTrue(Double.isNaN(search.cvResults().numbers("split1_test_score")[1]));
      assertEquals(List.of(1, 2), search.cvResults().get("rank_test_score"));
    }
    assertEquals(
        "no units",
        refusal(
            IllegalArgumentException.class,
            () -> search(2, -1).errorScore("raise").nJobs(2).fit(X, Y)));
    IllegalStateException all =
        assertThrows(IllegalStateException.class, () -> search(-1, -2).fit(X, Y));
    assertTrue(String.valueOf(all.getMessage()).startsWith("GridSearch: all the 4 fits failed."));
    assertInstanceOf(IllegalArgumentException.class, all.getCause());
  }

  @Test
  void refusesParametersThatNothingReads() {
    var search =
        new GridSearch(
                new KerasRegressor(this::build).randomState(1),
                Map.of("units", List.of(1), "unit", List.of(1)))
            .cv(2);
    assertEquals(
        "GridSearch: neither the model-building function nor the options of fit read the"
            + " parameters [unit].",
        refusal(IllegalArgumentException.class, () -> search.fit(X, Y)));
  }

  @Test
  void choosesByAFunctionOrNotAtAll() {
    try (var search = search(1, 2, 3).refit(r -> r.params().size() - 1).fit(X, Y)) {
      assertEquals(2, search.bestIndex());
      assertEquals(3, search.bestParams().integer("units"));
      assertEquals(
          "GridSearch: a function chose the candidate, not a score. Look it up in cvResults().",
          refusal(IllegalStateException.class, search::bestScore));
    }
    List<String> both = List.of("r2", "neg_mean_squared_error");
    assertEquals(
        "GridSearch: with several scores, `refit` must name the one that chooses, or be false."
            + " Scores: [r2, neg_mean_squared_error].",
        refusal(IllegalArgumentException.class, () -> search(1).scoring(both).fit(X, Y)));
    var none = search(1).scoring(both).refit(false).fit(X, Y);
    assertTrue(none.cvResults().columns().containsKey("rank_test_neg_mean_squared_error"));
    assertEquals(
        "GridSearch: no score chooses the best of several; name it: refit(\"accuracy\").",
        refusal(IllegalStateException.class, none::bestParams));
    assertEquals(
        "GridSearch: refit(false) leaves the best candidate untrained; set refit(true).",
        refusal(IllegalStateException.class, () -> search(1).refit(false).fit(X, Y).bestModel()));
    assertEquals(
        "GridSearch: fit has not ended yet; there are no results.",
        refusal(IllegalStateException.class, () -> search(1).cvResults()));
  }

  @Test
  void printsItsProgress() {
    search(1).refit(false).verbose(1).fit(X, Y);
    assertTrue(
        printed
            .toString()
            .startsWith("Fitting 2 folds for each of 1 candidates, totalling 2 fits\n2/2 - "),
        printed::toString);
    printed.setLength(0);
    search(1).refit(false).verbose(3).scoring((m, x, y) -> 0.25).fit(X, Y);
    List<String> lines = printed.toString().lines().toList();
    assertTrue(
        lines.get(1).matches("\\[CV 1/2] END \\.+units=1;, score=0\\.250 total time= +\\d+\\.\\ds"),
        printed::toString);
    assertEquals(80, lines.get(1).length());
  }

  @Test
  void checksOptionsAndData() {
    assertEquals(
        "GridSearch: `cv` must be at least 2. Received: cv=1.",
        refusal(IllegalArgumentException.class, () -> search(1).cv(1)));
    assertEquals(
        "GridSearch: `nJobs` must not be 0. Received: nJobs=0.",
        refusal(IllegalArgumentException.class, () -> search(1).nJobs(0)));
    assertEquals(
        "GridSearch: x has 6 samples, y has 2. All arrays need the same first axis.",
        refusal(IllegalArgumentException.class, () -> search(1).fit(X, new float[2])));
    assertEquals(
        "KerasRegressor: randomState must be in [0, 2**32). Received: randomState=-1.",
        refusal(
            IllegalArgumentException.class, () -> new KerasRegressor(this::build).randomState(-1)));
    assertEquals(
        "GridSearch: a parting needs samples on both sides, of the numbers 0 to 5. Received: [6].",
        refusal(
            IllegalArgumentException.class,
            () ->
                search(1)
                    .cv(
                        CrossValidation.of(
                            List.of(new CrossValidation.Split(new int[] {0}, new int[] {6}))))
                    .fit(X, Y)));
  }

  @Test
  void readsClassesOfEveryKind() {
    float[][] oneHot = {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, {0, 1}};
    int[] places = {0, 1, 0, 1, 0, 1};
    double[] labels = {-1, 2.5 - 0.5, -1, 2, -1, 2};
    List<double[]> scores = new ArrayList<>();
    record Case(Object y, int outputs, String activation, String loss) {}
    for (Case c :
        List.of(
            new Case(places, 2, "softmax", "sparse_categorical_crossentropy"),
            new Case(labels, 2, "softmax", "sparse_categorical_crossentropy"),
            new Case(labels, 2, "softmax", "categorical_crossentropy"),
            new Case(oneHot, 2, "softmax", "categorical_crossentropy"))) {
      var estimator =
          new KerasClassifier(
                  p -> {
                    var model = new Sequential(new Dense(c.outputs(), c.activation()));
                    model.compile("adam", c.loss());
                    return model;
                  })
              .randomState(3);
      try (var search =
          new GridSearch(estimator, Map.of()).cv(new KFold(3)).fit(X, c.y(), f -> f.epochs(2))) {
        scores.add(search.cvResults().numbers("mean_test_score"));
        assertEquals(6, search.predict(X).shape().get(0));
        assertEquals(c.y() == oneHot ? 2 : 1, search.predict(X).shape().numDimensions());
      }
    }
    scores.forEach(s -> assertArrayEquals(scores.get(0), s));
    var sigmoid =
        new KerasClassifier(
                p -> {
                  var model = new Sequential(new Dense(1, "sigmoid"));
                  model.compile("adam", "binary_crossentropy");
                  return model;
                })
            .randomState(3);
    try (var search = new GridSearch(sigmoid, Map.of()).cv(3).scoring("roc_auc").fit(X, labels)) {
      assertEquals(2, search.bestEstimator().predictProba(X)[0].length);
      assertEquals(List.of(-1.0, 2.0), search.bestEstimator().classes());
    }
    assertEquals(
        "KerasClassifier: expected one label a sample, or rows of zeros and ones. Received:"
            + " targets that are continuous.",
        refusal(
            IllegalArgumentException.class,
            () ->
                new GridSearch(sigmoid, Map.of())
                    .cv(2)
                    .errorScore("raise")
                    .fit(X, new double[] {0.5, 1, 2, 3, 4, 5})));
  }
}
