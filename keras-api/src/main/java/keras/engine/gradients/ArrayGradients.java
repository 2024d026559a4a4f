package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Differentiates ops that move, join, cut and copy elements.
 *
 * <p>Keras: tensorflow/python/ops/array_grad.py
 */
final class ArrayGradients {
  private ArrayGradients() {}

  static void addTo(VjpTable table) {
    for (String same :
        new String[] {
          "Identity", "Snapshot", "PlaceholderWithDefault", "EnsureShape", "ReadVariableOp", "Print"
        }) {
      table.put(same, s -> Collections.singletonList(s.rawDy(0)));
    }
    table.put("IdentityN", ArrayGradients::identityN);
    table.unary("CheckNumericsV2", ArrayGradients::checkNumerics);
    table.put("PreventGradient", ArrayGradients::prevented);
    table.put("Cast", ArrayGradients::cast);
    table.unary("Reshape", ArrayGradients::reshapeBack);
    table.unary("ExpandDims", ArrayGradients::reshapeBack);
    table.unary("Squeeze", ArrayGradients::reshapeBack);
    table.unary("Transpose", s -> s.dy().op("Transpose", s.input(1).op("InvertPermutation")));
    table.put("ConcatV2", ArrayGradients::concat);
    table.put("Split", s -> Arrays.asList(null, s.ops().concat(dys(s), s.input(0))));
    table.unary("SplitV", s -> s.ops().concat(dys(s), s.input(2)));
    table.put("Pack", ArrayGradients::pack);
    table.unary("Unpack", s -> s.ops().pack(dys(s), s.attributes().getAttrInt("axis")));
    table.unary("Tile", ArrayGradients::tile);
    table.unary(
        "BroadcastTo",
        s -> BroadcastGradients.Axes.of(s.ops(), s.input(0), s.output()).reduceFirst(s.dy()));
    table.put("Fill", s -> Arrays.asList(null, sumAll(s)));
    table.unary("Pad", ArrayGradients::pad);
    table.put("PadV2", ArrayGradients::padWithValue);
    table.put("Select", ArrayGradients::select);
    table.none("StopGradient", "OnesLike", "ZerosLike", "OneHot", "Range", "LinSpace", "Bucketize");
  }

  private static List<@Nullable Operand<?>> identityN(BackwardStep s) {
    List<@Nullable Operand<?>> dys = new ArrayList<>();
    for (int i = 0; i < s.inputs(); i++) {
      dys.add(s.rawDy(i));
    }
    return dys;
  }

  private static List<Term> dys(BackwardStep s) {
    return IntStream.range(0, s.operation().numOutputs()).mapToObj(s::dy).toList();
  }

  private static Term checkNumerics(BackwardStep s) {
    String message =
        "Not a number (NaN) or infinity (Inf) values detected in gradient. " + s.text("message");
    return s.dy().op("CheckNumericsV2", b -> b.setAttr("message", message));
  }

  private static List<Term> prevented(BackwardStep s) {
    throw new UnsupportedOperationException(
        ("Gradients: expected no path through PreventGradient '%s'. Received: one; the graph says:"
                + " %s. Differentiate by other tensors, or put a StopGradient behind it.")
            .formatted(s.operation().name(), s.text("message")));
  }

  private static List<@Nullable Operand<?>> cast(BackwardStep s) {
    DataType source = s.input(0).dtype();
    if (!Dtypes.isDifferentiable(source)) {
      return Collections.singletonList(null);
    }
    return Collections.singletonList(
        s.rawDy(0) instanceof IndexedSlices slices
            ? slices.withValues(slices.values().cast(source))
            : s.dy().cast(source));
  }

  private static Term reshapeBack(BackwardStep s) {
    Shape shape = s.input(0).shape();
    if (shape.isUnknown()) {
      return s.dy().reshape(s.input(0).dims());
    }
    long[] dims = shape.asArray();
    boolean oneUnknown =
        Arrays.stream(dims).filter(dim -> dim == Shape.UNKNOWN_SIZE).count() == 1
            && Arrays.stream(dims).noneMatch(dim -> dim == 0);
    return oneUnknown ? s.dy().reshape(dims) : s.dy().reshape(s.input(0).dims());
  }

  private static List<@Nullable Operand<?>> concat(BackwardStep s) {
    GradientOps ops = s.ops();
    int parts = s.inputs() - 1;
    List<Term> dims = IntStream.range(0, parts).mapToObj(i -> s.input(i).dims()).toList();
    Term rank = s.input(0).axisCount();
    Term axis = s.input(parts).cast(DataType.DT_INT32);
    long[] known = axis.knownInts();
    Term positive = known != null && known[0] >= 0 ? axis : axis.op("FloorMod", rank);
    Operation offsets = ops.tailListOp("ConcatOffset", positive, dims);
    List<@Nullable Operand<?>> gradients = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      gradients.add(s.needs(i) ? s.dy().slice(ops.output(offsets, i), dims.get(i)) : null);
    }
    return gradients;
  }

  private static List<Term> pack(BackwardStep s) {
    Operation parts =
        s.ops()
            .build(
                "Unpack",
                b ->
                    b.setAttr("num", (long) s.inputs())
                        .setAttr("axis", s.attributes().getAttrInt("axis")),
                s.dy());
    return IntStream.range(0, s.inputs()).mapToObj(i -> s.ops().output(parts, i)).toList();
  }

  /** Splits every axis into copies and elements, and sums over the copies. */
  private static Term tile(BackwardStep s) {
    GradientOps ops = s.ops();
    Term multiples = s.input(1);
    Term pairs = ops.pack(List.of(multiples, s.input(0).dims(multiples.dtype())), 0);
    Term split = pairs.op("Transpose", ops.vector(1, 0)).reshape(-1);
    Term copies = ops.op("Range", ops.ints(0), split.op("Size"), ops.ints(2));
    return s.dy().reshape(split).sum(copies, false);
  }

  private static Term sumAll(BackwardStep s) {
    Term rank = s.dy().axisCount();
    return s.dy().sum(s.ops().op("Range", s.ops().ints(0), rank, s.ops().ints(1)), false);
  }

  private static Term pad(BackwardStep s) {
    GradientOps ops = s.ops();
    Term paddings = s.input(1);
    Term column = ops.pack(List.of(s.input(0).axisCount(), ops.ints(1)), 0);
    Term begin = paddings.slice(ops.vector(0, 0), column).reshape(-1);
    return s.dy().slice(begin, s.input(0).dims(paddings.dtype()));
  }

  /** Python gives no gradient for the padding value; it is what the padded elements sum to. */
  private static List<@Nullable Operand<?>> padWithValue(BackwardStep s) {
    Term dx = pad(s);
    return Arrays.asList(dx, null, s.needs(2) ? sumAll(s).sub(sumOf(s, dx)) : null);
  }

  private static Term sumOf(BackwardStep s, Term value) {
    return value.sum(
        s.ops().op("Range", s.ops().ints(0), value.axisCount(), s.ops().ints(1)), false);
  }

  private static List<@Nullable Operand<?>> select(BackwardStep s) {
    Term condition = s.input(0);
    Term zeros = s.input(1).zerosLike();
    return Arrays.asList(
        null,
        s.needs(1) ? condition.op("Select", s.dy(), zeros) : null,
        s.needs(2) ? condition.op("Select", zeros, s.dy()) : null);
  }
}
