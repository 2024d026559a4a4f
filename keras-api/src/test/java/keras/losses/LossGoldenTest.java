package keras.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.engine.GraphFunction;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.engine.WorkspaceRef;
import keras.ops.Expr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

class LossGoldenTest {
  private static final Map<String, Map<String, HostTensor>> GOLDEN =
      Golden.read("/keras/losses/losses.txt");

  /** The losses of the cases that are not their class' defaults. */
  private static final Map<String, Loss> CONFIGURED = new LinkedHashMap<>();

  static {
    for (String r : List.of("sum", "none", "mean", "mean_with_sample_weight")) {
      CONFIGURED.put("mse_" + r, new MeanSquaredError().reduction(r));
    }
    CONFIGURED.put("bce_logits", new BinaryCrossentropy().fromLogits(true));
    CONFIGURED.put("bce_smooth", new BinaryCrossentropy().labelSmoothing(0.1));
    CONFIGURED.put("bce_axis", new BinaryCrossentropy().axis(1));
    CONFIGURED.put("cce_logits", new CategoricalCrossentropy().fromLogits(true));
    CONFIGURED.put("cce_smooth", new CategoricalCrossentropy().labelSmoothing(0.2));
    CONFIGURED.put("cce_axis", new CategoricalCrossentropy().axis(1).fromLogits(true));
    CONFIGURED.put("cce_axis_probabilities", new CategoricalCrossentropy().axis(1));
    CONFIGURED.put("scce_logits", new SparseCategoricalCrossentropy().fromLogits(true));
    CONFIGURED.put("scce_ignore", new SparseCategoricalCrossentropy().ignoreClass(1));
    CONFIGURED.put(
        "scce_ignore_negative",
        new SparseCategoricalCrossentropy().ignoreClass(-1).fromLogits(true));
    CONFIGURED.put("bfc_logits", new BinaryFocalCrossentropy().fromLogits(true).gamma(1.5));
    CONFIGURED.put(
        "bfc_balanced",
        new BinaryFocalCrossentropy().applyClassBalancing(true).alpha(0.3).labelSmoothing(0.1));
    CONFIGURED.put(
        "cfc_logits",
        new CategoricalFocalCrossentropy().fromLogits(true).gamma(3.0).labelSmoothing(0.1));
    CONFIGURED.put("cfc_alphas", new CategoricalFocalCrossentropy().alpha(0.1, 0.2, 0.3, 0.4));
  }

  private static final Map<String, Loss> DEFAULTS =
      Map.of(
          "mse", new MeanSquaredError(),
          "mae", new MeanAbsoluteError(),
          "bce", new BinaryCrossentropy(),
          "cce", new CategoricalCrossentropy(),
          "scce", new SparseCategoricalCrossentropy(),
          "bfc", new BinaryFocalCrossentropy(),
          "cfc", new CategoricalFocalCrossentropy());

  private static final List<String> SOFTMAX =
      List.of(
          "cce_softmax",
          "cce_smooth",
          "cce_steps",
          "scce_softmax",
          "scce_column",
          "scce_steps",
          "cfc_alphas");

  private static final List<String> SIGMOID =
      List.of("bce_sigmoid", "cce_sigmoid", "scce_sigmoid", "bfc_balanced");

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

  @Test
  void readsEveryConfiguredCase() {
    assertEquals(
        List.of(), CONFIGURED.keySet().stream().filter(c -> !GOLDEN.containsKey(c)).toList());
  }

  private static void check(String name, boolean anyBatch) {
    Map<String, HostTensor> golden = Objects.requireNonNull(GOLDEN.get(name));
    Loss loss = CONFIGURED.get(name);
    if (loss == null) {
      loss = Objects.requireNonNull(DEFAULTS.get(name.split("_", -1)[0]));
    }
    List<HostTensor> got = run(name, loss, golden, anyBatch);
    assertNear(of(golden, "value"), got.get(0));
    assertNear(of(golden, "gradient"), got.get(1));
  }

  /**
   * Within 1e-6, some eight units in the last place, of the largest value: logarithms, reciprocals
   * and the order of sums follow the processor's instructions.
   */
  private static void assertNear(HostTensor golden, HostTensor got) {
    assertEquals(golden.dtype(), got.dtype());
    assertArrayEquals(golden.shape().asArray(), got.shape().asArray());
    float[] expected = Golden.floats(golden);
    float largest = 0;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertArrayEquals(expected, Golden.floats(got), 1e-6f * largest);
  }

  private static HostTensor of(Map<String, HostTensor> golden, String tensor) {
    return Objects.requireNonNull(golden.get(tensor));
  }

  private static List<HostTensor> run(
      String name, Loss loss, Map<String, HostTensor> golden, boolean anyBatch) {
    List<String> fed = Stream.of("y", "p", "w", "m").filter(golden::containsKey).toList();
    List<TensorSpec> specs = new ArrayList<>();
    List<Tensor> feeds = new ArrayList<>();
    for (String f : fed) {
      HostTensor t = of(golden, f);
      specs.add(new TensorSpec(anyBatch ? anyBatch(t.shape()) : t.shape(), t.dtype()));
      feeds.add(t.toTensor());
    }
    try (WorkspaceRef home = new WorkspaceRef()) {
      GraphFunction function =
          new GraphFunction(
              home,
              "loss",
              true,
              specs,
              List.of(),
              (ctx, in) -> {
                Expr p = in.get(1);
                Expr output = p;
                if (SOFTMAX.contains(name)) {
                  output = ctx.wrap(ctx.tf().nn.softmax(p));
                } else if (SIGMOID.contains(name)) {
                  output = ctx.wrap(ctx.tf().math.sigmoid(p));
                }
                if (fed.contains("m")) {
                  output = output.withMask(in.get(fed.indexOf("m")));
                }
                Expr weight = fed.contains("w") ? in.get(2) : null;
                Expr value = loss.apply(in.get(0), output, weight);
                Expr total = value.sum();
                Expr gradient = ctx.gradientsOf(total, List.of(p)).get(0);
                return List.of(value, Objects.requireNonNull(gradient));
              });
      return function.run(feeds, out -> out.stream().map(HostTensor::of).toList());
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private static Shape anyBatch(Shape shape) {
    long[] sizes = shape.asArray().clone();
    sizes[0] = Shape.UNKNOWN_SIZE;
    return Shape.of(sizes);
  }
}
