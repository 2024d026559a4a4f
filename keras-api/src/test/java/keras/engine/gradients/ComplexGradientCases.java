package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import java.util.function.BiFunction;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** Lists the checks of Fourier's transforms: from the parts of complex numbers to the parts. */
final class ComplexGradientCases {
  private static final String FUNCTIONS =
      "Conj Neg Cos Cosh Exp Inv Log Reciprocal Rsqrt Sigmoid Sin Sinh Sqrt Square Tanh";

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
    for (String type : List.of("ComplexAbs", "Angle")) {
      t.add(type, 0.5, 2, (o, x) -> part(o, type, complex(o, x)), s(3, 4), s(3, 4));
    }
    functions(t);
    matrices(t);
    moves(t);
  }

  private static void functions(Table t) {
    for (String type : FUNCTIONS.split(" ", -1)) {
      t.add(
          type + " of complex numbers",
          0.5,
          1.5,
          (o, x) -> squares(o, o.of(type, complex(o, x))),
          s(2, 3),
          s(2, 3));
    }
    for (String type : List.of("Add", "AddV2", "Sub", "Mul", "Div", "RealDiv")) {
      t.add(
          type + " of complex numbers",
          0.5,
          1.5,
          (o, x) -> squares(o, o.of(type, complex(o, x), complex(o, x.subList(2, 4)))),
          s(2, 3),
          s(2, 3),
          s(3),
          s(3));
    }
  }

  private static void matrices(Table t) {
    for (boolean first : new boolean[] {false, true}) {
      for (boolean second : new boolean[] {false, true}) {
        t.add(
            "MatMul of complex numbers, transposed " + first + " " + second,
            -1,
            1,
            (o, x) ->
                squares(
                    o,
                    o.of(
                        "MatMul",
                        complex(o, x),
                        complex(o, x.subList(2, 4)),
                        "transpose_a",
                        first,
                        "transpose_b",
                        second)),
            s(3, 3),
            s(3, 3),
            s(3, 3),
            s(3, 3));
        t.add(
            "BatchMatMulV2 of complex numbers, adjoint " + first + " " + second,
            -1,
            1,
            (o, x) ->
                squares(
                    o,
                    o.of(
                        "BatchMatMulV2",
                        complex(o, x),
                        complex(o, x.subList(2, 4)),
                        "adj_x",
                        first,
                        "adj_y",
                        second)),
            s(2, 3, 3),
            s(2, 3, 3),
            s(3, 3),
            s(3, 3));
      }
    }
    t.add(
        "Einsum of complex numbers",
        -1,
        1,
        (o, x) ->
            squares(
                o,
                o.of(
                    "Einsum",
                    List.of(complex(o, x), complex(o, x.subList(2, 4))),
                    "equation",
                    "bij,jk->bki")),
        s(2, 3, 4),
        s(2, 3, 4),
        s(4, 2),
        s(4, 2));
    for (boolean vectors : new boolean[] {false, true}) {
      t.add(
          "Eig values compute_v=" + vectors,
          -1,
          1,
          (o, x) -> part(o, "ComplexAbs", eig(o, complex(o, x), vectors).op().output(0)),
          s(3, 3),
          s(3, 3));
    }
    t.add(
        "Eig vectors", // whose phases are free
        -1,
        1,
        (o, x) -> part(o, "ComplexAbs", eig(o, complex(o, x), true).op().output(1)),
        s(3, 3),
        s(3, 3));
    t.add(
        "Eig of real numbers",
        -1,
        1,
        (o, x) -> part(o, "ComplexAbs", eig(o, x.get(0), true).op().output(0)),
        s(2, 3, 3));
  }

  private static Operand<?> eig(Calls o, Operand<?> x, boolean vectors) {
    return o.all("Eig", x, "compute_v", vectors, "Tout", type(o));
  }

  private static void moves(Table t) {
    moves(t, "FFT3D", (o, z) -> o.of("FFT3D", z));
    moves(t, "IFFT3D", (o, z) -> o.of("IFFT3D", z));
    moves(t, "Sum", (o, z) -> o.of("Sum", z, o.ints(1)));
    moves(t, "Mean", (o, z) -> o.of("Mean", z, o.ints(0, 2)));
    moves(t, "Reshape", (o, z) -> o.of("Reshape", z, o.ints(3, 8)));
    moves(t, "Transpose", (o, z) -> o.of("Transpose", z, o.ints(2, 0, 1)));
    moves(t, "Tile", (o, z) -> o.of("Tile", z, o.ints(1, 2, 1)));
    moves(t, "Slice", (o, z) -> o.of("Slice", z, o.ints(0, 1, 1), o.ints(2, 2, 2)));
    moves(t, "Pack", (o, z) -> o.of("Pack", List.of(z, o.of("Conj", z)), "axis", 1));
    moves(t, "ConcatV2", (o, z) -> o.of("ConcatV2", List.of(z, o.of("Neg", z)), o.i(1)));
    t.add(
        "Cast to complex numbers",
        -1,
        1,
        (o, x) -> squares(o, o.of("Mul", o.of("Cast", x.get(0), "DstT", type(o)), complex(o, x))),
        s(2, 3),
        s(2, 3));
  }

  private static void moves(Table t, String name, BiFunction<Calls, Operand<?>, Operand<?>> op) {
    t.add(
        name + " of complex numbers",
        -1,
        1,
        (o, x) -> squares(o, op.apply(o, complex(o, x))),
        s(2, 3, 4),
        s(2, 3, 4));
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
