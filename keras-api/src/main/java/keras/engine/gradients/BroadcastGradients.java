package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/**
 * Differentiates elementwise functions of two and three tensors that broadcast.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py
 */
final class BroadcastGradients {
  private BroadcastGradients() {}

  static void addTo(VjpTable table) {
    binary(table, "Add", BackwardStep::dy, BackwardStep::dy);
    binary(table, "AddV2", BackwardStep::dy, BackwardStep::dy);
    binary(table, "Sub", BackwardStep::dy, s -> s.dy().neg());
    Vjp product = binary(s -> s.dy().mul(s.input(1)), s -> s.input(0).mul(s.dy()));
    table.put("Mul", s -> isSwish(s) ? List.of(swish(s)) : product.apply(s));
    for (String div : new String[] {"Div", "RealDiv", "DivNoNan"}) {
      binary(
          table,
          div,
          s -> s.dy().op(div, s.input(1)),
          s -> s.dy().mul(s.input(0).neg().op(div, s.input(1)).op(div, s.input(1))));
    }
    binary(
        table,
        "MulNoNan",
        s -> s.dy().op("MulNoNan", s.input(1)),
        s -> s.input(0).op("MulNoNan", s.dy()));
    binary(
        table,
        "FloorMod",
        BackwardStep::dy,
        s -> s.dy().mul(s.input(0).op("FloorDiv", s.input(1)).neg()));
    binary(table, "NextAfter", BackwardStep::dy, s -> s.dy().zerosLike());
    binary(
        table,
        "Pow",
        s -> s.dy().mul(s.input(1)).mul(s.input(0).op("Pow", s.input(1).sub(1))),
        BroadcastGradients::powerByExponent);
    table.put("SquaredDifference", BroadcastGradients::squaredDifference);
    table.put("Atan2", BroadcastGradients::atan2);
    choice(table, "Maximum", "GreaterEqual");
    choice(table, "Minimum", "LessEqual");
    addTimesFunction(table);
    table.put("SelectV2", BroadcastGradients::selectV2);
    table.put("ClipByValue", BroadcastGradients::clipByValue);
  }

  private static void addTimesFunction(VjpTable table) {
    binary(
        table,
        "Xlogy",
        s -> notZero(s).op("Xlogy", s.input(1)).mul(s.dy()),
        s -> s.input(0).op("Xdivy", s.input(1)).mul(s.dy()));
    binary(
        table,
        "Xlog1py",
        s -> notZero(s).op("Xlog1py", s.input(1)).mul(s.dy()),
        s -> s.input(0).op("Xdivy", s.input(1).add(1)).mul(s.dy()));
    binary(
        table,
        "Xdivy",
        s -> notZero(s).op("Xdivy", s.input(1)).mul(s.dy()),
        s ->
            s.input(0).neg().op("Xdivy", s.input(1).op("Pow", s.input(1).constant(2))).mul(s.dy()));
  }

  /** Returns the gradient of an op whose inputs have the shape of its output. */
  static Vjp ofSameShapes(String type) {
    return switch (type) {
      case "Add", "AddV2" -> s -> List.of(s.dy(), s.dy());
      case "Mul" ->
          s ->
              Arrays.asList(
                  s.needs(0) ? s.dy().mul(s.input(1)) : null,
                  s.needs(1) ? s.input(0).mul(s.dy()) : null);
      case "SelectV2" ->
          s -> {
            Term zero = s.dy().constant(0);
            return Arrays.asList(
                null,
                s.needs(1) ? s.dy().where(s.input(0), zero) : null,
                s.needs(2) ? zero.where(s.input(0), s.dy()) : null);
          };
      default ->
          throw new IllegalArgumentException(
              "sameShapes: expected Add, AddV2, Mul or SelectV2. Received: %s.".formatted(type));
    };
  }

  private static void binary(
      VjpTable table,
      String type,
      Function<BackwardStep, Term> dx,
      Function<BackwardStep, Term> dy) {
    table.put(type, binary(dx, dy));
  }

  private static Vjp binary(Function<BackwardStep, Term> dx, Function<BackwardStep, Term> dy) {
    return step -> {
      Term x = step.input(0);
      Term y = step.input(1);
      Axes axes = Axes.of(step.ops(), x, y);
      return Arrays.asList(
          step.needs(0) ? axes.reduceFirst(dx.apply(step)) : null,
          step.needs(1) ? axes.reduceSecond(dy.apply(step)) : null);
    };
  }

  /** Whether an op multiplies a tensor by its own sigmoid, as {@code tf.nn.silu} does. */
  private static boolean isSwish(BackwardStep s) {
    GraphOperation sigmoid = (GraphOperation) s.input(1).asOutput().op();
    return sigmoid.type().equals("Sigmoid")
        && sigmoid.input(0).asOutput().equals(s.input(0).asOutput());
  }

  /**
   * The gradient of {@code tf.nn.silu}: it computes the sigmoid anew, so that the product alone
   * uses the first one and one kernel computes both.
   */
  private static Term swish(BackwardStep s) {
    Term x = s.input(0);
    Term sigmoid = x.op("Sigmoid", b -> b.addControlInput(s.dy().asOutput().op()));
    Term slope = x.mul(x.constant(1).sub(sigmoid)).add(1);
    return s.dy().mul(sigmoid.mul(slope));
  }

