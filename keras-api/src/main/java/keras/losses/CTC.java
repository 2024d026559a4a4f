package keras.losses;

import keras.ops.ClassOps;
import keras.ops.Expr;
import keras.ops.Shapes;

/**
 * The loss of connectionist temporal classification: of labels in a row, none of which has a place
 * in time (Graves et al., 2006).
 *
 * <pre>{@code
 * model.compile(new Adam(), new CTC());
 * }</pre>
 *
 * <p>Targets: {@code (batch, labels)}, integers in [1, classes); 0 is none, and pads what is
 * shorter. Predictions: logits {@code (batch, time, classes)}. Losses: {@code (batch)}.
 *
 * <p>Differs from Keras: labels that do not fit into the time (each needs a step, and one between
 * two of the same), a 0 between labels, and a label of no class are errors when the batch is
 * computed. Keras gives such samples losses that mean nothing, as 700 for what cannot be.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class CTC extends LossFunctionWrapper<CTC> {
  /** Makes the loss with Keras' defaults. */
  public CTC() {
    super("ctc");
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    if (yTrue.rank() != 2 || yPred.rank() != 3) {
      throw new IllegalArgumentException(
          "%s: expected targets (batch, labels) and logits (batch, time, classes). Received: %s and %s."
              .formatted(this, Shapes.show(yTrue.shape()), Shapes.show(yPred.shape())));
    }
    return ClassOps.ctc(yTrue, yPred);
  }
}
