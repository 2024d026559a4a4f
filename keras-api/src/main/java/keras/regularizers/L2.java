package keras.regularizers;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * The penalty {@code l2 * sum(x²)}.
 *
 * <pre>{@code
 * new Dense(3).kernelRegularizer(new L2(0.001))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/regularizers/regularizers.py}.
 */
public final class L2 extends Regularizer {
  @Arg("l2")
  private double l2 = 0.01;

  /** Penalises by 0.01. */
  public L2() {}

  /**
   * Penalises by {@code l2}.
   *
   * @param l2 at least 0
   */
  public L2(double l2) {
    this.l2 = l2;
    validate();
  }

  @Override
  protected void validate() {
    checkedFactor("l2", l2);
  }

  @Override
  public Expr call(Expr x) {
    return weighted(l2, x.square());
  }
}
