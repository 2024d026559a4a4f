package keras.regularizers;

import keras.config.Arg;
import keras.ops.Expr;

/**
 * The penalty {@code l1 * sum(|x|)}.
 *
 * <pre>{@code
 * new Dense(3).kernelRegularizer(new L1(0.001))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/regularizers/regularizers.py}.
 */
public final class L1 extends Regularizer {
  // Keras holds it as a float32, and writes that
  @Arg("l1")
  private double l1 = 0.01f;

  /** Penalises by 0.01. */
  public L1() {}

  /**
   * Penalises by {@code l1}.
   *
   * @param l1 at least 0
   */
  public L1(double l1) {
    this.l1 = l1;
    validate();
  }

  @Override
  protected void validate() {
    l1 = (float) checkedFactor("l1", l1);
  }

  @Override
  public Expr call(Expr x) {
    return weighted(l1, x.abs());
  }
}
