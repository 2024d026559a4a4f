package keras.regularizers;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * The penalty {@code l1 * sum(|x|) + l2 * sum(x²)}.
 *
 * <pre>{@code
 * new Dense(3).kernelRegularizer(new L1L2(1e-5, 1e-4))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/regularizers/regularizers.py}.
 */
public final class L1L2 extends Regularizer {
  @Arg("l1")
  private double l1;

  @Arg("l2")
  private double l2;

  /** Penalises nothing. */
  public L1L2() {}

  /**
   * Penalises by two factors.
   *
   * @param l1 at least 0
   * @param l2 at least 0
   */
  public L1L2(double l1, double l2) {
    this.l1 = l1;
    this.l2 = l2;
    validate();
  }

  /** Sets the factor of the absolute values, at least 0; 0 if not set. */
  public L1L2 l1(double l1) {
    this.l1 = checkedFactor("l1", l1);
    return this;
  }

  /** Sets the factor of the squares, at least 0; 0 if not set. */
  public L1L2 l2(double l2) {
    this.l2 = checkedFactor("l2", l2);
    return this;
  }

  @Override
  protected void validate() {
    checkedFactor("l1", l1);
    checkedFactor("l2", l2);
  }

  @Override
  public Expr call(Expr x) {
    Expr penalty = x.constant(0);
    if (l1 != 0) {
      penalty = penalty.add(weighted(l1, x.abs()));
    }
    return l2 == 0 ? penalty : penalty.add(weighted(l2, x.square()));
  }
}
