package keras.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Consumer;
import keras.Keras;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.ops.Expr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CloningTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {-1, 0.5f}};
  private static final float[][] Y = {{1}, {0}, {2}};

  /** A layer of the caller's own. */
  static final class Times extends Layer {
    @Arg private double factor = 1;

    private Times() {}

    Times(double factor) {
      this.factor = factor;
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(factor);
    }
  }

  /** A model of the caller's own. */
  static final class Regressor extends Model {
    @Arg private int units = 2;
    private final Dense hidden;
    private final Dense out;

    private Regressor() {
      hidden = track("hidden", new Dense(2));
      out = track("out", new Dense(1));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return out.apply(hidden.apply(x, ctx), ctx).mul((double) units);
    }
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }

  private static void refuses(String message, Model model, Consumer<CloneModel> options) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Keras.cloneModel(model, options))
            .getMessage());
  }

  private static Model graph() {
    KerasTensor x = Keras.input("x", 2);
    return Model.of(x, new Dense(1).name("d").apply(x)).name("g");
  }

  @Test
  void trainsApartFromTheModel() {
    try (Model model = graph()) {
      model.compile("sgd", "mse", "mae");
      try (Model clone = Keras.cloneModel(model)) {
        List<?> before = model.getWeights();
        assertNotSame(model.optimizer(), clone.optimizer());
        clone.fit(X, Y, f -> f.epochs(2).verbose(0));
        assertEquals(before, model.getWeights());
        assertEquals(2, clone.optimizer().iterations());
        assertEquals(0, model.optimizer().iterations());
      }
    }
  }

  @Test
  void copiesMetricsOfFunctions() {
    Metric worst = Metric.of("worst", (t, p) -> t.sub(p).abs().max(-1));
    try (Model model = graph()) {
      model.compile(c -> c.optimizer("sgd").loss("mse").metrics(worst));
      try (Model clone = Keras.cloneModel(model)) {
        clone.setWeights(model.getWeights());
        assertEquals(
            model.evaluate(X, Y, e -> e.verbose(0)).asMap(),
            clone.evaluate(X, Y, e -> e.verbose(0)).asMap());
      }
    }
  }

  @Test
  void knowsLayersOfTheCallersOwnWhereverTheyAre() {
    KerasTensor x = Keras.input("x", 2);
    Sequential inner = new Sequential(new Times(3).name("three").inputShape(2)).name("inner");
    try (Model model = Model.of(x, new Times(2).name("two").apply(inner.apply(x)));
        Model clone = Keras.cloneModel(model)) {
      assertEquals(model.predict(X), clone.predict(X));
    }
  }

  @Test
  void makesAModelOfTheCallersOwnFromItsConfig() {
    try (Regressor model = new Regressor()) {
      model.units = 5;
      try (Model clone = Keras.cloneModel(model)) {
        assertEquals(5, ((Regressor) clone).units);
        assertFalse(clone.isBuilt());
      }
    }
  }

  @Test
  void drawsWeightsAnew() {
    try (Model model = graph();
        Model clone = Keras.cloneModel(model)) {
      assertNotEquals(model.getWeights().get(0), clone.getWeights().get(0));
    }
  }

  @Test
  void refusesFunctionsForAModelOfTheCallersOwn() {
    try (Regressor model = new Regressor()) {
      model.name("mine");
      refuses(
          "cloneModel: `clone_function`, `call_function` and `input_tensors` are for Sequential and"
              + " functional models, whose layers are known. Received: Regressor 'mine'.",
          model,
          c -> c.cloneFunction(CloneModel::layer));
    }
  }

  @Test
  void refusesACallFunctionForASequential() {
    try (Model model = new Sequential(new Dense(1)).name("stack")) {
      refuses(
          "cloneModel: `call_function` is for functional models; the layers of a Sequential are"
              + " only listed. Received: Sequential 'stack'.",
          model,
          c -> c.callFunction(Layer::applyAll));
    }
  }

  @Test
  void refusesTheWrongNumberOfInputTensors() {
    try (Model model = graph()) {
      KerasTensor y = Keras.input("y", 2);
      refuses(
          "cloneModel: `input_tensors` needs one tensor for each of the inputs [x]. Received:"
              + " [<KerasTensor shape=(None, 2), dtype=float32, from y>, <KerasTensor"
              + " shape=(None, 2), dtype=float32, from y>].",
          model,
          c -> c.inputTensors(y, y));
    }
  }

  @Test
  void refusesATensorThatIsNoInputForASequential() {
    try (Model model = new Sequential(new Dense(1)).name("stack")) {
      KerasTensor made = new Dense(2).name("d").apply(Keras.input("y", 2));
      refuses(
          "cloneModel: `input_tensors` of Sequential 'stack' must be one input, as Keras.input"
              + " makes it. Received: [<KerasTensor shape=(None, 2), dtype=float32, from d>].",
          model,
          c -> c.inputTensors(made));
    }
  }

  @Test
  void buildsASequentialUponAnInput() {
    KerasTensor y = Keras.input("y", 2);
    try (Model model = new Sequential(new Dense(1).name("d")).name("stack");
        Model clone = Keras.cloneModel(model, c -> c.inputTensors(y))) {
      assertEquals(List.of(y), clone.inputs());
      assertEquals(3, clone.countParams());
    }
  }
}
