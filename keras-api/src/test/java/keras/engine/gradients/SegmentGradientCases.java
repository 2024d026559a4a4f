package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;

/** Lists the checks of reductions over segments, of scattered values, and of images. */
final class SegmentGradientCases {
  private SegmentGradientCases() {}

  static void addTo(Table t) {
    for (String by : List.of("Sum", "Max", "Min", "Prod")) {
      String type = "Segment" + by;
      t.add(
          type,
          0.5,
          2,
          (o, x) -> o.of("Square", o.of(type, x.get(0), o.ints(0, 0, 1, 3))),
          s(4, 3));
    }
    t.add(
        "UnsortedSegmentProd",
        0.5,
        2,
        (o, x) -> o.of("UnsortedSegmentProd", x.get(0), o.ints(2, -1, 0, 2), o.i(4)),
        s(4, 3));
    t.add(
        "UnsortedSegmentProd of a zero",
        0.5,
        2,
        (o, x) ->
            o.of(
                "UnsortedSegmentProd",
                o.of("Mul", x.get(0), o.c(0, 1, 1)),
                o.ints(2, 0, 1),
                o.i(4)),
        s(3, 3));
    t.add("RGBToHSV", 0, 1, (o, x) -> o.of("Square", o.of("RGBToHSV", x.get(0))), s(7, 3))
        .float32();
    for (String mode : List.of("CONSTANT", "NEAREST", "WRAP", "REFLECT")) {
      for (String how : List.of("BILINEAR", "NEAREST")) {
        t.add(
                "ImageProjectiveTransformV3 " + mode + " " + how,
                -1,
                1,
                (o, x) -> shifted(o, x.get(0), mode, how),
                s(2, 3, 4, 2))
            .float32();
      }
    }
    for (String type : List.of("TensorScatterMax", "TensorScatterMin")) {
      t.add(type, -1, 1, (o, x) -> scattered(o, type, x), s(4, 3), s(2, 3));
    }
  }

  private static Operand<?> scattered(Calls o, String type, List<Operand<?>> x) {
    Operand<?> places = o.tf().constant(new int[][] {{3}, {1}});
    return o.of("Square", o.of(type, x.get(0), places, x.get(1)));
  }

  /** By whole pixels, and by none where what comes in again counts. */
  private static Operand<?> shifted(Calls o, Operand<?> x, String mode, String how) {
    int by = mode.equals("CONSTANT") ? 1 : 0;
    Operand<?> moved =
        o.of(
            "ImageProjectiveTransformV3",
            x,
            o.tf().constant(new float[][] {{1, 0, by, 0, 1, by, 0, 0}}),
            o.ints(3, 4),
            o.tf().constant(0f),
            "interpolation",
            how,
            "fill_mode",
            mode);
    return o.of("Square", moved);
  }
}
