package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** Lists the checks of Fourier's transforms: from the parts of complex numbers to the parts. */
final class ComplexGradientCases {
  private ComplexGradientCases() {}

  static void addTo(Table t) {
    for (String type : List.of("Real", "Imag")) {
      t.add(type, -1, 1, (o, x) -> part(o, type, complex(o, x)), s(3, 4), s(3, 4));
    }
    t.add("Complex", -1, 1, (o, x) -> squares(o, complex(o, x)), s(3, 4), s(3, 4));
    for (String type : List.of("FFT", "IFFT", "FFT2D", "IFFT2D")) {
      t.add(type, -1, 1, (o, x) -> squares(o, o.of(type, complex(o, x))), s(2, 3, 4), s(2, 3, 4));
    }
    for (int length : new int[] {4, 5, 7}) {
      t.add(
          "RFFT to " + length,
          -1,
          1,
          (o, x) -> squares(o, rfft(o, x.get(0), length)),
          s(2, length));
    }
    for (int length : new int[] {4, 5}) {
      t.add(
          "IRFFT to " + length,
          -1,
          1,
          (o, x) ->
              o.of("Square", o.of("IRFFT", complex(o, x), o.ints(length), "Treal", o.dtype())),
          s(2, 3),
          s(2, 3));
    }
  }

  private static DataType type(Calls o) {
    return o.dtype() == DataType.DT_DOUBLE ? DataType.DT_COMPLEX128 : DataType.DT_COMPLEX64;
  }

  private static Operand<?> complex(Calls o, List<Operand<?>> x) {
    return o.of("Complex", x.get(0), x.get(1), "Tout", type(o));
  }

  private static Operand<?> rfft(Calls o, Operand<?> x, int length) {
    return o.of("RFFT", x, o.ints(length), "Tcomplex", type(o));
  }

  private static Operand<?> part(Calls o, String part, Operand<?> z) {
    return o.of(part, z, "Tout", o.dtype());
  }

  /** A function of both parts that tells them apart. */
  private static Operand<?> squares(Calls o, Operand<?> z) {
    Operand<?> real = part(o, "Real", z);
    return o.of("Mul", o.of("AddV2", real, part(o, "Imag", z)), real);
  }
}
