package keras.layers;

import keras.config.Args;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;

/**
 * Turns its inputs into shares that sum to 1 along an axis, or over several axes together.
 *
 * <pre>{@code
 * new Softmax().axis(-1)
 * }</pre>
 *
 * <p>Inputs: any shape. Outputs: the same shape. A mask that can be broadcast to the inputs keeps
 * places out, whose outputs are 0; it passes.
 *
 * <p>Keras: {@code keras/src/layers/activations/softmax.py}.
 */
public final class Softmax extends FluentLayer<Softmax> {
  @Args("")
  private final Axes axes = new Axes();

  /** Makes a layer along the last axis. */
  public Softmax() {}

  /** Sets the axis, or several; negative ones count from the last. */
  public Softmax axis(int... axes) {
    return with(() -> this.axes.set(this, axes));
  }

  @Override
  protected void validate() {
    axes.check(this);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Expr mask = x.mask();
    Expr keep = mask == null ? null : booleans(x, mask);
    Expr shown = x;
    if (keep != null) {
      double low = x.dtype() == DType.FLOAT16 ? -3e4 : -1e9;
      shown = keep.where(x, x.constant(low));
    }
    int[] along = axes.given();
    Expr y =
        along.length == 1
            ? Nn.softmax(shown, along)
            : shown.sub(Nn.logSumExp(shown, along, true)).exp();
    return keep == null ? y : keep.where(y, y.constant(0));
  }

  private Expr booleans(Expr x, Expr m) {
    boolean fits = m.rank() <= x.rank();
    for (int i = 1; fits && i <= m.rank(); i++) {
      long a = m.shape().get(-i);
      long b = x.shape().get(-i);
      fits = a < 0 || b < 0 || a == 1 || a == b;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: the mask must be broadcastable to the inputs. Received: inputs of shape %s, a mask of shape %s."
              .formatted(this, Shapes.show(x.shape()), Shapes.show(m.shape())));
    }
    return m.dtype() == DType.BOOL ? m : m.greater(0.5);
  }
}
