package keras.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.losses.Loss;
import keras.losses.MeanSquaredError;
import keras.metrics.F1Score;
import keras.metrics.Mean;
import keras.metrics.MeanAbsoluteError;
import keras.metrics.Metric;
import keras.ops.Expr;
import keras.optimizers.Adam;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Every form of {@code compile} as one types it: what javac takes, trains. */
class CompileFormsTest {
  private static final float[][] X = {{1, 2}, {-1, 0.5f}, {0.5f, -2}, {3, 1}};
  private static final float[][] Y = {{1, 0}, {0, 1}, {1, 0}, {0, 1}};

  /** Counts the largest error, in a variable that is made in {@code build}. */
  static final class Worst extends Metric {
    private @Nullable Variable worst;

    @Override
    protected void build(Shape yTrue, Shape yPred) {
      worst = addVariable("worst", Shape.of(yPred.get(1)), new Zeros());
    }

    @Override
    public void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
      Variable v = java.util.Objects.requireNonNull(worst);
      ctx.assign(v, ctx.readRaw(v).maximum(yTrue.sub(yPred).abs().max(0)));
    }

    @Override
    public Expr result(CallContext ctx) {
      return ctx.readRaw(java.util.Objects.requireNonNull(worst));
    }
  }

  private interface Form {
    Model compile(Model model);
  }

  private record Case(String names, Form form) {
    @Override
    public String toString() {
      return names;
    }
  }

  private static Expr distance(Expr yTrue, Expr yPred) {
    return yTrue.sub(yPred).abs().mean(-1);
  }

  static Stream<Case> forms() {
    Loss loss = new MeanSquaredError();
    Metric named = Metric.of("far", CompileFormsTest::distance);
    return Stream.of(
        new Case("loss", m -> m.compile("adam", "mse")),
        new Case("loss mae", m -> m.compile("adam", "mse", "mae")),
        new Case("loss mae mse", m -> m.compile("adam", "mse", "mae", "mse")),
        new Case("loss", m -> m.compile(new Adam(), "mse")),
        new Case("f1_score loss", m -> m.compile(new Adam(), "mse", new F1Score())),
        new Case("loss mae worst", m -> m.compile(new Adam(), "mse", new Worst(), "mae")),
        new Case("loss", m -> m.compile("adam", new MeanSquaredError())),
        new Case(
            "loss mean_absolute_error", m -> m.compile("adam", "mse", new MeanAbsoluteError())),
        new Case("far loss mae", m -> m.compile("adam", loss, named, "mae")),
        new Case("far loss", m -> m.compile("adam", "mse", List.of(named))),
        new Case("far loss mae", m -> m.compile("adam", loss, List.of(named, "mae"))),
        new Case("loss mae", m -> m.compile("adam", List.of(loss), "mae")),
        new Case("loss mean_squared_error", m -> m.compile("adam", loss, loss)),
        new Case("loss", m -> m.compile("adam", Loss.of("own", CompileFormsTest::distance))),
        new Case("loss", m -> m.compile("adam", (yTrue, yPred) -> yTrue.sub(yPred).square())),
        new Case("loss", m -> m.compile(new Adam(), (yTrue, yPred) -> yTrue.sub(yPred).square())),
        new Case("loss", m -> m.compile("adam", CompileFormsTest::distance)),
        new Case(
            "accuracy loss mae",
            m -> m.compile("adam", (yTrue, yPred) -> yTrue.sub(yPred).square(), "mae", "accuracy")),
        new Case("lambda loss", m -> m.compile("adam", "mse", (yTrue, yPred) -> yTrue.sub(yPred))),
        new Case("lambda loss", m -> m.compile(new Adam(), loss, CompileFormsTest::distance)),
        new Case(
            "lambda loss",
            m ->
                m.compile(
                    "adam",
                    (yTrue, yPred) -> yTrue.sub(yPred).square(),
                    (yTrue, yPred) -> yTrue.sub(yPred).abs())),
        new Case(
            "lambda loss",
            m -> m.compile(new Adam(), CompileFormsTest::distance, CompileFormsTest::distance)),
        new Case(
            "lambda loss",
            m ->
                m.compile(
                    c ->
                        c.optimizer("sgd")
                            .loss((yTrue, yPred) -> yTrue.sub(yPred).square())
                            .metrics((yTrue, yPred) -> yTrue.sub(yPred)))));
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void trains(Case given) {
    try (Model model = new Sequential(new InputLayer(2), new Dense(2))) {
      given.form().compile(model);
      assertEquals(given.names(), String.join(" ", model.fit(X, Y, f -> f.verbose(0)).names()));
    }
  }

  @Test
  void followsTheMeanOfALossOverBatches() {
    try (Model model = new Sequential(new InputLayer(2), new Dense(2).kernelInitializer("zeros"))) {
      model.compile("adam", "mse", new MeanSquaredError().name("again"));
      // batches of 3 and 1: the mean over batches and not over samples, as Keras has it
      float[][] y = {{1, 1}, {1, 1}, {1, 1}, {2, 2}};
      assertEquals(
          (1 + 4) / 2.0, model.evaluate(X, y, e -> e.batchSize(3).verbose(0)).get("again"), 1e-6);
    }
  }

  /** Follows the mean of what goes through it. */
  static final class Watched extends Layer {
    private final Mean seen = new Mean().name("seen");

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      seen.update(x.mean(-1), null, ctx);
      return x.mul(1);
    }
  }

  @Test
  void followsTheMetricsThatLayersHold() {
    try (Model model =
        new Sequential(new InputLayer(2), new Watched(), new Dense(2).kernelInitializer("zeros"))) {
      model.compile("sgd", "mse");
      assertEquals(
          "[0.625, 0.625]",
          model.fit(X, Y, f -> f.epochs(2).verbose(0)).get("seen").toString()); // anew every epoch
      assertEquals(2, model.metrics().size());
    }
  }
}
