package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Differentiates slices, gathers, scatters and the choice of the largest.
 *
 * <p>Keras: tensorflow/python/ops/array_grad.py
 */
final class IndexingGradients {
  private static final String[] MASKS = {
    "begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"
  };

  private IndexingGradients() {}

  static void addTo(VjpTable table) {
    table.unary("Slice", IndexingGradients::slice);
    table.unary("StridedSlice", IndexingGradients::stridedSlice);
    table.put(
        "StridedSliceGrad",
        s ->
            Arrays.asList(
                null,
                null,
                null,
                null,
                s.dy().op("StridedSlice", s.copying(MASKS), s.input(1), s.input(2), s.input(3))));
    table.put("Gather", s -> List.of(rows(s)));
    table.put("GatherV2", IndexingGradients::gather);
    table.put("ResourceGather", s -> List.of(rows(s)));
    table.put("GatherNd", IndexingGradients::gatherNd);
    table.put("ScatterNd", s -> Arrays.asList(null, s.dy().op("GatherNd", s.input(0))));
    table.put(
        "TensorScatterUpdate",
        s ->
            Arrays.asList(
                s.dy().op("TensorScatterUpdate", s.input(1), s.input(2).zerosLike()),
                null,
                s.dy().op("GatherNd", s.input(1))));
    table.put(
        "TensorScatterAdd", s -> Arrays.asList(s.dy(), null, s.dy().op("GatherNd", s.input(1))));
    table.unary("TopKV2", IndexingGradients::topK);
  }

  private static Term slice(BackwardStep s) {
    GradientOps ops = s.ops();
    Term begin = s.input(1);
    DataType index = begin.dtype();
    Term column = ops.pack(List.of(s.input(0).axisCount(), ops.ints(1)), 0);
    Term after = s.input(0).dims(index).sub(s.output().dims(index)).sub(begin);
    Term paddings = ops.concat(List.of(begin.reshape(column), after.reshape(column)), ops.ints(1));
    return s.dy().op("Pad", paddings);
  }

  private static Term stridedSlice(BackwardStep s) {
    Term begin = s.input(1);
    return s.input(0)
        .dims(begin.dtype())
        .op("StridedSliceGrad", s.copying(MASKS), begin, s.input(2), s.input(3), s.dy());
  }

  /** Returns the gradient of whole rows, unsummed. */
  private static IndexedSlices rows(BackwardStep s) {
    GradientOps ops = s.ops();
    Term dims =
        s.operation().type().equals("ResourceGather")
            ? s.input(0).op("VariableShape")
            : s.input(0).dims();
    Term row = dims.slice(ops.vector(1), ops.vector(-1));
    Term count = s.input(1).op("Size").reshape(1);
    Term values = s.dy().reshape(ops.concat(count, row));
    return new IndexedSlices(values, s.input(1).reshape(count), dims);
  }

  private static List<@Nullable Operand<?>> gather(BackwardStep s) {
    long[] axis = s.input(2).knownInts();
    return axis != null && axis[0] == 0
        ? Collections.singletonList(rows(s))
        : Collections.singletonList(gatherAlong(s));
  }

  /** Moves the gathered axis behind the batch axes, sums there, and moves it back. */
  private static Term gatherAlong(BackwardStep s) {
    GradientOps ops = s.ops();
    Term dims = s.input(0).dims();
    Term rank = s.input(0).axisCount();
    Term axis = s.input(2).cast(DataType.DT_INT32).add(rank).op("FloorMod", rank);
    int batch = batchAxes(s);
    Term one = ops.vector(1);
    Term at = axis.reshape(1);
    Term outer = dims.slice(ops.vector(0), at);
    Term inner = dims.slice(at.add(one), ops.vector(-1));
    Term valueDims = ops.concat(outer, ops.vector(-1), inner);
    Term batches = range(ops, ops.ints(0), ops.ints(batch));
    Term between = range(ops, ops.ints(batch), axis);
    Term behind = range(ops, axis.add(ops.ints(1)), valueDims.op("Size"));
    Term forth = ops.concat(batches, at, between, behind);
    Term back = ops.concat(batches, between.add(one), ops.vector(batch), behind);
    Term values = s.dy().reshape(valueDims).op("Transpose", forth);
    Term size = dims.gather(axis);
    Term sums = sumBatches(ops, dims.gather(forth), values, s.input(1), batch, size);
    return sums.op("Transpose", back).reshape(dims);
  }

