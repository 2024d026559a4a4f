package keras.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import keras.ops.DType;
import keras.ops.Expr;
import org.tensorflow.Graph;
import org.tensorflow.RawTensor;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Computes a tensor in a graph of its own, op by op as eager Python does: Grappler, which would
 * reorder constant factors, is off.
 */
public final class Graphs {
  private static final ConfigProto AS_WRITTEN =
      ConfigProto.newBuilder()
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
          .build();

  private Graphs() {}

  /** Returns what {@code build} builds; the halves as float32. */
  public static GoldenTensor value(Function<Ops, Expr> build) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, AS_WRITTEN)) {
      Expr out = build.apply(Ops.create(graph));
      DType dtype = out.dtype();
      Expr whole =
          dtype == DType.FLOAT16 || dtype == DType.BFLOAT16 ? out.cast(DType.FLOAT32) : out;
      try (Tensor t = session.runner().fetch(whole).run().get(0)) {
        return GoldenTensor.of(whole.dtype(), t.shape(), bytes(t));
      }
    }
  }

  /** Returns a constant with these elements in the graph of {@code tf}. */
  public static Expr constant(Ops tf, GoldenTensor golden) {
    DType dtype = golden.dtype();
    ByteDataBuffer buffer = org.tensorflow.ndarray.buffer.DataBuffers.of(golden.bytes());
    return Expr.of(tf, tf.constantOf(Tensor.of(dtype.type(), golden.shape(), buffer)));
  }

  /** Returns the types of the ops that {@code build} builds. */
  public static List<String> opTypes(Function<Ops, Expr> build) {
    try (Graph graph = new Graph()) {
      Expr out = build.apply(Ops.create(graph));
      List<String> types = new ArrayList<>();
      types.add(out.op().type());
      graph.operations().forEachRemaining(op -> types.add(op.type()));
      return types;
    }
  }

  private static byte[] bytes(Tensor t) {
    RawTensor raw = t.asRawTensor();
    byte[] out = new byte[Math.toIntExact(raw.numBytes())];
    raw.data().read(out);
    return out;
  }
}