  private static Term notZero(BackwardStep s) {
    Term x = s.input(0);
    return x.op("NotEqual", x.constant(0)).cast(x.dtype());
  }

  private static Term powerByExponent(BackwardStep s) {
    Term x = s.input(0);
    Term positive = x.op("Greater", x.constant(0));
    Term safe = x.where(positive, x.onesLike());
    Term log = safe.op("Log").where(positive, x.zerosLike());
    return s.dy().mul(s.output()).mul(log);
  }

  private static List<@Nullable Operand<?>> squaredDifference(BackwardStep s) {
    Axes axes = Axes.of(s.ops(), s.input(0), s.input(1));
    Term dx = s.dy().constant(2).mul(s.dyThatBroadcasts()).mul(s.input(0).sub(s.input(1)));
    return Arrays.asList(
        s.needs(0) ? axes.reduceFirst(dx) : null, s.needs(1) ? axes.reduceSecond(dx.neg()) : null);
  }

  private static List<@Nullable Operand<?>> atan2(BackwardStep s) {
    Term y = s.input(0);
    Term x = s.input(1);
    Axes axes = Axes.of(s.ops(), y, x);
    Term inverse = s.dy().div(y.square().add(x.square()));
    return Arrays.asList(
        s.needs(0) ? axes.reduceFirst(x.mul(inverse)) : null,
        s.needs(1) ? axes.reduceSecond(y.neg().mul(inverse)) : null);
  }

  private static void choice(VjpTable table, String type, String takesFirst) {
    binary(
        table,
        type,
        s -> s.dy().where(s.input(0).op(takesFirst, s.input(1)), s.dy().zerosLike()),
        s -> s.dy().zerosLike().where(s.input(0).op(takesFirst, s.input(1)), s.dy()));
  }

  private static List<@Nullable Operand<?>> selectV2(BackwardStep s) {
    Term condition = s.input(0);
    Term zero = s.dy().constant(0);
    Term z = s.output();
    return Arrays.asList(
        null,
        s.needs(1)
            ? Axes.of(s.ops(), s.input(1), z).reduceFirst(s.dy().where(condition, zero))
            : null,
        s.needs(2)
            ? Axes.of(s.ops(), s.input(2), z).reduceFirst(zero.where(condition, s.dy()))
            : null);
  }

  private static List<@Nullable Operand<?>> clipByValue(BackwardStep s) {
    Term x = s.input(0);
    Term low = s.input(1);
    Term high = s.input(2);
    Term zeros = s.dy().zerosLike();
    Term below = x.op("Less", low);
    Term above = x.op("Greater", high);
    return Arrays.asList(
        s.needs(0) ? zeros.where(below.op("LogicalOr", above), s.dy()) : null,
        s.needs(1) ? Axes.of(s.ops(), x, low).reduceSecond(s.dy().where(below, zeros)) : null,
        s.needs(2) ? Axes.of(s.ops(), x, high).reduceSecond(s.dy().where(above, zeros)) : null);
  }

  /** The axes along which each of two tensors was broadcast, and their shapes to go back to. */
  record Axes(Term x, Term y, @Nullable Term overX, @Nullable Term overY) {
    static Axes of(GradientOps ops, Term x, Term y) {
      Shape xs = x.shape();
      Shape ys = y.shape();
      List<Long> overX = new ArrayList<>();
      List<Long> overY = new ArrayList<>();
      if (!infer(xs, ys, overX, overY)) {
        var both = ops.build("BroadcastGradientArgs", b -> {}, x.dims(), y.dims());
        return new Axes(x, y, ops.output(both, 0), ops.output(both, 1));
      }
      boolean shorterX = xs.numDimensions() < ys.numDimensions();
      boolean shorterY = ys.numDimensions() < xs.numDimensions();
      return new Axes(
          x,
          y,
          shorterX || !overX.isEmpty() ? ops.vector(longs(overX)) : null,
          shorterY || !overY.isEmpty() ? ops.vector(longs(overY)) : null);
    }

    /** Finds the axes by static shapes; false where only the data can tell. */
    private static boolean infer(Shape x, Shape y, List<Long> overX, List<Long> overY) {
      if (x.isUnknown() || y.isUnknown()) {
        return false;
      }
      int rank = Math.max(x.numDimensions(), y.numDimensions());
      for (int axis = 0; axis < rank; axis++) {
        long xDim = dim(x, axis - (rank - x.numDimensions()));
        long yDim = dim(y, axis - (rank - y.numDimensions()));
        if (xDim == 1 && yDim != 1) {
          overX.add((long) axis);
        } else if (yDim == 1 && xDim != 1) {
          overY.add((long) axis);
        } else if (xDim == Shape.UNKNOWN_SIZE || yDim == Shape.UNKNOWN_SIZE) {
          return false;
        }
      }
      return true;
    }

    private static long dim(Shape shape, int axis) {
      return axis < 0 ? 1 : shape.get(axis);
    }

    private static long[] longs(List<Long> values) {
      return values.stream().mapToLong(Long::longValue).toArray();
    }

    Term reduceFirst(Term gradient) {
      return overX == null ? gradient : gradient.sum(overX, true).reshape(x.dims());
    }

    Term reduceSecond(Term gradient) {
      return overY == null ? gradient : gradient.sum(overY, true).reshape(y.dims());
    }
  }
}
