package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
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
public final class GlobalAveragePooling1D extends FluentLayer<GlobalAveragePooling1D> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private boolean keepdims;

  /** Makes a layer for inputs with the features last. */
  public GlobalAveragePooling1D() {}

  /** Says where the inputs have their features. */
  public GlobalAveragePooling1D dataFormat(DataFormat dataFormat) {
    return with(() -> this.dataFormat = dataFormat);
  }

  /** Sets whether the axis of the steps stays, with size 1. */
  public GlobalAveragePooling1D keepdims(boolean keepdims) {
    return with(() -> this.keepdims = keepdims);
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
  protected Expr call(Expr x, CallContext ctx) {
    if (x.rank() != 3) {
      throw new IllegalArgumentException(
          "%s: expected inputs of 3 axes. Received: shape %s."
              .formatted(this, Shapes.show(x.shape())));
    }
    int steps = dataFormat == DataFormat.CHANNELS_LAST ? 1 : 2;
    Expr mask = x.mask();
    if (mask == null) {
      return Numpy.mean(x, steps, keepdims);
    }
    Expr keep = mask.expandDims(3 - steps).cast(DType.BOOL);
    Expr kept = keep.where(x, x.constant(0));
    return Numpy.sum(kept, steps, keepdims).div(Numpy.sum(keep.cast(x.dtype()), steps, keepdims));
  }
}
