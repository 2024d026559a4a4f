package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;

/**
 * Differentiates sums of products by Einstein's convention.
 *
 * <p>Keras: tensorflow/python/ops/linalg_grad.py
 */
final class EinsumGradients {
  private static final String ELLIPSIS = "...";

  private EinsumGradients() {}

  static void addTo(VjpTable table) {
    table.put("Einsum", s -> s.inputs() == 1 ? List.of(ofOne(s)) : ofTwo(s));
  }

  private static Term ofOne(BackwardStep s) {
    String[] sides = s.text("equation").split("->", -1);
    return unreduced(s, s.dy(), sides[1], sides[0], s.input(0));
  }

  private static List<@Nullable Term> ofTwo(BackwardStep s) {
    String[] sides = s.text("equation").split("->", -1);
    String[] in = sides[0].split(",", -1);
    String out = sides[1];
    boolean broadcast = out.contains(ELLIPSIS);
    String x = broadcast && !in[0].contains(ELLIPSIS) ? in[0] + ELLIPSIS : in[0];
    String y = broadcast && !in[1].contains(ELLIPSIS) ? in[1] + ELLIPSIS : in[1];
    Term dx = s.needs(0) ? operand(s, s.input(0), x, s.input(1), y, out) : null;
    Term dy = s.needs(1) ? operand(s, s.input(1), y, s.input(0), x, out) : null;
    return broadcast ? unbroadcast(s, x, y, dx, dy) : Arrays.asList(dx, dy);
  }

  private static Term operand(
      BackwardStep s, Term operand, String labels, Term other, String otherLabels, String out) {
    StringBuilder left = new StringBuilder();
    for (char c : letters(labels)) {
      if (c == '.' || out.indexOf(c) >= 0 || otherLabels.indexOf(c) >= 0) {
        left.append(c);
      }
    }
    Term grad = einsum(s, out + "," + otherLabels + "->" + left, s.dy(), other);
    return unreduced(s, grad, left.toString(), labels, operand);
  }

  private static Term einsum(BackwardStep s, String equation, Term... operands) {
    return s.ops().listOp("Einsum", b -> b.setAttr("equation", equation), List.of(operands));
  }

  /** Returns the gradient of what was summed over labels that {@code out} no longer has. */
  private static Term unreduced(BackwardStep s, Term grad, String out, String in, Term input) {
    StringBuilder reduced = new StringBuilder();
    StringBuilder kept = new StringBuilder();
    for (char c : letters(in)) {
      if (c == '.' || out.indexOf(c) >= 0) {
        kept.append(c);
      } else if (reduced.indexOf(String.valueOf(c)) < 0) {
        reduced.append(c);
      }
    }
    if (reduced.isEmpty()) {
      return in.equals(out) ? grad : einsum(s, out + "->" + in, grad);
    }
    int rank = rank(input);
    int[] axes = reduced.chars().map(c -> axis(in, (char) c, rank)).toArray();
    Term dims = input.dims();
    if (!repeats(in) && !repeats(out) && kept.toString().equals(out)) {
      long[] ones = new long[rank];
      long[] others = new long[rank];
      Arrays.fill(others, 1);
      for (int axis : axes) {
        ones[axis] = 1;
        others[axis] = 0;
      }
      Term shape = dims.mul(s.ops().vector(others)).add(s.ops().vector(ones));
      return grad.reshape(shape).op("BroadcastTo", dims);
    }
    List<Term> sizes = new ArrayList<>();
    for (int axis : axes) {
      sizes.add(dims.element(axis));
    }
    long[] ones = new long[axes.length];
    Arrays.fill(ones, 1);
    Term shape = s.ops().concat(s.ops().vector(ones), grad.dims());
    Term full = s.ops().concat(s.ops().pack(sizes, 0), grad.dims());
    return einsum(s, reduced + out + "->" + in, grad.reshape(shape).op("BroadcastTo", full));
  }

  private static char[] letters(String labels) {
    return labels.toCharArray();
  }

  private static boolean repeats(String labels) {
    return labels.chars().filter(c -> c != '.').distinct().count()
        < labels.chars().filter(c -> c != '.').count();
  }

  private static int axis(String labels, char label, int rank) {
    int at = labels.indexOf(label);
    int dots = labels.indexOf(ELLIPSIS);
    return dots < 0 || at < dots ? at : at - labels.length() + rank;
  }

  private static int rank(Term t) {
    int rank = t.asOutput().shape().numDimensions();
    if (rank < 0) {
      throw new UnsupportedOperationException(
          "Einsum: the gradient needs operands of a known number of axes.");
    }
    return rank;
  }

  /** Sums over the axes of the ellipsis along which an operand was repeated. */
  private static List<@Nullable Term> unbroadcast(
      BackwardStep s, String x, String y, @Nullable Term dx, @Nullable Term dy) {
    Shape xs = elided(s.input(0).asOutput().shape(), x);
    Shape ys = elided(s.input(1).asOutput().shape(), y);
    if (!xs.hasUnknownDimension() && xs.equals(ys)) {
      return Arrays.asList(dx, dy);
    }
    Operation axes =
        s.ops()
            .build(
                "BroadcastGradientArgs",
                b -> {},
                sizes(s, s.input(0), x, xs),
                sizes(s, s.input(1), y, ys));
    return Arrays.asList(
        dx == null ? null : summed(s, dx, x, s.ops().output(axes, 0), s.input(0)),
        dy == null ? null : summed(s, dy, y, s.ops().output(axes, 1), s.input(1)));
  }

  private static Shape elided(Shape shape, String labels) {
    int start = labels.indexOf(ELLIPSIS);
    int after = labels.length() - start - ELLIPSIS.length();
    return shape.subShape(start, shape.numDimensions() - after);
  }

  private static Term sizes(BackwardStep s, Term operand, String labels, Shape elided) {
    return operand
        .dims()
        .slice(s.ops().vector(labels.indexOf(ELLIPSIS)), s.ops().vector(elided.numDimensions()));
  }

  private static Term summed(
      BackwardStep s, Term gradient, String labels, Term axes, Term operand) {
    Term at = axes.add(s.ops().ints(labels.indexOf(ELLIPSIS)));
    return gradient.sum(at, false).reshape(operand.dims());
  }
}
