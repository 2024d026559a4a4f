package keras.models;

import static keras.testing.Refusals.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.History;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.ops.Expr;
import keras.regularizers.L2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Layers and models of the caller's own: built, trained, nested, told to files and read again. */
class OwnPartsTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {-1, 0.5f}};
  private static final float[][] Y = {{1, 0}, {2, 1}, {3, 1}};

  /** Multiplies by a weight. */
  static final class Scale extends Layer {
    @Arg private double start = 1;
    private @Nullable Variable scale;

    private Scale() {}

    Scale(double start) {
      this.start = start;
    }

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.of(input.get(-1)), new Constant(start), new L2(0.01), null);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(java.util.Objects.requireNonNull(scale)));
    }
  }

  /** A layer of layers, which also counts how often it was trained, and adds a loss. */
  static final class Block extends Layer {
    @Arg private int units = 2;
    private final Dense dense = track("dense", new Dense(2, "relu"));
    private final Scale scale = track("scale", new Scale(0.5));
    private @Nullable Variable steps;

    @Override
    protected void build(Shape input) {
      steps = addState("steps", Shape.scalar(), new Constant(0));
    }

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      Variable count = java.util.Objects.requireNonNull(steps);
      List<Expr> h = scale.applyAll(dense.applyAll(x, ctx), ctx);
      if (ctx.training()) {
        ctx.assign(count, ctx.read(count).add(1));
      }
      ctx.addLoss(h.get(0).square().mean());
      return h;
    }
  }

  /** A model of blocks. */
  static final class Blocks extends Model {
    @Arg private int depth = 2;
    private final Block first = track("first", new Block());
    private final Block second = track("second", new Block());

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return second.applyAll(first.applyAll(x, ctx), ctx);
    }
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }

  private static List<String> paths(Layer layer) {
    return layer.weights().stream().map(Variable::path).toList();
  }

  @Test
  void trains() {
    try (Blocks model = new Blocks()) {
      model.compile("sgd", "mse", "mae");
      History history = model.fit(X, Y, f -> f.epochs(5).batchSize(1).shuffle(false).verbose(0));
      List<Double> losses = history.get("loss");
      assertTrue(losses.get(4) < losses.get(0), losses.toString());
      assertEquals(
          List.of(
              "blocks/block/steps",
              "blocks/block/dense/kernel",
              "blocks/block/dense/bias",
              "blocks/block/scale/scale",
              "blocks/block_1/steps",
              "blocks/block_1/dense_1/kernel",
              "blocks/block_1/dense_1/bias",
              "blocks/block_1/scale_1/scale"),
          paths(model));
      assertEquals(15f, model.getWeights().get(0).getObject());
      model.evaluate(X, Y, e -> e.verbose(0));
      assertEquals(15f, model.getWeights().get(0).getObject());
      assertEquals(6, model.trainableWeights().size());
    }
  }

  @Test
  void addsLossesToThatOfTheTargets() {
    KerasTensor x = Keras.input("x", 2);
    try (Model model = Model.of(x, new Scale(2).name("s").apply(x))) {
      model.compile("sgd", "mae");
      // |2x - x| is 1 for these, and the penalty 0.01 * (4 + 4)
      assertEquals(
          1 + 0.08, model.testOnBatch(new float[][] {{1, 1}}, new float[][] {{1, 1}}).loss(), 1e-6);
    }
  }

  @Test
  void freezesLayersInside() {
    try (Blocks model = new Blocks()) {
      model.first.trainable(false);
      model.compile("sgd", "mse");
      model.fit(X, Y, f -> f.verbose(0));
      assertEquals(3, model.trainableWeights().size());
      assertEquals(0.5f, model.first.scale.getWeights().get(0).getObject(0));
    }
  }

  @Test
  void comesBackFromItsConfig() {
    try (Sequential model =
        new Sequential(new InputLayer(2), new Scale(3).name("s"), new Dense(1)).name("m")) {
      Map<String, @Nullable Object> config = model.config();
      CustomObjects custom = CustomObjects.of(Scale.class);
      Sequential again = Configs.from(Sequential.class, config, custom);
      assertEquals(config, again.config());
      assertEquals(3.0, ((Scale) again.layer("s")).start);
      assertNotEquals(model.getWeights().get(1), again.getWeights().get(1));
      again.setWeights(model.getWeights());
      assertEquals(model.predict(X), again.predict(X));
      again.close();
      refuses(
          "Unknown Keras class 'Scale'. If it is yours, pass it to load(...,"
              + " CustomObjects.of(YourClass.class)).",
          () -> Configs.from(Sequential.class, config));
    }
  }

  @Test
  void tellsItsOwnArguments() {
    Map<String, @Nullable Object> config = new Blocks().name("b").config();
    assertEquals(2, config.get("depth"));
    assertEquals("b", config.get("name"));
    assertEquals(4, Configs.from(Block.class, Map.of("units", 4, "name", "x")).units);
  }

  @Test
  void refusesNothingToCall() {
    final class Idle extends Layer {}
    refuses(
        UnsupportedOperationException.class,
        "Idle 'i' overrides neither call(Expr, CallContext) nor call(List, CallContext).",
        () -> new Idle().name("i").apply(Keras.input("x", 2)));
  }

  @Test
  void usesLossesAndMetricsOfOnesOwn() {
    Loss quartic = Loss.of("quartic", (t, p) -> t.sub(p).pow(4).mean(-1));
    Metric worst = Metric.of("worst", (t, p) -> t.sub(p).abs().max(-1));
    KerasTensor x = Keras.input("x", 2);
    try (Model model = Model.of(x, new Scale(1).apply(x))) {
      model.compile(c -> c.optimizer("sgd").loss(quartic).metrics(worst));
      var logs = model.testOnBatch(new float[][] {{3, 1}}, new float[][] {{1, 1}});
      assertEquals(8 + 0.02, logs.loss(), 1e-6);
      assertEquals(2, logs.get("worst"), 1e-6);
      assertNotNull(model.compileConfig());
    }
  }
}
