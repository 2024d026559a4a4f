package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Masks the time steps whose features all have a value, and sets those features to 0.
 *
 * <pre>{@code
 * new Masking(-1).inputShape(10, 8)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ..., features)}. Outputs: the same shape. The mask, {@code (batch,
 * ...)}, is false where a step is masked; one of the inputs counts no longer.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/core/masking.py}.
 */
public final class Masking extends FluentLayer<Masking> {
  @Arg private Number maskValue = 0.0;

  /** Makes a layer that masks steps of zeros. */
  public Masking() {}

  /**
   * Makes a layer that masks steps.
   *
   * @param maskValue the value that all features of a masked step have
   */
  public Masking(Number maskValue) {
    this.maskValue = maskValue;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    return shown(inputs.get(0));
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Expr shown = shown(x);
    Expr keep = shown.expandDims(-1);
    return keep.where(x, Numpy.zerosLike(x)).withMask(shown);
  }

  /**
   * Returns where a step has a feature of another value. Python's floats are float32, and its
   * integers int32, when Keras compares them.
   */
  private Expr shown(Expr x) {
    boolean whole = maskValue instanceof Integer || maskValue instanceof Long;
    Expr values = whole || x.dtype() == DType.FLOAT64 ? x : x.cast(DType.FLOAT32);
    double value = whole ? maskValue.doubleValue() : maskValue.floatValue();
    return Numpy.any(Numpy.notEqual(values, value), -1);
  }
}
