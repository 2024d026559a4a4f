package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;

/** Lists the checks of ops whose gradient TensorFlow's own registry has right. */
final class FallbackGradientCases {
  private FallbackGradientCases() {}

  static void addTo(Table t) {
    einsums(t);
    moves(t);
    segments(t);
    images(t);
    matrices(t);
    for (String op : new String[] {"CheckNumerics", "CheckNumericsV2"}) {
      t.add(op, -1, 1, (o, x) -> o.of(op, x.get(0), "message", ""), s(3));
    }
  }

  private static void einsums(Table t) {
    t.add("Einsum dense", -1, 1, einsum("abc,cd->abd"), s(2, 3, 2), s(2, 3));
    t.add("Einsum heads", -1, 1, einsum("bqhd,bkhd->bhqk"), s(2, 2, 2, 3), s(2, 3, 2, 3));
    t.add("Einsum ellipsis", -1, 1, einsum("...ab,bc->...ac"), s(2, 1, 2, 3), s(3, 2));
    t.add("Einsum broadcast", -1, 1, einsum("...ab,...bc->...ac"), s(2, 1, 2, 3), s(3, 3, 2));
    t.add("Einsum sum", -1, 1, einsum("ab->b"), s(2, 3));
    t.add("Einsum turned sum", -1, 1, einsum("abc->ca"), s(2, 3, 2));
    t.add("Einsum summed away", -1, 1, einsum("abc,cd->ad"), s(2, 3, 2), s(2, 3));
    t.add("Einsum diagonal", -1, 1, einsum("aab->ab"), s(2, 2, 3));
  }

  private static GradientCase.Builder einsum(String equation) {
    return (o, x) -> o.of("Einsum", x, "equation", equation);
  }

  private static void moves(Table t) {
    t.add("ReverseV2", -1, 1, (o, x) -> o.of("ReverseV2", x.get(0), o.ints(1)), s(3, 4));
    t.add(
        "ReverseSequence",
        -1,
        1,
        (o, x) -> o.of("ReverseSequence", x.get(0), o.ints(2, 4, 1), "seq_dim", 1),
        s(3, 4));
    t.add("Roll", -1, 1, (o, x) -> o.of("Roll", x.get(0), o.i(1), o.i(1)), s(3, 4));
    for (String mode : new String[] {"REFLECT", "SYMMETRIC"}) {
      t.add(
          "MirrorPad " + mode,
          -1,
          1,
          (o, x) ->
              o.of(
                  "MirrorPad",
                  x.get(0),
                  o.tf().constant(new int[][] {{1, 2}, {0, 1}}),
                  "mode",
                  mode),
          s(3, 4));
    }
    for (String mode : new String[] {"REFLECT", "SYMMETRIC"}) {
      t.add(
          "MirrorPadGrad " + mode,
          -1,
          1,
          (o, x) ->
              o.of(
                  "MirrorPadGrad",
                  x.get(0),
                  o.tf().constant(new int[][] {{1, 2}, {0, 1}}),
                  "mode",
                  mode),
          s(6, 5));
    }
    t.add(
        "SpaceToDepth",
        -1,
        1,
        (o, x) -> o.of("SpaceToDepth", x.get(0), "block_size", 2),
        s(1, 4, 2, 3));
    t.add(
        "DepthToSpace",
        -1,
        1,
        (o, x) -> o.of("DepthToSpace", x.get(0), "block_size", 2),
        s(1, 2, 1, 4));
    t.add(
        "SpaceToBatchND",
        -1,
        1,
        (o, x) -> o.of("SpaceToBatchND", x.get(0), o.ints(2, 2), edges(o)),
        s(1, 3, 3, 2));
    t.add(
        "BatchToSpaceND",
        -1,
        1,
        (o, x) -> o.of("BatchToSpaceND", x.get(0), o.ints(2, 2), edges(o)),
        s(4, 2, 2, 1));
  }

  private static Operand<?> edges(GradientCase.Calls o) {
    return o.tf().constant(new int[][] {{1, 0}, {0, 1}});
  }

  private static void segments(Table t) {
    t.add("SegmentSum", -1, 1, (o, x) -> o.of("SegmentSum", x.get(0), o.ints(0, 0, 2)), s(3, 2));
    for (String op :
        new String[] {"UnsortedSegmentSum", "UnsortedSegmentMax", "UnsortedSegmentMin"}) {
      t.add(op, -1, 1, (o, x) -> o.of(op, x.get(0), o.ints(1, 0, 1), o.i(2)), s(3, 2));
    }
    t.add(
        "DynamicStitch",
        -1,
        1,
        (o, x) -> o.of("DynamicStitch", java.util.List.of(o.ints(0, 2), o.ints(1)), x),
        s(2, 3),
        s(1, 3));
    t.add(
        "DynamicPartition",
        -1,
        1,
        (o, x) ->
            o.all("DynamicPartition", x.get(0), o.ints(1, 0, 1), "num_partitions", 2)
                .op()
                .output(1),
        s(3, 2));
  }

  private static void images(Table t) {
    for (String op : new String[] {"ResizeBilinear", "ResizeNearestNeighbor", "ResizeBicubic"}) {
      for (boolean half : new boolean[] {false, true}) {
        GradientCase line =
            t.add(
                op + " " + half,
                -1,
                1,
                (o, x) -> o.of(op, x.get(0), o.ints(5, 3), "half_pixel_centers", half),
                s(1, 3, 4, 2));
        line.float32();
      }
    }
    for (String kernel :
        new String[] {
          "triangle", "keyscubic", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"
        }) {
      for (boolean antialias : new boolean[] {false, true}) {
        t.add(
                "ScaleAndTranslate " + kernel + " " + antialias,
                -1,
                1,
                (o, x) ->
                    o.of(
                        "ScaleAndTranslate",
                        x.get(0),
                        o.ints(3, 2),
                        o.tf().constant(new float[] {0.6f, 0.5f}),
                        o.tf().constant(new float[2]),
                        "kernel_type",
                        kernel,
                        "antialias",
                        antialias),
                s(1, 5, 4, 2))
            .float32();
      }
    }
  }

  private static void matrices(Table t) {
    t.add(
        "MatrixBandPart",
        -1,
        1,
        (o, x) ->
            o.of(
                "MatrixBandPart",
                x.get(0),
                o.of("Cast", o.i(1), "DstT", org.tensorflow.proto.DataType.DT_INT64),
                o.of("Cast", o.i(0), "DstT", org.tensorflow.proto.DataType.DT_INT64)),
        s(2, 3, 4));
    t.add("Diag", -1, 1, (o, x) -> o.of("Diag", x.get(0)), s(3));
    t.add("DiagPart", -1, 1, (o, x) -> o.of("DiagPart", x.get(0)), s(3, 3));
    t.add("MatrixDiag", -1, 1, (o, x) -> o.of("MatrixDiag", x.get(0)), s(2, 3));
  }
}
