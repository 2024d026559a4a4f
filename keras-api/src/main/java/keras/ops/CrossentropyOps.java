package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Crossentropies between targets and probabilities, or logits: where probabilities come straight
 * from a softmax or a sigmoid, its logits are used, as they are more exact.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/nn.py}.
 */
final class CrossentropyOps {
  private static final double EPSILON = 1e-7;

  /** The scope of what is no activation of a layer, whatever it computes. */
  private static final String FUNCTION = "function";

  private CrossentropyOps() {}

  /**
   * Returns the logits behind probabilities: of a layer's activation, and of the function of
   * TensorFlow that goes with the crossentropy; null of others.
   */
  static @Nullable Expr logits(Expr output, String own) {
    String type = output.op().type();
    boolean activation =
        (type.equals("Softmax") || type.equals("Sigmoid"))
            && !output.op().name().matches("(.*/)?" + FUNCTION + "(_[0-9]+)?/[^/]*");
    return activation || type.equals(own) ? Core.input(output, 0) : null;
  }

  /** Computes an activation as a function of TensorFlow, which does not keep its logits. */
  static Expr asFunction(Expr x, UnaryOperator<Expr> activation) {
    Expr y = activation.apply(Expr.of(x.tf().withSubScope(FUNCTION), x.asOutput()));
    return x.wrap(y.asOutput());
  }

  /** Clips probabilities away from 0 and 1, with the ops of {@code tf.clip_by_value}. */
  static Expr clip(Expr probabilities) {
    return probabilities.minimum(1.0 - EPSILON).maximum(EPSILON);
  }

  static Expr categorical(Expr target, Expr output, boolean fromLogits, int axis) {
    requireSameShape(
        "categorical_crossentropy",
        target,
        output,
        "For integer targets use 'sparse_categorical_crossentropy'.");
    Expr logits = logits(output, "Softmax");
    if (logits != null || fromLogits) {
      return softmaxCrossentropy(target, logits != null ? logits : output, axis);
    }
    Expr normal = clip(output.div(Numpy.sum(output, axis, true)));
    return target.mul(normal.log()).sum(axis).neg();
  }

  private static Expr softmaxCrossentropy(Expr target, Expr logits, int axis) {
    boolean half = logits.dtype() == DType.FLOAT16 || logits.dtype() == DType.BFLOAT16;
    Expr precise = half ? logits.cast(DType.FLOAT32) : logits;
    Expr labels = target.cast(precise.dtype());
    int rank = precise.rank();
    int at = Math.floorMod(axis, rank);
    if (at != rank - 1) {
      int[] order =
          IntStream.concat(IntStream.range(0, rank).filter(i -> i != at), IntStream.of(at))
              .toArray();
      precise = precise.transpose(order);
      labels = labels.transpose(order);
    }
    Expr cost;
    if (rank == 2) {
      cost = precise.wrap(precise.tf().nn.softmaxCrossEntropyWithLogits(precise, labels).loss());
    } else {
      Expr outer = sizesButLast(precise);
      Expr flat = flattenOuter(precise);
      cost =
          flat.wrap(flat.tf().nn.softmaxCrossEntropyWithLogits(flat, flattenOuter(labels)).loss());
      cost = Numpy.reshape(cost, outer);
    }
    return cost.cast(logits.dtype());
  }

  private static Expr flattenOuter(Expr x) {
    long last = x.shape().get(-1);
    if (last != Shape.UNKNOWN_SIZE) {
      return x.reshape(-1, last);
    }
    Expr size = Numpy.take(Core.shape(x), x.wrap(x.tf().constant(new int[] {x.rank() - 1})), 0);
    Expr flat = x.wrap(x.tf().constant(new int[] {-1}));
    return Numpy.reshape(x, Numpy.concatenate(List.of(flat, size), 0));
  }

  private static Expr sizesButLast(Expr x) {
    int[] outer = IntStream.range(0, x.rank() - 1).toArray();
    return Numpy.take(Core.shape(x), x.wrap(x.tf().constant(outer)), 0);
  }

