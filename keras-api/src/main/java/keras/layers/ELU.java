package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.ActivationOps;
import keras.ops.Expr;

/**
 * Returns its inputs above 0, and {@code alpha * (exp(x) - 1)} below (Clevert et al., 2016).
 *
 * <pre>{@code
 * new ELU(0.5)
 * }</pre>
 *
 * <p>Inputs: any shape, floating. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/activations/elu.py}.
 */
public final class ELU extends FluentLayer<ELU> {
  @Arg private double alpha = 1.0;

  /** Makes a layer whose outputs reach down to -1. */
  public ELU() {}

  /**
   * Makes a layer.
   *
   * @param alpha how far the outputs reach below 0
   */
  public ELU(double alpha) {
    this.alpha = alpha;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ActivationOps.elu(x, alpha);
  }
}
