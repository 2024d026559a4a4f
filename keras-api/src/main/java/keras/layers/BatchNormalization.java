package keras.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.GlorotUniform;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Brings each feature to mean 0 and variance 1: those of the batch while training, moving averages
 * otherwise (Ioffe and Szegedy, 2015).
 *
 * <pre>{@code
 * new BatchNormalization().momentum(0.9)
 * }</pre>
 *
 * <p>A layer that is not trainable uses the moving averages while training too. A mask on the
 * inputs keeps masked time steps out of the batch's moments, and passes.
 *
 * <p>Inputs: {@code (batch, ..., features)}, the features along {@code axis}. Outputs: the same
 * shape.
 *
 * <p>Weights: {@code gamma (features)}, {@code beta (features)}, {@code moving_mean (features)},
 * {@code moving_variance (features)}; with {@code renorm} also {@code moving_stddev}, {@code
 * renorm_mean} and {@code renorm_stddev}. Layers of tf_keras' files may have several axes, which
 * Keras 3 has not; the weights then have the inputs' rank.
 *
 * <p>Keras: {@code keras/src/layers/normalization/batch_normalization.py}.
 */
public final class BatchNormalization extends NormalizationLayer<BatchNormalization> {
  @Arg private int axis = -1;
  @Arg private double momentum = 0.99;
  @Arg private @Nullable Initializer movingMeanInitializer = Initializer.get("zeros");
  @Arg private @Nullable Initializer movingVarianceInitializer = Initializer.get("ones");

  @Arg private boolean synchronized_;

  @Arg private boolean renorm;
  @Arg private @Nullable Map<String, @Nullable Number> renormClipping;
  @Arg private double renormMomentum = 0.99;

  private boolean fused;
  private @Nullable FeatureAxes several;
  private @Nullable Variable gamma;
  private @Nullable Variable beta;
  private Variable movingMean;
  private Variable movingVariance;
  private @Nullable BatchRenorm renormalization;

  /** Makes a layer for features along the last axis. */
  public BatchNormalization() {}

  /** Sets the axis of the features; negative ones count from the last. */
  public BatchNormalization axis(int axis) {
    return with(() -> this.axis = axis);
  }

  /** Sets the share of a moving average that stays at each step. */
  public BatchNormalization momentum(double momentum) {
    return with(() -> this.momentum = momentum);
  }

  /** Sets what the moving mean starts from. */
  public BatchNormalization movingMeanInitializer(Initializer initializer) {
    return with(() -> movingMeanInitializer = initializer);
  }

  /** Sets what the moving mean starts from by its Keras name. */
  public BatchNormalization movingMeanInitializer(String id) {
    return movingMeanInitializer(Initializer.get(id));
  }

  /** Sets what the moving variance starts from. */
  public BatchNormalization movingVarianceInitializer(Initializer initializer) {
    return with(() -> movingVarianceInitializer = initializer);
  }

  /** Sets what the moving variance starts from by its Keras name. */
  public BatchNormalization movingVarianceInitializer(String id) {
    return movingVarianceInitializer(Initializer.get(id));
  }

  /** Sets whether the moments are computed from sums, as replicas that share them do. */
  public BatchNormalization synchronized_(boolean newSynchronized) {
    return with(() -> synchronized_ = newSynchronized);
  }

  /** Sets whether the batch's moments are corrected towards moving ones (Ioffe, 2017). */
  public BatchNormalization renorm(boolean renorm) {
    return checked(() -> this.renorm = renorm);
  }

  /**
   * Sets the limits of the correction.
   *
   * @param clipping any of {@code rmax}, {@code rmin} and {@code dmax}
   */
  public BatchNormalization renormClipping(Map<String, ? extends Number> clipping) {
    return checked(() -> renormClipping = new LinkedHashMap<>(clipping));
  }

  /** Sets the share of the correcting moving moments that stays at each step. */
  public BatchNormalization renormMomentum(double momentum) {
    return with(() -> renormMomentum = momentum);
  }

