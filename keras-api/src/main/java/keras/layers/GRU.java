package keras.layers;

import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units: gates decide how much of the state is renewed, and from how much of it
 * (Cho et al., 2014).
 *
 * <pre>{@code
 * new GRU(64).returnSequences(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, features)}; {@code initial_state} and {@code mask} as {@link
 * RecurrentLayer} says. Outputs: {@code (batch, units)} or, with {@code return_sequences}, {@code
 * (batch, time, units)}; with {@code return_state} also the state, {@code (batch, units)}.
 *
 * <p>Weights: {@code kernel (features, 3 units)}, {@code recurrent_kernel (units, 3 units)}, {@code
 * bias (2, 3 units)}, one row for the inputs and one for the state, or {@code (3 units)} where the
 * reset comes before the product; for the update gate, the reset gate and the candidate; the state
 * of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/gru.py}.
 */
public final class GRU extends CellLayer<GRU, GRUCell> implements RecurrentActivationOptions<GRU> {
  @Arg private Activation recurrentActivation = Activations.SIGMOID;
  @Arg private boolean resetAfter = true;

  @Arg private @Nullable Integer seed;

  private GRU() {
    super(new GRUCell(), "gru_cell");
  }

  /**
   * Makes a layer.
   *
   * @param units the size of outputs and states, at least 1
   */
  public GRU(int units) {
    this();
    this.units = units;
    validate();
  }

  @Override
  public GRU seed(int seed) {
    return checked(() -> this.seed = seed);
  }

  @Override
  protected void validate() {
    super.validate();
    if (seed != null) {
      cell.seedGenerator.seed(seed);
    }
  }

  /** Sets whether the reset gate acts after the product with the recurrent kernel, or before it. */
  public GRU resetAfter(boolean after) {
    return with(() -> resetAfter = after);
  }

  /**
   * Sets whether NVIDIA's kernels are used: there are none on a CPU, so only false is taken, as in
   * Keras.
   */
  public GRU useCudnn(boolean use) {
    return with(() -> RecurrentCell.requireNoCudnn("GRU", use));
  }
}
