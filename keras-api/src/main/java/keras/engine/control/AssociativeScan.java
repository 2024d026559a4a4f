package keras.engine.control;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;

/**
 * Combines, for each element along an axis, all elements up to it, by a function for which {@code
 * f(a, f(b, c))} equals {@code f(f(a, b), c)}.
 *
 * <pre>{@code
 * KerasTensor sums = new AssociativeScan((ab, c) -> List.of(ab.get(0).add(ab.get(1)))).axis(1).apply(x);
 * }</pre>
 *
 * <p>Inputs: tensors of the same size along the axis. The function is given some elements of each
 * tensor, and then as many others of each, and gives what they make together. Outputs: one tensor
 * for each, of its shape.
 *
 * <p>Differs from Keras: where the size is not known, the elements are combined one after the
 * other, and not in a tree; the values are the same but for rounding. Keras builds trees of 48
 * levels for that, which takes minutes.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class AssociativeScan extends FunctionOperation {
  private final TensorFunction function;
  private boolean reverse;
  private int axis;

  /** Combines by a function of twice as many tensors as there are. */
  public AssociativeScan(TensorFunction f) {
    this.function = f;
  }

  /** Sets whether each element is combined with all after it rather than all before it. */
  public AssociativeScan reverse(boolean fromTheEnd) {
    reverse = fromTheEnd;
    return this;
  }

  /** Sets the axis. */
  public AssociativeScan axis(int along) {
    axis = along;
    return this;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    if (x.isEmpty()) {
      throw wrong("at least one tensor", "none");
    }
    long size = x.get(0).shape().get(at(x.get(0)));
    for (Expr e : x) {
      if (e.shape().get(at(e)) != size) {
        throw wrong("tensors of the same size along axis %d".formatted(axis), shown(x));
      }
    }
    if (size < 0) {
      return sequential(x, ctx);
    }
    List<Expr> turned = turned(x);
    return turned(tree(turned, size, ctx));
  }

  private int at(Expr x) {
    if (axis < -x.rank() || axis >= x.rank()) {
      throw wrong("tensors with an axis %d".formatted(axis), shown(List.of(x)));
    }
    return Math.floorMod(axis, x.rank());
  }

  private List<Expr> turned(List<Expr> x) {
    return reverse
        ? x.stream()
            .map(e -> e.wrap(e.tf().reverse(e, e.tf().constant(new int[] {at(e)}))))
            .toList()
        : x;
  }

  private List<Expr> combined(List<Expr> a, List<Expr> b, CallContext ctx) {
    List<Expr> both = new ArrayList<>(a);
    both.addAll(b);
    List<Expr> made = function.apply(both, ctx);
    if (made.size() != a.size()) {
      throw wrong("a function that gives %d tensors".formatted(a.size()), shown(made));
    }
    return made;
  }

  /** Returns elements along the axis. */
  private List<Expr> cut(List<Expr> x, long from, long to, long step) {
    List<Expr> parts = new ArrayList<>();
    for (Expr e : x) {
      String skipped = ":, ".repeat(at(e));
      parts.add(Ops.get(e, "%s%d:%d:%d".formatted(skipped, from, to, step)));
    }
    return parts;
  }

  private List<Expr> joined(List<Expr> a, List<Expr> b) {
    List<Expr> all = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      all.add(Numpy.concatenate(List.of(a.get(i), b.get(i)), at(a.get(i))));
    }
    return all;
  }

  /** Combines neighbours, then every second element by the same, then what is between them. */
  private List<Expr> tree(List<Expr> x, long size, CallContext ctx) {
    if (size < 2) {
      return x;
    }
    List<Expr> pairs = combined(cut(x, 0, size - 1, 2), cut(x, 1, size, 2), ctx);
    long odd = size / 2;
    List<Expr> odds = tree(pairs, odd, ctx);
    if (size == 2) {
      return joined(cut(x, 0, 1, 1), odds);
    }
    long count = (size - 1) / 2;
    List<Expr> between = combined(cut(odds, 0, count, 1), cut(x, 2, size, 2), ctx);
    List<Expr> evens = joined(cut(x, 0, 1, 1), between);
    List<Expr> all = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      all.add(interleaved(evens.get(i), odds.get(i), size));
    }
    return all;
  }

  /** Returns {@code a0 b0 a1 b1 …}; there are as many of both, or one more of {@code a}. */
  private Expr interleaved(Expr a, Expr b, long size) {
    int at = at(a);
    long both = size / 2;
    Expr head = cut(List.of(a), 0, both, 1).get(0);
    Expr pairs = Numpy.concatenate(List.of(head.expandDims(at + 1), b.expandDims(at + 1)), at + 1);
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < head.rank(); i++) {
      parts.add(
          i == at ? Core.constant(a.tf(), (double) (2 * both), DType.INT32) : Core.size(head, i));
    }
    Expr flat = Numpy.reshape(pairs, Numpy.stack(parts));
    return size % 2 == 0 ? flat : joined(List.of(flat), cut(List.of(a), both, both + 1, 1)).get(0);
  }

  /** Combines one element after the other; the axis comes first meanwhile. */
  private List<Expr> sequential(List<Expr> x, CallContext ctx) {
    List<Expr> rows = new ArrayList<>();
    for (Expr e : x) {
      rows.add(Ops.call("moveaxis", e, c -> c.with("source", at(e)).with("destination", 0)));
    }
    List<Expr> init = new ArrayList<>();
    Expr length = Rowwise.length(rows.get(0));
    for (Expr r : rows) {
      init.add(Numpy.sum(Ops.get(r, reverse ? "-1:" : ":1"), 0, false));
    }
    init.add(Core.constant(ctx.tf(), 0, DType.INT32));
    int count = x.size();
    Loops.Result made =
        new Loops(ctx.tf(), ctx.products())
            .scan(
                length,
                init,
                rows,
                reverse,
                results -> init.subList(0, count).stream().map(Core::shape).toList(),
                (building, in) -> {
                  List<Expr> carry = in.get(0).subList(0, count);
                  List<Expr> next = new ArrayList<>();
                  List<Expr> a = widened(carry, x);
                  List<Expr> b = widened(in.get(1), x);
                  List<Expr> both = ctx.function(building::read, () -> combined(a, b, ctx));
                  Expr first = in.get(0).get(count).less(1);
                  for (int i = 0; i < count; i++) {
                    Expr one = Numpy.squeeze(both.get(i), at(x.get(i)));
                    next.add(first.where(in.get(1).get(i), one));
                  }
                  List<Expr> results = List.copyOf(next);
                  next.add(in.get(0).get(count).add(1));
                  return new Loops.Step(next, results);
                });
    List<Expr> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = at(x.get(i));
      all.add(
          Ops.call(
              "moveaxis", made.rows().get(i), c -> c.with("source", 0).with("destination", at)));
    }
    return all;
  }

  private List<Expr> widened(List<Expr> rows, List<Expr> x) {
    List<Expr> wide = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      wide.add(rows.get(i).expandDims(at(x.get(i))));
    }
    return wide;
  }
}
