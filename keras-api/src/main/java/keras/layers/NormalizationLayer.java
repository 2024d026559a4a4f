package keras.layers;

import java.util.Arrays;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The options that layers share which bring their inputs to mean 0 and variance 1, then scale them
 * by {@code gamma} and move them by {@code beta}.
 */
public abstract class NormalizationLayer<L extends NormalizationLayer<L>> extends FluentLayer<L>
    implements BetaOptions<L>, GammaOptions<L> {
  @Arg protected double epsilon = 1e-3;
  @Arg protected boolean center = true;
  @Arg protected boolean scale = true;

  @Args("beta")
  private final WeightOptions betaOptions = new WeightOptions("zeros");

  @Args("gamma")
  private final WeightOptions gammaOptions = new WeightOptions("ones");

  /** Sets what is added to the variance before its root divides, to avoid division by zero. */
  public L epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  /** Sets whether {@code beta} is added. */
  public L center(boolean center) {
    return with(() -> this.center = center);
  }

  /** Sets whether the outputs are multiplied by {@code gamma}. */
  public L scale(boolean scale) {
    return with(() -> this.scale = scale);
  }

  /** Makes {@code gamma}, if there is one. */
  protected final @Nullable Variable addGamma(Shape shape) {
    return scale ? addWeight("gamma", shape, gammaOptions).autocast(false) : null;
  }

  /** Makes {@code beta}, if there is one. */
  protected final @Nullable Variable addBeta(Shape shape) {
    return center ? addWeight("beta", shape, betaOptions).autocast(false) : null;
  }

  /**
   * Computes {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta} for vectors along an
   * axis, in TensorFlow's order of operations.
   */
  final Expr normalize(
      Expr x, Expr mean, Expr variance, @Nullable Expr gamma, @Nullable Expr beta, int axis) {
    long[] along = new long[x.rank()];
    Arrays.fill(along, 1);
    int at = Math.floorMod(axis, x.rank());
    along[at] = x.shape().get(at);
    boolean last = at == x.rank() - 1;
    Expr center = last ? mean : mean.reshape(along);
    Expr inverse = (last ? variance : variance.reshape(along)).add(epsilon).rsqrt();
    if (gamma != null) {
      inverse = inverse.mul(last ? gamma : gamma.reshape(along));
    }
    Expr offset =
        beta != null
            ? (last ? beta : beta.reshape(along)).sub(center.mul(inverse))
            : center.neg().mul(inverse);
    return x.mul(inverse).add(offset);
  }
}
