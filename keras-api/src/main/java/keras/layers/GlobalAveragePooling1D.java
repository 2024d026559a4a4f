package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Averages each feature over time.
 *
 * <pre>{@code
 * new GlobalAveragePooling1D()
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, or {@code (batch, features, steps)} with the
 * channels first. Outputs: {@code (batch, features)}; with {@code keepdims} the steps stay, as 1. A
 * mask keeps time steps out of the average, and ends here.
 *
 * <p>Keras: {@code keras/src/layers/pooling/global_average_pooling1d.py}.
 */
public final class GlobalAveragePooling1D extends GlobalPoolingLayer<GlobalAveragePooling1D> {
  /** Makes a layer for inputs with the features last. */
  public GlobalAveragePooling1D() {
    super(1);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    return null;
  }

  @Override
  Expr pool(Expr x, int[] axes, boolean keepdims) {
    Expr mask = x.mask();
    if (mask == null) {
      return Numpy.mean(x, axes, keepdims);
    }
    Expr keep = mask.expandDims(channelAxis()).cast(DType.BOOL);
    Expr kept = keep.where(x, x.constant(0));
    return Numpy.sum(kept, axes, keepdims).div(Numpy.sum(keep.cast(x.dtype()), axes, keepdims));
  }
}
