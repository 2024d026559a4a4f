package keras.layers;

/**
 * An LSTM of videos: sequences of images, whose gates are convolutions (Shi et al., 2015).
 *
 * <pre>{@code
 * new ConvLSTM2D(16, 3).padding("same").returnSequences(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, rows, columns, channels)}, or {@code (batch, time, channels,
 * rows, columns)} with the channels first. Outputs: {@code (batch, rows, columns, filters)}; with
 * {@code return_sequences} {@code (batch, time, rows, columns, filters)}; see {@link ConvLSTM}.
 *
 * <p>Weights: {@code kernel (rows, columns, channels, 4 filters)}, {@code recurrent_kernel (rows,
 * columns, filters, 4 filters)}, {@code bias (4 filters)}; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/conv_lstm2d.py}.
 */
public final class ConvLSTM2D extends ConvLSTM<ConvLSTM2D> {
  private ConvLSTM2D() {
    super(2);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its rows and columns, or one number for both
   */
  public ConvLSTM2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
