package keras.ops;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * Functions of TensorFlow that part tensors by numbers, join what was parted, and give several
 * tensors as they are.
 *
 * <p>Keras: {@code tensorflow/python/ops/data_flow_ops.py}, {@code array_ops.py}.
 */
final class TfPartFunctions {
  private TfPartFunctions() {}

  static void add(TfFunctions rows) {
    rows.several(
        "dynamic_partition",
        "data, partitions, num_partitions",
        a -> {
          int count = a.integer("num_partitions");
          Expr x = a.tensor("data");
          return outputs(
              x,
              a.build(
                  "DynamicPartition",
                  b -> b.setAttr("num_partitions", count),
                  x,
                  a.tensor("partitions")));
        });
    rows.one(
        "dynamic_stitch",
        "indices, data",
        a -> {
          OperationBuilder stitch = a.tf().scope().opBuilder("DynamicStitch", "DynamicStitch");
          stitch.addInputList(list(a.each("indices"))).addInputList(list(a.each("data")));
          return Expr.of(a.tf(), stitch.build().output(0));
        });
    rows.op("unravel_index", "indices, dims", "UnravelIndex");
    rows.one(
        "fingerprint",
        "data, method='farmhash64'",
        a ->
            a.op(
                "Fingerprint",
                a.tensor("data"),
                Expr.of(a.tf(), a.tf().constant(a.text("method")))));
    rows.several("identity_n", "input", a -> each(a, "IdentityN"));
    rows.several(
        "shape_n",
        "input, out_type=None",
        a -> {
          DType type = a.dtype("out_type", DType.INT32);
          return a.each("input").stream()
              .map(x -> a.op("Shape", b -> b.setAttr("out_type", type.proto()), x))
              .toList();
        });
    rows.one("extract_volume_patches", "input, ksizes, strides, padding", TfPartFunctions::volumes);
  }

  private static Output<?>[] list(List<Expr> all) {
    return all.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
  }

  private static List<Expr> outputs(Expr like, Operation op) {
    return IntStream.range(0, op.numOutputs()).mapToObj(i -> like.wrap(op.output(i))).toList();
  }

  private static List<Expr> each(TfArguments a, String type) {
    List<Expr> all = a.each("input");
    OperationBuilder op = a.tf().scope().opBuilder(type, type);
    return outputs(all.get(0), op.addInputList(list(all)).build());
  }

  /** Copies the places of each window by a convolution. */
  private static Expr volumes(TfArguments a) {
    Expr x = a.tensor("input");
    int[] size = a.ints("ksizes");
    int[] steps = a.ints("strides");
    long channels = x.shape().get(4);
    long places = channels * size[1] * size[2] * size[3];
    Expr kernel =
        Numpy.eye(a.tf(), places, places, x.dtype())
            .reshape(size[1], size[2], size[3], channels, places);
    return ConvOps.conv(
        x,
        kernel,
        new int[] {steps[1], steps[2], steps[3]},
        a.text("padding").toUpperCase(Locale.ROOT),
        new int[] {1, 1, 1});
  }
}
