package keras.engine.gradients;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Tells how ops of complex numbers are differentiated by what is known of real ones.
 *
 * <p>The gradient by a complex number is, as in TensorFlow, the conjugate of what mathematicians
 * call so. Ops that move numbers, add them or scale them by real ones have the same gradient for
 * both kinds. Of a function that is differentiable by complex numbers, TensorFlow multiplies by the
 * conjugate of the derivative: that is the conjugate of the real formula of conjugate gradients.
 * All others would be differentiated wrongly, and are refused.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py
 */
final class ComplexSteps {
  /**
   * Ops whose gradients hold for complex numbers as they are; of {@code Sqrt} and its like because
   * the kernels of their gradients take the conjugate.
   */
  private static final Set<String> AS_THEY_ARE =
      Set.of(
          ("Add AddN AddV2 Angle BatchMatMulV2 BroadcastTo Cast Complex ComplexAbs ConcatV2 Conj Eig"
                  + " EnsureShape ExpandDims FFT FFT2D FFT3D GatherV2 IFFT IFFT2D IFFT3D IRFFT"
                  + " Identity Imag Inv Mean Neg OnesLike Pack Pad PadV2 RFFT Real Reciprocal"
                  + " Reshape Rsqrt SelectV2 Slice Split SplitV Sqrt Squeeze StridedSlice"
                  + " Sub Sum Tile Transpose Unpack ZerosLike")
              .split(" ", -1));

  /** Ops that are differentiable functions of complex numbers. */
  private static final Set<String> HOLOMORPHIC =
      Set.of(
          "Cos Cosh Div Einsum Exp Log MatMul Mul RealDiv Sigmoid Sin Sinh Square Tanh"
              .split(" ", -1));

  private ComplexSteps() {}

  /** Whether an op takes or gives complex numbers. */
  static boolean areIn(BackwardStep step) {
    for (int i = 0; i < step.inputs(); i++) {
      if (Dtypes.isComplex(step.input(i).dtype())) {
        return true;
      }
    }
    return step.operation().numOutputs() > 0 && Dtypes.isComplex(step.output(0).dtype());
  }

  /**
   * Returns the gradient of such an op.
   *
   * @param known the gradient for real numbers; null where there is none of our own
   */
  static Vjp of(BackwardStep step, @Nullable Vjp known) {
    String type = step.operation().type();
    if (known != null && AS_THEY_ARE.contains(type)) {
      return known;
    } else if (known != null && HOLOMORPHIC.contains(type)) {
      return s -> conjugates(s, known.apply(s.with(conjugates(s, s.rawDys()))));
    }
    throw new UnsupportedOperationException(
        "%s '%s': its gradient by complex numbers is not supported. Take the parts (keras.ops.real and imag) before it, or stop the gradient."
            .formatted(type, step.operation().name()));
  }

  private static List<@Nullable Operand<?>> conjugates(
      BackwardStep s, List<? extends @Nullable Operand<?>> all) {
    List<@Nullable Operand<?>> out = new ArrayList<>();
    for (Operand<?> one : all) {
      out.add(
          one != null && Dtypes.isComplex(one.asOutput().dataType())
              ? s.term(one).op("Conj")
              : one);
    }
    return out;
  }
}
