package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Table;

/** Lists the checks of special functions, and of other functions that graphs of tf_keras hold. */
final class SpecialGradientCases {
  private SpecialGradientCases() {}

  static void addTo(Table t) {
    for (String op :
        List.of(
            "Expint",
            "Spence",
            "BesselI0e",
            "BesselI1e",
            "BesselJ0",
            "BesselJ1",
            "BesselK0",
            "BesselK0e",
            "BesselK1",
            "BesselK1e",
            "BesselY0",
            "BesselY1",
            "Dawsn",
            "FresnelCos",
            "FresnelSin")) {
      t.unary(op, 0.3, 0.9);
    }
    t.unary("Ndtri", 0.2, 0.8);
    for (String op : List.of("Igamma", "Igammac")) {
      t.add(op, 0.5, 2, (o, x) -> o.of(op, x.get(0), x.get(1)), s(3, 4), s(4));
    }
    t.add("Polygamma", 0.5, 2, (o, x) -> o.of("Polygamma", o.c(1), x.get(0)), s(3, 4));
    t.add("Zeta", 1.5, 2, (o, x) -> o.of("Zeta", o.c(2.5), x.get(0)), s(3, 4));
    t.add("Betainc", 0.2, 0.8, (o, x) -> o.of("Betainc", o.c(1.5), o.c(2.5), x.get(0)), s(3, 4));
    t.add(
        "SegmentMean",
        -1,
        1,
        (o, x) -> o.of("Square", o.of("SegmentMean", x.get(0), o.ints(0, 0, 1, 1))),
        s(4, 3));
    t.add(
        "MatrixSetDiagV3",
        -1,
        1,
        (o, x) -> o.of("Square", o.of("MatrixSetDiagV3", x.get(0), x.get(1), o.i(0))),
        s(2, 3, 3),
        s(2, 3));
    t.add(
            "ResizeBilinear of corners",
            -1,
            1,
            (o, x) -> o.of("ResizeBilinear", x.get(0), o.ints(5, 3), "align_corners", true),
            s(1, 3, 4, 1))
        .float32();
    t.add(
            "CropAndResize",
            -1,
            1,
            (o, x) ->
                o.of(
                    "Square",
                    o.of(
                        "CropAndResize",
                        x.get(0),
                        o.tf().constant(new float[][] {{0.1f, 0.2f, 0.8f, 0.9f}}),
                        o.ints(1),
                        o.ints(3, 2))),
            s(2, 4, 4, 1))
        .float32();
  }
}
