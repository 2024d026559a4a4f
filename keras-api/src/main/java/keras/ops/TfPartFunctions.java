package keras.ops;

import java.util.Locale;
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
          return a.outputs(
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
          Output<?>[] places = TfArguments.list(a.each("indices"));
          Output<?>[] parts = TfArguments.list(a.each("data"));
          return a.op("DynamicStitch", b -> b.addInputList(places).addInputList(parts));
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
    rows.several(
        "identity_n",
        "input",
        a -> {
          Output<?>[] all = TfArguments.list(a.each("input"));
          return a.outputs(a.build("IdentityN", b -> b.addInputList(all)));
        });
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
