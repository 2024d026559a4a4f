package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Calls;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;

/** Lists the checks of inverses, determinants, solutions and decompositions of matrices. */
final class DecompositionGradientCases {
  private DecompositionGradientCases() {}

  static void addTo(Table t) {
    squares(t);
    solutions(t);
    singularValues(t);
    for (int k : new int[] {1, -2}) { // of an unknown size TensorFlow takes the result for empty
      t.add("MatrixDiagV3 " + k, -1, 1, diagonal(k), s(3)).knownShapes();
    }
    t.add("MatrixDiagV3 batch", -1, 1, diagonal(0), s(2, 3));
    t.add("MatrixDiagV2", -1, 1, diagonal("MatrixDiagV2", 0), s(2, 3));
    t.unary("BesselI0", -2, 2);
    t.unary("BesselI1", 0.2, 2);
    t.binary("NextAfter", 0.5, 2);
  }

  private static void squares(Table t) {
    for (String op : new String[] {"MatrixInverse", "MatrixDeterminant", "Cholesky"}) {
      t.add(op, -0.3, 0.3, (o, x) -> o.of(op, positive(o, x.get(0))), s(3, 3));
      t.add(op + " batch", -0.3, 0.3, (o, x) -> o.of(op, positive(o, x.get(0))), s(2, 3, 3));
    }
    t.add(
        "MatrixInverse adjoint",
        -0.3,
        0.3,
        (o, x) -> o.of("MatrixInverse", dominant(o, x.get(0)), "adjoint", true),
        s(3, 3));
    t.add(
        "LogMatrixDeterminant",
        -0.3,
        0.3,
        (o, x) -> o.all("LogMatrixDeterminant", dominant(o, x.get(0))).op().output(1),
        s(2, 3, 3));
    for (int output : new int[] {0, 1}) {
      t.add(
          "SelfAdjointEigV2 " + output,
          -0.3,
          0.3,
          (o, x) -> o.all("SelfAdjointEigV2", spread(o, x.get(0))).op().output(output),
          s(3, 3));
    }
    t.add(
        "SelfAdjointEigV2 values alone",
        -0.3,
        0.3,
        (o, x) -> o.all("SelfAdjointEigV2", spread(o, x.get(0)), "compute_v", false),
        s(2, 3, 3));
  }

  private static void solutions(Table t) {
    for (boolean adjoint : new boolean[] {false, true}) {
      t.add(
          "MatrixSolve adjoint=" + adjoint,
          -0.3,
          0.3,
          (o, x) -> o.of("MatrixSolve", dominant(o, x.get(0)), x.get(1), "adjoint", adjoint),
          s(2, 3, 3),
          s(2, 3, 2));
      for (boolean lower : new boolean[] {false, true}) {
        GradientCase.Builder call =
            (o, x) ->
                o.of(
                    "MatrixTriangularSolve",
                    dominant(o, x.get(0)),
                    x.get(1),
                    "lower",
                    lower,
                    "adjoint",
                    adjoint);
        String name = "MatrixTriangularSolve lower=%s adjoint=%s".formatted(lower, adjoint);
        t.add(name, -0.3, 0.3, call, s(3, 3), s(3, 2));
        t.add(name + " broadcast", -0.3, 0.3, call, s(2, 3, 3), s(3, 2));
      }
    }
  }

  private static void singularValues(Table t) {
    for (long[] shape : new long[][] {s(3, 3), s(4, 2), s(2, 4), s(2, 3, 2)}) {
      String of = " of " + shape[shape.length - 2] + " by " + shape[shape.length - 1];
      String batch = shape.length > 2 ? " batch" : "";
      for (int output : new int[] {0, 1, 2}) {
        // the sign of a vector is not settled: products of two are
        t.add(
                "Svd " + output + of + batch,
                -1,
                1,
                (o, x) -> squared(o, o.all("Svd", x.get(0)).op().output(output)),
                shape)
            .knownShapes();
      }
    }
    for (long[] shape : new long[][] {s(3, 3), s(3, 2), s(2, 3)}) {
      t.add(
              "Svd full of " + shape[0] + " by " + shape[1],
              -1,
              1,
              (o, x) -> squared(o, o.all("Svd", x.get(0), "full_matrices", true).op().output(2)),
              shape)
          .knownShapes();
    }
    t.add(
        "Svd values alone", -1, 1, (o, x) -> o.all("Svd", x.get(0), "compute_uv", false), s(3, 2));
  }

  private static Operand<?> squared(Calls o, Operand<?> x) {
    return o.of("Square", x);
  }

  private static GradientCase.Builder diagonal(int k) {
    return diagonal("MatrixDiagV3", k);
  }

  private static GradientCase.Builder diagonal(String op, int k) {
    return (o, x) ->
        o.of(op, x.get(0), o.i(k), o.i(-1), o.i(-1), o.of("Reshape", o.c(0), o.ints(new int[0])));
  }

  /** Returns matrices that are far from singular. */
  private static Operand<?> dominant(Calls o, Operand<?> x) {
    return o.of("AddV2", x, diagonal(0).build(o, List.of(o.c(2, 2, 2))));
  }

  /** Returns symmetric matrices of which all eigenvalues are above zero. */
  private static Operand<?> positive(Calls o, Operand<?> x) {
    return symmetric(o, dominant(o, x));
  }

  /** Returns symmetric matrices whose eigenvalues differ. */
  private static Operand<?> spread(Calls o, Operand<?> x) {
    return symmetric(o, o.of("AddV2", x, diagonal(0).build(o, List.of(o.c(1, 2, 4)))));
  }

  private static Operand<?> symmetric(Calls o, Operand<?> x) {
    return o.of("BatchMatMulV2", x, x, "adj_y", true);
  }
}
