package keras.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import keras.engine.HostTensor;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;

/** Holds what {@link RandomOps} draws to what {@code keras.random} draws from the same seeds. */
class RandomDrawsTest {
  /** Kernels that compute by logarithms and powers, which round otherwise on other processors. */
  private static final Set<String> NEAR = Set.of("normal", "truncated_normal", "gamma", "beta");

  @Test
  void drawsWhatKerasDraws() {
    List<JsonObject> draws =
        JsonObject.read(Path.of("golden", "seeds", "draws.json")).objects("draws");
    List<HostTensor> made =
        Evaluation.tensors(
            List.of(),
            (ctx, in) -> {
              List<Expr> all = new ArrayList<>();
              draws.forEach(d -> all.add(draw(ctx.tf(), d)));
              return all;
            });
    assertEquals(draws.size(), made.size());
    for (int i = 0; i < made.size(); i++) {
      JsonObject draw = draws.get(i);
      HostTensor expected = ArrayJson.decode(draw.get("output"));
      String what = draw.map().toString();
      assertEquals(expected.dtype(), made.get(i).dtype(), what);
      assertEquals(expected.shape(), made.get(i).shape(), what);
      double[] wanted = Evaluation.doubles(expected);
      double[] drawn = Evaluation.doubles(made.get(i));
      if (NEAR.contains(draw.text("function"))) {
        double step =
            switch (expected.dtype()) {
              case BFLOAT16 -> 0x1p-8;
              case FLOAT16 -> 0x1p-10;
              default -> 1e-6;
            };
        Closeness.relative(step).check(what, wanted, drawn);
      } else {
        assertArrayEquals(wanted, drawn, what);
      }
    }
  }

  private static Expr draw(Ops tf, JsonObject draw) {
    JsonObject a = draw.object("arguments");
    RandomOps random = RandomOps.of(tf, (long) draw.number("seed"), (long) draw.number("count"));
    DType dtype = a.get("dtype") == null ? DType.FLOAT32 : DType.get(a.text("dtype"));
    return switch (draw.text("function")) {
      case "uniform" -> random.uniform(shape(tf, a), dtype, a.number("minval"), a.number("maxval"));
      case "normal" -> random.normal(shape(tf, a), dtype, a.number("mean"), a.number("stddev"));
      case "truncated_normal" ->
          random.truncatedNormal(shape(tf, a), dtype, a.number("mean"), a.number("stddev"));
      case "gamma" -> random.gamma(shape(tf, a), tensor(tf, a.get("alpha")), dtype);
      case "beta" ->
          random.beta(shape(tf, a), tensor(tf, a.get("alpha")), tensor(tf, a.get("beta")), dtype);
      case "binomial" ->
          random.binomial(
              shape(tf, a), tensor(tf, a.get("counts")), tensor(tf, a.get("probabilities")), dtype);
      case "randint" ->
          random.randint(shape(tf, a), (long) a.number("minval"), (long) a.number("maxval"), dtype);
      case "categorical" ->
          random.categorical(tensor(tf, a.get("logits")), (int) a.number("num_samples"), dtype);
      case "shuffle" -> random.shuffle(tensor(tf, a.get("x")), (int) a.number("axis"));
      case "dropout" -> {
        Expr x = tensor(tf, a.get("inputs")).cast(dtype);
        yield random.dropout(x, a.number("rate"), Core.int32(Core.shape(x)));
      }
      default -> throw new IllegalArgumentException(draw.text("function"));
    };
  }

  private static Operand<TInt64> shape(Ops tf, JsonObject a) {
    return tf.constant(a.list("shape").stream().mapToLong(n -> ((Number) n).longValue()).toArray());
  }

  /** Returns a number, a vector or a matrix, float32. */
  private static Expr tensor(Ops tf, @Nullable Object json) {
    if (json instanceof Number n) {
      return Core.constant(tf, n.doubleValue(), DType.FLOAT32);
    }
    List<?> rows = (List<?>) Objects.requireNonNull(json);
    if (rows.get(0) instanceof List<?> first) {
      float[][] all = new float[rows.size()][first.size()];
      IntStream.range(0, all.length).forEach(i -> all[i] = floats((List<?>) rows.get(i)));
      return Expr.of(tf, tf.constant(all));
    }
    return Expr.of(tf, tf.constant(floats(rows)));
  }

  private static float[] floats(List<?> row) {
    float[] out = new float[row.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = ((Number) row.get(i)).floatValue();
    }
    return out;
  }

  @Test
  void refusesWhatKerasRefuses() {
    Evaluation.tensors(
        List.of(),
        (ctx, in) -> {
          RandomOps random = RandomOps.of(ctx.tf(), 1, 0);
          Operand<TInt64> shape = ctx.tf().constant(new long[] {2});
          assertEquals(
              "randint: `dtype` must be one of whole numbers. Received: dtype=float32.",
              message(() -> random.randint(shape, 0, 2, DType.FLOAT32)));
          assertEquals(
              "randint: `minval` must be below `maxval`. Received: minval=2, maxval=2.",
              message(() -> random.randint(shape, 2, 2, DType.INT32)));
          Expr x = Core.constant(ctx.tf(), 1, DType.FLOAT32);
          assertEquals(
              "dropout: `rate` must lie in [0, 1]. Received: rate=1.5.",
              message(() -> random.dropout(x, 1.5, shape)));
          return List.of(x);
        });
  }

  private static @Nullable String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
