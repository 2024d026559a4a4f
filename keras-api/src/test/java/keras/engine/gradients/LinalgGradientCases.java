package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;

/** Lists the checks of decompositions and diagonals of matrices. */
final class LinalgGradientCases {
  private LinalgGradientCases() {}

  static void addTo(Table t) {
    for (int output : new int[] {0, 1}) {
      t.add("Qr tall " + output, -1, 1, qr(output, false), s(4, 3));
      t.add("Qr square " + output, -1, 1, qr(output, false), s(3, 3));
      t.add("Qr wide " + output, -1, 1, qr(output, false), s(2, 4));
      t.add("Qr batch " + output, -1, 1, qr(output, false), s(2, 3, 2));
    }
    t.add("Qr both", -1, 1, LinalgGradientCases::both, s(4, 3));
    t.add("Qr full, wide", -1, 1, qr(1, true), s(2, 4)).knownShapes();
    t.add("MatrixDiagPartV2", -1, 1, diagonal("MatrixDiagPartV2", 0, 0), s(3, 4));
    t.add("MatrixDiagPartV2 above", -1, 1, diagonal("MatrixDiagPartV2", 1, 1), s(2, 3, 3));
    t.add("MatrixDiagPartV2 band", -1, 1, diagonal("MatrixDiagPartV2", -1, 1), s(4, 3));
    t.add("MatrixDiagPartV3 band", -1, 1, diagonal("MatrixDiagPartV3", -1, 1), s(4, 3));
    t.add(
        "MatrixDiagPartV3 left",
        -1,
        1,
        (o, x) -> o.of("MatrixDiagPartV3", x.get(0), o.ints(-1, 1), o.c(0), "align", "LEFT_RIGHT"),
        s(4, 3));
  }

  private static GradientCase.Builder qr(int output, boolean full) {
    return (o, x) -> o.all("Qr", x.get(0), "full_matrices", full).op().output(output);
  }

  /** Sums all elements of Q·Q and R. */
  private static Operand<?> both(Calls o, List<Operand<?>> x) {
    Operand<?> q = o.all("Qr", x.get(0));
    Operand<?> r = q.op().output(1);
    return o.of("MatMul", o.of("Square", q), r);
  }

  private static GradientCase.Builder diagonal(String op, int from, int to) {
    return (o, x) ->
        o.of(
            op,
            x.get(0),
            from == to ? o.i(from) : o.ints(from, to),
            o.of("Reshape", o.c(0), o.ints(new int[0])));
  }
}
