package keras.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.metrics.Mean;
import keras.metrics.MeanAbsoluteError;
import keras.metrics.Metric;
import keras.models.Functional;
import keras.ops.Expr;
import keras.regularizers.L2;
import keras.trainers.StepData;

/** Keras' guide "Customizing what happens in fit()"; {@link #PYTHON} is its twin. */
final class CustomModel extends Functional {
  static final String PYTHON =
      """
      from keras import ops
      class CustomModel(keras.Model):
          def __init__(self, *args, **kwargs):
              super().__init__(*args, **kwargs)
              self.loss_tracker = keras.metrics.Mean(name="loss")
              self.mae_metric = keras.metrics.MeanAbsoluteError(name="mae")

          @property
          def metrics(self):
              return [self.loss_tracker, self.mae_metric]

          def train_step(self, data):
              x, y = data
              with tf.GradientTape() as tape:
                  y_pred = self(x, training=True)
                  loss = self.compute_loss(x, y, y_pred)
              gradients = tape.gradient(loss, self.trainable_variables)
              self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
              self.loss_tracker.update_state(loss)
              self.mae_metric.update_state(y, y_pred)
              return {"loss": loss, "mae": self.mae_metric.result()}

          def test_step(self, data):
              x, y = data
              y_pred = self(x, training=False)
              loss = self.compute_loss(x, y, y_pred)
              self.loss_tracker.update_state(loss)
              self.mae_metric.update_state(y, y_pred)
              return {m.name: m.result() for m in self.metrics}

          def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                           training=True):
              return ops.mean(ops.square(y - y_pred)) + sum(self.losses)

          def predict_step(self, data):
              return 2 * self(data, training=False)

      def custom():
          inputs = keras.Input((6,))
          x = keras.layers.Dense(
              8, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01))(inputs)
          x = keras.layers.Dropout(0.3)(x)
          x = keras.layers.BatchNormalization()(x)
          return CustomModel(inputs, keras.layers.Dense(1)(x))
      """;

  private final Mean lossTracker = new Mean().name("loss");
  private final MeanAbsoluteError maeMetric = new MeanAbsoluteError().name("mae");

  private CustomModel() {}

  CustomModel(KerasTensor input, KerasTensor output) {
    super(List.of(input), List.of(output));
  }

  static CustomModel small() {
    KerasTensor inputs = Keras.input(6);
    KerasTensor x = new Dense(8, "relu").kernelRegularizer(new L2(0.01)).apply(inputs);
    x = new Dropout(0.3).apply(x);
    x = new BatchNormalization().apply(x);
    return new CustomModel(inputs, new Dense(1).apply(x));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(lossTracker, maeMetric);
  }

  @Override
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    Expr yPred = apply(data.x(), c -> c.training(true), ctx);
    Expr loss = computeLoss(data, List.of(yPred), ctx);
    optimizer().minimize(loss, trainableWeights(), ctx);
    lossTracker.update(loss, null, ctx);
    maeMetric.updateState(data.y(), yPred, null, ctx);
    return Map.of("loss", loss, "mae", maeMetric.result(ctx));
  }

  @Override
  protected Map<String, Expr> testStep(StepData data, CallContext ctx) {
    Expr yPred = apply(data.x(), c -> c.training(false), ctx);
    lossTracker.update(computeLoss(data, List.of(yPred), ctx), null, ctx);
    maeMetric.updateState(data.y(), yPred, null, ctx);
    Map<String, Expr> results = new LinkedHashMap<>();
    metrics().forEach(m -> results.put(m.name(), m.result(ctx)));
    return results;
  }

  @Override
  protected Expr computeLoss(StepData data, List<Expr> yPred, CallContext ctx) {
    Expr loss = data.y().sub(yPred.get(0)).square().mean();
    for (Expr added : losses(ctx)) {
      loss = loss.add(added);
    }
    return loss;
  }

  @Override
  protected List<Expr> predictStep(StepData data, CallContext ctx) {
    return List.of(apply(data.x(), c -> c.training(false), ctx).mul(2));
  }
}
