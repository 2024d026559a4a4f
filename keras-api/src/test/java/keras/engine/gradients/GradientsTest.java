package keras.engine.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

class GradientsTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);

  @AfterEach
  void closeTheGraph() {
    graph.close();
  }

  @Test
  void givesNullWhereNoPathLeads() {
    Operand<TFloat32> x = tf.constant(2f);
    Operand<TFloat32> other = tf.constant(3f);
    List<@Nullable Output<?>> gradients = of(tf.math.square(x), x, other);
    assertEquals(4f, value(gradients.get(0))[0]);
    assertEquals(null, gradients.get(1));
  }

  @Test
  void givesOnesWhereTheTargetIsASource() {
    Operand<TFloat32> x = tf.constant(new float[] {2, 3});
    assertArrayEquals(new float[] {1, 1}, value(of(x, x).get(0)));
  }

  @Test
  void differentiatesByAnIntermediateTensorToo() {
    Operand<TFloat32> x = tf.constant(3f);
    Operand<TFloat32> square = tf.math.square(x);
    List<@Nullable Output<?>> gradients = of(tf.math.square(square), x, square);
    assertEquals(108f, value(gradients.get(0))[0]);
    assertEquals(18f, value(gradients.get(1))[0]);
  }

  @Test
  void givesEqualGradientsForASourceNamedTwice() {
    Operand<TFloat32> x = tf.constant(3f);
    List<@Nullable Output<?>> gradients = of(tf.math.square(x), x, x);
    assertEquals(6f, value(gradients.get(0))[0]);
    assertEquals(6f, value(gradients.get(1))[0]);
  }

  @Test
  void sumsManyUsesOfOneTensorInOneAddN() {
    Operand<TFloat32> x = tf.constant(3f);
    Operand<TFloat32> y =
        tf.math.addN(List.of(tf.math.square(x), tf.math.mul(x, x), tf.math.neg(x)));
    Output<?> dx = Objects.requireNonNull(of(y, x).get(0));
    assertEquals("AddN", ((GraphOperation) dx.op()).type());
    assertEquals(4, ((GraphOperation) dx.op()).numInputs());
    assertEquals(11f, value(dx)[0]);
  }

  @Test
  void weighsSeveralTargetsByTheirSeeds() {
    Operand<TFloat32> x = tf.constant(3f);
    List<@Nullable Output<?>> dys = new ArrayList<>();
    dys.add(tf.constant(10f).asOutput());
    dys.add(null);
    List<Output<?>> ys = List.of(tf.math.square(x).asOutput(), tf.math.neg(x).asOutput());
    assertEquals(59f, value(Gradients.of(graph, ys, dys, List.of(x.asOutput())).get(0))[0]);
  }

  @Test
  void walksDeepGraphsWithoutRecursion() {
    Operand<TFloat32> x = tf.constant(1f);
    Operand<TFloat32> y = x;
    for (int i = 0; i < 5000; i++) {
      y = tf.math.neg(y);
    }
    assertEquals(1f, value(of(y, x).get(0))[0]);
  }

  @Test
  void buildsTheSameGraphEveryTime() {
    List<String> first = nodesOfAGradient();
    assertEquals(first, nodesOfAGradient());
  }

  private static List<String> nodesOfAGradient() {
    List<String> nodes = new ArrayList<>();
    try (Graph fresh = new Graph()) {
      Ops ops = Ops.create(fresh);
      Operand<TFloat32> x = ops.constant(new float[][] {{1, 2}, {3, 4}});
      Operand<TFloat32> h = ops.math.tanh(ops.linalg.matMul(x, x));
      Operand<TFloat32> y = ops.reduceSum(ops.math.mul(h, ops.math.add(h, x)), ops.constant(0));
      Gradients.of(fresh, y.asOutput(), List.of(x.asOutput(), h.asOutput()));
      fresh
          .operations()
          .forEachRemaining(
              op ->
                  nodes.add(
                      op.type()
                          + " "
                          + op.name()
                          + (op.numInputs() == 0 ? "" : op.inputs().toString())));
    }
    return nodes;
  }

  @Test
  void keepsTheDtypeOfHalfPrecision() {
    Operand<TFloat32> x = tf.constant(new float[] {0.5f, 0.25f});
    for (Class<? extends TNumber> type : List.of(TFloat16.class, TBfloat16.class)) {
      Operand<?> half = tf.dtypes.cast(x, type);
      Operand<?> erf = raw("Erf", raw("Log1p", half));
      Output<?> dx = Objects.requireNonNull(of(erf, half).get(0));
      assertEquals(half.asOutput().dataType(), dx.dataType());
      float[] values = value(tf.dtypes.cast(asNumber(dx), TFloat32.class).asOutput());
      assertEquals(0.638f, values[0], 0.01f);
    }
  }

  @SuppressWarnings("unchecked") // the test's tensors are numbers
  private static Operand<TNumber> asNumber(Output<?> output) {
    return (Operand<TNumber>) output;
  }

  @Test
  void sumsRowsGatheredTwiceFromOneTable() {
    Operand<TFloat32> table = tf.constant(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    Operand<TInt32> axis = tf.constant(0);
    Operand<TFloat32> first = tf.gather(table, tf.constant(new int[] {2, 2}), axis);
    Operand<TFloat32> second = tf.gather(table, tf.constant(new int[] {0, 2}), axis);
    Output<?> dx = Objects.requireNonNull(of(tf.math.add(first, second), table).get(0));
    assertEquals("UnsortedSegmentSum", ((GraphOperation) dx.op()).type());
    assertArrayEquals(new float[] {1, 1, 0, 0, 3, 3}, value(dx));
  }

  @Test
  void usesACustomGradientInsteadOfTheRealOne() {
    Operand<TFloat32> x = tf.constant(new float[] {1.5f, -2.5f});
    VectorJacobianProducts products = new VectorJacobianProducts();
    Operand<TFloat32> y =
        products.customGradient(
            tf, tf.math.floor(x), List.of(x), step -> List.of(step.dy().mul(7)));
    assertArrayEquals(new float[] {1, -3}, value(y.asOutput()));
    List<@Nullable Output<?>> dys = new ArrayList<>();
    dys.add(null);
    assertArrayEquals(
        new float[] {7, 7},
        value(
            Gradients.of(graph, products, List.of(y.asOutput()), dys, List.of(x.asOutput()))
                .get(0)));
  }

  @Test
  void stopsTheFallbackAtItsOwnOp() {
    Operand<TFloat32> x = tf.constant(new float[][] {{1, 2, 3}});
    Output<?> loss =
        raw("SparseSoftmaxCrossEntropyWithLogits", x, tf.constant(new int[] {0})).asOutput();
    Operand<?> rolled = raw("Roll", loss, tf.constant(0), tf.constant(0));
    assertNotNull(of(rolled, x).get(0));
  }

  @Test
  void keepsDilationsAndExplicitPaddingsOfAConvolutionOfUnknownShape() {
    Output<?> x = tf.zeros(tf.constant(new int[] {1, 5, 5, 1}), TFloat32.class).asOutput();
    Output<?> filter =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, 1, 1))).asOutput();
    Output<?> y =
        graph
            .baseScope()
            .opBuilder("Conv2D", "conv")
            .addInput(x)
            .addInput(filter)
            .setAttr("strides", new long[] {1, 1, 1, 1})
            .setAttr("dilations", new long[] {1, 2, 2, 1})
            .setAttr("padding", "EXPLICIT")
            .setAttr("explicit_paddings", new long[] {0, 0, 1, 2, 3, 4, 0, 0})
            .build()
            .output(0);
    for (Output<?> gradient : of(y, x, filter)) {
      GraphOperation op = (GraphOperation) Objects.requireNonNull(gradient).op();
      assertArrayEquals(new long[] {1, 2, 2, 1}, op.attributes().getAttrIntList("dilations"));
      assertEquals("EXPLICIT", op.attributes().getAttrString("padding"));
      assertArrayEquals(
          new long[] {0, 0, 1, 2, 3, 4, 0, 0}, op.attributes().getAttrIntList("explicit_paddings"));
    }
  }

  @Test
  void refusesADilatedDepthwiseConvolution() {
    Output<?> x = tf.zeros(tf.constant(new int[] {1, 5, 5, 1}), TFloat32.class).asOutput();
    Output<?> filter = tf.zeros(tf.constant(new int[] {2, 2, 1, 1}), TFloat32.class).asOutput();
    Output<?> y =
        graph
            .baseScope()
            .opBuilder("DepthwiseConv2dNative", "conv")
            .addInput(x)
            .addInput(filter)
            .setAttr("strides", new long[] {1, 1, 1, 1})
            .setAttr("dilations", new long[] {1, 2, 2, 1})
            .setAttr("padding", "SAME")
            .build()
            .output(0);
    UnsupportedOperationException error =
        assertThrows(UnsupportedOperationException.class, () -> of(y, x));
    assertEquals(
        "Gradients: expected DepthwiseConv2dNative 'conv' without dilations, which its CPU kernels"
            + " ignore backwards. Received: dilations=[1, 2, 2, 1]. Put SpaceToBatchND before it"
            + " and BatchToSpaceND behind it.",
        error.getMessage());
  }

  @Test
  void refusesToDifferentiateTheStatisticsOfFusedBatchNorm() {
    Output<?> x = tf.zeros(tf.constant(new int[] {1, 5, 5, 1}), TFloat32.class).asOutput();
    Operand<TFloat32> one = tf.constant(new float[] {1});
    Operand<TFloat32> none = tf.constant(new float[0]);
    Output<?> mean = raw("FusedBatchNormV3", x, one, one, none, none).asOutput().op().output(1);
    UnsupportedOperationException error =
        assertThrows(UnsupportedOperationException.class, () -> of(mean, x));
    assertEquals(
        "Gradients: expected nothing differentiable to depend on the batch mean and variance that"
            + " FusedBatchNormV3 'FusedBatchNormV3' puts out, which TensorFlow does not"
            + " differentiate. Received: a gradient for one. Put a StopGradient behind them, or"
            + " compute them by Mean.",
        error.getMessage());
  }

  @Test
  void refusesAnOpWithoutGradient() {
    Operand<TFloat32> x = tf.constant(new float[][] {{2, 1}, {1, 2}});
    Operand<?> y = raw("Lu", x);
    UnsupportedOperationException error =
        assertThrows(UnsupportedOperationException.class, () -> of(y, x));
    assertEquals(
        "Gradients: expected ops that can be differentiated. Received: Lu 'Lu', for which there is"
            + " no gradient. Add one to VectorJacobianProducts, override it for this node, or put a"
            + " StopGradient before it.",
        error.getMessage());
  }

  @Test
  void refusesAnIntegerTarget() {
    Operand<TInt32> y = tf.constant(1);
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> of(y, y));
    assertEquals(
        "Gradients: expected floating-point ys. Received: 'Const' of DT_INT32. Cast it before its"
            + " last differentiable op.",
        error.getMessage());
  }

  @Test
  void refusesAPathThroughPreventGradient() {
    Operand<TFloat32> x = tf.constant(1f);
    Operand<?> y =
        graph
            .baseScope()
            .opBuilder("PreventGradient", "guard")
            .addInput(x.asOutput())
            .setAttr("message", "labels are given")
            .build()
            .output(0);
    UnsupportedOperationException error =
        assertThrows(UnsupportedOperationException.class, () -> of(y, x));
    assertEquals(
        "Gradients: expected no path through PreventGradient 'guard'. Received: one; the graph"
            + " says: labels are given. Differentiate by other tensors, or put a StopGradient"
            + " behind it.",
        error.getMessage());
  }

  private List<@Nullable Output<?>> of(Operand<?> y, Operand<?>... xs) {
    return Gradients.of(
        graph,
        y.asOutput(),
        Arrays.asList(Arrays.stream(xs).map(Operand::asOutput).toArray(Output<?>[]::new)));
  }

  private Operand<?> raw(String type, Operand<?>... inputs) {
    var builder = graph.baseScope().opBuilder(type, type);
    for (Operand<?> input : inputs) {
      builder.addInput(input.asOutput());
    }
    return builder.build().output(0);
  }

  private float[] value(@Nullable Output<?> output) {
    assertNotNull(output);
    try (Session session = new Session(graph);
        Result result = session.runner().fetch(output).run()) {
      float[] values = new float[Math.toIntExact(result.get(0).shape().size())];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
      return values;
    }
  }
}
