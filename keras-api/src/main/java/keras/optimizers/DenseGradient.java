package keras.optimizers;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import keras.ops.Expr;

/**
 * A gradient that is one tensor.
 *
 * @param dense of the variable's shape
 */
public record DenseGradient(Expr dense) implements Gradient {
  @Override
  public Gradient map(UnaryOperator<Expr> function) {
    return new DenseGradient(function.apply(dense));
  }

  @Override
  public Gradient with(Expr table, BinaryOperator<Expr> function) {
    return new DenseGradient(function.apply(dense, table));
  }

  @Override
  public Expr elements() {
    return dense;
  }
}
