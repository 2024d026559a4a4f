package keras.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.Values;
import keras.engine.WorkspaceRef;
import keras.losses.Golden;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

class MetricGoldenTest {
  private static final Map<String, Map<String, HostTensor>> GOLDEN =
      Golden.read("/keras/metrics/metrics.txt");

  private static final Map<String, Supplier<Metric>> METRICS = new LinkedHashMap<>();

  static {
    METRICS.put("accuracy", Accuracy::new);
    METRICS.put("binary_accuracy", BinaryAccuracy::new);
    METRICS.put("binary_accuracy_threshold", () -> new BinaryAccuracy().threshold(0.3));
    METRICS.put("categorical_accuracy", CategoricalAccuracy::new);
    METRICS.put("sparse_categorical_accuracy", SparseCategoricalAccuracy::new);
    METRICS.put("top_k", () -> new TopKCategoricalAccuracy().k(2));
    METRICS.put("sparse_top_k", () -> new SparseTopKCategoricalAccuracy().k(2));
    METRICS.put(
        "sparse_top_k_sorted", () -> new SparseTopKCategoricalAccuracy().k(2).fromSortedIds(true));
    METRICS.put("bce", () -> new BinaryCrossentropy().labelSmoothing(0.1));
    METRICS.put("cce", CategoricalCrossentropy::new);
    METRICS.put(
        "cce_logits", () -> new CategoricalCrossentropy().fromLogits(true).labelSmoothing(0.2));
    METRICS.put("scce", SparseCategoricalCrossentropy::new);
    METRICS.put(
        "scce_ignore", () -> new SparseCategoricalCrossentropy().ignoreClass(2).fromLogits(true));
    METRICS.put("mse", MeanSquaredError::new);
    METRICS.put("mae", MeanAbsoluteError::new);
    METRICS.put("mean", Mean::new);
  }

  static Stream<String> cases() {
    return GOLDEN.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheValuesOfKeras(String name) {
    check(name, false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheValuesOfKerasWhereTheBatchSizeMayVary(String name) {
    check(name, true);
  }

  private static void check(String name, boolean anyBatch) {
    Map<String, HostTensor> golden = Objects.requireNonNull(GOLDEN.get(name));
    Metric metric = Objects.requireNonNull(METRICS.get(name)).get();
    try (WorkspaceRef home = new WorkspaceRef()) {
      for (int i = 0; golden.containsKey("p" + i); i++) {
        HostTensor result = run(home, metric, golden, i, anyBatch);
        List<HostTensor> state = Values.read(metric.variables());
        HostTensor total = Objects.requireNonNull(golden.get("total" + i));
        HostTensor count = Objects.requireNonNull(golden.get("count" + i));
        boolean exact = isWhole(total) && isWhole(count);
        check(total, state.get(0), exact, "total" + i);
        check(count, state.get(1), exact, "count" + i);
        check(Objects.requireNonNull(golden.get("result" + i)), result, exact, "result" + i);
      }
    }
  }

  /** Whether a sum is a whole number, which no order of summing rounds. */
  private static boolean isWhole(HostTensor sum) {
    return Golden.floats(sum)[0] % 1 == 0;
  }

  /** Bit by bit, or within eight units in the last place where the processor orders a sum. */
  private static void check(HostTensor golden, HostTensor got, boolean exact, String name) {
    if (exact) {
      assertEquals(Golden.show(golden), Golden.show(got), name);
    } else {
      float[] expected = Golden.floats(golden);
      float tolerance = 8 * Math.ulp(Math.max(1, Math.abs(expected[0])));
      assertArrayEquals(expected, Golden.floats(got), tolerance, name);
    }
  }

  private static HostTensor run(
      WorkspaceRef home,
      Metric metric,
      Map<String, HostTensor> golden,
      int batch,
      boolean anyBatch) {
    List<String> fed =
        Stream.of("y", "p", "w", "m").filter(n -> golden.containsKey(n + batch)).toList();
    List<TensorSpec> specs = new ArrayList<>();
    List<Tensor> feeds = new ArrayList<>();
    for (String f : fed) {
      HostTensor t = Objects.requireNonNull(golden.get(f + batch));
      specs.add(new TensorSpec(anyBatch ? anyBatch(t.shape()) : t.shape(), t.dtype()));
      feeds.add(t.toTensor());
    }
    try {
      return new GraphFunction(
              home,
              "metric" + batch,
              true,
              specs,
              metric.variables(),
              (ctx, in) -> List.of(update(metric, fed, in, ctx)))
          .run(feeds, out -> HostTensor.of(out.get(0)));
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private static Expr update(Metric metric, List<String> fed, List<Expr> in, CallContext ctx) {
    Expr p = in.get(fed.indexOf("p"));
    Expr w = input(fed, in, "w");
    if (metric instanceof Mean mean) {
      mean.update(p, w, ctx);
    } else {
      metric.updateState(in.get(0), p.withMask(input(fed, in, "m")), w, ctx);
    }
    return metric.result(ctx);
  }

  private static @Nullable Expr input(List<String> fed, List<Expr> in, String name) {
    return fed.contains(name) ? in.get(fed.indexOf(name)) : null;
  }

  private static Shape anyBatch(Shape shape) {
    if (shape.numDimensions() == 0) {
      return shape;
    }
    long[] sizes = shape.asArray().clone();
    sizes[0] = Shape.UNKNOWN_SIZE;
    return Shape.of(sizes);
  }
}
