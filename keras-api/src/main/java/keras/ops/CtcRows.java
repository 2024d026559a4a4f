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
  private static final String LABELS =
      "labels must be classes in [0, %d) but %d, and fit into the time: a step each, and one"
          + " between two of the same";

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

  /**
   * Returns the loss of labels whose padding is 0, each as long as it has labels.
   *
   * @param target (batch, labels), in [0, classes)
   * @param output logits: (batch, time, classes)
   */
  static Expr padded(Expr target, Expr output) {
    Expr lengths = Numpy.notEqual(target, 0).cast(DType.INT32).sum(-1);
    Expr batch = Core.size(output, 0).expandDims(0);
    return loss(target, output, lengths, Numpy.broadcastTo(Core.size(output, 1), batch), 0);
  }

  private static Expr loss(OpArguments a) {
    Expr output = a.tensor("output");
    Expr times = a.tensor("output_length");
    return loss(a.tensor("target"), output, a.tensor("target_length"), times, blank(a, output));
  }

  static Expr loss(Expr truth, Expr output, Expr length, Expr times, int blank) {
    Expr target = truth.cast(DType.INT32);
    Expr labels = target.greater(blank).where(target.sub(1), target);
    Ops tf = output.tf();
    Expr lengths = length.cast(DType.INT32);
    Expr steps = times.cast(DType.INT32);
    // The kernel refuses rows without labels: it gets one for these, and none of what it says.
    Expr empty = lengths.less(1);
    labels = empty.expandDims(1).where(Numpy.zerosLike(labels), labels);
    Expr places = Nn.places(Core.size(target, 1)).expandDims(0);
    Expr counts = output.wrap(tf.where(Core.bool(places.less(lengths.maximum(1).expandDims(1)))));
    Expr x = output.cast(DType.FLOAT32);
    Expr found =
        RawOp.of(
            "CTCLoss",
            blankLast(x.transpose(1, 0, 2), blank),
            counts,
            tf.gatherNd(labels, counts),
            steps);
    Expr bad = bad(target, lengths, steps, blank, output.shape().get(-1));
    Expr loss = empty.where(silence(x, steps, blank), found).add(bad);
    return loss.cast(output.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32);
  }

  /** Returns a 0 for each row; fails where a row has labels that no path through time says. */
  private static Expr bad(Expr target, Expr lengths, Expr steps, int blank, long classes) {
    Expr places = Nn.places(Core.size(target, 1)).expandDims(0);
    Expr here = places.less(lengths.expandDims(1));
    Expr none = Numpy.logicalOr(target.less(0), target.greater((double) classes - 1));
    Expr wrong = Numpy.logicalOr(none, target.equal(target.constant(blank)));
    // A label that is the one before takes a step more, of none.
    Expr before = RawOp.of("Roll", target, target.constant(1), target.constant(1));
    Expr again = Numpy.logicalAnd(target.equal(before), places.greater(0));
    Expr needed = Numpy.logicalAnd(here, again).cast(DType.INT32).sum(1).add(lengths);
    Expr bad = Numpy.logicalOr(Numpy.any(Numpy.logicalAnd(here, wrong), 1), needed.greater(steps));
    Expr zero = Numpy.zerosLike(bad.cast(DType.FLOAT32));
    Expr marked = bad.where(zero.add(Double.POSITIVE_INFINITY), zero);
    return RawOp.of(
        "CheckNumerics", b -> b.setAttr("message", LABELS.formatted(classes, blank)), marked);
  }

  /** Returns the loss of rows without labels: of nothing but none in all of their time. */
  private static Expr silence(Expr x, Expr steps, int blank) {
    Expr none = Numpy.take(Nn.logSoftmax(x, -1), Core.constant(x.tf(), blank, DType.INT32), 2);
    Expr times = Nn.places(Core.size(x, 1)).expandDims(0).less(steps.expandDims(1));
    return times.where(none, Numpy.zerosLike(none)).sum(1).neg();
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