  static Expr sparse(Expr yTrue, Expr yPred, boolean fromLogits, int axis) {
    if (axis != -1 && axis != yPred.rank() - 1) {
      throw new IllegalArgumentException(
          "sparse_categorical_crossentropy: `axis` must be the last axis, -1. Received: axis=%d."
              .formatted(axis));
    }
    Expr logits = logits(yPred, "Softmax");
    Expr output = logits != null ? logits : yPred;
    Expr target = yTrue.cast(DType.INT64);
    if (target.rank() == output.rank() && target.shape().get(-1) == 1) {
      target = Numpy.squeeze(target, -1);
    }
    requireLabels(target, output);
    if (logits == null && !fromLogits) {
      output = clip(output).log();
    }
    Expr precise = output.dtype() == DType.FLOAT16 ? output.cast(DType.FLOAT32) : output;
    if (precise.rank() == 2) {
      return sparseCost(precise, target).cast(output.dtype());
    }
    Expr cost = sparseCost(flattenOuter(precise), target.reshape(-1));
    return Numpy.reshape(cost, Core.shape(target)).cast(output.dtype());
  }

  private static Expr sparseCost(Expr logits, Expr labels) {
    return logits.wrap(logits.tf().nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels).loss());
  }

  static Expr binary(Expr target, Expr output, boolean fromLogits) {
    requireSameShape("binary_crossentropy", target, output, "Give y the shape of the output.");
    Expr logits = logits(output, "Sigmoid");
    if (logits != null || fromLogits) {
      return sigmoidCrossentropy(target, logits != null ? logits : output);
    }
    Expr p = clip(output);
    Expr one = target.constant(1);
    Expr bce = target.mul(p.log());
    return bce.add(one.sub(target).mul(p.constant(1).sub(p).log())).neg();
  }

  private static Expr sigmoidCrossentropy(Expr labels, Expr logits) {
    Expr zeros = Numpy.zerosLike(logits);
    Expr positive = Numpy.greaterEqual(logits, zeros);
    Expr relu = positive.where(logits, zeros);
    Expr negativeAbs = positive.where(logits.neg(), logits);
    return relu.sub(logits.mul(labels)).add(logits.wrap(logits.tf().math.log1p(negativeAbs.exp())));
  }

  private static void requireSameShape(String who, Expr target, Expr output, String mend) {
    boolean same = target.rank() == output.rank();
    for (int i = 0; same && i < target.rank(); i++) {
      same = agree(target.shape().get(i), output.shape().get(i));
    }
    if (!same || target.rank() < 1) {
      throw new IllegalArgumentException(
          "%s: expected y_true and y_pred of the same shape. Received: y_true %s, y_pred %s. %s"
              .formatted(who, show(target.shape()), show(output.shape()), mend));
    }
  }

  private static void requireLabels(Expr target, Expr output) {
    boolean same = target.rank() == output.rank() - 1;
    for (int i = 0; same && i < target.rank(); i++) {
      same = agree(target.shape().get(i), output.shape().get(i));
    }
    if (!same) {
      throw new IllegalArgumentException(
          ("sparse_categorical_crossentropy: expected y_true of the shape of y_pred without its"
                  + " last axis. Received: y_true %s, y_pred %s. For one-hot targets use"
                  + " 'categorical_crossentropy'.")
              .formatted(show(target.shape()), show(output.shape())));
    }
  }

  private static boolean agree(long a, long b) {
    return a == Shape.UNKNOWN_SIZE || b == Shape.UNKNOWN_SIZE || a == b;
  }

  private static String show(Shape shape) {
    return Arrays.stream(shape.asArray())
        .mapToObj(n -> n == Shape.UNKNOWN_SIZE ? "None" : Long.toString(n))
        .collect(Collectors.joining(", ", "(", shape.numDimensions() == 1 ? ",)" : ")"));
  }
}
