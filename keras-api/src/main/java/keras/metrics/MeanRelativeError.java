package keras.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Constants;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.ops.LossWeights;
import keras.ops.Numpy;
import keras.ops.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * The mean of {@code |yTrue - yPred| / normalizer}, an error counting nothing where the normalizer
 * is 0. Keras 2 has it, and files of its time; Keras 3 does not, and files for Keras 3 refuse it.
 *
 * <pre>{@code
 * Metric m = new MeanRelativeError(1, 3);
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}, of a shape with which that of the normalizer
 * broadcasts. Weights: {@code total ()}, {@code count ()}: of each number, not of each sample.
 *
 * <p>Differs from Keras: a normalizer that is an array is written to {@code .keras} files as a
 * list. tf_keras writes it in a way that it cannot read itself; both ways are read here.
 *
 * <p>Keras: {@code tf_keras/src/metrics/regression_metrics.py}.
 */
public final class MeanRelativeError extends FluentMetric<MeanRelativeError> {
  @Arg private Object normalizer = List.of();

  /** Whether numbers keep their precision; TensorFlow takes Python's for float32. */
  private boolean isArray;

  private MeanRelativeError() {
    super("mean_relative_error");
  }

  /**
   * Makes the metric.
   *
   * @param normalizer what all errors are divided by
   */
  public MeanRelativeError(double normalizer) {
    this();
    this.normalizer = normalizer;
  }

  /**
   * Makes the metric.
   *
   * @param normalizer what errors along the last axis are divided by
   */
  public MeanRelativeError(double... normalizer) {
    this();
    this.normalizer = Arrays.stream(normalizer).boxed().toList();
    validate();
  }

  /**
   * Makes the metric.
   *
   * @param normalizer what errors are divided by, of a shape that broadcasts with that of targets
   */
  public MeanRelativeError(NdArray<? extends Number> normalizer) {
    this();
    this.normalizer = Constants.toConfig(normalizer);
    this.isArray = true;
    validate();
  }

  @Override
  protected void validate() {
    super.validate();
    if (normalizer instanceof Map<?, ?> array
        && "__numpy__".equals(array.get("class_name"))
        && array.get("config") instanceof Map<?, ?> config
        && config.get("value") != null) {
      normalizer = config.get("value");
      isArray = true;
    }
    numbers();
  }

  private Constants numbers() {
    Constants numbers = normalizer instanceof Map<?, ?> ? null : Constants.of(normalizer);
    if (numbers == null || numbers.shape().size() == 0) {
      throw new IllegalArgumentException(
          "MeanRelativeError: `normalizer` must be a number, or an array or nested lists of numbers. Received: normalizer=%s."
              .formatted(normalizer));
    }
    return isArray ? numbers.exact() : numbers;
  }

  @Override
  protected void build() {
    addVariable("total", Shape.scalar(), new Zeros());
    addVariable("count", Shape.scalar(), new Zeros());
  }

  @Override
  protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr truth = yTrue.cast(dtype());
    Expr guess = yPred.cast(dtype());
    if (guess.rank() == truth.rank() + 1 && guess.shape().get(-1) == 1) {
      guess = Numpy.squeeze(guess, -1);
    } else if (truth.rank() == guess.rank() + 1 && truth.shape().get(-1) == 1) {
      truth = Numpy.squeeze(truth, -1);
    }
    Expr by = numbers().in(truth.tf(), dtype());
    if (by.rank() == guess.rank() + 1 && by.shape().get(-1) == 1) {
      by = Numpy.squeeze(by, -1);
    } else if (by.rank() == guess.rank() - 1 && guess.shape().get(-1) == 1) {
      guess = Numpy.squeeze(guess, -1);
    }
    if (!guess.shape().isCompatibleWith(truth.shape())) {
      throw new IllegalArgumentException(
          "%s: expected predictions of the targets' shape, %s. Received: shape %s, with a normalizer of shape %s. Give it the rank of the targets, or one number."
              .formatted(
                  this,
                  Shapes.show(truth.shape()),
                  Shapes.show(guess.shape()),
                  Shapes.show(by.shape())));
    }
    Expr errors = Numpy.divideNoNan(truth.sub(guess).abs(), by);
    Expr all = LossWeights.applyMask(weight, yPred.mask(), dtype(), false);
    BroadcastWeights weighed = BroadcastWeights.of(errors, all);
    Expr values = weighed.values();
    Expr weights = weighed.weights();
    Mean.add(this, 0, (weights == null ? values : values.mul(weights)).sum(), ctx);
    Mean.add(
        this, 1, weights == null ? LossWeights.count(values, values.dtype()) : weights.sum(), ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    return Mean.quotient(this, ctx);
  }
}
