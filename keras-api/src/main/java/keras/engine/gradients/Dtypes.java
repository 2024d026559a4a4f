package keras.engine.gradients;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** Knows which dtypes carry gradients, and reads integer constants back from the graph. */
final class Dtypes {
  private Dtypes() {}

  /** Whether infinitesimal changes make sense: floats and complex numbers. */
  static boolean isDifferentiable(DataType dtype) {
    return switch (dtype) {
      case DT_HALF, DT_BFLOAT16, DT_FLOAT, DT_DOUBLE, DT_COMPLEX64, DT_COMPLEX128 -> true;
      default -> false;
    };
  }

  /** Whether values are complex numbers. */
  static boolean isComplex(DataType dtype) {
    return dtype == DataType.DT_COMPLEX64 || dtype == DataType.DT_COMPLEX128;
  }

  /** Whether Python's tape follows the dtype: what differentiates, and handles to it. */
  static boolean isTaped(DataType dtype) {
    return isDifferentiable(dtype) || dtype == DataType.DT_RESOURCE || dtype == DataType.DT_VARIANT;
  }

  /** Returns the values of an int32 or int64 constant, and null for any other tensor. */
  static long @Nullable [] knownInts(Output<?> output) {
    if (!(output.op() instanceof GraphOperation op) || !op.type().equals("Const")) {
      return null;
    }
    try (Tensor tensor = op.attributes().getAttrTensor("value")) {
      long[] values = new long[Math.toIntExact(tensor.shape().size())];
      if (tensor.dataType() == DataType.DT_INT64) {
        tensor.asRawTensor().data().asLongs().read(values);
        return values;
      }
      if (tensor.dataType() == DataType.DT_INT32) {
        int[] narrow = new int[values.length];
        tensor.asRawTensor().data().asInts().read(narrow);
        return Arrays.stream(narrow).asLongStream().toArray();
      }
      return null;
    }
  }
}
