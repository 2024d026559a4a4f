package keras.ops;

import java.util.List;
import org.tensorflow.Operand;

/**
 * Functions that TensorFlow 2 keeps of TensorFlow 1, and that it computes otherwise than those of
 * today with their names, or with other arguments.
 *
 * <p>Keras: {@code tensorflow/python/ops/array_ops.py}, {@code nn_ops.py}, {@code clip_ops.py}.
 */
final class TfOldFunctions {
  private TfOldFunctions() {}

  static void add(TfFunctions rows) {
    rows.one("compat.v1.where", "condition, x=None, y=None", TfOldFunctions::where);
    rows.one(
        "compat.v1.convert_to_tensor",
        "value, dtype=None, preferred_dtype=None, dtype_hint=None",
        TfSizeFunctions::converted);
    rows.one("compat.v1.div", "x, y", TfOldFunctions::quotient);
    rows.one(
        "compat.v1.clip_by_average_norm", "t, clip_norm", TfOldFunctions::clippedByAverageNorm);
    rows.one(
        "compat.v1.nn.softmax",
        "logits, axis=None, dim=None",
        a -> a.tensor("logits").softmax(axis(a)));
    rows.one(
        "compat.v1.nn.log_softmax",
        "logits, axis=None, dim=None",
        a -> Nn.logSoftmax(a.tensor("logits"), axis(a)));
    rows.one("compat.v1.nn.xw_plus_b", "x, weights, biases", TfOldFunctions::linear);
    rows.one("compat.v1.nn.relu_layer", "x, weights, biases", a -> linear(a).relu());
    rows.several(
        "compat.v1.nn.weighted_moments",
        "x, axes, frequency_weights, keep_dims=None, keepdims=None",
        TfOldFunctions::weightedMoments);
    rows.several(
        "compat.v1.setdiff1d",
        "x, y, index_dtype=None",
        a -> {
          DType type = a.dtype("index_dtype", DType.INT32);
          List<Expr> both = a.both("x", "y");
          return a.outputs(
              a.build(
                  "ListDiff",
                  b -> b.setAttr("out_idx", type.proto()),
                  both.toArray(Operand<?>[]::new)));
        });
    rows.one(
        "compat.v1.Print",
        "input_, data, message=None, first_n=None, summarize=None",
        TfOldFunctions::printed);
  }

  private static int axis(TfArguments a) {
    return a.has("axis") ? a.integer("axis") : a.has("dim") ? a.integer("dim") : -1;
  }

  /** A condition of one axis chooses whole rows. */
  private static Expr where(TfArguments a) {
    Expr condition = a.tensor("condition");
    if (!a.has("x") && !a.has("y")) {
      return a.op("Where", condition);
    }
    List<Expr> both = a.both("x", "y");
    return a.op("Select", condition, both.get(0), both.get(1));
  }

  /** Whole numbers give whole numbers, rounded down. */
  private static Expr quotient(TfArguments a) {
    List<Expr> both = a.both("x", "y");
    String op = both.get(0).dtype().isFloating() ? "RealDiv" : "FloorDiv";
    return a.op(op, both.get(0), both.get(1));
  }

  private static Expr clippedByAverageNorm(TfArguments a) {
    Expr x = a.tensor("t");
    Expr most = a.tensor("clip_norm", x.dtype());
    Expr count = a.op("Size", x).cast(DType.FLOAT32);
    Expr inverse = Numpy.sum(x.mul(x), x.axes(), false).rsqrt();
    return x.mul(most).mul(inverse.mul(count).minimum(most.constant(1).div(most)));
  }

  private static Expr linear(TfArguments a) {
    Expr x = a.tensor("x");
    Expr product = Numpy.matmul(x, a.like("weights", "x"));
    return a.op("BiasAdd", product, a.like("biases", "x"));
  }

  private static List<Expr> weightedMoments(TfArguments a) {
    Expr given = a.tensor("x");
    Expr x = given.dtype() == DType.FLOAT16 ? given.cast(DType.FLOAT32) : given;
    Expr weights = a.tensor("frequency_weights").cast(x.dtype());
    int[] axes = a.ints("axes");
    boolean keep = a.flag("keepdims") || a.flag("keep_dims");
    Expr sum = Numpy.sum(weights.add(Numpy.zerosLike(x)), axes, true);
    Expr mean = Numpy.divideNoNan(Numpy.sum(weights.mul(x), axes, true), sum);
    Expr square = weights.mul(a.op("SquaredDifference", x, mean));
    Expr variance = Numpy.divideNoNan(Numpy.sum(square, axes, true), sum);
    return List.of(
        (keep ? mean : Numpy.squeeze(mean, axes)).cast(given.dtype()),
        (keep ? variance : Numpy.squeeze(variance, axes)).cast(given.dtype()));
  }

  /** Writes to the process's error output whenever it is computed. */
  private static Expr printed(TfArguments a) {
    Expr x = a.tensor("input_");
    return a.op(
        "Print",
        b ->
            b.addInputList(TfArguments.list(a.tensors("data")))
                .setAttr("message", a.has("message") ? a.text("message") : "")
                .setAttr("first_n", a.has("first_n") ? a.integer("first_n") : -1L)
                .setAttr("summarize", a.has("summarize") ? a.integer("summarize") : 3L),
        x);
  }
}
