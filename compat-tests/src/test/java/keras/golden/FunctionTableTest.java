package keras.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import keras.Keras;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.constraints.Constraint;
import keras.engine.HostTensor;
import keras.engine.WorkspaceRef;
import keras.golden.FunctionTable.Row;
import keras.initializers.Initializer;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.metrics.ReductionMetric;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;
import keras.regularizers.Regularizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Every tabulated function that exists gives Keras' numbers. */
class FunctionTableTest {
  /** Nine significant digits are in the tables. */
  private static final Closeness CLOSE = Closeness.relative(1e-6);

  private static Stream<Row> rows(String table) {
    return new FunctionTable(GoldenCase.of(table)).rows().stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  /** The classes whose gain, delta or axis Keras reads and does not write. */
  private static final Set<String> FORGETFUL = Set.of("Identity", "Huber", "CosineSimilarity");

  private static void check(Row row, String key, double[] actual) {
    double[] expected = NestedNumbers.of(row.expected().get(key)).values();
    CLOSE.check(row + ": " + key, expected, actual);
  }

  private static <T> T build(Row row, Class<T> type, Map<String, ?> more) {
    return type.cast(Configs.deserialize(row.spec(more)));
  }

  private static void checkConfig(Row row, KerasObject object) {
    Map<String, Object> expected =
        new LinkedHashMap<>(row.json().object("config").object("k3").map());
    if (FORGETFUL.contains(row.name())) {
      expected.putAll(row.json().object("params").map()); // Keras forgets to write them
    }
    if (expected.get("name") instanceof String name) {
      expected.put("name", name.replaceAll("_[0-9]+$", "")); // one Python made all rows in turn
    }
    ConfigComparison.check(row + ": config", expected, object.config());
  }

  // ---------------------------------------------------------------- activations

  static Stream<Row> activations() {
    return rows("fn_activations");
  }

  /** The names of the activations whose gradient is that of a weighted sum. */
  private static final Set<String> WEIGHTED = Set.of("softmax", "log_softmax", "sparsemax", "glu");

  @ParameterizedTest
  @MethodSource("activations")
  void activationGivesKerasValuesAndGradients(Row row) {
    HostTensor x = NestedNumbers.of(row.table().json().get("x")).tensor();
    List<double[]> out =
        Evaluation.run(
            List.of(x),
            (ctx, in) -> {
              Expr y = ActivationCall.of(row.name(), row.json().object("params"), in.get(0));
              Expr weighted = WEIGHTED.contains(row.name()) ? y.mul(ramp(y)) : y;
              Expr sum = weighted.sum();
              return List.of(
                  y, Objects.requireNonNull(ctx.gradientsOf(sum, List.of(in.get(0))).get(0)));
            });
    check(row, "y", out.get(0));
    // The derivative of gelu takes differences of numbers near 1.
    Closeness.relative(2e-6)
        .check(row + ": dx", NestedNumbers.of(row.expected().get("dx")).values(), out.get(1));
  }

  /** Returns 0.1, 0.2 and so on. */
  private static Expr ramp(Expr like) {
    float[] values = new float[Math.toIntExact(like.shape().size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i + 1) / 10f;
    }
    return like.wrap(like.tf().constant(values)).reshape(like.shape().asArray());
  }

  // ---------------------------------------------------------------- losses and metrics

  static Stream<Row> losses() {
    return rows("fn_losses");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossGivesKerasValuesAndGradients(Row row) {
    Loss plain = build(row, Loss.class, Map.of());
    checkConfig(row, plain);
    HostTensor yTrue = NestedNumbers.of(row.json().get("y_true")).tensor();
    HostTensor yPred = NestedNumbers.of(row.json().get("y_pred")).tensor();
    HostTensor weight = NestedNumbers.of(row.json().get("sample_weight")).tensor();
    List<String> keys = new ArrayList<>(row.expected().map().keySet());
    keys.remove("gradient");
    List<double[]> out =
        Evaluation.run(
            List.of(yTrue, yPred, weight),
            (ctx, in) -> {
              List<Expr> all = new ArrayList<>();
              for (String key : keys) {
                String reduction = key.replace("_weighted", "");
                Loss loss = build(row, Loss.class, Map.of("reduction", reduction));
                all.add(loss.apply(in.get(0), in.get(1), key.equals(reduction) ? null : in.get(2)));
              }
              Expr value = plain.apply(in.get(0), in.get(1), null);
              all.add(Objects.requireNonNull(ctx.gradientsOf(value, List.of(in.get(1))).get(0)));
              return all;
            });
    for (int i = 0; i < keys.size(); i++) {
      check(row, keys.get(i), out.get(i));
    }
    check(row, "gradient", out.get(keys.size()));
  }

  static Stream<Row> metrics() {
    return rows("fn_metrics");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void metricGivesKerasValuesAfterEachBatch(Row row) {
    checkConfig(row, build(row, Metric.class, Map.of()));
    checkMetric(row, "plain", false);
    if (!row.expected().has("weighted_error")) {
      checkMetric(row, "weighted", true);
    }
  }

  private static void checkMetric(Row row, String key, boolean weighted) {
    Metric metric = build(row, Metric.class, Map.of());
    List<?> expected = row.expected().list(key);
    try (WorkspaceRef home = new WorkspaceRef()) {
      for (int i = 0; i < expected.size(); i++) {
        JsonObject batch = row.json().objects("batches").get(i);
        List<HostTensor> inputs = new ArrayList<>();
        inputs.add(NestedNumbers.of(batch.get("y_pred")).tensor());
        inputs.add(NestedNumbers.of(batch.get("sample_weight")).tensor());
        if (batch.has("y_true")) {
          inputs.add(NestedNumbers.of(batch.get("y_true")).tensor());
        }
        double[] result =
            Evaluation.run(
                    home,
                    metric.variables(),
                    inputs,
                    (ctx, in) -> {
                      Expr weight = weighted ? in.get(1) : null;
                      if (metric instanceof ReductionMetric<?> values) {
                        values.update(in.get(0), weight, ctx);
                      } else {
                        metric.updateState(in.get(2), in.get(0), weight, ctx);
                      }
                      return List.of(metric.result(ctx));
                    })
                .get(0);
        CLOSE.check(
            "%s: %s after batch %d".formatted(row, key, i),
            NestedNumbers.of(expected.get(i)).values(),
            result);
      }
    }
  }

  // ---------------------------------------------------------------- the others

  static Stream<Row> schedules() {
    return rows("fn_schedules");
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void scheduleGivesKerasRates(Row row) {
    LearningRateSchedule schedule = build(row, LearningRateSchedule.class, Map.of());
    checkConfig(row, schedule);
    double[] expected = NestedNumbers.of(row.expected().get("lr")).values();
    List<?> all = row.table().json().list("steps");
    List<HostTensor> steps = new ArrayList<>();
    List<Double> python = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      long step = ((Number) Objects.requireNonNull(all.get(i))).longValue();
      if (step != 21 || !startsLate(schedule)) {
        steps.add(HostTensor.of(NdArrays.scalarOf(step)));
        python.add(expected[i]);
      }
    }
    List<double[]> rates =
        Evaluation.run(steps, (ctx, in) -> in.stream().map(schedule::call).toList());
    CLOSE.check(
        row + ": lr",
        python.stream().mapToDouble(d -> d).toArray(),
        rates.stream().mapToDouble(r -> r[0]).toArray());
  }

  /**
   * Whether a cycle of 7 steps is meant: in a graph TensorFlow multiplies by 1/7, by which step 21
   * belongs to the fourth cycle already, in Keras' own training too; the table was made op by op.
   */
  private static boolean startsLate(LearningRateSchedule schedule) {
    return Boolean.TRUE.equals(schedule.config().get("cycle"));
  }

  static Stream<Row> regularizers() {
    return rows("fn_regularizers");
  }

  @ParameterizedTest
  @MethodSource("regularizers")
  void regularizerGivesKerasPenalty(Row row) {
    HostTensor w = NestedNumbers.of(row.table().json().get("w")).tensor();
    Regularizer regularizer = build(row, Regularizer.class, Map.of());
    check(row, "penalty", one(w, regularizer::call));
  }

  static Stream<Row> constraints() {
    return rows("fn_constraints");
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void constraintGivesKerasWeights(Row row) {
    HostTensor w = NestedNumbers.of(row.table().json().get(row.json().text("input"))).tensor();
    Constraint constraint = build(row, Constraint.class, Map.of());
    check(row, "w", one(w, constraint::call));
  }

  private static double[] one(HostTensor input, UnaryOperator<Expr> function) {
    return Evaluation.run(List.of(input), (ctx, in) -> List.of(function.apply(in.get(0)))).get(0);
  }

  static Stream<Row> initializers() {
    return rows("fn_initializers");
  }

  /** The table was made with the seed 11, and the same seed gives the same values. */
  @ParameterizedTest
  @MethodSource("initializers")
  void initializerGivesKerasStatistics(Row row) {
    Initializer plain = build(row, Initializer.class, Map.of());
    checkConfig(row, plain);
    boolean seeded = Configs.keys(plain.getClass()).contains("seed");
    Initializer initializer = build(row, Initializer.class, seeded ? Map.of("seed", 11) : Map.of());
    long[] sizes =
        row.json().list("shape").stream().mapToLong(n -> ((Number) n).longValue()).toArray();
    double[] values =
        Evaluation.run(
                List.of(),
                (ctx, in) -> List.of(initializer.call(ctx.tf(), Shape.of(sizes), DType.FLOAT32)))
            .get(0);
    DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
    double variance =
        Arrays.stream(values).map(v -> (v - all.getAverage()) * (v - all.getAverage())).sum()
            / values.length;
    CLOSE.check(row + ": mean", row.expected().number("mean"), all.getAverage());
    CLOSE.check(row + ": std", row.expected().number("std"), Math.sqrt(variance));
    CLOSE.check(row + ": min", row.expected().number("min"), all.getMin());
    CLOSE.check(row + ": max", row.expected().number("max"), all.getMax());
  }
}
