package keras.layers;

import java.util.Arrays;
import keras.config.Args;
import keras.config.Pinned;
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
 * Brings each sample to mean 0 and variance 1 along some axes (Ba et al., 2016).
 *
 * <pre>{@code
 * new LayerNormalization().epsilon(1e-6)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: {@code gamma} and {@code beta}, with the sizes of the axes, if {@code scale} and
 * {@code center} are set.
 *
 * <p>Keras: {@code keras/src/layers/normalization/layer_normalization.py}.
 */
public final class LayerNormalization extends NormalizationLayer<LayerNormalization> {
  @Args("")
  private final Axes axis = new Axes();

  @Pinned private boolean rmsScaling;

  private @Nullable Variable gamma;
  private @Nullable Variable beta;
  private int[] axes = {};

  /** Makes a layer that works along the last axis. */
  public LayerNormalization() {}

  /** Sets the axes along which the moments are taken; negative ones count from the last. */
  public LayerNormalization axis(int... axes) {
    return with(() -> axis.set(this, axes));
  }

  @Override
  protected void validate() {
    axis.check(this);
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
    int[] given = Arrays.stream(axis.given()).sorted().toArray();
    long[] sizes = new long[given.length];
    axes = new int[given.length];
    for (int i = 0; i < given.length; i++) {
      if (given[i] < -rank || given[i] >= rank || input.get(given[i]) < 0) {
        throw new IllegalArgumentException(
            "%s: expected inputs with a known size along axis %d. Received: shape %s."
                .formatted(this, given[i], Shapes.show(input)));
      }
      axes[i] = Math.floorMod(given[i], rank);
      sizes[i] = input.get(axes[i]);
    }
    gamma = addGamma(Shape.of(sizes));
    beta = addBeta(Shape.of(sizes));
  }

  @Override
  protected Expr call(Expr inputs, CallContext ctx) {
    DType original = inputs.dtype();
    DType compute = original == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Expr x = inputs.cast(compute);
    Expr factor = weight(gamma, x, ctx);
    Expr offset = weight(beta, x, ctx);
    Expr mean = Numpy.mean(x, axes, true);
    Expr squares = x.wrap(x.tf().math.squaredDifference(x, Core.stopGradient(mean)));
    Expr inverse = Numpy.mean(squares, axes, true).add(epsilon).rsqrt();
    inverse = factor == null ? inverse : inverse.mul(factor);
    Expr rest = mean.neg().mul(inverse);
    Expr y = x.mul(inverse).add(offset == null ? rest : rest.add(offset));
    return y.cast(original).cast(dtypePolicy().computeDtype());
  }

  private @Nullable Expr weight(@Nullable Variable v, Expr x, CallContext ctx) {
    if (v == null) {
      return null;
    }
    Expr value = ctx.readRaw(v).cast(x.dtype());
    if (axes.length == 1 && axes[0] == x.rank() - 1) {
      return value;
    }
    long[] along = new long[x.rank()];
    Arrays.fill(along, 1);
    for (int i = 0; i < axes.length; i++) {
      along[axes[i]] = v.shape().get(i);
    }
    return value.reshape(along);
  }
}
