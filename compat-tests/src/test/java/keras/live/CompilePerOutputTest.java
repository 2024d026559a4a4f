package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.losses.Huber;
import keras.losses.Loss;
import keras.losses.MeanSquaredError;
import keras.metrics.BinaryAccuracy;
import keras.metrics.MeanAbsoluteError;
import keras.metrics.Metric;
import keras.models.Model;
import keras.ops.Expr;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.NdArray;

/** What compile is given, one an output, in lists, maps, names, objects and functions. */
@ExtendWith(PythonExtension.class)
class CompilePerOutputTest {
  private static final String PYTHON =
      """
      M, L = keras.metrics, keras.losses
      far = lambda y, p: keras.ops.mean(keras.ops.abs(y - p), axis=-1)
      def near(y, p):
          return keras.ops.mean(keras.ops.square(y - p), axis=-1)
      forms = [
          lambda m: m.compile("sgd", ["mse", "mae"]),
          lambda m: m.compile("sgd", ["mse", None], metrics=["mae", "mse"]),
          lambda m: m.compile("sgd", {"a": "mse", "b": "bce"}, metrics={"b": ["accuracy", "mae"]}),
          lambda m: m.compile(keras.optimizers.SGD(0.1), {"a": L.Huber(), "b": "mse"}, metrics=[["mae"], ["mse", "mae"]]),
          lambda m: m.compile(keras.optimizers.SGD(0.1), [L.MeanSquaredError(), far], metrics={"a": M.MeanAbsoluteError(name="m")}),
          lambda m: m.compile("sgd", {"a": far, "b": near}, metrics={"a": [far, near], "b": far}),
          lambda m: m.compile("sgd", [near, "mse"], metrics=[[far, "mae"], M.BinaryAccuracy()], loss_weights=[0.5, 2.0]),
          lambda m: m.compile("sgd", near, metrics=[None, far], loss_weights=0.5),
          lambda m: m.compile("sgd", "mse", weighted_metrics={"b": [far, "mae"]}),
          lambda m: m.compile("sgd", "mse", weighted_metrics=[far, "mae"], loss_weights=None),
      ]
      rng = np.random.default_rng(4)
      x = rng.normal(size=(6, 3)).astype("float32")
      a, b = rng.normal(size=(6, 2)).astype("float32"), rng.integers(0, 2, (6, 1)).astype("float32")
      inputs = keras.Input((3,))
      model = keras.Model(inputs, [keras.layers.Dense(2, name="a")(inputs), keras.layers.Dense(1, "sigmoid", name="b")(inputs)])
      weights = [rng.normal(size=w.shape).astype("float32") for w in model.get_weights()]
      result["x"], result["a"], result["b"], result["weights"] = x, a, b, weights
      result["histories"] = []
      for form in forms:
          model.set_weights(weights)
          form(model)
          result["histories"].append(model.fit(x, [a, b], batch_size=4, epochs=2, shuffle=False, verbose=0).history)
      """;

  private static Expr far(Expr yTrue, Expr yPred) {
    return yTrue.sub(yPred).abs().mean(-1);
  }

  private static final BinaryOperator<Expr> FAR = CompilePerOutputTest::far;
  private static final Loss NEAR = Loss.of("near", CompilePerOutputTest::squares);

  private static Expr squares(Expr yTrue, Expr yPred) {
    return yTrue.sub(yPred).square().mean(-1);
  }

  private static Metric near() {
    return Metric.of("near", CompilePerOutputTest::squares);
  }

  /** The same forms in the same order. */
  private static List<Consumer<Model>> forms() {
    return List.of(
        m -> m.compile("sgd", List.of("mse", "mae")),
        m -> m.compile("sgd", Arrays.asList("mse", null), "mae", "mse"),
        m ->
            m.compile(
                "sgd", Map.of("a", "mse", "b", "bce"), Map.of("b", List.of("accuracy", "mae"))),
        m ->
            m.compile(
                new SGD(0.1),
                Map.of("a", new Huber(), "b", "mse"),
                List.of("mae"),
                List.of("mse", "mae")),
        m ->
            m.compile(
                new SGD(0.1),
                List.of(new MeanSquaredError(), FAR),
                Map.of("a", new MeanAbsoluteError().name("m"))),
        m ->
            m.compile(
                "sgd", Map.of("a", FAR, "b", NEAR), Map.of("a", List.of(FAR, near()), "b", FAR)),
        m ->
            m.compile(
                c ->
                    c.optimizer("sgd")
                        .loss(List.of(NEAR, "mse"))
                        .metrics(List.of(List.of(FAR, "mae"), new BinaryAccuracy()))
                        .lossWeights(0.5, 2.0)),
        m -> m.compile(c -> c.optimizer("sgd").loss(NEAR).metrics(null, FAR).lossWeights(0.5)),
        m ->
            m.compile(
                c ->
                    c.optimizer("sgd")
                        .loss("mse")
                        .weightedMetrics(Map.of("b", List.of(FAR, "mae")))),
        m -> m.compile(c -> c.optimizer("sgd").loss("mse").weightedMetrics(List.of(FAR, "mae"))));
  }

  @Test
  void trainsAsKeras(Python python) {
    PythonResult keras = python.keras3().exec(PYTHON, Map.of());
    List<NdArray<?>> weights =
        keras.arrays("weights").stream().<NdArray<?>>map(w -> w.toNdArray()).toList();
    List<NdArray<?>> y = List.of(keras.array("a").toNdArray(), keras.array("b").toNdArray());
    KerasTensor x = Keras.input(3);
    try (Model model =
        Model.of(
            List.of(x),
            List.of(new Dense(2).name("a").apply(x), new Dense(1, "sigmoid").name("b").apply(x)))) {
      List<?> histories = keras.list("histories");
      List<Consumer<Model>> forms = forms();
      assertEquals(histories.size(), forms.size());
      for (int i = 0; i < forms.size(); i++) {
        forms.get(i).accept(model);
        model.setWeights(weights);
        History history =
            model.fit(
                List.of(keras.array("x").toNdArray()),
                y,
                f -> f.batchSize(4).epochs(2).shuffle(false).verbose(0));
        check("form " + i, (Map<?, ?>) histories.get(i), history);
      }
    }
  }

  private static void check(String form, Map<?, ?> expected, History history) {
    assertEquals(List.copyOf(expected.keySet()), history.names(), form);
    for (String name : history.names()) {
      List<?> values = (List<?>) Objects.requireNonNull(expected.get(name));
      assertArrayEquals(
          values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray(),
          history.get(name).stream().mapToDouble(v -> v).toArray(),
          1e-5,
          form + ": " + name);
    }
  }
}
