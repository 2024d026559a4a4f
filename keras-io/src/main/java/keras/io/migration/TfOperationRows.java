package keras.io.migration;

import java.util.List;
import java.util.Locale;

/**
 * What tf_keras calls the operations of Keras 3: the operation, the names of TensorFlow's function,
 * of which the first is written, and its arguments.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}.
 */
final class TfOperationRows {
  private TfOperationRows() {}

  static void add() {
    for (String ofKeras3 : List.of("numpy.Divide", "nn.Celu", "nn.HardSigmoid", "nn.HardSilu")) {
      TfOperations.of(ofKeras3);
    }
    TfOperations.of("numpy.Copy", "identity");
    TfOperations.of("numpy.Add", "math.add", "__operators__.add", "add").tensor("y");
    TfOperations.of("numpy.Subtract", "math.subtract", "subtract").tensor("y");
    TfOperations.of("numpy.Multiply", "math.multiply", "multiply").tensor("y");
    TfOperations.of("numpy.TrueDivide", "math.truediv", "truediv", "math.divide", "divide")
        .tensor("y");
    TfOperations.of("numpy.Power", "math.pow", "pow").tensor("y");
    TfOperations.of("numpy.Maximum", "math.maximum", "maximum").tensor("y");
    TfOperations.of("numpy.Minimum", "math.minimum", "minimum").tensor("y");
    TfOperations.of("numpy.Matmul", "linalg.matmul", "matmul").tensor("b");
    TfOperations.of("numpy.Negative", "math.negative", "negative");
    TfOperations.of("numpy.Absolute", "math.abs", "abs");
    TfOperations.of("numpy.Sign", "math.sign", "sign");
    TfOperations.of("numpy.Square", "math.square", "square");
    TfOperations.of("numpy.Sqrt", "math.sqrt", "sqrt");
    TfOperations.of("numpy.Exp", "math.exp", "exp");
    TfOperations.of("numpy.Log", "math.log");
    TfOperations.of("numpy.Tanh", "math.tanh", "tanh", "nn.tanh");
    for (String name : List.of("Mean", "Sum", "Max", "Min", "Prod", "Std", "Any", "All")) {
      String function = "reduce_" + name.toLowerCase(Locale.ROOT);
      TfOperations.of("numpy." + name, "math." + function, function).reduces();
    }
    TfOperations.of("numpy.Clip", "clip_by_value")
        .option("clip_value_min", "x_min", null)
        .option("clip_value_max", "x_max", null);
    TfOperations.of("numpy.Reshape", "reshape").option("shape", "newshape", null);
    TfOperations.of("numpy.Transpose", "compat.v1.transpose", "transpose")
        .option("perm", "axes", null);
    TfOperations.of("numpy.ExpandDims", "expand_dims", "compat.v1.expand_dims")
        .option("axis", "axis", null);
    TfOperations.of("numpy.Squeeze", "compat.v1.squeeze", "squeeze").option("axis", "axis", null);
    TfOperations.of("numpy.Concatenate", "concat").list().option("axis", "axis", 0);
    TfOperations.of("numpy.Stack", "stack").list().option("axis", "axis", 0);
    TfOperations.of("numpy.GetItem", "__operators__.getitem").tensor("slice_spec");
    TfOperations.of("numpy.Equal", "math.equal", "equal", "__operators__.eq").tensor("y");
    TfOperations.of("numpy.NotEqual", "math.not_equal", "not_equal", "__operators__.ne")
        .tensor("y");
    TfOperations.of("numpy.Greater", "math.greater", "greater").tensor("y");
    TfOperations.of("numpy.GreaterEqual", "math.greater_equal", "greater_equal").tensor("y");
    TfOperations.of("numpy.Less", "math.less", "less").tensor("y");
    TfOperations.of("numpy.LessEqual", "math.less_equal", "less_equal").tensor("y");
    TfOperations.of("numpy.LogicalAnd", "math.logical_and", "logical_and").tensor("y");
    TfOperations.of("numpy.LogicalOr", "math.logical_or", "logical_or").tensor("y");
    TfOperations.of("numpy.LogicalNot", "math.logical_not", "logical_not");
    TfOperations.of("numpy.ZerosLike", "zeros_like", "compat.v1.zeros_like")
        .option("dtype", "dtype", null);
    TfOperations.of("numpy.OnesLike", "ones_like", "compat.v1.ones_like")
        .option("dtype", "dtype", null);
    TfOperations.of("core.Cast", "cast").option("dtype", "dtype", null);
    elementwise();
    moving();
    matrices();
    images();
    TfOperations.of("nn.Relu", "nn.relu");
    TfOperations.of("nn.Relu6", "nn.relu6");
    TfOperations.of("nn.Sigmoid", "math.sigmoid", "nn.sigmoid", "sigmoid");
    TfOperations.of("nn.Softplus", "math.softplus", "nn.softplus");
    TfOperations.of("nn.Softsign", "nn.softsign", "math.softsign");
    TfOperations.of("nn.Silu", "nn.silu", "nn.swish");
    TfOperations.of("nn.Selu", "nn.selu");
    TfOperations.of("nn.LogSigmoid", "math.log_sigmoid");
    TfOperations.of("nn.Elu", "nn.elu").option("", "alpha", 1.0);
    TfOperations.of("nn.LeakyRelu", "nn.leaky_relu").option("alpha", "negative_slope", 0.2);
    TfOperations.of("nn.Gelu", "nn.gelu").option("approximate", "approximate", false);
    TfOperations.of("nn.BinaryCrossentropy", "keras.backend.binary_crossentropy")
        .tensor("output")
        .only("from_logits", "from_logits", true);
    TfOperations.of("nn.CategoricalCrossentropy", "keras.backend.categorical_crossentropy")
        .tensor("output")
        .option("from_logits", "from_logits", false)
        .option("axis", "axis", -1);
    TfOperations.of("nn.Softmax", "nn.softmax", "compat.v1.nn.softmax").option("axis", "axis", -1);
    TfOperations.of(
            "nn.LogSoftmax", "nn.log_softmax", "math.log_softmax", "compat.v1.nn.log_softmax")
        .option("axis", "axis", -1);
  }

