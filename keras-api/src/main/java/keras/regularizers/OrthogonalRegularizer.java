package keras.regularizers;

import java.util.Set;
import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Shapes;

/**
 * The mean absolute cosine between the rows of a matrix, or between its columns, times a factor.
 *
 * <pre>{@code
 * new Dense(3).kernelRegularizer(new OrthogonalRegularizer().factor(0.1).mode("columns"))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/regularizers/regularizers.py}.
 */
public final class OrthogonalRegularizer extends Regularizer {
  /** The longest vector that is not taken for zero has this length. */
  private static final double EPSILON = 1e-7;

  // Keras holds it as a float32, and writes that
  @Arg private double factor = 0.01f;
  @Arg private String mode = "rows";

  /** Sets the factor, at least 0; 0.01 if not set. */
  public OrthogonalRegularizer factor(double factor) {
    this.factor = factor;
    validate();
    return this;
  }

  /** Sets what is to be orthogonal: {@code "rows"}, as if not set, or {@code "columns"}. */
  public OrthogonalRegularizer mode(String mode) {
    this.mode = mode;
    validate();
    return this;
  }

  @Override
  protected void validate() {
    factor = (float) checkedFactor("factor", factor);
    if (!Set.of("rows", "columns").contains(mode)) {
      throw new IllegalArgumentException(
          "OrthogonalRegularizer: `mode` must be 'rows' or 'columns'. Received: mode='%s'."
              .formatted(mode));
    }
  }

  @Override
  public Expr call(Expr x) {
    if (x.rank() != 2) {
      throw new IllegalArgumentException(
          "OrthogonalRegularizer: expected a tensor of rank 2. Received: shape %s."
              .formatted(Shapes.show(x.shape())));
    }
    boolean rows = mode.equals("rows");
    Expr inverse = Numpy.sum(x.square(), rows ? 1 : 0, true).rsqrt().minimum(1.0 / EPSILON);
    Expr unit = x.mul(inverse);
    Expr turned = unit.transpose(1, 0);
    Expr cosines = rows ? unit.matmul(turned) : turned.matmul(unit);
    long size = x.shape().get(rows ? 0 : 1);
    Expr one = x.constant(1);
    Expr others = cosines.mul(one.sub(Numpy.eye(x.tf(), size, size, x.dtype())));
    double pairs = size * (size - 1.0) / 2.0;
    Expr half = x.constant(factor).mul(0.5);
    return half.mul(others.abs().sum(others.axes())).div(pairs);
  }
}
