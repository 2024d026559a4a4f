package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.losses.Loss;
import keras.losses.MeanSquaredError;
import keras.metrics.SparseCategoricalAccuracy;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.optimizers.SGD;
import keras.optimizers.schedules.ExponentialDecay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CompileConfigTest {
  /** A loss of the user's own. */
  static final class Quartic extends Loss {
    @Override
    protected Expr call(Expr yTrue, Expr yPred) {
      return yTrue.sub(yPred).pow(4).mean(-1);
    }
  }

  private static Model one() {
    return new Sequential(new Dense(2).inputShape(3));
  }

  private static Model two() {
    KerasTensor x = Keras.input(3);
    return Model.of(
        List.of(x), List.of(new Dense(1).name("a").apply(x), new Dense(1).name("b").apply(x)));
  }

  private static Map<String, @Nullable Object> config(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      out.put((String) Objects.requireNonNull(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return out;
  }

  private static Map<String, @Nullable Object> read(
      Model model, @Nullable Object... keysAndValues) {
    model.compileFromConfig(config(keysAndValues), CustomObjects.none());
    return Objects.requireNonNull(model.compileConfig());
  }

  private static String refusal(Executable action) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  private static void assertSameAgain(Model first, Model second) {
    Map<String, @Nullable Object> told = Objects.requireNonNull(first.compileConfig());
    second.compileFromConfig(told, CustomObjects.none());
    assertEquals(told, second.compileConfig());
  }

  @Test
  void readsWhatNamesMade() {
    assertSameAgain(one().compile("adam", "mse", "mae", "accuracy"), one());
  }

  @Test
  void readsWhatObjectsMade() {
    assertSameAgain(
        one()
            .compile(
                c ->
                    c.optimizer(new SGD(new ExponentialDecay(0.1, 10, 0.5)).momentum(0.9))
                        .loss(new MeanSquaredError())
                        .metrics(new SparseCategoricalAccuracy().name("acc"), "mae")
                        .weightedMetrics("mse")
                        .stepsPerExecution(3)),
        one());
  }

  @Test
  void readsListsAndMapsByOutput() {
    assertSameAgain(
        two()
            .compile(
                c ->
                    c.optimizer("rmsprop")
                        .loss("mse", "mae")
                        .lossWeights(0.9, 0.1)
                        .metrics(List.of("mae"), List.of())),
        two());
    assertSameAgain(
        two()
            .compile(
                c ->
                    c.optimizer(new Adam(0.5))
                        .loss(Map.of("a", "mse", "b", new MeanSquaredError()))
                        .lossWeights(Map.of("a", 0.5, "b", 2.0))
                        .metrics(Map.of("b", List.of("mae", "mse")))),
        two());
  }

  @Test
  void readsFunctionsByTheirNames() {
    Map<String, Object> function =
        Map.of(
            "module", "builtins",
            "class_name", "function",
            "config", "mean_squared_error",
            "registered_name", "function");
    Map<String, @Nullable Object> told =
        read(one(), "optimizer", "sgd", "loss", function, "metrics", List.of("keras.metrics.mae"));
    assertEquals("mean_squared_error", told.get("loss"));
    assertEquals(List.of("mae"), told.get("metrics"));
  }

  @Test
  void makesTheOptimizersVariables() {
    try (Model model = one()) {
      read(model, "optimizer", "adam", "loss", "mse");
      assertEquals(2 + 2 * 2, model.optimizer().variables().size());
    }
  }

  @Test
  void readsObjectsAndFunctionsOfTheUsersOwn() {
    for (Object loss :
        List.of(
            "quartic",
            Map.of("class_name", "function", "config", "quartic"),
            Map.of("class_name", "X", "registered_name", "mine>quartic", "config", Map.of()))) {
      Model model = one();
      model.compileFromConfig(
          config("optimizer", "sgd", "loss", loss),
          CustomObjects.none().with("quartic", Quartic.class));
      Object told = Objects.requireNonNull(model.compileConfig()).get("loss");
      assertEquals("Quartic", ((Map<?, ?>) Objects.requireNonNull(told)).get("class_name"));
    }
  }

  @Test
  void refusesWhatItCannotDo() {
    assertEquals(
        "compile: unknown config key(s) [sample_weight_mode]. Known keys: [auto_scale_loss,"
            + " jit_compile, loss, loss_weights, metrics, optimizer, run_eagerly,"
            + " steps_per_execution, weighted_metrics].",
        refusal(() -> read(one(), "optimizer", "sgd", "sample_weight_mode", null)));
    assertEquals(
        "compile: `optimizer` expects a name or an object. Received: null.",
        refusal(() -> read(one(), "loss", "mse")));
    assertEquals(
        "compile: `loss` expects a Loss. Received: Dense.",
        refusal(
            () ->
                read(
                    one(),
                    "optimizer",
                    "sgd",
                    "loss",
                    Map.of(
                        "module", "keras.layers",
                        "class_name", "Dense",
                        "config", Map.of("units", 1)))));
    assertEquals(
        "compile: `loss_weights` expects a number, or a list or map by output of numbers. Received:"
            + " [1, x].",
        refusal(
            () -> read(two(), "optimizer", "sgd", "loss", "mse", "loss_weights", List.of(1, "x"))));
    assertEquals(
        "compile: `metrics` expects names, objects, lists or maps of them. Received: 3.",
        refusal(() -> read(one(), "optimizer", "sgd", "metrics", Arrays.asList(3))));
    assertThrows(
        UnsupportedOperationException.class,
        () -> read(one(), "optimizer", "sgd", "loss", "mse", "jit_compile", true));
  }

  @Test
  void keepsTheOldOptionsIfTheNewOnesAreRefused() {
    Model model = one().compile("sgd", "mse");
    assertThrows(
        IllegalArgumentException.class, () -> read(model, "optimizer", "sgd", "loss", "spares"));
    assertEquals("mse", Objects.requireNonNull(model.compileConfig()).get("loss"));
  }
}