  private static void elementwise() {
    for (String name : List.of("Sin", "Cos", "Tan", "Sinh", "Cosh", "Floor", "Ceil", "Round")) {
      String function = name.toLowerCase(Locale.ROOT);
      TfOperations.of("numpy." + name, "math." + function, function);
    }
    for (String name : List.of("Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh")) {
      String function = "a" + name.toLowerCase(Locale.ROOT);
      TfOperations.of("numpy.Arc" + name.toLowerCase(Locale.ROOT), "math." + function, function);
    }
    for (String name : List.of("Log1p", "Expm1", "Reciprocal")) {
      TfOperations.of("numpy." + name, "math." + name.toLowerCase(Locale.ROOT));
    }
    for (String name : List.of("And", "Or", "Xor")) {
      TfOperations.of("numpy.Bitwise" + name, "bitwise.bitwise_" + name.toLowerCase(Locale.ROOT))
          .tensor("y");
    }
    for (String side : List.of("Left", "Right")) {
      String function = "bitwise." + side.toLowerCase(Locale.ROOT) + "_shift";
      TfOperations.of("numpy.Bitwise" + side + "Shift", function).tensor("y");
    }
    for (String name : List.of("Nan", "Inf", "Finite")) {
      String asked = name.toLowerCase(Locale.ROOT);
      TfOperations.of("numpy.Is" + asked, "math.is_" + asked);
    }
    for (String name : List.of("Erf", "Erfc", "Erfinv", "Rsqrt")) {
      TfOperations.of("math." + name, "math." + name.toLowerCase(Locale.ROOT));
    }
    TfOperations.of(
            "numpy.FloorDivide", "math.floordiv", "floordiv", "compat.v1.floor_div", "floor_div")
        .tensor("y");
    TfOperations.of("numpy.Mod", "math.floormod", "math.mod", "floormod", "mod").tensor("y");
    TfOperations.of("numpy.Arctan2", "math.atan2", "atan2").tensor("x");
    TfOperations.of("numpy.DivideNoNan", "math.divide_no_nan").tensor("y");
    TfOperations.of("numpy.LogicalXor", "math.logical_xor").tensor("y");
    TfOperations.of("core.StopGradient", "stop_gradient");
    TfOperations.of("numpy.Add", "nn.bias_add").tensor("bias");
    TfOperations.of("numpy.Round", "math.rint");
    TfOperations.of("numpy.Real", "math.real");
    TfOperations.of("numpy.TrueDivide", "realdiv").tensor("y");
    TfOperations.of("numpy.Fmod", "truncatemod").tensor("y");
    TfOperations.of("numpy.I0", "math.bessel_i0");
    TfOperations.of("numpy.Nextafter", "math.nextafter").tensor("x2");
    TfOperations.of("numpy.BitwiseInvert", "bitwise.invert");
  }

  private static void moving() {
    TfOperations.of("numpy.Var", "math.reduce_variance").reduces();
    TfOperations.of("math.Logsumexp", "math.reduce_logsumexp", "reduce_logsumexp").reduces();
    TfOperations.of("numpy.Cumsum", "math.cumsum", "cumsum").option("axis", "axis", 0);
    TfOperations.of("numpy.Cumprod", "math.cumprod").option("axis", "axis", 0);
    TfOperations.of("numpy.Where", "where").tensor("x").tensor("y");
    TfOperations.of("numpy.Take", "gather", "compat.v1.gather")
        .tensor("indices")
        .option("axis", "axis", 0);
    TfOperations.of("numpy.Pad", "pad", "compat.v1.pad").must("paddings", "pad_width", true);
    TfOperations.of("numpy.Tile", "tile").must("multiples", "repeats", true);
    TfOperations.of("numpy.Repeat", "repeat")
        .must("repeats", "repeats", false)
        .option("axis", "axis", null);
    TfOperations.of("numpy.Flip", "reverse").must("axis", "axis", true);
    TfOperations.of("numpy.Roll", "roll").must("shift", "shift", false).must("axis", "axis", false);
    TfOperations.of("numpy.BroadcastTo", "broadcast_to").must("shape", "shape", true);
    TfOperations.of("numpy.Split", "split")
        .must("num_or_size_splits", "indices_or_sections", false)
        .option("axis", "axis", 0);
    TfOperations.of("core.Unstack", "unstack").option("num", "num", null).option("axis", "axis", 0);
    TfOperations.of("nn.OneHot", "one_hot")
        .must("depth", "num_classes", false)
        .option("axis", "axis", -1)
        .option("dtype", "dtype", null);
  }

