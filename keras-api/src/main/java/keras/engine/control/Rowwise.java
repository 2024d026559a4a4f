package keras.engine.control;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.engine.loops.Rows;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;

/** What operations share that go along the first axes of tensors. */
final class Rowwise {
  private Rowwise() {}

  /** Returns the number of rows, an int32 scalar. */
  static Expr length(Expr rows) {
    long known = rows.shape().get(0);
    return known < 0 ? Core.size(rows, 0) : Core.constant(rows.tf(), (double) known, DType.INT32);
  }

  /**
   * Maps rows.
   *
   * @param length how many rows there are, an int32 scalar
   */
  static List<Expr> map(TensorFunction function, Expr length, List<Expr> xs, CallContext ctx) {
    return new Loops(ctx.tf(), ctx.products())
        .scan(
            length,
            List.of(),
            xs,
            false,
            results -> shapes(function, xs, results, ctx),
            (building, in) ->
                new Loops.Step(
                    List.of(), FunctionOperation.built(function, in.get(1), building, ctx)))
        .rows();
  }

  /**
   * Returns the shapes of results as int32 vectors: those that are known, or else those that the
   * function gives for the first row, or for zeros where there is none.
   */
  private static List<Expr> shapes(
      TensorFunction function, List<Expr> xs, List<Expr> results, CallContext ctx) {
    if (results.stream().noneMatch(r -> r.shape().hasUnknownDimension())) {
      return results.stream().map(Rowwise::known).toList();
    }
    List<Expr> first = new ArrayList<>();
    for (Expr x : xs) {
      first.add(x.dtype() == DType.STRING || x.dtype() == DType.BOOL ? row(x, 0) : sum(x));
    }
    return function.apply(first, ctx).stream().map(Core::shape).toList();
  }

  private static Expr known(Expr result) {
    long[] sizes = result.shape().asArray();
    int[] all = new int[sizes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.toIntExact(sizes[i]);
    }
    return result.wrap(result.tf().constant(all));
  }

  private static Expr row(Expr x, int index) {
    return Rows.row(x, Core.constant(x.tf(), index, DType.INT32));
  }

  /** Returns the first row as a sum of at most one. */
  private static Expr sum(Expr x) {
    return Numpy.sum(Ops.get(x, ":1"), 0, false);
  }
}
