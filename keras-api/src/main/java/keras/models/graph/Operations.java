package keras.models.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import keras.activations.Activations;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.family.TNumber;

/**
 * The operations of {@code keras.ops} that may stand in the graph of a functional model, a row
 * each.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/ops/nn.py}, {@code
 * keras/src/ops/core.py}.
 */
public final class Operations {
  /** What an operation computes. */
  @FunctionalInterface
  interface Operation {
    /** Computes the output. */
    Expr compute(OperationArguments arguments);
  }

  private static final String MODULE = "keras.src.ops.";
  private static final Map<String, Operation> ALL = new LinkedHashMap<>();

  static {
    ALL.put("numpy.Add", a -> a.binary(Expr::add));
    ALL.put("numpy.Subtract", a -> a.binary(Expr::sub));
    ALL.put("numpy.Multiply", a -> a.binary(Expr::mul));
    ALL.put("numpy.Divide", a -> a.binary(Expr::div, true));
    ALL.put("numpy.TrueDivide", a -> a.binary(Expr::div, true));
    ALL.put("numpy.Power", a -> a.binary(Expr::pow));
    ALL.put("numpy.Maximum", a -> a.binary(Expr::maximum));
    ALL.put("numpy.Minimum", a -> a.binary(Expr::minimum));
    ALL.put("numpy.Matmul", a -> a.binary(Expr::matmul));
    ALL.put("numpy.Copy", OperationArguments::x);
    ALL.put("numpy.Negative", a -> a.x().neg());
    ALL.put("numpy.Absolute", a -> a.x().abs());
    ALL.put("numpy.Abs", a -> a.x().abs());
    ALL.put("numpy.Sign", a -> Numpy.sign(a.x()));
    ALL.put("numpy.Square", a -> a.x().square());
    ALL.put("numpy.Sqrt", a -> a.floating().sqrt());
    ALL.put("numpy.Exp", a -> a.floating().exp());
    ALL.put("numpy.Log", a -> a.floating().log());
    ALL.put("numpy.Mean", a -> Numpy.mean(a.floating(), a.axes(a.x()), a.isSet("keepdims")));
    ALL.put("numpy.Sum", a -> Numpy.sum(a.x(), a.axes(a.x()), a.isSet("keepdims")));
    ALL.put("numpy.Max", a -> Numpy.max(a.x(), a.axes(a.x()), a.isSet("keepdims")));
    ALL.put("numpy.Min", a -> Numpy.min(a.x(), a.axes(a.x()), a.isSet("keepdims")));
    ALL.put("numpy.Clip", a -> a.x().clip(bound(a, "x_min"), bound(a, "x_max")));
    ALL.put("numpy.Reshape", Operations::reshape);
    ALL.put("numpy.Transpose", Operations::transpose);
    ALL.put("numpy.ExpandDims", Operations::expandDims);
    ALL.put("numpy.Squeeze", Operations::squeeze);
    ALL.put("numpy.Concatenate", a -> Numpy.concatenate(a.list(), a.axis(0)));
    ALL.put("numpy.Stack", Operations::stack);
    ALL.put("numpy.GetItem", a -> SliceKey.of(a, a.x().rank()).apply(a.x()));
    ALL.put("numpy.Equal", a -> a.binary(Expr::equal));
    ALL.put("numpy.NotEqual", a -> a.binary((x, y) -> x.wrap(x.tf().math.notEqual(x, y))));
    ALL.put("numpy.Greater", a -> a.binary(Expr::greater));
    ALL.put("numpy.GreaterEqual", a -> a.binary(Numpy::greaterEqual));
    ALL.put("numpy.Less", a -> a.binary(Expr::less));
    ALL.put("numpy.LessEqual", a -> a.binary((x, y) -> Numpy.greaterEqual(y, x)));
    ALL.put("numpy.LogicalAnd", a -> a.logical(Numpy::logicalAnd));
    ALL.put("numpy.LogicalOr", a -> a.logical(Numpy::logicalOr));
    ALL.put("numpy.LogicalNot", a -> Numpy.logicalNot(a.x().cast(DType.BOOL)));
    ALL.put("numpy.Any", a -> anyOf(a, a.x().cast(DType.BOOL)));
    ALL.put("numpy.All", a -> Numpy.logicalNot(anyOf(a, Numpy.logicalNot(a.x().cast(DType.BOOL)))));
    ALL.put("numpy.ZerosLike", a -> filled(a, Numpy.zerosLike(a.x())));
    ALL.put("numpy.OnesLike", a -> filled(a, Numpy.onesLike(a.x())));
    ALL.put("core.Cast", a -> a.x().cast(DType.get(String.valueOf(a.option("dtype")))));
    ALL.put("numpy.Tanh", activation("tanh"));
    for (String name :
        List.of("Relu", "Relu6", "Sigmoid", "Softplus", "Softsign", "Silu", "Selu")) {
      ALL.put("nn." + name, activation(name.toLowerCase(Locale.ROOT)));
    }
    ALL.put("nn.LogSigmoid", activation("log_sigmoid"));
    ALL.put("nn.HardSigmoid", activation("hard_sigmoid"));
    ALL.put("nn.HardSilu", activation("hard_silu"));
    ALL.put("nn.LeakyRelu", a -> Activations.leakyRelu(a.x(), a.number("negative_slope", 0.2)));
    ALL.put("nn.Elu", a -> Activations.elu(a.x(), a.number("alpha", 1)));
    ALL.put("nn.Celu", a -> Activations.celu(a.x(), a.number("alpha", 1)));
    ALL.put("nn.Gelu", a -> Activations.gelu(a.x(), a.isSet("approximate")));
    ALL.put("nn.Softmax", a -> Activations.softmax(a.x(), a.axis(-1)));
    ALL.put("nn.LogSoftmax", a -> Activations.logSoftmax(a.x(), a.axis(-1)));
  }

