package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** Lists the checks of losses over sequences, lookups in variables, and what gives integers. */
final class RareGradientCases {
  private RareGradientCases() {}

  static void addTo(Table t) {
    t.add(
            "ResourceGather",
            -1,
            1,
            (o, x) ->
                o.of(
                    "Square",
                    o.of("ResourceGather", x.get(0), o.ints(2, 0, 2), "dtype", o.dtype())),
            s(3, 4))
        .ofVariables();
    t.add(
        "AccumulateNV2",
        -1,
        1,
        (o, x) -> o.of("AccumulateNV2", x, "shape", Shape.of(3, 4)),
        s(3, 4),
        s(3, 4));
    t.add("BlockLSTM", -1, 1, RareGradientCases::lstm, s(3, 2, 3), s(2, 2), s(2, 2), s(5, 8), s(8))
        .float32();
    t.add("CTCLoss", -1, 1, RareGradientCases::ctc, s(4, 2, 3)).float32().knownShapes();
    for (String how : List.of("", "exclusive", "reverse")) {
      t.add("CumulativeLogsumexp " + how, -1, 1, (o, x) -> sums(o, x.get(0), how), s(3, 4));
    }
    t.add(
        "Print",
        -1,
        1,
        (o, x) -> o.of("Square", o.of("Print", x.get(0), List.of(x.get(0)), "first_n", 0)),
        s(3));
    integers(t);
  }

  /** What is left out is a sum of nothing, as small as can be: its exponential is 0. */
  private static Operand<?> sums(Calls o, Operand<?> x, String how) {
    Operand<?> sum =
        o.of(
            "CumulativeLogsumexp",
            x,
            o.i(1),
            "exclusive",
            how.equals("exclusive"),
            "reverse",
            how.equals("reverse"));
    return o.of("Exp", sum);
  }

  /** Three steps of two sequences: the states and the carries. */
  private static Operand<?> lstm(Calls o, List<Operand<?>> x) {
    Operand<?> none = o.tf().constant(new float[2]);
    Operand<?> all =
        o.all(
            "BlockLSTM",
            o.tf().constant(3L),
            x.get(0),
            x.get(1),
            x.get(2),
            x.get(3),
            none,
            none,
            none,
            x.get(4),
            "forget_bias",
            0.0,
            "cell_clip",
            -1.0,
            "use_peephole",
            false);
    return o.of("Mul", all.op().output(6), all.op().output(1));
  }

  /** Labels (0), (1 0) for two sequences of four and three steps and two classes and the blank. */
  private static Operand<?> ctc(Calls o, List<Operand<?>> x) {
    Operand<?> places = o.tf().constant(new long[][] {{0, 0}, {1, 0}, {1, 1}});
    return o.of("CTCLoss", x.get(0), places, o.ints(0, 1, 0), o.ints(4, 3));
  }

  private static void integers(Table t) {
    for (String op : new String[] {"ArgMax", "ArgMin"}) {
      t.add(op, -1, 1, (o, x) -> floating(o, o.of(op, x.get(0), o.i(1))), s(3, 4)).none();
    }
    t.add(
            "TruncateDiv",
            1,
            9,
            (o, x) -> floating(o, o.of("TruncateDiv", whole(o, x.get(0)), o.i(2))),
            s(3))
        .none();
    t.add("Range", 1, 3, (o, x) -> o.of("Range", x.get(0), o.c(9), o.c(1)), s()).none();
    t.add("LinSpace", 1, 3, (o, x) -> o.of("LinSpace", x.get(0), o.c(9), o.i(4)), s()).none();
    t.add(
            "OneHot",
            1,
            3,
            (o, x) -> o.of("OneHot", o.ints(0, 2), o.i(3), x.get(0), x.get(1)),
            s(),
            s())
        .none();
    t.add(
            "Bucketize",
            1,
            3,
            (o, x) -> floating(o, o.of("Bucketize", x.get(0), "boundaries", new float[] {2})),
            s(3))
        .none();
  }

  private static Operand<?> whole(Calls o, Operand<?> x) {
    return o.of("Cast", x, "DstT", DataType.DT_INT32);
  }

  private static Operand<?> floating(Calls o, Operand<?> x) {
    return o.of("Cast", x, "DstT", o.dtype());
  }
}
