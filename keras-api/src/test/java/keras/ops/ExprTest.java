package keras.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;
import keras.testing.GoldenTensor;
import keras.testing.Graphs;
import org.junit.jupiter.api.Test;

class ExprTest {
  private static final float[][] X = {{1, 2, 3}, {4, 5, 9}};

  private static float[] value(UnaryOperator<Expr> formula) {
    GoldenTensor y =
        Graphs.value(tf -> formula.apply(Expr.of(tf, tf.constant(X))).cast(DType.FLOAT32));
    ByteBuffer bytes = ByteBuffer.wrap(y.bytes()).order(ByteOrder.nativeOrder());
    float[] values = new float[y.bytes().length / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  @Test
  void reducesOverAllAxesWithoutAxes() {
    assertArrayEquals(new float[] {24}, value(Expr::sum));
    assertArrayEquals(new float[] {4}, value(Expr::mean));
    assertArrayEquals(new float[] {1080}, value(Expr::prod));
    assertArrayEquals(new float[] {9}, value(Expr::max));
    assertArrayEquals(new float[] {1}, value(Expr::min));
    assertArrayEquals(new float[] {20f / 3}, value(Expr::variance), 1e-6f);
    assertArrayEquals(new float[] {2.5819888f}, value(Expr::std), 1e-6f);
  }

  @Test
  void reducesOverTheAxesOfAnArrayAndNothingOverNone() {
    int[] none = {};
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 9}, value(x -> x.sum(none)));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 9}, value(x -> x.mean(none)));
    assertArrayEquals(new float[] {5, 7, 12}, value(x -> x.sum(0)));
    assertArrayEquals(new float[] {2, 6}, value(x -> Numpy.mean(x, -1, true)));
    assertArrayEquals(new float[] {24}, value(x -> x.sum(0, 1)));
  }

  @Test
  void averagesIntegersAsFloats() {
    assertArrayEquals(
        new float[] {1.5f, 2.5f, 5}, value(x -> x.cast(DType.INT32).mean(0).sub(1)), 1e-6f);
    assertEquals(DType.FLOAT32, dtype(x -> x.cast(DType.INT32).mean()));
    assertEquals(DType.FLOAT16, dtype(x -> x.cast(DType.FLOAT16).std()));
  }

  private static DType dtype(UnaryOperator<Expr> formula) {
    DType[] found = new DType[1];
    Graphs.opTypes(
        tf -> {
          Expr y = formula.apply(Expr.of(tf, tf.constant(X)));
          found[0] = y.dtype();
          return y;
        });
    return found[0];
  }

  @Test
  void hasTheFunctionsOfFormulas() {
    assertArrayEquals(
        new float[] {0.09003057f, 0.24472848f, 0.66524094f, 0.0065733f, 0.0178679f, 0.9755588f},
        value(Expr::softmax),
        1e-6f);
    assertArrayEquals(new float[] {0, 0, 0, 1, 2, 6}, value(x -> x.sub(3).relu()));
    assertEquals((float) Math.tanh(1), value(Expr::tanh)[0], 1e-6f);
    assertEquals((float) (1 / (1 + Math.exp(-1))), value(Expr::sigmoid)[0], 1e-6f);
    assertArrayEquals(new float[] {-1, 2, 3, 4, 5, 9}, value(x -> x.less(2).where(x.neg(), x)));
    assertArrayEquals(
        new float[] {1, 1, 1, 1, 1, 1}, value(x -> x.wrap(x.tf().math.erf(x.add(9)))));
  }

  @Test
  void softmaxTakesTheLastAxisOrThoseAskedFor() {
    assertArrayEquals(new float[] {1, 1}, value(x -> x.softmax().sum(-1)), 1e-6f);
    assertArrayEquals(new float[] {1, 1, 1}, value(x -> x.softmax(0).sum(0)), 1e-6f);
    assertArrayEquals(new float[] {1}, value(x -> x.softmax(0, 1).sum()), 1e-6f);
  }

  private static Expr sized(Expr x, String function, String argument, List<?> sizes) {
    return Ops.call(function, x, c -> c.with(argument, sizes));
  }

  @Test
  void takesSizesThatAreTensors() {
    float[] twice = {1, 2, 3, 1, 2, 3, 4, 5, 9, 4, 5, 9};
    assertArrayEquals(
        twice, value(x -> sized(x, "tile", "repeats", List.of(Core.size(x, 0))))); // one, the last
    assertArrayEquals(twice, value(x -> sized(x, "tile", "repeats", List.of(1, Core.size(x, 0)))));
    assertArrayEquals(
        new float[] {1, 2, 3, 4, 5, 9, 1, 2, 3, 4, 5, 9},
        value(x -> sized(x, "broadcast_to", "shape", List.of(2, Core.size(x, 0), 3))));
    assertArrayEquals(
        new float[] {5, 13, 27},
        value(
            x ->
                sized(x, "reshape", "newshape", List.of(Core.size(x, 1), 2)).mul(2).sum(1).sub(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> value(x -> sized(x, "tile", "repeats", List.of(Core.size(x, 0), 1.5))));
  }
}
