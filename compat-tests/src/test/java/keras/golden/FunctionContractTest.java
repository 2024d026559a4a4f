package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import keras.Keras;
import keras.constraints.Constraint;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Tracing;
import keras.initializers.Initializer;
import keras.losses.Loss;
import keras.ops.DType;
import keras.ops.Expr;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** The contract of functions without state: values and gradients as {@code golden/functions}. */
class FunctionContractTest {
  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  /** A class that Keras has and this library does not yet leaves this list when it comes. */
  @Test
  void lacksNothingThatKerasAnswered() {
    Set<String> missing = new TreeSet<>();
    for (String family :
        List.of("initializers", "regularizers", "constraints", "losses", "metrics", "optimizers")) {
      FunctionFixture.all(family).stream()
          .filter(f -> !f.exists())
          .forEach(f -> missing.add(f.path()));
    }
    assertEquals(Set.of(), missing);
  }

  // ---------------------------------------------------------------- of one tensor

  static List<FunctionFixture> activations() {
    return FunctionFixture.all("activations");
  }

  /**
   * The derivatives of sigmoids and hyperbolic tangents are differences of numbers near 1, which
   * the input and the output multiply; twice the error of the values, and twice again.
   */
  private static final TensorComparison DERIVATIVES =
      new TensorComparison(Closeness.relative(4e-6));

  @ParameterizedTest
  @MethodSource("activations")
  void activatesAsKeras(FunctionFixture fixture) {
    String name = fixture.json().text("function");
    List<HostTensor> out =
        withGradient(
            fixture,
            x -> ActivationCall.of(name, fixture.json().object("arguments"), x),
            y -> y.mul(y));
    HostTensor expected = fixture.tensor("output");
    HostTensor gradient = fixture.tensor("gradient");
    boolean keepsNan = name.equals("softmax");
    FunctionFixture.check(
        "output", expected, keepsNan ? withNan(expected, out.get(0)) : out.get(0));
    HostTensor actual = keepsNan ? withNan(gradient, out.get(1)) : out.get(1);
    if (gradient.dtype() == DType.FLOAT32) {
      DERIVATIVES.check("gradient", gradient, actual);
    } else {
      FunctionFixture.check("gradient", gradient, actual);
    }
  }

