package keras.layers;

/**
 * An LSTM of sequences of rows, such as spectra, whose gates are convolutions (Shi et al., 2015).
 *
 * <pre>{@code
 * new ConvLSTM1D(16, 3).padding("same").returnSequences(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, columns, channels)}, or {@code (batch, time, channels, columns)}
 * with the channels first. Outputs: {@code (batch, columns, filters)}; with {@code
 * return_sequences} {@code (batch, time, columns, filters)}; see {@link ConvLSTM}.
 *
 * <p>Weights: {@code kernel (columns, channels, 4 filters)}, {@code recurrent_kernel (columns,
 * filters, 4 filters)}, {@code bias (4 filters)}; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/conv_lstm1d.py}.
 */
public final class ConvLSTM1D extends ConvLSTM<ConvLSTM1D> {
  private ConvLSTM1D() {
    super(1);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its length
   */
  public ConvLSTM1D(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
