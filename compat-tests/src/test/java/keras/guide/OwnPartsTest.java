package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.Logs;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.GlorotUniform;
import keras.initializers.Zeros;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.losses.Loss;
import keras.metrics.Mean;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.trainers.StepData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** The Java of docs/guide/own-parts.md. */
class OwnPartsTest {
  private static final float[][] X = {{0, 1}, {1, 0}, {2, 1}, {1, 3}};
  private static final float[][] Y = {{1}, {1}, {3}, {4}};

  public static final class Linear extends Layer {
    @Arg private int units;
    private Variable kernel;
    private Variable bias;

    Linear() {}

    public Linear(int units) {
      this.units = units;
    }

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
      bias = addWeight("bias", Shape.of(units), new Zeros());
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.matmul(ctx.read(kernel)).add(ctx.read(bias));
    }
  }

  public static final class Block extends Layer {
    private final Layer hidden = new Linear(4);
    private final Layer out = new Linear(1);

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return out.apply(hidden.apply(x, ctx).relu(), ctx);
    }
  }

  @Test
  void aLayer(@TempDir Path folder) {
    String file = folder.resolve("block.keras").toString();
    try (var model = new Sequential(new Block())) {
      model.compile("adam", "mse");
      model.fit(X, Y, f -> f.epochs(2).verbose(0));
      model.save(file);
      try (Model same = Keras.loadModel(file, CustomObjects.of(Block.class, Linear.class))) {
        assertArrayEquals(model.predict(X).toArray2d(), same.predict(X).toArray2d());
      }
    }
  }

  @Test
  void aLossAndAMetric() {
    Loss huber =
        Loss.of(
            "my_huber",
            (yTrue, yPred) -> {
              Expr error = yTrue.sub(yPred).abs();
              Expr small = error.square().mul(0.5);
              return error.less(1).where(small, error.sub(0.5)).mean(-1);
            });
    Metric worst = Metric.of("worst", (yTrue, yPred) -> yTrue.sub(yPred).abs().max(-1));
    try (var model = new Sequential(new Dense(1))) {
      model.compile("sgd", huber, worst);
      var history = model.fit(X, Y, f -> f.verbose(0));
      assertEquals(Set.of("loss", "worst"), history.history().keySet());
    }
  }

  static final class StopBelow extends Callback {
    private final double loss;

    StopBelow(double loss) {
      this.loss = loss;
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
      if (logs.loss() < loss) {
        model().stopTraining(true);
      }
    }
  }

  @Test
  void aCallback() {
    try (var model = new Sequential(new Dense(1))) {
      model.compile("sgd", "mse");
      var history = model.fit(X, Y, f -> f.epochs(50).verbose(0).callbacks(new StopBelow(1e3)));
      assertEquals(1, history.get("loss").size());
    }
  }

  static final class Regressor extends Model {
    private final Layer dense = new Dense(1);
    private final Mean lossTracker = new Mean().name("loss");

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return dense.apply(x, ctx);
    }

    @Override
    public List<Metric> metrics() {
      return List.of(lossTracker);
    }

    @Override
    protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
      Expr yPred = apply(data.x(), c -> c.training(true), ctx);
      Expr loss = data.y().sub(yPred).square().mean();
      optimizer().minimize(loss, trainableWeights(), ctx);
      lossTracker.update(loss, null, ctx);
      return Map.of("loss", lossTracker.result(ctx));
    }
  }

  @Test
  void aTrainingStep() {
    try (var model = new Regressor()) {
      model.compile(c -> c.optimizer("sgd"));
      var losses = model.fit(X, Y, f -> f.epochs(20).verbose(0)).get("loss");
      assertTrue(losses.get(19) < losses.get(0));
    }
  }
}
