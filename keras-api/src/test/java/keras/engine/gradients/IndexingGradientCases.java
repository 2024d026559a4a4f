package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;

/** Lists the checks of slices, gathers and scatters. */
final class IndexingGradientCases {
  private IndexingGradientCases() {}

  static void addTo(Table t) {
    slices(t);
    gathers(t);
    scatters(t);
    for (int k : new int[] {1, 3}) {
      t.add("TopKV2 " + k, -1, 1, (o, x) -> o.of("TopKV2", x.get(0), o.i(k)), s(2, 3, 4));
    }
    t.add("TopKV2 vector", -1, 1, (o, x) -> o.of("TopKV2", x.get(0), o.i(2)), s(5));
  }

  private static void slices(Table t) {
    t.add("Slice", -1, 1, (o, x) -> o.of("Slice", x.get(0), o.ints(1, 0), o.ints(2, -1)), s(3, 4));
    t.add(
        "StridedSlice",
        -1,
        1,
        (o, x) -> o.of("StridedSlice", x.get(0), o.ints(0, 3), o.ints(3, -5), o.ints(2, -1)),
        s(3, 4));
    t.add(
        "StridedSlice masks",
        -1,
        1,
        (o, x) ->
            o.of(
                "StridedSlice",
                x.get(0),
                o.ints(0, 0, 1, 0),
                o.ints(0, 0, 2, 0),
                o.ints(1, 1, 1, 1),
                "ellipsis_mask",
                1,
                "new_axis_mask",
                2,
                "shrink_axis_mask",
                4,
                "end_mask",
                8),
        s(2, 3, 4));
    t.add(
        "StridedSliceGrad",
        -1,
        1,
        (o, x) ->
            o.of(
                "StridedSliceGrad",
                o.ints(3, 4),
                o.ints(0, 1),
                o.ints(2, 4),
                o.ints(1, 2),
                x.get(0)),
        s(2, 2));
  }

  private static Operand<?> matrix(Calls o) {
    return o.tf().constant(new int[][] {{1, 0}, {2, 2}});
  }

  private static void gathers(Table t) {
    for (int axis : new int[] {0, 1, 2, -1, -3}) {
      t.add(
          "GatherV2 axis " + axis,
          -1,
          1,
          (o, x) -> o.of("GatherV2", x.get(0), matrix(o), o.i(axis)),
          s(3, 4, 3));
    }
    for (int axis : new int[] {1, 2, -1}) {
      t.add(
          "GatherV2 batch, axis " + axis,
          -1,
          1,
          (o, x) -> o.of("GatherV2", x.get(0), matrix(o), o.i(axis), "batch_dims", 1),
          s(2, 3, 4));
    }
    t.add(
        "GatherV2 two batch axes",
        -1,
        1,
        (o, x) ->
            o.of(
                "GatherV2",
                x.get(0),
                o.tf().constant(new int[][][] {{{1, 0}, {2, 2}, {0, 1}}}),
                o.i(3),
                "batch_dims",
                2),
        s(1, 3, 2, 3));
    t.add("Gather", -1, 1, (o, x) -> o.of("Gather", x.get(0), matrix(o)), s(3, 4));
    t.add("GatherNd", -1, 1, (o, x) -> o.of("GatherNd", x.get(0), matrix(o)), s(3, 4, 2));
    t.add(
        "GatherNd rows",
        -1,
        1,
        (o, x) -> o.of("GatherNd", x.get(0), o.tf().constant(new int[][] {{1}, {0}, {1}})),
        s(3, 4));
  }

  private static void scatters(Table t) {
    t.add(
        "ScatterNd",
        -1,
        1,
        (o, x) -> o.of("ScatterNd", matrix(o), x.get(0), o.ints(3, 4, 2)),
        s(2, 2));
    for (String op : new String[] {"TensorScatterUpdate", "TensorScatterAdd"}) {
      t.add(op, -1, 1, (o, x) -> o.of(op, x.get(0), matrix(o), x.get(1)), s(3, 4, 2), s(2, 2));
    }
  }
}