  /**
   * Sets whether the moving variance is that of Keras 2's fused kernel: of inputs of 4 or 5 axes it
   * follows the unbiased variance of the batch. Layers of Keras 2's files have it.
   *
   * <p>Differs from Keras: Keras 3 has no such option; saving for Keras 3 prints a notice when this
   * changes results.
   */
  public BatchNormalization fused(boolean fused) {
    return with(() -> this.fused = fused);
  }

  @Override
  protected void validate() {
    if (several != null && (renorm || several.axes().isEmpty())) {
      throw new IllegalArgumentException(
          "%s: several axes are normalized without `renorm`. Received: axis=%s, renorm=%s."
              .formatted(this, several.axes(), renorm));
    }
    if (renorm) {
      if (renormClipping == null) {
        renormClipping = new LinkedHashMap<>();
      }
      BatchRenorm.require(renormClipping);
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    FeatureAxes axes = several;
    if (axes != null) {
      variables(axes.variables(this, input));
      return;
    }
    int rank = input.numDimensions();
    if (axis < -rank || axis >= rank || input.get(Math.floorMod(axis, rank)) < 0) {
      throw new IllegalArgumentException(
          "%s: `axis` must be an axis of known size. Received: axis=%d for inputs of shape %s."
              .formatted(this, axis, Shapes.show(input)));
    }
    Shape shape = Shape.of(input.get(Math.floorMod(axis, rank)));
    variables(shape);
    Map<String, @Nullable Number> clipping = renormClipping;
    if (renorm && clipping != null) {
      Initializer root = new BatchRenorm.Root(start(movingVarianceInitializer));
      renormalization =
          new BatchRenorm(
              addState("moving_stddev", shape, root).autocast(false),
              addState("renorm_mean", shape, start(movingMeanInitializer)).autocast(false),
              addState("renorm_stddev", shape, root).autocast(false),
              clipping,
              renormMomentum,
              epsilon);
    }
  }

  private void variables(Shape shape) {
    gamma = addGamma(shape);
    beta = addBeta(shape);
    movingMean = addState("moving_mean", shape, start(movingMeanInitializer)).autocast(false);
    movingVariance =
        addState("moving_variance", shape, start(movingVarianceInitializer)).autocast(false);
  }

  @Override
  protected void check(List<Shape> inputs) {
    List<Shape> built = builtShapes();
    Shape input = inputs.get(0);
    FeatureAxes axes = several;
    if (axes != null) {
      if (!axes.variables(this, input).equals(movingMean.shape())) {
        throw new IllegalArgumentException(
            "%s: expected inputs with features of shape %s along axis %s. Received: shape %s."
                .formatted(this, Shapes.show(movingMean.shape()), axes.axes(), Shapes.show(input)));
      }
      return;
    }
    int rank = built == null ? input.numDimensions() : built.get(0).numDimensions();
    long features = movingMean.shape().get(0);
    if (input.numDimensions() != rank || input.get(Math.floorMod(axis, rank)) != features) {
      throw new IllegalArgumentException(
          "%s: expected inputs of %d axes with %d features along axis %d. Received: shape %s."
              .formatted(this, rank, features, axis, Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr input, CallContext ctx) {
    Expr mask = input.mask();
    FeatureAxes axes = several;
    if (axes != null) {
      return severally(axes, input, ctx);
    }
    if (mask != null && mask.rank() != input.rank() - 1) {
      throw new IllegalArgumentException(
          "%s: expected a mask of one axis less than the inputs. Received: mask of shape %s for"
                  .formatted(this, Shapes.show(mask.shape()))
              + " inputs of shape %s.".formatted(Shapes.show(input.shape())));
    }
    DType dtype = input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Expr x = input.cast(dtype);
    Expr factor = gamma == null ? null : ctx.readRaw(gamma).cast(dtype);
    Expr offset = beta == null ? null : ctx.readRaw(beta).cast(dtype);
    Expr mean = ctx.readRaw(movingMean).cast(dtype);
    Expr variance = ctx.readRaw(movingVariance).cast(dtype);
    if (ctx.training() && trainable()) {
      BatchMoments batch = BatchMoments.of(x, mask, synchronized_, ctx, Numpy.axesBut(x, axis));
      BatchRenorm correction = renormalization;
      if (correction != null) {
        Expr[] corrected = correction.corrected(ctx, batch, factor, offset);
        factor = corrected[0];
        offset = corrected[1];
      }
      Expr moving = isFused(x, mask) ? unbiased(batch.variance(), x) : batch.variance();
      update(ctx, new BatchMoments(batch.mean(), moving), correction);
      mean = batch.mean();
      variance = batch.variance();
    }
    Expr y = normalize(x, mean, variance, factor, offset, axis);
    return y.cast(dtypePolicy().computeDtype());
  }

  private Expr severally(FeatureAxes axes, Expr input, CallContext ctx) {
    if (input.mask() != null) {
      throw new IllegalArgumentException(
          "%s: several axes are normalized without a mask, and the inputs have one."
              .formatted(this));
    }
    DType dtype = input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Shape shape = movingMean.shape();
    Expr x = axes.fold(input.cast(dtype), shape);
    Expr mean = ctx.readRaw(movingMean).cast(dtype).reshape(-1);
    Expr variance = ctx.readRaw(movingVariance).cast(dtype).reshape(-1);
    if (ctx.training() && trainable()) {
      BatchMoments batch = BatchMoments.of(x, null, synchronized_, ctx, 0);
      mean = batch.mean();
      variance = batch.variance();
      update(
          ctx,
          new BatchMoments(mean.reshape(shape.asArray()), variance.reshape(shape.asArray())),
          null);
    }
    Expr factor = gamma == null ? null : ctx.readRaw(gamma).cast(dtype).reshape(-1);
    Expr offset = beta == null ? null : ctx.readRaw(beta).cast(dtype).reshape(-1);
    Expr y = axes.unfold(normalize(x, mean, variance, factor, offset, -1), input);
    return y.cast(dtypePolicy().computeDtype());
  }

  /** Keras: {@code tf_keras/src/layers/normalization/batch_normalization.py}. */
  private boolean isFused(Expr x, @Nullable Expr mask) {
    int at = Math.floorMod(axis, x.rank());
    return fused
        && mask == null
        && renormalization == null
        && !synchronized_
        && x.dtype() != DType.FLOAT64
        && (x.rank() == 4 || x.rank() == 5)
        && (at == 1 || at == x.rank() - 1);
  }

  private Expr unbiased(Expr variance, Expr x) {
    Expr features = variance.constant((double) variance.shape().get(0));
    Expr count = x.wrap(x.tf().size(x)).cast(x.dtype()).div(features);
    return variance.mul(count.div(count.sub(1).maximum(1)));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (fused) {
      config.put("fused", true);
    }
    if (several != null) {
      config.put("axis", several.axes());
    }
    return config;
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    fused = Boolean.TRUE.equals(left.remove("fused"));
    if (left.get("axis") instanceof List<?> axes
        && axes.size() != 1
        && axes.stream().allMatch(Integer.class::isInstance)) {
      several = new FeatureAxes(axes.stream().map(Integer.class::cast).toList());
      left.remove("axis");
    }
    return super.adopt(left, custom);
  }

  private void update(CallContext ctx, BatchMoments batch, @Nullable BatchRenorm correction) {
    ctx.assign(movingMean, BatchRenorm.moved(ctx, movingMean, batch.mean(), momentum));
    if (correction == null) {
      ctx.assign(
          movingVariance, BatchRenorm.moved(ctx, movingVariance, batch.variance(), momentum));
    } else {
      Expr deviation = correction.update(ctx, batch, momentum);
      Expr positive = deviation.mul(deviation).sub(epsilon);
      ctx.assign(movingVariance, positive.wrap(positive.tf().nn.relu(positive)));
    }
  }

  /** Keras starts a weight of no initializer from Glorot's uniform distribution. */
  private static Initializer start(@Nullable Initializer given) {
    return given == null ? new GlorotUniform() : given;
  }
}