  /**
   * Returns values with NaN where it is expected: the softmax kernel of TensorFlow 2.18, which is
   * TensorFlow Java's, gives NaN for a NaN or an infinity alone; that of 2.21 for the whole row.
   */
  private static HostTensor withNan(HostTensor expected, HostTensor actual) {
    if (expected.dtype() != DType.FLOAT32) {
      return actual;
    }
    float[] values = actual.floats();
    float[] like = expected.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(like[i]) ? Float.NaN : values[i];
    }
    return HostTensor.of(NdArrays.wrap(actual.shape(), DataBuffers.of(values)));
  }

  static List<FunctionFixture> regularizers() {
    return FunctionFixture.all("regularizers");
  }

  @ParameterizedTest
  @MethodSource("regularizers")
  void penalizesAsKeras(FunctionFixture fixture) {
    Regularizer regularizer = fixture.object(Regularizer.class);
    List<HostTensor> out = withGradient(fixture, regularizer::call, y -> y);
    FunctionFixture.check("output", fixture.tensor("output"), out.get(0));
    HostTensor gradient = fixture.tensorOrNull("gradient");
    FunctionFixture.check("gradient", gradient, out.size() > 1 ? out.get(1) : null);
  }

  /**
   * Returns the output and, where the output depends on the input, the gradient by it of the sum of
   * {@code square} of the output.
   */
  private static List<HostTensor> withGradient(
      FunctionFixture fixture, UnaryOperator<Expr> function, UnaryOperator<Expr> square) {
    return Evaluation.tensors(
        List.of(fixture.tensor("input")),
        (ctx, in) -> {
          Expr y = function.apply(in.get(0));
          Expr gradient = gradient(ctx, square.apply(y), in.get(0));
          return gradient == null ? List.of(y) : List.of(y, gradient);
        });
  }

  private static @Nullable Expr gradient(CallContext ctx, Expr y, Expr x) {
    return ctx.gradientsOf(y.sum(), List.of(x)).get(0);
  }

  static List<FunctionFixture> constraints() {
    return FunctionFixture.all("constraints");
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void constrainsAsKeras(FunctionFixture fixture) {
    Constraint constraint = fixture.object(Constraint.class);
    List<HostTensor> out =
        Evaluation.tensors(
            List.of(fixture.tensor("input")), (ctx, in) -> List.of(constraint.call(in.get(0))));
    FunctionFixture.check("output", fixture.tensor("output"), out.get(0));
  }

  // ---------------------------------------------------------------- initializers

  static Stream<FunctionFixture> initializers() {
    return FunctionFixture.all("initializers").stream().filter(f -> f.json().has("value"));
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void initializesAsKeras(FunctionFixture fixture) {
    check(fixture.json().object("value"), value(fixture.object(Initializer.class), fixture));
  }

  /** Those that are given a seed generator, so that each call gives other values. */
  static Stream<FunctionFixture> generators() {
    return FunctionFixture.all("initializers").stream().filter(f -> f.json().has("values"));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void initializesAsKerasAtEachCall(FunctionFixture fixture) {
    Initializer initializer = fixture.object(Initializer.class);
    for (JsonObject expected : fixture.json().objects("values")) {
      check(expected, value(initializer, fixture));
    }
  }

  private static HostTensor value(Initializer initializer, FunctionFixture fixture) {
    long[] sizes =
        fixture.json().list("shape").stream().mapToLong(n -> ((Number) n).longValue()).toArray();
    DType dtype = DType.get(fixture.json().text("dtype"));
    return Evaluation.tensors(
            List.of(), (ctx, in) -> List.of(initializer.call(ctx.tf(), Shape.of(sizes), dtype)))
        .get(0);
  }

  /** Checks an array, or the first and last values of one that is kept as a digest. */
  private static void check(JsonObject expected, HostTensor actual) {
    if (ArrayJson.isArray(expected.map())) {
      FunctionFixture.check("value", ArrayJson.decode(expected.map()), actual);
      return;
    }
    assertEquals(
        expected.list("shape").stream().map(n -> ((Number) n).longValue()).toList(),
        Arrays.stream(actual.shape().asArray()).boxed().toList());
    HostTensor first = ArrayJson.decode(expected.get("first"));
    HostTensor last = ArrayJson.decode(expected.get("last"));
    int rest = actual.data().remaining() - last.data().remaining();
    FunctionFixture.check("first values", first, part(actual, 0, first));
    FunctionFixture.check("last values", last, part(actual, rest, last));
  }

  private static HostTensor part(HostTensor all, int from, HostTensor like) {
    return new HostTensor(
        all.dtype(), like.shape(), all.data().slice(from, like.data().remaining()));
  }

  // ---------------------------------------------------------------- losses

  static List<FunctionFixture> losses() {
    return FunctionFixture.all("losses");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void losesAsKeras(FunctionFixture fixture) {
    Loss loss = fixture.object(Loss.class);
    List<HostTensor> fed = new ArrayList<>();
    fed.add(fixture.tensor("y_true"));
    fed.add(fixture.tensor("y_pred"));
    HostTensor weight = fixture.tensorOrNull("sample_weight");
    HostTensor mask = fixture.tensorOrNull("mask");
    Stream.of(weight, mask).flatMap(Stream::ofNullable).forEach(fed::add);
    Tracing.Body body =
        (ctx, in) -> {
          Expr masked = mask == null ? in.get(1) : in.get(1).withMask(in.get(in.size() - 1));
          Expr y = loss.apply(in.get(0), masked, weight == null ? null : in.get(2));
          return List.of(y, Objects.requireNonNull(gradient(ctx, y.mul(y), in.get(1))));
        };
    List<HostTensor> out = Evaluation.tensors(fed, body);
    fixture.check("output", out.get(0));
    fixture.check("gradient", out.get(1));
  }
}
