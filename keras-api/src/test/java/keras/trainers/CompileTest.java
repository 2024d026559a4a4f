package keras.trainers;

import static keras.testing.Refusals.classifier;
import static keras.testing.Refusals.one;
import static keras.testing.Refusals.refuses;
import static keras.testing.Refusals.two;
import static keras.testing.Refusals.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import keras.callbacks.Logs;
import keras.engine.CallContext;
import keras.layers.Dense;
import keras.losses.MeanSquaredError;
import keras.metrics.MeanAbsoluteError;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.SGD;
import org.junit.jupiter.api.Test;

class CompileTest {
  private static Set<String> names(Consumer<Compile> options) {
    try (Model model = two()) {
      model.compile(options);
      Logs logs =
          model.evaluate(
              List.of(zeros(2, 2), zeros(2, 3)),
              List.of(zeros(2, 1), zeros(2, 2)),
              e -> e.verbose(0));
      return logs.asMap().keySet();
    }
  }

  private static void refusesTwo(String message, Consumer<Compile> options) {
    refuses(message, () -> two().compile(options));
  }

  @Test
  void suggestsALoss() {
    refuses(
        "compile: unknown loss 'spares_categorical'. Did you mean"
            + " 'sparse_categorical_crossentropy'?",
        () -> one().compile("sgd", "spares_categorical"));
  }

  @Test
  void suggestsAMetric() {
    refuses(
        "compile: unknown metric 'acuracy'. Did you mean 'accuracy'?",
        () -> one().compile("sgd", "mse", "acuracy"));
    refusesTwo(
        "compile: unknown metric 'maee'. Did you mean 'mae'?",
        c -> c.loss("mse").metrics(Map.of("p", List.of("maee"))));
  }

  @Test
  void suggestsAnOptimizer() {
    refuses(
        "compile: unknown optimizer 'adamm'. Did you mean 'adam'?",
        () -> one().compile("adamm", "mse"));
  }

  @Test
  void refusesObjectsThatAreNoMetrics() {
    refuses(
        "compile: `metrics` expects names and objects of the class Metric. Received: 42.",
        () -> one().compile(c -> c.loss("mse").metrics(42)));
    refuses(
        "compile: `weighted_metrics` expects names and objects of the class Metric. Received:"
            + " SGD.",
        () -> one().compile(c -> c.loss("mse").weightedMetrics(new SGD())));
  }

  @Test
  void refusesLossesThatAreNotOneAnOutput() {
    refusesTwo(
        "compile: `loss` needs one entry for each of the 2 outputs [p, q]. Received: 3 entries.",
        c -> c.loss("mse", "mse", "mse"));
    refuses(
        "compile: `loss` needs one entry for the output 'out'. Received: 2 entries.",
        () -> one().compile(c -> c.loss("mse", "mae")));
    refusesTwo(
        "compile: `loss` names output 'z'. The outputs are [p, q].",
        c -> c.loss(Map.of("p", "mse", "z", "mse")));
    refusesTwo(
        "compile: `loss` has no entry for output 'q'. The outputs are [p, q]; an entry may be"
            + " null.",
        c -> c.loss(Map.of("p", "mse")));
  }

  @Test
  void refusesLossWeightsThatAreNotOneALoss() {
    refusesTwo(
        "compile: `loss_weights` needs one number for each entry of `loss`. Received: 1 losses, 2"
            + " weights.",
        c -> c.loss("mse").lossWeights(1, 2));
    refusesTwo(
        "compile: `loss_weights` names output 'z'. The outputs are [p, q].",
        c -> c.loss("mse", "mse").lossWeights(Map.of("p", 1.0, "z", 1.0)));
  }

  @Test
  void refusesMetricsThatAreNotByOutput() {
    refusesTwo(
        "compile: `metrics` needs one entry for each of the 2 outputs [p, q]. Received: 1 entries.",
        c -> c.loss("mse").metrics("mae"));
    refusesTwo(
        "compile: `metrics` names output 'z'. The outputs are [p, q].",
        c -> c.loss("mse").metrics(Map.of("z", "mae")));
  }

