package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Labels of sequences without a place for each: the loss of connectionist temporal classification
 * by Graves et al. (2006), and what outputs say.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class CtcRows {
  private CtcRows() {}

  static void add(OpRows rows) {
    rows.one(
        "nn.CTCLoss", "target, output, target_length, output_length | mask_index=0", CtcRows::loss);
    rows.several(
        "nn.CTCDecode",
        "inputs, sequence_lengths | strategy='greedy', beam_width=100, top_paths=1,"
            + " merge_repeated=True, mask_index=0",
        CtcRows::decode);
  }

  /** Returns the place of the class that stands for none. */
  private static int blank(OpArguments a, Expr x) {
    long classes = x.shape().get(-1);
    int index = a.integer("mask_index");
    if (x.rank() != 3 || classes < 0 || index >= classes || index < -classes) {
      throw new IllegalArgumentException(
          "%s: expected outputs of shape (batch, time, classes) with a class `mask_index`. Received: shape %s, mask_index=%d."
              .formatted(a.who(), Shapes.show(x.shape()), index));
    }
    return Math.floorMod(index, Math.toIntExact(classes));
  }

  /** Moves the class that stands for none to the end, where TensorFlow's kernels want it. */
  private static Expr blankLast(Expr x, int blank) {
    int classes = Math.toIntExact(x.shape().get(-1));
    int[] order =
        IntStream.range(0, classes)
            .map(i -> i == classes - 1 ? blank : i < blank ? i : i + 1)
            .toArray();
    return Numpy.take(x, x.wrap(x.tf().constant(order)), x.rank() - 1);
  }

  private static Expr loss(OpArguments a) {
    Expr output = a.tensor("output");
    int blank = blank(a, output);
    Expr target = a.tensor("target").cast(DType.INT32);
    Expr moved = target.sub(1);
    Expr labels = target.greater(blank).where(moved, target);
    Ops tf = output.tf();
    Expr lengths = a.tensor("target_length").cast(DType.INT32).expandDims(1);
    Expr counts = Nn.places(Core.size(target, 1)).expandDims(0).less(lengths);
    Expr places = output.wrap(tf.where(Core.bool(counts)));
    Expr x = blankLast(output.cast(DType.FLOAT32).transpose(1, 0, 2), blank);
    Expr loss =
        RawOp.of(
            "CTCLoss",
            x,
            places,
            tf.gatherNd(labels, places),
            a.tensor("output_length").cast(DType.INT32));
    return loss.cast(output.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32);
  }

  private static List<Expr> decode(OpArguments a) {
    Expr given = a.tensor("inputs");
    int blank = blank(a, given);
    DType dtype = given.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Expr inputs = given.cast(dtype).transpose(1, 0, 2);
    Expr lengths = a.tensor("sequence_lengths").cast(DType.INT32);
    boolean greedy = a.text("strategy", "greedy", "beam_search").equals("greedy");
    int paths = greedy ? 1 : a.integer("top_paths");
    Consumer<OperationBuilder> attributes =
        greedy
            ? b ->
                b.setAttr("merge_repeated", a.flag("merge_repeated"))
                    .setAttr("blank_index", (long) blank)
            : b ->
                b.setAttr("beam_width", (long) a.integer("beam_width"))
                    .setAttr("top_paths", (long) paths)
                    .setAttr("merge_repeated", false);
    Operation found =
        RawOp.build(
            given.tf(),
            greedy ? "CTCGreedyDecoder" : "CTCBeamSearchDecoder",
            attributes,
            List.of(greedy ? inputs : blankLast(inputs, blank), lengths));
    Expr sizes =
        Numpy.take(Core.shape(given), given.wrap(given.tf().constant(new int[] {0, 1})), 0);
    List<Expr> dense = new ArrayList<>();
    for (int i = 0; i < paths; i++) {
      Expr places = given.wrap(found.output(i));
      Expr values = given.wrap(found.output(paths + i)).add(1);
      Expr shape = sizes.cast(DType.INT64);
      Expr labels = RawOp.of("ScatterNd", places, values, shape).sub(1).cast(DType.INT32);
      dense.add(
          greedy
              ? labels
              : Numpy.greaterEqual(labels, labels.constant(blank)).where(labels.add(1), labels));
    }
    Expr all = NumpyShapeRows.stack(dense, 0);
    Shape told = Shape.of(paths, given.shape().get(0), given.shape().get(1));
    Expr scores = given.wrap(found.output(3 * paths));
    return List.of(
        given.wrap(given.tf().ensureShape(all, told)),
        given.wrap(given.tf().ensureShape(scores, Shape.of(given.shape().get(0), paths))));
  }
}