  private static int batchAxes(BackwardStep s) {
    long batch = s.attributes().getAttrInt("batch_dims");
    return Math.toIntExact(batch < 0 ? batch + s.input(1).shape().numDimensions() : batch);
  }

  private static Term range(GradientOps ops, Term from, Term to) {
    return ops.op("Range", from, to, ops.ints(1));
  }

  private static Term sumBatches(
      GradientOps ops, Term dims, Term values, Term indices, int batch, Term size) {
    if (batch == 0) {
      return values.op("UnsortedSegmentSum", indices.reshape(-1), size);
    }
    Term outer = values.dims().slice(ops.vector(0), ops.vector(batch));
    Term inner = values.dims().slice(ops.vector(batch + 1), ops.vector(-1));
    Term flatDims = ops.concat(ops.vector(-1), inner);
    Term rows = size.mul(outer.op("Prod", ops.vector(0)));
    Term sums =
        values
            .reshape(flatDims)
            .op("UnsortedSegmentSum", batchIndices(ops, dims, indices, batch).reshape(-1), rows);
    return sums.reshape(ops.concat(outer, flatDims));
  }

  /** Adds to each index where its batch begins once the batch axes are flat. */
  private static Term batchIndices(GradientOps ops, Term dims, Term indices, int batch) {
    Term result = indices;
    Term typed = dims.cast(indices.dtype());
    Term stride = ops.scalar(1, indices.dtype());
    for (int axis = batch; axis > 0; axis--) {
      stride = stride.mul(typed.element(axis));
      Term starts =
          ops.op(
                  "Range",
                  ops.scalar(0, indices.dtype()),
                  typed.element(axis - 1),
                  ops.scalar(1, indices.dtype()))
              .mul(stride);
      List<Term> shape = new ArrayList<>();
      long[] before = new long[axis - 1];
      Arrays.fill(before, 1);
      shape.add(ops.vector(before));
      shape.add(dims.element(axis - 1).reshape(1));
      Term after = indices.axisCount().sub(ops.ints(axis)).reshape(1);
      shape.add(ops.vector(1).op("Tile", after));
      result = result.add(starts.reshape(ops.concat(shape, ops.ints(0))));
    }
    return result;
  }

  private static List<@Nullable Operand<?>> gatherNd(BackwardStep s) {
    Term indices = s.input(1);
    Shape shape = indices.shape();
    if (shape.numDimensions() == 2 && shape.get(1) == 1) {
      Term rows = indices.op("Squeeze", b -> b.setAttr("squeeze_dims", new long[] {-1}));
      return Collections.singletonList(new IndexedSlices(s.dy(), rows, s.input(0).dims()));
    }
    return Collections.singletonList(
        indices.op("ScatterNd", s.dy(), s.input(0).dims(indices.dtype())));
  }

  /** Puts each gradient back where its value came from, counting elements through all rows. */
  private static Term topK(BackwardStep s) {
    GradientOps ops = s.ops();
    Term dims = s.input(0).dims();
    Term last = s.input(0).axisCount().sub(ops.ints(1));
    Term columns = dims.gather(last);
    Term chosen = s.output(1);
    Term k = chosen.dims().gather(last);
    Term perRow = chosen.reshape(ops.pack(List.of(ops.ints(-1), k), 0));
    Term rows = perRow.dims().element(0);
    Term starts = ops.op("Range", ops.ints(0), rows.mul(columns), columns);
    Term places = perRow.add(starts.op("ExpandDims", ops.ints(-1))).reshape(-1);
    Term size = s.input(0).op("Size").reshape(1);
    return places
        .op("ExpandDims", ops.ints(-1))
        .op("ScatterNd", s.dy().reshape(-1), size)
        .reshape(dims);
  }
}
