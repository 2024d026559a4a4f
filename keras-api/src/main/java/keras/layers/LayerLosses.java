package keras.layers;

import keras.ops.Core;
import keras.ops.Expr;
import keras.regularizers.Regularizer;

/** The penalties of layers. */
final class LayerLosses {
  private LayerLosses() {}

  /** The penalty on an output, per sample. */
  static Expr activity(Regularizer regularizer, Expr output) {
    Expr penalty = regularizer.call(output);
    if (output.rank() == 0) {
      return penalty;
    }
    Expr batch =
        output
            .wrap(
                output
                    .tf()
                    .gather(Core.shape(output), output.tf().constant(0), output.tf().constant(0)))
            .cast(penalty.dtype());
    return penalty.div(batch);
  }
}
