package keras.layers;

/**
 * The setters of recurrent layers that drop inputs and states while training.
 *
 * @param <L> the layer
 */
public interface RecurrentDropoutOptions<L> {
  /**
   * Sets the share of the inputs that is dropped while training, the same ones at each step;
   * brought to [0, 1].
   */
  default L dropout(double dropout) {
    return Options.set(this, "dropout", RecurrentCell.share(dropout));
  }

  /**
   * Sets the share of the state that is dropped while training, the same ones at each step; brought
   * to [0, 1].
   */
  default L recurrentDropout(double dropout) {
    return Options.set(this, "recurrent_dropout", RecurrentCell.share(dropout));
  }

  /** Sets the seed of what is dropped. */
  L seed(int seed);
}