  private static void matrices() {
    TfOperations.turned("numpy.Einsum", "linalg.matmul", "transpose_a")
        .tensor("b")
        .always("subscripts", "...ji,...jk->...ik");
    TfOperations.turned("numpy.Einsum", "linalg.matmul", "transpose_b")
        .tensor("b")
        .always("subscripts", "...ij,...kj->...ik");
    TfOperations.turned("numpy.Einsum", "linalg.matmul", "transpose_a", "transpose_b")
        .tensor("b")
        .always("subscripts", "...ji,...kj->...ik");
    TfOperations.of("numpy.Swapaxes", "linalg.matrix_transpose", "linalg.adjoint")
        .always("axis1", -2)
        .always("axis2", -1);
    TfOperations.of("numpy.Trace", "linalg.trace").always("axis1", -2).always("axis2", -1);
    TfOperations.of("numpy.Diagonal", "linalg.diag_part")
        .option("k", "offset", 0)
        .always("axis1", -2)
        .always("axis2", -1);
    TfOperations.of("numpy.Cross", "linalg.cross").tensor("b");
    TfOperations.of("numpy.Tensordot", "tensordot", "linalg.tensordot")
        .tensor("b")
        .must("axes", "axes", false);
    TfOperations.of("linalg.Det", "linalg.det");
    TfOperations.of("linalg.Inv", "linalg.inv");
    TfOperations.of("linalg.Pinv", "linalg.pinv").option("rcond", "rcond", null);
    TfOperations.of("linalg.Cholesky", "linalg.cholesky");
    TfOperations.of("linalg.Solve", "linalg.solve").tensor("rhs");
    TfOperations.of("linalg.SolveTriangular", "linalg.triangular_solve")
        .tensor("rhs")
        .option("lower", "lower", true);
    TfOperations.of("linalg.Eigh", "linalg.eigh");
    TfOperations.of("linalg.Qr", "linalg.qr");
    TfOperations.of("numpy.Sort", "sort").option("axis", "axis", -1);
    TfOperations.of("numpy.Argsort", "argsort").option("axis", "axis", -1);
    TfOperations.of("math.TopK", "math.top_k").option("k", "k", 1).option("sorted", "sorted", true);
    TfOperations.of("math.InTopK", "math.in_top_k").tensor("predictions").must("k", "k", false);
    TfOperations.of("core.Scatter", "scatter_nd").tensor("updates").must("shape", "shape", true);
    TfOperations.of("core.ScatterUpdate", "tensor_scatter_nd_update")
        .tensor("indices")
        .tensor("updates");
    for (String reduction : List.of("add", "max", "min")) {
      TfOperations.of("core.ScatterUpdate", "tensor_scatter_nd_" + reduction)
          .tensor("indices")
          .tensor("updates")
          .always("reduction", reduction);
    }
    TfOperations.of("core.SaturateCast", "dtypes.saturate_cast").option("dtype", "dtype", null);
  }

  private static void images() {
    TfOperations.of("image.Resize", "image.resize")
        .must("size", "size", true)
        .oneOf("method", "interpolation", "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
        .option("antialias", "antialias", false);
    TfOperations.of("image.RGBToGrayscale", "image.rgb_to_grayscale");
    TfOperations.of("image.RGBToHSV", "image.rgb_to_hsv");
    TfOperations.of("image.HSVToRGB", "image.hsv_to_rgb");
    TfOperations.of("image.SSIM", "image.ssim")
        .tensor("img2")
        .must("max_val", "max_val", false)
        .option("filter_size", "filter_size", 11)
        .option("filter_sigma", "filter_sigma", 1.5)
        .option("k1", "k1", 0.01)
        .option("k2", "k2", 0.03);
    TfOperations.of("numpy.Flip", "image.flip_left_right").always("axis", -2);
    TfOperations.of("numpy.Flip", "image.flip_up_down").always("axis", -3);
    TfOperations.of("nn.DepthToSpace", "nn.depth_to_space", "compat.v1.nn.depth_to_space")
        .must("block_size", "block_size", false);
    TfOperations.of("nn.SpaceToDepth", "nn.space_to_depth", "compat.v1.nn.space_to_depth")
        .must("block_size", "block_size", false);
  }
}
