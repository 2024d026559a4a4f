package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Output;

/**
 * Functions of TensorFlow that take parts of tensors, put parts together, and reorder them.
 *
 * <p>Keras: {@code tensorflow/python/ops/array_ops.py}.
 */
final class TfIndexFunctions {
  private TfIndexFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "concat",
        "values, axis=0",
        a -> {
          List<Operand<?>> parts = new ArrayList<>(a.tensors("values"));
          parts.add(a.tensor("axis"));
          return concat(a, parts);
        });
    rows.one(
        "stack",
        "values, axis=0",
        a -> {
          Output<?>[] all = TfArguments.list(a.tensors("values"));
          return a.op("Pack", b -> b.addInputList(all).setAttr("axis", a.integer("axis")));
        });
    rows.one("__operators__.getitem", "tensor, slice_spec", TfSlice::of);
    rows.one(
        "slice",
        "input_, begin, size",
        a -> a.op("Slice", a.tensor("input_"), a.sizes("begin"), a.sizes("size")));
    rows.one(
        "strided_slice",
        "input_, begin, end, strides=None, begin_mask=0, end_mask=0, ellipsis_mask=0,"
            + " new_axis_mask=0, shrink_axis_mask=0",
        TfSlice::strided);
    rows.one(
        "gather compat.v1.gather",
        "params, indices, validate_indices=None, axis=None, batch_dims=0",
        TfIndexFunctions::gather);
    rows.one(
        "compat.v1.batch_gather",
        "params, indices",
        a -> {
          Expr indices = a.tensor("indices");
          int last = indices.rank() - 1;
          return gather(a, a.tensor("params"), indices, last, last);
        });
    rows.one(
        "gather_nd compat.v1.gather_nd",
        "params, indices, batch_dims=0, bad_indices_policy=''!",
        TfIndexFunctions::gatherNd);
    rows.one(
        "scatter_nd",
        "indices, updates, shape, bad_indices_policy=''!",
        a -> a.op("ScatterNd", a.tensor("indices"), a.tensor("updates"), a.sizes("shape")));
    rows.one(
        "tensor_scatter_nd_sub",
        "tensor, indices, updates, bad_indices_policy=''!",
        a -> {
          Expr x = a.tensor("tensor");
          Expr updates = a.tensor("updates", x.dtype()).neg();
          Expr places = a.tensor("indices");
          return Ops.call(
              "scatter_update",
              x,
              c -> c.with("indices", places).with("updates", updates).with("reduction", "add"));
        });
    rows.several("split", "value, num_or_size_splits, axis=0, num=None", TfIndexFunctions::split);
    rows.one(
        "one_hot",
        "indices, depth, on_value=None, off_value=None, axis=None, dtype=None",
        TfIndexFunctions::oneHot);
    rows.one("where", "condition, x=None, y=None", TfIndexFunctions::where);
    rows.one("compat.v1.boolean_mask", "tensor, mask, axis=None", TfIndexFunctions::booleanMask);
    rows.one(
        "pad compat.v1.pad",
        "tensor, paddings, mode='CONSTANT', constant_values=0",
        TfIndexFunctions::pad);
    rows.one(
        "reverse_sequence",
        "input, seq_lengths, seq_axis=None, batch_axis=None",
        a ->
            a.op(
                "ReverseSequence",
                b ->
                    b.setAttr("seq_dim", a.has("seq_axis") ? a.integer("seq_axis") : 0L)
                        .setAttr("batch_dim", a.has("batch_axis") ? a.integer("batch_axis") : 0L),
                a.tensor("input"),
                a.tensor("seq_lengths")));
    rows.one(
        "searchsorted",
        "sorted_sequence, values, side='left', out_type=None",
        TfIndexFunctions::places);
    rows.one(
        "compat.v1.math.in_top_k",
        "predictions, targets, k",
        a ->
            a.op(
                "InTopKV2",
                a.tensor("predictions"),
                a.tensor("targets"),
                a.tensor("k").cast(a.tensor("targets").dtype())));
    rows.several("unique", "x, out_idx=None", a -> unique(a, "Unique"));
    rows.several("unique_with_counts", "x, out_idx=None", a -> unique(a, "UniqueWithCounts"));
    rows.one("math.invert_permutation", "x", a -> a.op("InvertPermutation", a.tensor("x")));
    rows.one(
        "argsort",
        "values, axis=-1, direction='ASCENDING', stable=False",
        a -> sorted(a, "argsort"));
    rows.one("sort", "values, axis=-1, direction='ASCENDING'", a -> sorted(a, "sort"));
    rows.one(
        "bitcast",
        "input, type",
        a -> {
          DType type = a.dtype("type", DType.FLOAT32);
          return a.op("Bitcast", b -> b.setAttr("type", type.proto()), a.tensor("input"));
        });
    for (String op :
        List.of(
            "space_to_batch_nd SpaceToBatchND paddings",
            "batch_to_space_nd BatchToSpaceND crops")) {
      String[] words = op.split(" ", -1);
      rows.one(
          words[0] + " compat.v1." + words[0],
          "input, block_shape, " + words[2],
          a -> a.op(words[1], a.tensor("input"), a.sizes("block_shape"), a.tensor(words[2])));
    }
  }

  private static Expr gather(TfArguments a) {
    int batch = a.integer("batch_dims");
    Expr indices = a.tensor("indices");
    int places = batch < 0 ? indices.rank() + batch : batch;
    return gather(
        a, a.tensor("params"), indices, a.has("axis") ? a.integer("axis") : places, places);
  }

  private static Expr gather(TfArguments a, Expr params, Expr indices, int axis, int batch) {
    return a.op("GatherV2", b -> b.setAttr("batch_dims", batch), params, indices, a.scalar(axis));
  }

  /** With axes of batches, the places of each batch come before its indices. */
  private static Expr gatherNd(TfArguments a) {
    Expr params = a.tensor("params");
    Expr indices = a.tensor("indices");
    int batch = a.integer("batch_dims");
    if (batch == 0) {
      return a.op("GatherNd", params, indices);
    }
    Expr size = Core.shape(indices);
    int last = indices.rank() - 1;
    List<Expr> parts = new ArrayList<>();
    Expr ends = Numpy.concatenate(List.of(SliceKey.between(size, 0, 0, last), a.constant(1)), 0);
    for (int i = 0; i < batch; i++) {
      long[] shape = new long[last + 1];
      Arrays.fill(shape, 1);
      shape[i] = -1;
      Expr count = SliceKey.between(size, 0, i, i + 1).reshape();
      Expr all = a.op("Range", a.scalar(0), count, a.scalar(1)).reshape(shape);
      parts.add(a.op("BroadcastTo", all, ends).cast(indices.dtype()));
    }
    parts.add(indices);
    return a.op("GatherNd", params, Numpy.concatenate(parts, last));
  }

  private static List<Expr> split(TfArguments a) {
    Expr x = a.tensor("value");
    int axis = a.integer("axis");
    if (!(a.get("num_or_size_splits") instanceof List<?> sizes)) {
      return Numpy.split(x, a.integer("num_or_size_splits"), axis);
    }
    var op =
        a.build(
            "SplitV",
            b -> b.setAttr("num_split", sizes.size()),
            x,
            a.sizes("num_or_size_splits"),
            a.scalar(axis));
    return IntStream.range(0, sizes.size()).mapToObj(i -> x.wrap(op.output(i))).toList();
  }

  private static Expr oneHot(TfArguments a) {
    DType of =
        a.has("on_value")
            ? a.tensor("on_value").dtype()
            : a.has("off_value") ? a.tensor("off_value").dtype() : DType.FLOAT32;
    DType dtype = a.dtype("dtype", of);
    Operand<?> on = a.has("on_value") ? a.tensor("on_value", dtype) : one(a, 1, dtype);
    Operand<?> off = a.has("off_value") ? a.tensor("off_value", dtype) : one(a, 0, dtype);
    int axis = a.has("axis") ? a.integer("axis") : -1;
    return a.op(
        "OneHot",
        b -> b.setAttr("axis", axis),
        a.tensor("indices"),
        a.tensor("depth").cast(DType.INT32),
        on,
        off);
  }

  private static Expr one(TfArguments a, double value, DType dtype) {
    return Core.constant(a.tf(), value, dtype);
  }

  private static Expr where(TfArguments a) {
    Expr condition = a.tensor("condition");
    if (!a.has("x") && !a.has("y")) {
      return a.op("Where", condition);
    }
    List<Expr> both = a.both("x", "y");
    return a.op("SelectV2", condition, both.get(0), both.get(1));
  }

  /** Takes what a mask of the axes from one on marks, in one axis. */
  private static Expr booleanMask(TfArguments a) {
    int axis = a.has("axis") ? a.integer("axis") : 0;
    return masked(a, a.tensor("tensor"), a.tensor("mask"), axis);
  }

  static Expr masked(TfArguments a, Expr x, Expr mask, int axis) {
    int ofMask = mask.rank();
    Expr size = Core.shape(x);
    List<Operand<?>> parts = new ArrayList<>();
    Expr all = Numpy.prod(SliceKey.between(size, 0, axis, axis + ofMask), new int[] {0}, true);
    parts.add(SliceKey.between(size, 0, 0, axis));
    parts.add(all);
    parts.add(SliceKey.between(size, 0, axis + ofMask, null));
    parts.add(a.scalar(0));
    Expr flat = a.op("Reshape", x, concat(a, parts));
    Expr places = a.op("Where", mask.reshape(-1));
    return gather(
        a, flat, a.op("Squeeze", b -> b.setAttr("squeeze_dims", new long[] {1}), places), axis, 0);
  }

  private static Expr concat(TfArguments a, List<Operand<?>> parts) {
    int last = parts.size() - 1;
    Output<?>[] joined = TfArguments.list(parts.subList(0, last));
    return a.op("ConcatV2", b -> b.addInputList(joined).addInput(parts.get(last).asOutput()));
  }

  private static Expr pad(TfArguments a) {
    Expr x = a.tensor("tensor");
    Expr paddings = a.tensor("paddings");
    String mode = a.text("mode").toUpperCase(java.util.Locale.ROOT);
    if (!mode.equals("CONSTANT")) {
      return a.op("MirrorPad", b -> b.setAttr("mode", mode), x, paddings);
    }
    return a.op("PadV2", x, paddings, a.tensor("constant_values", x.dtype()));
  }

  private static Expr places(TfArguments a) {
    Expr sorted = a.tensor("sorted_sequence");
    Expr values = a.like("values", "sorted_sequence");
    DType type = a.dtype("out_type", DType.INT32);
    boolean left = a.text("side").equals("left");
    int last = values.rank() - 1;
    Expr shape = Core.shape(values);
    if (last != sorted.rank() - 1) {
      throw a.wrong("values", "a tensor of as many axes as `sorted_sequence`");
    }
    Expr rows = sorted.reshape(-1, sorted.shape().get(last));
    Expr found =
        a.op(
            left ? "LowerBound" : "UpperBound",
            b -> b.setAttr("out_type", type.proto()),
            rows,
            values.reshape(-1, values.shape().get(last)));
    return Numpy.reshape(found, shape);
  }

  private static List<Expr> unique(TfArguments a, String op) {
    Expr x = a.tensor("x");
    DType type = a.dtype("out_idx", DType.INT32);
    var made = a.build(op, b -> b.setAttr("out_idx", type.proto()), x);
    return IntStream.range(0, made.numOutputs()).mapToObj(i -> x.wrap(made.output(i))).toList();
  }

  private static Expr sorted(TfArguments a, String operation) {
    Expr x = a.tensor("values");
    boolean descending = a.text("direction").equals("DESCENDING");
    int axis = a.integer("axis");
    if (!descending) {
      return Ops.call(operation, x, c -> c.with("axis", axis));
    }
    return descending(x, axis, operation.equals("sort"));
  }

  private static Expr descending(Expr x, int axis, boolean values) {
    int place = Math.floorMod(axis, x.rank());
    int[] swap = Nn.swapWithLast(x, place);
    Expr last = place == x.rank() - 1 ? x : x.transpose(swap);
    long size = last.shape().get(x.rank() - 1);
    if (size < 0) {
      throw new UnsupportedOperationException(
          "tf.sort: descending order of an axis of unknown size is not supported.");
    }
    List<Expr> top = Ops.callAll("top_k", last, c -> c.with("k", (int) size));
    Expr y = top.get(values ? 0 : 1);
    return place == x.rank() - 1 ? y : y.transpose(swap);
  }
}
