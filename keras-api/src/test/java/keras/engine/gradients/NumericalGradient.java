package keras.engine.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import keras.engine.gradients.GradientCase.Calls;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TType;

/** Compares gradients with central differences of a random projection of the op's output. */
final class NumericalGradient {
  /** Runs in the calling thread and rewrites nothing: sessions live for a few small runs. */
  private static final ConfigProto PLAIN =
      ConfigProto.newBuilder()
          .setIntraOpParallelismThreads(1)
          .setInterOpParallelismThreads(-1)
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
          .build();

  private NumericalGradient() {}

  /** A case's ops: the tensors that values are fed to, those that are differentiated by, y. */
  record Forward(Calls op, List<Operand<?>> fed, List<Operand<?>> by, Operand<?> y) {
    /** Builds a case; the inputs of one of variables are the variables' handles. */
    static Forward of(GradientCase line, Graph graph, boolean unknownDims) {
      Ops tf = Ops.create(graph);
      Calls op = new Calls(tf, graph, line.dtype);
      List<Operand<?>> fed = new ArrayList<>();
      line.shapes.forEach(s -> fed.add(placeholder(tf, line.dtype, s, unknownDims)));
      if (!line.ofVariables) {
        return new Forward(op, fed, fed, line.builder.build(op, fed));
      }
      List<Operand<?>> handles = new ArrayList<>();
      List<Op> assigned = new ArrayList<>();
      for (Operand<?> value : fed) {
        Shape shape = value.asOutput().shape();
        Operand<?> handle = op.of("VarHandleOp", "dtype", line.dtype, "shape", shape);
        handles.add(handle);
        assigned.add(
            tf.assignVariableOp(
                (Operand<? extends TType>) handle, (Operand<? extends TType>) value));
      }
      Calls after = new Calls(tf.withControlDependencies(assigned), graph, line.dtype);
      return new Forward(op, fed, handles, line.builder.build(after, handles));
    }
  }

  static void check(GradientCase line, boolean unknownDims) {
    try (Graph graph = new Graph()) {
      Forward forward = Forward.of(line, graph, unknownDims);
      Calls calls = forward.op();
      Operand<?> y = forward.y();
      assertTrue(usesOpUnderTest(graph, line.opType), line.opType + " is not in the graph");
      Output<?> weights = projection(calls, y).asOutput();
      List<Output<?>> outputs = new ArrayList<>();
      forward.by().forEach(x -> outputs.add(x.asOutput()));
      List<@Nullable Output<?>> gradients =
          Gradients.of(graph, List.of(y.asOutput()), List.of(weights), outputs);
      if (line.zeroExpected) {
        gradients.forEach(gradient -> assertNull(gradient));
        return;
      }
      Operand<?> loss = calls.of("Sum", flat(calls, calls.of("Mul", y, weights)), calls.i(0));
      try (Session session = new Session(graph, PLAIN)) {
        run(line, session, forward.fed(), points(line), loss.asOutput()); // variables exist then
        compare(line, session, forward.fed(), loss, gradients);
      }
    }
  }

  private static boolean usesOpUnderTest(Graph graph, String opType) {
    boolean[] found = {false};
    graph.operations().forEachRemaining(op -> found[0] |= op.type().equals(opType));
    return found[0];
  }

  private static Operand<?> placeholder(Ops tf, DataType dtype, long[] dims, boolean unknown) {
    long[] shape = dims.clone();
    if (unknown) {
      Arrays.fill(shape, Shape.UNKNOWN_SIZE);
    }
    Class<? extends TType> type = dtype == DataType.DT_DOUBLE ? TFloat64.class : TFloat32.class;
    return tf.placeholder(type, Placeholder.shape(Shape.of(shape)));
  }

  private static Operand<?> flat(Calls op, Operand<?> value) {
    return op.of("Reshape", value, op.ints(-1));
  }

  /** Returns sin(7·0), sin(7·1), … in the shape of the output: every element counts differently. */
  private static Operand<?> projection(Calls op, Operand<?> y) {
    Operand<?> size = op.of("Size", y);
    Operand<?> range = op.of("Range", op.i(0), size, op.i(1));
    Operand<?> angle =
        op.of(
            "Mul",
            op.of("Cast", range, "DstT", y.asOutput().dataType()),
            op.of("Cast", op.tf().constant(7.0), "DstT", y.asOutput().dataType()));
    return op.of("Reshape", op.of("Sin", angle), op.of("Shape", y));
  }

  private static void compare(
      GradientCase line,
      Session session,
      List<Operand<?>> xs,
      Operand<?> loss,
      List<@Nullable Output<?>> gradients) {
    boolean wide = line.dtype == DataType.DT_DOUBLE;
    double step = wide ? 1e-5 : 2e-2;
    double tolerance = wide ? 1e-6 : 2e-2;
    List<double[]> at = points(line);
    for (int i = 0; i < xs.size(); i++) {
      Output<?> gradient = gradients.get(i);
      assertNotNull(gradient, "no gradient for input " + i);
      double[] analytic = run(line, session, xs, at, gradient);
      assertEquals(at.get(i).length, analytic.length, "size of gradient " + i);
      for (int k = 0; k < analytic.length; k++) {
        double middle = at.get(i)[k];
        at.get(i)[k] = middle + step;
        double up = run(line, session, xs, at, loss.asOutput())[0];
        at.get(i)[k] = middle - step;
        double down = run(line, session, xs, at, loss.asOutput())[0];
        at.get(i)[k] = middle;
        double numeric = (up - down) / (2 * step);
        assertEquals(
            numeric,
            analytic[k],
            tolerance * Math.max(1, Math.abs(numeric)),
            "d" + line.opType + "/d(input " + i + ")[" + k + "]");
      }
    }
  }

  /** Spreads each tensor's values evenly over the range, shuffled: no two are close together. */
  private static List<double[]> points(GradientCase line) {
    Random random = new Random(5);
    List<double[]> all = new ArrayList<>();
    for (long[] shape : line.shapes) {
      int size = Math.toIntExact(Shape.of(shape).size());
      List<Integer> places = new ArrayList<>(IntStream.range(0, size).boxed().toList());
      Collections.shuffle(places, random);
      double offset = 0.4 + 0.17 * all.size();
      all.add(
          places.stream()
              .mapToDouble(k -> line.low + (line.high - line.low) * (k + offset) / size)
              .toArray());
    }
    return all;
  }

  private static double[] run(
      GradientCase line,
      Session session,
      List<Operand<?>> xs,
      List<double[]> values,
      Output<?> fetch) {
    List<Tensor> feeds = new ArrayList<>();
    try {
      Session.Runner runner = session.runner().fetch(fetch);
      for (int i = 0; i < xs.size(); i++) {
        feeds.add(tensor(line.dtype, line.shapes.get(i), values.get(i)));
        runner.feed(xs.get(i), feeds.get(i));
      }
      try (Result result = runner.run()) {
        return doubles(result.get(0));
      }
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  static Tensor tensor(DataType dtype, long[] shape, double[] values) {
    if (dtype == DataType.DT_DOUBLE) {
      return TFloat64.tensorOf(Shape.of(shape), DataBuffers.of(values));
    }
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(narrow));
  }

  static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    if (tensor instanceof TFloat64 wide) {
      wide.asRawTensor().data().asDoubles().read(values);
    } else {
      float[] narrow = new float[values.length];
      ((TFloat32) tensor).asRawTensor().data().asFloats().read(narrow);
      for (int i = 0; i < narrow.length; i++) {
        values[i] = narrow[i];
      }
    }
    return values;
  }
}
