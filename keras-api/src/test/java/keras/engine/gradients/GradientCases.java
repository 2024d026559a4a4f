package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** Lists the numerical gradient checks, one line an op and way of calling it. */
final class GradientCases {
  private GradientCases() {}

  static List<GradientCase> all() {
    Table t = new Table();
    elementwise(t);
    binary(t);
    matrices(t);
    LinalgGradientCases.addTo(t);
    DecompositionGradientCases.addTo(t);
    EinsumGradientCases.addTo(t);
    reductions(t);
    arrays(t);
    nn(t);
    IndexingGradientCases.addTo(t);
    RareGradientCases.addTo(t);
    ComplexGradientCases.addTo(t);
    SegmentGradientCases.addTo(t);
    SpecialGradientCases.addTo(t);
    ConvGradientCases.addTo(t);
    ConvSecondOrderCases.addTo(t);
    SecondOrderGradientCases.addTo(t);
    FallbackGradientCases.addTo(t);
    return t.cases();
  }

  private static void elementwise(Table t) {
    for (String op :
        new String[] {
          "Abs",
          "Neg",
          "Square",
          "Exp",
          "Expm1",
          "Sin",
          "Cos",
          "Tan",
          "Sinh",
          "Cosh",
          "Tanh",
          "Asinh",
          "Atan",
          "Sigmoid",
          "Erf",
          "Erfc",
          "Relu",
          "Relu6",
          "Elu",
          "Selu",
          "LeakyRelu",
          "Softplus",
          "Softsign",
          "Identity",
          "Snapshot",
          "Softmax",
          "LogSoftmax"
        }) {
      t.unary(op, -1, 1);
    }
    t.unary("Relu6 above six", 5.5, 6.5);
    for (String op :
        new String[] {"Log", "Log1p", "Sqrt", "Rsqrt", "Reciprocal", "Inv", "Lgamma", "Digamma"}) {
      t.unary(op, 0.5, 3);
    }
    t.unary("Acosh", 1.5, 3);
    for (String op : new String[] {"Asin", "Acos", "Atanh", "Erfinv"}) {
      t.unary(op, -0.8, 0.8);
    }
    for (String op :
        new String[] {"Floor", "Ceil", "Round", "Rint", "OnesLike", "ZerosLike", "StopGradient"}) {
      t.unary(op, 0.1, 0.4).none();
    }
    t.unary("Sign", -1, 1);
    t.add(
            "ReadVariableOp",
            -1,
            1,
            (o, x) -> o.of("Square", o.of("ReadVariableOp", x.get(0), "dtype", o.dtype())),
            s(3, 4))
        .ofVariables();
    t.add("LeakyRelu alpha", -1, 1, (o, x) -> o.of("LeakyRelu", x.get(0), "alpha", 0.3), s(3, 4));
  }

  private static void binary(Table t) {
    for (String op :
        new String[] {
          "Add", "AddV2", "Sub", "Mul", "Maximum", "Minimum", "SquaredDifference", "MulNoNan"
        }) {
      t.binary(op, -1, 1);
    }
    for (String op :
        new String[] {
          "Div", "RealDiv", "DivNoNan", "Pow", "Xlogy", "Xdivy", "Xlog1py", "Atan2", "FloorMod"
        }) {
      t.binary(op, 0.5, 3);
    }
    t.add("FloorDiv", 1, 3, (o, x) -> o.of("FloorDiv", x.get(0), x.get(1)), s(3), s(3)).none();
    t.add("Mul by itself", -1, 1, (o, x) -> o.of("Mul", x.get(0), x.get(0)), s(3, 4));
    t.add(
        "Mul by sigmoid", -1, 1, (o, x) -> o.of("Mul", x.get(0), o.of("Sigmoid", x.get(0))), s(3));
    t.add("Pow of negative", -2, -1, (o, x) -> o.of("Pow", x.get(0), o.c(2)), s(3, 4));
    t.add(
        "SelectV2",
        -1,
        1,
        (o, x) -> o.of("SelectV2", o.of("Greater", x.get(0), o.c(0)), x.get(0), x.get(1)),
        s(3, 4),
        s(4));
    t.add(
        "Select",
        -1,
        1,
        (o, x) -> o.of("Select", o.of("Greater", x.get(0), o.c(0)), x.get(0), x.get(1)),
        s(3, 4),
        s(3, 4));
    t.add(
        "ClipByValue",
        -1,
        1,
        (o, x) -> o.of("ClipByValue", x.get(0), o.c(-0.5), o.c(0.5)),
        s(3, 4));
    t.add(
        "ClipByValue bounds",
        -1,
        1,
        (o, x) -> o.of("ClipByValue", x.get(0), o.of("Neg", o.of("Abs", x.get(1))), x.get(2)),
        s(3, 4),
        s(),
        s());
    t.add("AddN", -1, 1, (o, x) -> o.of("AddN", x), s(3, 4), s(3, 4), s(3, 4));
  }