  /** A model whose outputs have no names. */
  static final class Pair extends Model {
    private final Dense p = track("p", new Dense(1));
    private final Dense q = track("q", new Dense(2));

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return List.of(p.apply(x, ctx), q.apply(x, ctx));
    }
  }

  @Test
  void refusesNamesOfOutputsThatHaveNone() {
    try (Pair model = new Pair()) {
      model.compile(c -> c.loss(Map.of("p", "mse", "q", "mse")));
      refuses(
          "compile: `loss` by output name is for models whose outputs have names: Sequential and"
              + " functional ones. Give a list in the order of the outputs. Received: "
              + Map.of("p", "mse", "q", "mse")
              + ".",
          () -> model.fit(zeros(2, 2), List.of(zeros(2, 1), zeros(2, 2)), f -> f.verbose(0)));
    }
  }

  @Test
  void namesOutputsWithoutNamesByTheirLosses() {
    try (Pair model = new Pair()) {
      model.compile(
          c ->
              c.optimizer("sgd")
                  .loss("mse", "mae")
                  .metrics(List.of("mae"), List.of("mae", "accuracy")));
      Logs logs = model.trainOnBatch(zeros(2, 2), List.of(zeros(2, 1), zeros(2, 2)));
      assertEquals(
          List.of("accuracy", "loss", "mae", "mae_1", "mae_loss", "mse_loss"),
          List.copyOf(logs.asMap().keySet()));
    }
  }

  @Test
  void takesLossesAndMetricsInEveryForm() {
    Map<String, Object> losses = new LinkedHashMap<>();
    losses.put("q", new MeanSquaredError());
    losses.put("p", null);
    assertEquals(
        List.of("loss", "p_mae", "q_mse", "q_weighted_mse"),
        List.copyOf(
            names(
                c ->
                    c.optimizer(new SGD(0.1))
                        .loss(losses)
                        .metrics(Map.of("p", new MeanAbsoluteError().name("mae"), "q", "mse"))
                        .weightedMetrics(Map.of("q", List.of("mse"))))));
    assertEquals(
        List.of("loss", "q_mae", "q_mae_1"),
        List.copyOf(
            names(
                c ->
                    c.optimizer("sgd")
                        .loss(Arrays.asList("mse", null))
                        .metrics(List.of(), List.of("mae", "mae")))));
    assertEquals(
        List.of("loss", "p_loss", "q_loss"),
        List.copyOf(names(c -> c.optimizer("sgd").loss("mse").lossWeights(0.5))));
  }

  @Test
  void weighsLosses() {
    try (Model model = two()) {
      Object x = List.of(new float[][] {{1, 2}}, new float[][] {{1, 2, 3}});
      Object y = List.of(new float[][] {{5}}, new float[][] {{3, 4}});
      model.compile(
          c -> c.optimizer("sgd").loss("mse", "mse").lossWeights(Map.of("q", 10.0, "p", 0.5)));
      Logs logs = model.testOnBatch(x, y);
      assertEquals(
          0.5 * logs.get("p_loss") + 10 * logs.get("q_loss"), logs.loss(), 1e-4 * logs.loss());
    }
  }

  @Test
  void forgetsWhatItWasCompiledWithBefore() {
    try (Model model = classifier()) {
      assertEquals(
          Set.of("accuracy", "loss"),
          model.trainOnBatch(zeros(2, 2), new int[] {0, 1}).asMap().keySet());
      model.compile("sgd", "crossentropy", "acc");
      assertEquals(
          Set.of("acc", "loss"),
          model.trainOnBatch(zeros(2, 2), new int[] {0, 1}).asMap().keySet());
      assertFalse(model.stopTraining());
    }
  }

  @Test
  void refusesWhatItCannotDo() {
    refuses(
        UnsupportedOperationException.class,
        "compile: `run_eagerly=True` is not supported: models run as graphs.",
        () -> one().compile(c -> c.runEagerly(true)));
    refuses(
        UnsupportedOperationException.class,
        "compile: `jit_compile=True` is not supported; Keras' \"auto\" does not use XLA on a CPU"
            + " either.",
        () -> one().compile(c -> c.jitCompile(true)));
    refuses(
        "compile: `stepsPerExecution` must be a positive integer. Received:"
            + " stepsPerExecution=0.",
        () -> one().compile(c -> c.stepsPerExecution(0)));
  }

  @Test
  void mustComeBeforeTraining() {
    Sequential model = new Sequential(new Dense(1)).name("m");
    refuses(
        IllegalStateException.class,
        "Sequential 'm': the model is not compiled. Call model.compile(...) before model.fit.",
        () -> model.fit(zeros(2, 2), zeros(2, 1)));
    refuses(
        IllegalStateException.class,
        "Sequential 'm': the model is not compiled. Call model.compile(...) before model.evaluate.",
        () -> model.evaluate(zeros(2, 2), zeros(2, 1)));
    refuses(
        IllegalStateException.class,
        "Sequential 'm': the model is not compiled. Call model.compile(...) before"
            + " model.trainOnBatch.",
        () -> model.trainOnBatch(zeros(2, 2), zeros(2, 1)));
    refuses(
        IllegalStateException.class,
        "Sequential 'm': the model is not compiled. Call model.compile(...) before"
            + " model.optimizer.",
        model::optimizer);
  }

  @Test
  void needsALoss() {
    try (Model model = new Sequential(new Dense(3)).name("m")) {
      model.compile(c -> c.optimizer("sgd"));
      refuses(
          IllegalStateException.class,
          "Sequential 'm': there is no loss to minimise. Give compile a loss, or add one in a"
              + " layer.",
          () -> model.fit(zeros(2, 2), zeros(2, 3), f -> f.verbose(0)));
    }
  }
}
