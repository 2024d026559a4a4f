package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Normalizes groups of channels, sample by sample: each group has mean 0 and variance 1 over its
 * channels and all other axes (Wu &amp; He, 2018).
 *
 * <pre>{@code
 * new GroupNormalization(8)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ..., channels)}, floating, the channels along {@code axis} known.
 * Outputs: the same shape. A mask passes, and changes no moments.
 *
 * <p>Weights: {@code gamma (channels)} and {@code beta (channels)}, if {@code scale} and {@code
 * center} are set.
 *
 * <p>Keras: {@code keras/src/layers/normalization/group_normalization.py}.
 */
public final class GroupNormalization extends NormalizationLayer<GroupNormalization> {
  @Arg private int groups = 32;
  @Arg private int axis = -1;

  private @Nullable Variable gamma;
  private @Nullable Variable beta;

  /** Makes a layer of 32 groups. */
  public GroupNormalization() {}

  /**
   * Makes a layer.
   *
   * @param groups how many groups there are, which must divide the channels; -1 for one a channel
   */
  public GroupNormalization(int groups) {
    this.groups = groups;
    validate();
  }

  /** Sets the axis of the channels; negative ones count from the last. */
  public GroupNormalization axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  protected void validate() {
    if (groups < 1 && groups != -1) {
      throw new IllegalArgumentException(
          "GroupNormalization: `groups` must be a positive integer, or -1 for one a channel. Received: groups=%d."
              .formatted(groups));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected void build(Shape input) {
    int rank = input.numDimensions();
    long channels = axis < -rank || axis >= rank ? -1 : input.get(axis);
    if (channels < 0) {
      throw new IllegalArgumentException(
          "%s: expected inputs with a known size along axis %d. Received: shape %s."
              .formatted(this, axis, Shapes.show(input)));
    }
    groups = groups == -1 ? Math.toIntExact(channels) : groups;
    if (channels < groups || channels % groups != 0) {
      throw new IllegalArgumentException(
          "%s: expected inputs whose channels divide by `groups`. Received: groups=%d for inputs of shape %s."
              .formatted(this, groups, Shapes.show(input)));
    }
    gamma = addGamma(Shape.of(channels));
    beta = addBeta(Shape.of(channels));
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    Variable weight = gamma != null ? gamma : beta;
    long expected = weight == null ? -1 : weight.shape().get(0);
    boolean has = axis >= -input.numDimensions() && axis < input.numDimensions();
    if (!has || (expected >= 0 && input.get(axis) >= 0 && input.get(axis) != expected)) {
      throw new IllegalArgumentException(
          "%s: expected inputs of size %d along axis %d. Received: shape %s."
              .formatted(this, expected, axis, Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr inputs, CallContext ctx) {
    DType original = inputs.dtype();
    int rank = inputs.rank();
    int at = Math.floorMod(axis, rank);
    long[] along = IntStream.rangeClosed(0, rank).mapToLong(i -> 1).toArray();
    along[at] = groups;
    along[at + 1] = inputs.shape().get(at) / groups;
    Expr x = split(inputs, at, along).cast(original == DType.FLOAT64 ? original : DType.FLOAT32);
    int[] axes = IntStream.rangeClosed(1, rank).filter(i -> i != at).toArray();
    Expr mean = Numpy.mean(x, axes, true);
    Expr squares = x.wrap(x.tf().math.squaredDifference(x, Core.stopGradient(mean)));
    Expr inverse = Numpy.mean(squares, axes, true).add(epsilon).rsqrt();
    if (gamma != null) {
      inverse = inverse.mul(ctx.readRaw(gamma).reshape(along).cast(x.dtype()));
    }
    Expr rest = mean.neg().mul(inverse);
    if (beta != null) {
      rest = rest.add(ctx.readRaw(beta).reshape(along).cast(x.dtype()));
    }
    Expr y = x.mul(inverse).add(rest).cast(original);
    Expr joined = Numpy.reshape(y, Core.shape(inputs));
    Expr told = joined.wrap(joined.tf().ensureShape(joined, inputs.shape()));
    return told.cast(dtypePolicy().computeDtype());
  }

  /** Makes two axes of the channels: the groups, and the channels of each. */
  private static Expr split(Expr x, int at, long[] along) {
    List<Expr> sizes = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      long known = x.shape().get(i);
      if (i == at) {
        sizes.add(Core.constant(x.tf(), (double) along[at], DType.INT32));
        known = along[at + 1];
      }
      sizes.add(known >= 0 ? Core.constant(x.tf(), (double) known, DType.INT32) : Core.size(x, i));
    }
    return Numpy.reshape(x, Numpy.stack(sizes));
  }
}
