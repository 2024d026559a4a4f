package keras.ops;

import java.util.List;
import org.tensorflow.Operation;

/**
 * Losses and random draws of TensorFlow that layers of graphs are.
 *
 * <p>Keras: {@code tensorflow/python/ops/nn_impl.py}, {@code nn_ops.py}, {@code random_ops.py}.
 */
final class TfLossFunctions {
  private static final long GRAPH_SEED = 87654321;

  private TfLossFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "nn.sigmoid_cross_entropy_with_logits" + " compat.v1.nn.sigmoid_cross_entropy_with_logits",
        "labels=None, logits=None",
        TfLossFunctions::sigmoid);
    rows.one(
        "nn.weighted_cross_entropy_with_logits",
        "labels, logits, pos_weight",
        TfLossFunctions::weighted);
    rows.one(
        "nn.softmax_cross_entropy_with_logits"
            + " compat.v1.nn.softmax_cross_entropy_with_logits_v2",
        "labels, logits, axis=-1, dim=None!",
        TfLossFunctions::softmax);
    rows.one(
        "nn.sparse_softmax_cross_entropy_with_logits"
            + " compat.v1.nn.sparse_softmax_cross_entropy_with_logits",
        "labels=None, logits=None",
        TfLossFunctions::sparse);
    rows.one("nn.dropout", "x, rate, noise_shape=None, seed=None", TfLossFunctions::dropout);
    rows.one(
        "random.uniform",
        "shape, minval=0, maxval=None, dtype=None, seed=None",
        TfLossFunctions::uniform);
    for (String name : List.of("normal StandardNormal", "truncated_normal Normal")) {
      String[] words = name.split(" ", -1);
      String op = words[1].equals("Normal") ? "TruncatedNormal" : "RandomStandardNormal";
      rows.one(
          "random." + words[0],
          "shape, mean=0.0, stddev=1.0, dtype=None, seed=None",
          a -> {
            Expr z = draw(a, op, a.sizes("shape"), a.dtype("dtype", DType.FLOAT32));
            return z.mul(a.tensor("stddev", z.dtype())).add(a.tensor("mean", z.dtype()));
          });
    }
  }

  /** As Python computes it, so that large logits do not overflow. */
  private static Expr sigmoid(TfArguments a) {
    List<Expr> both = a.both("labels", "logits");
    return sigmoid(a, both.get(0), both.get(1));
  }

  static Expr sigmoid(TfArguments a, Expr labels, Expr logits) {
    Expr zeros = Numpy.zerosLike(logits);
    Expr positive = Numpy.greaterEqual(logits, zeros);
    Expr relu = positive.where(logits, zeros);
    Expr negative = positive.where(logits.neg(), logits);
    return relu.sub(logits.mul(labels)).add(a.op("Log1p", negative.exp()));
  }

  private static Expr weighted(TfArguments a) {
    List<Expr> both = a.both("labels", "logits");
    Expr labels = both.get(0);
    Expr logits = both.get(1);
    Expr weight = a.tensor("pos_weight", logits.dtype()).sub(1).mul(labels).add(1);
    Expr tail = a.op("Log1p", logits.abs().neg().exp()).add(logits.neg().relu());
    return labels.constant(1).sub(labels).mul(logits).add(weight.mul(tail));
  }

  /** Classes are in one axis, which the op wants last in a matrix. */
  private static Expr softmax(TfArguments a) {
    List<Expr> both = a.both("labels", "logits");
    Expr logits = both.get(1);
    int axis = Math.floorMod(a.integer("axis"), logits.rank());
    Expr x = last(logits, axis);
    Expr target = last(both.get(0), axis);
    Expr size = Core.shape(x);
    long classes = x.shape().get(x.rank() - 1);
    Expr losses =
        a.op("SoftmaxCrossEntropyWithLogits", x.reshape(-1, classes), target.reshape(-1, classes));
    return Numpy.reshape(losses, SliceKey.between(size, 0, 0, x.rank() - 1));
  }

  /** Returns a tensor with an axis moved to the end. */
  static Expr last(Expr x, int axis) {
    if (axis == x.rank() - 1) {
      return x;
    }
    int[] order = new int[x.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < axis ? i : i + 1;
    }
    order[order.length - 1] = axis;
    return x.transpose(order);
  }

  private static Expr sparse(TfArguments a) {
    Expr labels = a.tensor("labels");
    return Numpy.reshape(sparse(a, labels.reshape(-1), a.tensor("logits")), Core.shape(labels));
  }

  /** Returns a loss for each label, in one axis; classes are in the last one. */
  static Expr sparse(TfArguments a, Expr labels, Expr logits) {
    Operation op =
        a.build(
            "SparseSoftmaxCrossEntropyWithLogits",
            b -> {},
            logits.reshape(-1, logits.shape().get(logits.rank() - 1)),
            labels);
    return logits.wrap(op.output(0));
  }

  /** Drops also where nothing is trained, as the function does. */
  private static Expr dropout(TfArguments a) {
    Expr x = a.tensor("x");
    Expr shape = a.has("noise_shape") ? a.sizes("noise_shape") : Core.shape(x);
    return dropped(a, x, draw(a, "RandomUniform", shape, x.dtype()));
  }

  /** Drops where what is drawn in [0, 1) is below the rate. */
  static Expr dropped(TfArguments a, Expr x, Expr drawn) {
    boolean known = a.get("rate") instanceof Number;
    if (known && a.number("rate") == 0) {
      return a.op("Identity", x);
    }
    Expr rate = a.tensor("rate", x.dtype());
    Expr scaled = known ? x.mul(1 / (1 - a.number("rate"))) : x.div(rate.constant(1).sub(rate));
    return Numpy.greaterEqual(drawn, rate).where(scaled, Numpy.zerosLike(x));
  }

  private static Expr uniform(TfArguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Expr shape = a.sizes("shape");
    if (!dtype.isFloating()) {
      Expr low = a.tensor("minval", dtype);
      Expr high = a.tensor("maxval", dtype);
      return a.op("RandomUniformInt", b -> seeds(a, b), shape, low, high);
    }
    Expr drawn = draw(a, "RandomUniform", shape, dtype);
    Expr low = a.tensor("minval", dtype);
    Expr high = a.has("maxval") ? a.tensor("maxval", dtype) : low.constant(1);
    return drawn.mul(high.sub(low)).add(low);
  }

  static Expr draw(TfArguments a, String op, Expr shape, DType dtype) {
    return a.op(op, b -> seeds(a, b).setAttr("dtype", dtype.proto()), shape);
  }

  /** A seed of the function alone meets TensorFlow's own; without one each draw is another. */
  static org.tensorflow.OperationBuilder seeds(TfArguments a, org.tensorflow.OperationBuilder op) {
    return a.has("seed")
        ? op.setAttr("seed", GRAPH_SEED).setAttr("seed2", a.integer("seed"))
        : op.setAttr("seed", 0).setAttr("seed2", 0);
  }
}
