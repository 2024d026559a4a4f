package keras.layers;

import keras.config.Arg;
import org.jspecify.annotations.Nullable;

/**
 * Runs a cell over sequences: one of Keras', or one of the user's own.
 *
 * <pre>{@code
 * new RNN(new LSTMCell(16)).returnSequences(true)
 * }</pre>
 *
 * <p>Inputs, outputs, masks: see {@link RecurrentLayer}; the axes after time are those of the
 * cell's inputs. Weights: those of the cell.
 *
 * <p>Keras: {@code keras/src/layers/rnn/rnn.py}.
 */
public final class RNN extends RecurrentLayer<RNN> {
  @Arg private @Nullable Layer cell;

  private RNN() {}

  /**
   * Makes a layer around a cell.
   *
   * @param cell a layer that is a {@link Cell}
   */
  public RNN(Layer cell) {
    this.cell = cell;
    validate();
  }

  @Override
  protected void validate() {
    cell();
  }

  @Override
  public Cell cell() {
    if (cell instanceof Cell found) {
      return found;
    }
    throw new IllegalArgumentException(
        "RNN: `cell` must be a layer that implements keras.layers.Cell. Received: cell=%s."
            .formatted(cell));
  }
}
