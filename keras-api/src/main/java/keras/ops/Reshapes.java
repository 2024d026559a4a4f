package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt64;

/** Shapes of which more than one size is not known before the graph runs. */
final class Reshapes {
  private Reshapes() {}

  /**
   * Reshapes.
   *
   * @param shape -1 where a size is not known: there it is that of {@code like}'s axis of the same
   *     place, the last one what is left
   */
  static Expr to(Expr x, Expr like, long... shape) {
    int last = -1;
    for (int i = 0; i < shape.length; i++) {
      last = shape[i] < 0 ? i : last;
    }
    if (Arrays.stream(shape).filter(n -> n < 0).count() < 2) {
      return x.reshape(shape);
    }
    Operand<TInt64> all = x.tf().shape(like, TInt64.class);
    List<Operand<TInt64>> sizes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      sizes.add(
          i == last || shape[i] >= 0
              ? x.tf().constant(shape[i])
              : x.tf().gather(all, x.tf().constant(i), x.tf().constant(0)));
    }
    return x.wrap(x.tf().reshape(x, x.tf().stack(sizes)));
  }

  /** Keeps the first axes, and makes one of the rest. */
  static Expr merged(Expr x, int kept) {
    long[] shape = x.shape().asArray();
    long[] known = Arrays.copyOf(shape, kept + 1);
    long rest = 1;
    for (int i = kept; i < shape.length; i++) {
      rest = rest < 0 || shape[i] < 0 ? -1 : rest * shape[i];
    }
    known[kept] = rest;
    return to(x, x, known);
  }
}
