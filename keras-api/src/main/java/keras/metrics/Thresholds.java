package keras.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds above which a prediction means 1.
 *
 * <p>Keras: {@code keras/src/metrics/metrics_utils.py}.
 *
 * @param even whether they divide [0, 1] evenly, so that predictions are counted by buckets
 */
record Thresholds(List<Double> values, boolean even) {
  private static final double EPSILON = 1e-7;

  /**
   * Returns the thresholds that an argument gives.
   *
   * @param given a number or a list of them; null for {@code otherwise}
   */
  static Thresholds of(@Nullable Object given, double otherwise) {
    List<Double> values = given == null ? List.of(otherwise) : numbers(given);
    return new Thresholds(values, isEven(values));
  }

  /** Returns so many that divide [0, 1] evenly, both ends among them. */
  static Thresholds evenly(int n) {
    return n == 1 ? of(0.5, 0.5) : new Thresholds(ends(inner(n), 0), true);
  }

  /** Returns so many that divide [0, 1] evenly, the first below all and the last above all. */
  static Thresholds open(int n) {
    return new Thresholds(ends(inner(n), EPSILON), true);
  }

  /** Returns those given, sorted, and one below all and one above all. */
  static Thresholds open(List<?> given) {
    List<Double> inner = numbers(given).stream().sorted().toList();
    return new Thresholds(ends(inner, EPSILON), isEven(ends(inner, 0)));
  }

  private static List<Double> inner(int n) {
    return IntStream.range(0, Math.max(0, n - 2)).mapToObj(i -> (i + 1) * 1.0 / (n - 1)).toList();
  }

  private static List<Double> ends(List<Double> inner, double beyond) {
    List<Double> all = new ArrayList<>(inner);
    all.add(0, 0 - beyond);
    all.add(1 + beyond);
    return all;
  }

  private static boolean isEven(List<Double> values) {
    if (values.size() < 3) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      float even = (float) i / (values.size() - 1);
      if (!(Math.abs(values.get(i) - even) <= EPSILON + 1e-5 * even)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first is below all predictions and the last above all. */
  boolean open() {
    return values.get(0) < 0 || values.get(values.size() - 1) > 1;
  }

  /** Checks an argument: a number in [0, 1], or a list of one or more of them. */
  static void require(String who, @Nullable Object given) {
    List<?> all =
        given instanceof List<?> list ? list : given == null ? List.of(0) : List.of(given);
    boolean right =
        !all.isEmpty()
            && all.stream()
                .allMatch(
                    t -> t instanceof Number n && n.doubleValue() >= 0 && n.doubleValue() <= 1);
    if (!right) {
      throw new IllegalArgumentException(
          "%s: `thresholds` must be one or more numbers in [0, 1]. Received: thresholds=%s."
              .formatted(who, given));
    }
  }

  /** Returns what an argument becomes: one number alone, or a list of several. */
  static Object argument(double... thresholds) {
    return thresholds.length == 1
        ? (Object) thresholds[0]
        : Arrays.stream(thresholds).boxed().toList();
  }

  private static List<Double> numbers(Object given) {
    List<?> all = given instanceof List<?> list ? list : List.of(given);
    return all.stream().map(t -> ((Number) t).doubleValue()).toList();
  }

  /** Returns numbers as a tensor of the dtype of another. */
  static Expr vector(Expr like, List<Double> values) {
    double[] numbers = values.stream().mapToDouble(v -> v).toArray();
    if (like.dtype() == DType.FLOAT64) {
      return like.wrap(like.tf().constant(numbers));
    }
    float[] single = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      single[i] = (float) numbers[i];
    }
    return like.wrap(like.tf().constant(single)).cast(like.dtype());
  }
}