  private static void matrices(Table t) {
    for (boolean a : new boolean[] {false, true}) {
      for (boolean b : new boolean[] {false, true}) {
        long[] left = a ? s(3, 2) : s(2, 3);
        long[] right = b ? s(4, 3) : s(3, 4);
        t.add(
            "MatMul " + a + b,
            -1,
            1,
            (o, x) -> o.of("MatMul", x.get(0), x.get(1), "transpose_a", a, "transpose_b", b),
            left,
            right);
        for (String op : new String[] {"BatchMatMul", "BatchMatMulV2"}) {
          t.add(
              op + " " + a + b,
              -1,
              1,
              (o, x) -> o.of(op, x.get(0), x.get(1), "adj_x", a, "adj_y", b),
              s(2, left[0], left[1]),
              s(2, right[0], right[1]));
        }
      }
    }
    t.add(
        "BatchMatMulV2 broadcast",
        -1,
        1,
        (o, x) -> o.of("BatchMatMulV2", x.get(0), x.get(1)),
        s(2, 1, 2, 3),
        s(3, 3, 4));
    t.add(
        "BatchMatMulV3",
        -1,
        1,
        (o, x) -> o.of("BatchMatMulV3", x.get(0), x.get(1), "Tout", o.dtype()),
        s(3, 2, 3),
        s(3, 4));
    t.add(
        "BatchMatMulV3 adj_y",
        -1,
        1,
        (o, x) -> o.of("BatchMatMulV3", x.get(0), x.get(1), "Tout", o.dtype(), "adj_y", true),
        s(3, 2, 3),
        s(4, 3));
  }

  private static void reductions(Table t) {
    for (String op : new String[] {"Sum", "Mean", "Max", "Min", "Prod", "EuclideanNorm"}) {
      t.add(op, 0.5, 2, (o, x) -> o.of(op, x.get(0), o.ints(1)), s(3, 4));
      t.add(op + " all", 0.5, 2, (o, x) -> o.of(op, x.get(0), o.ints(0, 1)), s(3, 4));
      t.add(
          op + " keep",
          0.5,
          2,
          (o, x) -> o.of(op, x.get(0), o.ints(-1, 0), "keep_dims", true),
          s(3, 4, 2));
      t.add(op + " one axis", 0.5, 2, (o, x) -> o.of(op, x.get(0), o.i(-2)), s(3, 4, 2));
    }
    t.add(
        "Prod zero",
        -1,
        1,
        (o, x) -> o.of("Prod", o.of("Mul", x.get(0), o.c(0, 1, 1, 1)), o.ints(1)),
        s(3, 4));
    t.add("L2Loss", -1, 1, (o, x) -> o.of("L2Loss", x.get(0)), s(3, 4));
    for (boolean exclusive : new boolean[] {false, true}) {
      for (boolean reverse : new boolean[] {false, true}) {
        for (String op : new String[] {"Cumsum", "Cumprod"}) {
          t.add(
              op + " " + exclusive + reverse,
              0.5,
              2,
              (o, x) -> o.of(op, x.get(0), o.i(1), "exclusive", exclusive, "reverse", reverse),
              s(3, 4));
        }
      }
    }
  }