  private Operations() {}

  /** Whether a config's {@code module} and {@code class_name} are those of an operation here. */
  public static boolean has(Map<?, ?> spec) {
    return of(spec) != null;
  }

  static @Nullable Operation of(Map<?, ?> spec) {
    return spec.get("module") instanceof String module && module.startsWith(MODULE)
        ? ALL.get(module.substring(MODULE.length()) + "." + spec.get("class_name"))
        : null;
  }

  private static Expr anyOf(OperationArguments a, Expr x) {
    Expr counted = Numpy.sum(x.cast(DType.INT32), a.axes(x), a.isSet("keepdims"));
    return Numpy.notEqual(counted, 0);
  }

  private static Expr filled(OperationArguments a, Expr value) {
    return a.option("dtype") instanceof String dtype ? value.cast(DType.get(dtype)) : value;
  }

  private static Operation activation(String name) {
    Function<Expr, Expr> function = Activations.get(name)::call;
    return a -> function.apply(a.x());
  }

  private static double bound(OperationArguments a, String name) {
    if (a.option(name) instanceof Number n) {
      return n.doubleValue();
    }
    throw a.wrong(name, a.option(name));
  }

  private static Expr reshape(OperationArguments a) {
    int[] shape = a.ints(a.option("newshape"), "newshape");
    return a.x().reshape(IntStream.of(shape).asLongStream().toArray());
  }

  private static Expr transpose(OperationArguments a) {
    Expr x = a.x();
    Object axes = a.option("axes");
    int rank = x.rank();
    return axes == null
        ? x.transpose(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray())
        : x.transpose(a.ints(axes, "axes"));
  }

  private static Expr expandDims(OperationArguments a) {
    Expr x = a.x();
    int[] axes = a.ints(a.option("axis"), "axis");
    int[] last = a.descending(axes, x.rank() + axes.length);
    for (int i = last.length - 1; i >= 0; i--) {
      x = x.expandDims(last[i]);
    }
    return x;
  }

  private static Expr squeeze(OperationArguments a) {
    Expr x = a.x();
    Expr all = x;
    int[] axes =
        a.option("axis") == null
            ? IntStream.range(0, x.rank()).filter(i -> all.shape().get(i) == 1).toArray()
            : a.axes(x);
    for (int axis : a.descending(axes, x.rank())) {
      x = Numpy.squeeze(x, axis);
    }
    return x;
  }

  private static Expr stack(OperationArguments a) {
    List<Expr> parts = a.list();
    Expr first = parts.get(0);
    return first.wrap(
        first.tf().stack(List.<Operand<TNumber>>copyOf(parts), Stack.axis((long) a.axis(0))));
  }
}
