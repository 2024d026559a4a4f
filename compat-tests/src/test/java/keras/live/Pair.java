package keras.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.layers.Dense;
import keras.metrics.Mean;
import keras.models.Model;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.optimizers.Optimizer;
import keras.optimizers.RMSprop;
import keras.optimizers.SGD;
import keras.trainers.StepData;
import org.tensorflow.ndarray.Shape;

/**
 * Two layers that optimizers of their own train, made and built in the constructor, so that a file
 * gives them their state; {@link #PYTHON} is its twin in both Kerases.
 */
final class Pair extends Model {
  static final String PYTHON =
      """
      class Pair(keras.Model):
          def __init__(self, **kwargs):
              super().__init__(**kwargs)
              self.d = keras.layers.Dense(1)
              self.g = keras.layers.Dense(3)
              self.d.build((None, 3))
              self.g.build((None, 2))
              self.d_optimizer = keras.optimizers.Adam(0.01)
              self.g_optimizers = [keras.optimizers.SGD(0.05, momentum=0.9),
                                   keras.optimizers.RMSprop(0.02)]
              self.d_optimizer.build(self.d.trainable_variables)
              for optimizer in self.g_optimizers:
                  optimizer.build(self.g.trainable_variables)
              self.d_metric = keras.metrics.Mean(name="d_loss")
              self.total_tracker = keras.metrics.Mean(name="total")

          def call(self, x):
              return self.d(self.g(x))

          def train_step(self, x):
              with tf.GradientTape(persistent=True) as tape:
                  loss = tf.reduce_mean(tf.square(self(x) - 1.0))
              d = self.d.trainable_variables
              g = self.g.trainable_variables
              d_gradients = tape.gradient(loss, d)
              g_gradients = tape.gradient(loss, g)
              self.d_optimizer.apply_gradients(zip(d_gradients, d))
              for optimizer in self.g_optimizers:
                  optimizer.apply_gradients(zip(g_gradients, g))
              self.d_metric.update_state(loss)
              self.total_tracker.update_state(2.0 * loss)
              return {"d_loss": self.d_metric.result(), "total": self.total_tracker.result()}

      def pair():
          model = Pair()
          model.compile()
          model(x[:1])
          return model

      def state(model):
          found = list(model.d.weights) + list(model.g.weights)
          return [w.numpy() for w in found]

      def train(model, steps):
          model.fit(x, batch_size=len(x), epochs=steps, shuffle=False, verbose=0)
      """;

  private final Dense d = new Dense(1);
  private final Dense g = new Dense(3);
  private final Optimizer dOptimizer = new Adam(0.01);
  private final List<Optimizer> gOptimizers =
      List.of(new SGD(0.05).momentum(0.9), new RMSprop(0.02));
  private final Mean dMetric = new Mean().name("d_loss");
  private final Mean totalTracker = new Mean().name("total");

  Pair() {
    d.buildFor(Shape.of(-1, 3));
    g.buildFor(Shape.of(-1, 2));
    dOptimizer.build(d.trainableWeights());
    gOptimizers.forEach(optimizer -> optimizer.build(g.trainableWeights()));
  }

  Mean totalTracker() {
    return totalTracker;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return d.apply(g.apply(x, ctx), ctx);
  }

  @Override
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    Expr loss = apply(data.x(), ctx).sub(1).square().mean();
    List<Expr> dGradients = ctx.gradients(loss, d.trainableWeights());
    List<Expr> gGradients = ctx.gradients(loss, g.trainableWeights());
    dOptimizer.apply(d.trainableWeights(), dGradients, ctx);
    gOptimizers.forEach(optimizer -> optimizer.apply(g.trainableWeights(), gGradients, ctx));
    dMetric.update(loss, null, ctx);
    totalTracker.update(loss.mul(2), null, ctx);
    Map<String, Expr> logs = new LinkedHashMap<>();
    logs.put("d_loss", dMetric.result(ctx));
    logs.put("total", totalTracker.result(ctx));
    return logs;
  }
}
