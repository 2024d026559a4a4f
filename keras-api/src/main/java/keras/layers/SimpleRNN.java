package keras.layers;

/**
 * A fully connected recurrent layer: each step computes {@code h = activation(x · kernel + bias + h
 * · recurrent_kernel)} and returns it (Elman, 1990).
 *
 * <pre>{@code
 * new SimpleRNN(16).returnSequences(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, features)}; {@code initial_state} and {@code mask} as {@link
 * RecurrentLayer} says. Outputs: {@code (batch, units)} or, with {@code return_sequences}, {@code
 * (batch, time, units)}; with {@code return_state} also the state, {@code (batch, units)}.
 *
 * <p>Weights: {@code kernel (features, units)}, {@code recurrent_kernel (units, units)}, {@code
 * bias (units)}; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/simple_rnn.py}.
 */
public final class SimpleRNN extends CellLayer<SimpleRNN, SimpleRNNCell> {
  private SimpleRNN() {
    super(new SimpleRNNCell(), "simple_rnn_cell");
  }

  /**
   * Makes a layer.
   *
   * @param units the size of outputs and states, at least 1
   */
  public SimpleRNN(int units) {
    this();
    this.units = units;
    validate();
  }

  /** Sets the seed of what is dropped, which Keras' configs and files do not hold. */
  @Override
  public SimpleRNN seed(int seed) {
    return with(() -> cell.seedGenerator.seed(seed));
  }

  @Override
  void takeSeeds() {
    cell.seedGenerator.takeTurn(); // Keras makes it before the initializers
    super.takeSeeds();
  }
}
