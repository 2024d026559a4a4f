package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
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
  /** An integer, or a list of them, as Keras' config holds it. */
  @Arg private Object axis = -1;

  /** Makes a layer along the last axis. */
  public Softmax() {}

  /** Sets the axis, or several; negative ones count from the last. */
  public Softmax axis(int... axes) {
    return with(
        () -> {
          axis = axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList();
          validate();
        });
  }

  @Override
  protected void validate() {
    boolean one = axis instanceof Integer;
    boolean several =
        axis instanceof List<?> l && !l.isEmpty() && l.stream().allMatch(Integer.class::isInstance);
    if (!one && !several) {
      throw new IllegalArgumentException(
          "Softmax: `axis` must be an integer or a list of integers. Received: axis=%s."
              .formatted(axis));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  private int[] axes() {
    return axis instanceof List<?> l
        ? l.stream().mapToInt(a -> (Integer) a).toArray()
        : new int[] {(Integer) axis};
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
    int[] axes = axes();
    Expr y =
        axes.length == 1
            ? Nn.softmax(shown, axes)
            : shown.sub(Nn.logSumExp(shown, axes, true)).exp();
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
