package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.metrics.Metric;
import keras.metrics.ReductionMetric;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of metrics: their results and their state after each batch. */
class MetricContractTest {
  static Stream<FunctionFixture> metrics() {
    return FunctionFixture.all("metrics").stream().filter(FunctionFixture::exists);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void measuresAsKeras(FunctionFixture fixture) {
    Metric metric = fixture.object(Metric.class);
    try (WorkspaceRef home = new WorkspaceRef()) {
      if (!metric.variables().isEmpty()) {
        checkStart(fixture, metric, home);
      }
      int batch = 0;
      for (JsonObject update : fixture.json().objects("updates")) {
        String what = " after batch " + batch++;
        HostTensor result = new Update(metric, update).run(home);
        FunctionFixture.check("result" + what, ArrayJson.decode(update.get("result")), result);
        List<JsonObject> variables = update.objects("variables");
        assertEquals(
            variables.stream().map(v -> v.text("path")).toList(),
            metric.variables().stream().map(v -> v.path()).toList());
        List<HostTensor> values = Values.read(metric.variables());
        for (int i = 0; i < values.size(); i++) {
          HostTensor expected = ArrayJson.decode(variables.get(i).get("value"));
          FunctionFixture.check(variables.get(i).text("path") + what, expected, values.get(i));
        }
      }
      Values.write(
          metric.variables(), metric.variables().stream().map(MetricContractTest::zeros).toList());
      checkStart(fixture, metric, home);
    }
  }

  private static HostTensor zeros(Variable v) {
    int bytes = Math.toIntExact(v.shape().size()) * v.dtype().bytes();
    return new HostTensor(v.dtype(), v.shape(), ByteBuffer.allocate(bytes));
  }

  private static void checkStart(FunctionFixture fixture, Metric metric, WorkspaceRef home) {
    FunctionFixture.check(
        "result of nothing",
        fixture.tensor("after_reset"),
        Evaluation.tensors(
                home, metric.variables(), List.of(), (ctx, in) -> List.of(metric.result(ctx)))
            .get(0));
  }

  /** One batch: its arrays in the order in which they are fed. */
  private static final class Update {
    private final Metric metric;
    private final List<HostTensor> fed = new ArrayList<>();
    private final int weight;
    private final int mask;

    Update(Metric metric, JsonObject json) {
      this.metric = metric;
      for (String key : List.of("values", "y_true", "y_pred")) {
        add(json, key);
      }
      weight = add(json, "sample_weight");
      mask = add(json, "mask");
    }

    private int add(JsonObject json, String key) {
      if (!json.has(key)) {
        return -1;
      }
      fed.add(ArrayJson.decode(json.get(key)));
      return fed.size() - 1;
    }

    HostTensor run(WorkspaceRef home) {
      return Evaluation.tensors(home, metric.variables(), fed, this::build).get(0);
    }

    private List<Expr> build(CallContext ctx, List<Expr> in) {
      Expr weights = at(in, weight);
      if (metric instanceof ReductionMetric<?> values) {
        values.update(in.get(0), weights, ctx);
      } else {
        Expr valid = at(in, mask);
        Expr yPred = valid == null ? in.get(1) : in.get(1).withMask(valid);
        metric.updateState(in.get(0), yPred, weights, ctx);
      }
      return List.of(metric.result(ctx));
    }

    private static @Nullable Expr at(List<Expr> in, int index) {
      return index < 0 ? null : in.get(index);
    }
  }
}
