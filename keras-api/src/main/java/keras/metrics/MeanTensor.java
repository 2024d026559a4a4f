package keras.metrics;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The means of tensors, element by element, weighed or not. Keras 2 has it; Keras 3 does not.
 *
 * <pre>{@code
 * MeanTensor means = new MeanTensor().shape(1, 4);
 * means.update(values, null, ctx);
 * }</pre>
 *
 * <p>Values: of one shape, with a known size along each axis, always the same; the first ones
 * decide it where {@link #shape} does not. Weights: {@code total} and {@code count} of that shape.
 *
 * <p>It takes values, not targets and predictions: {@code compile} takes it, as in tf_keras, but
 * training then fails in both. Files for Keras 3 refuse it.
 *
 * <p>Differs from Keras: a {@link #shape} that is given is written to configs. tf_keras reads it
 * there, and forgets to write it.
 *
 * <p>Keras: {@code tf_keras/src/metrics/base_metric.py}.
 */
public final class MeanTensor extends ReductionMetric<MeanTensor> {
  @Arg private long @Nullable [] shape;

  /** Makes the metric with Keras' defaults. */
  public MeanTensor() {
    super("mean_tensor");
  }

  /** Sets the shape of the values, which their first ones decide otherwise. */
  public MeanTensor shape(long... shape) {
    return with(() -> this.shape = shape.clone());
  }

  @Override
  protected void validate() {
    super.validate();
    if (shape != null && Shape.of(shape).hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "MeanTensor: `shape` must have a known size along each axis. Received: shape=%s."
              .formatted(Shapes.show(Shape.of(shape))));
    }
  }

  @Override
  protected void build() {
    if (shape != null) {
      addStates(Shape.of(shape));
    }
  }

  private Shape shapeAfter(Shape first) {
    if (variables().isEmpty()) {
      if (first.hasUnknownDimension()) {
        throw new IllegalArgumentException(
            "%s: expected values of a known size along each axis. Received: shape %s."
                .formatted(this, Shapes.show(first)));
      }
      addStates(first);
    }
    return variables().get(0).shape();
  }

  private void addStates(Shape of) {
    addVariable("total", of, new Zeros());
    addVariable("count", of, new Zeros());
  }

  @Override
  public void update(Expr given, @Nullable Expr weight, CallContext ctx) {
    Expr values = given.cast(dtype());
    Shape own = shapeAfter(values.shape());
    if (!own.equals(values.shape())) {
      throw new IllegalArgumentException(
          "%s: expected values of always the same shape, %s. Received: shape %s."
              .formatted(this, Shapes.show(own), Shapes.show(values.shape())));
    }
    BroadcastWeights weighed = BroadcastWeights.of(values, weight);
    Expr weights = weighed.weights();
    if (weights != null && !own.equals(weights.shape())) {
      throw new IllegalArgumentException(
          "%s: expected weights whose shape broadcasts to that of the values, %s. Received: shape %s."
              .formatted(this, Shapes.show(own), Shapes.show(weights.shape())));
    }
    Mean.add(this, 0, weights == null ? values : values.mul(weights), ctx);
    Mean.add(this, 1, weights == null ? Numpy.onesLike(values) : weights, ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    List<Variable> states = variables();
    if (states.isEmpty()) {
      throw new IllegalStateException(
          "%s: has no value yet. Call update, or give it a shape.".formatted(this));
    }
    return Mean.quotient(this, ctx);
  }

  /** Returns the config, without a shape that is not given, as tf_keras writes it. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.remove("shape", null);
    return config;
  }
}