  private static void arrays(Table t) {
    t.add("Reshape", -1, 1, (o, x) -> o.of("Reshape", x.get(0), o.ints(4, -1)), s(3, 4));
    t.add("ExpandDims", -1, 1, (o, x) -> o.of("ExpandDims", x.get(0), o.i(1)), s(3, 4));
    t.add("Squeeze", -1, 1, (o, x) -> o.of("Squeeze", x.get(0)), s(3, 1, 4));
    t.add(
        "Squeeze axis",
        -1,
        1,
        (o, x) -> o.of("Squeeze", x.get(0), "squeeze_dims", new long[] {-2}),
        s(3, 1, 4));
    t.add("Transpose", -1, 1, (o, x) -> o.of("Transpose", x.get(0), o.ints(2, 0, 1)), s(3, 2, 4));
    t.add("ConcatV2", -1, 1, (o, x) -> o.of("ConcatV2", x, o.i(-1)), s(3, 4), s(3, 2), s(3, 1));
    t.add("ConcatV2 axis 0", -1, 1, (o, x) -> o.of("ConcatV2", x, o.i(0)), s(3, 4), s(2, 4));
    t.add(
        "Split",
        -1,
        1,
        (o, x) -> o.all("Split", o.i(1), x.get(0), "num_split", 2).op().output(1),
        s(3, 4));
    t.add(
        "SplitV",
        -1,
        1,
        (o, x) -> o.all("SplitV", x.get(0), o.ints(1, 3), o.i(1), "num_split", 2).op().output(1),
        s(3, 4));
    t.add("Pack", -1, 1, (o, x) -> o.of("Pack", x, "axis", 1), s(3, 4), s(3, 4));
    t.add(
        "Unpack",
        -1,
        1,
        (o, x) -> o.all("Unpack", x.get(0), "num", 4, "axis", 1).op().output(2),
        s(3, 4));
    t.add("Tile", -1, 1, (o, x) -> o.of("Tile", x.get(0), o.ints(2, 1, 3)), s(3, 4, 2));
    t.add("BroadcastTo", -1, 1, (o, x) -> o.of("BroadcastTo", x.get(0), o.ints(2, 3, 4)), s(3, 1));
    t.add("Fill", -1, 1, (o, x) -> o.of("Fill", o.ints(2, 3), x.get(0)), s());
    t.add("Pad", -1, 1, (o, x) -> o.of("Pad", x.get(0), pads(o)), s(3, 4));
    t.add("PadV2", -1, 1, (o, x) -> o.of("PadV2", x.get(0), pads(o), x.get(1)), s(3, 4), s());
    t.add(
            "Cast",
            -1,
            1,
            (o, x) ->
                o.of("Cast", o.of("Cast", x.get(0), "DstT", DataType.DT_DOUBLE), "DstT", o.dtype()),
            s(3, 4))
        .float32();
    t.add(
            "Cast to int",
            0.1,
            0.9,
            (o, x) ->
                o.of("Cast", o.of("Cast", x.get(0), "DstT", DataType.DT_INT32), "DstT", o.dtype()),
            s(3, 4))
        .none();
    t.add("EnsureShape", -1, 1, (o, x) -> ensureShape(o, x.get(0)), s(3, 4));
    t.add(
        "PlaceholderWithDefault",
        -1,
        1,
        (o, x) -> o.of("PlaceholderWithDefault", x.get(0), "shape", shape34()),
        s(3, 4));
    t.add(
        "IdentityN",
        -1,
        1,
        (o, x) -> {
          var both = o.all("IdentityN", x).op();
          return o.of("Sub", both.output(0), both.output(1));
        },
        s(3, 4),
        s(3, 4));
  }

  private static Shape shape34() {
    return Shape.of(3, 4);
  }

  private static Operand<?> ensureShape(GradientCase.Calls o, Operand<?> x) {
    return o.of("EnsureShape", x, "shape", shape34());
  }

  private static Operand<?> pads(GradientCase.Calls o) {
    return o.tf().constant(new int[][] {{1, 2}, {0, 1}});
  }

  private static void nn(Table t) {
    t.add("BiasAdd", -1, 1, (o, x) -> o.of("BiasAdd", x.get(0), x.get(1)), s(2, 3, 4), s(4));
    t.add(
        "BiasAdd NCHW",
        -1,
        1,
        (o, x) -> o.of("BiasAdd", x.get(0), x.get(1), "data_format", "NCHW"),
        s(2, 3, 4),
        s(3));
    t.add("Softmax 4-D", -1, 1, (o, x) -> o.of("Softmax", x.get(0)), s(2, 2, 2, 3));
    t.add("LogSoftmax 3-D", -1, 1, (o, x) -> o.of("LogSoftmax", x.get(0)), s(2, 3, 4));
    t.add(
        "SparseSoftmaxCrossEntropyWithLogits",
        -1,
        1,
        (o, x) -> o.of("SparseSoftmaxCrossEntropyWithLogits", x.get(0), o.ints(1, 3, 0)),
        s(3, 4));
    t.add(
        "SparseSoftmaxCrossEntropyWithLogits second output",
        -1,
        1,
        (o, x) ->
            o.all("SparseSoftmaxCrossEntropyWithLogits", x.get(0), o.ints(1, 3, 0)).op().output(1),
        s(3, 4));
    t.add(
        "SoftmaxCrossEntropyWithLogits",
        -1,
        1,
        (o, x) -> o.of("SoftmaxCrossEntropyWithLogits", x.get(0), o.of("Softmax", x.get(1))),
        s(3, 4),
        s(3, 4));
  }
}
