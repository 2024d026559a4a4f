package keras.layers;

/**
 * An LSTM of sequences of volumes, whose gates are convolutions (Shi et al., 2015).
 *
 * <pre>{@code
 * new ConvLSTM3D(16, 3).padding("same").returnSequences(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, depth, rows, columns, channels)}, or {@code (batch, time,
 * channels, depth, rows, columns)} with the channels first. Outputs: {@code (batch, depth, rows,
 * columns, filters)}; with {@code return_sequences} {@code (batch, time, depth, rows, columns,
 * filters)}; see {@link ConvLSTM}.
 *
 * <p>Weights: {@code kernel (depth, rows, columns, channels, 4 filters)}, {@code recurrent_kernel
 * (depth, rows, columns, filters, 4 filters)}, {@code bias (4 filters)}; the state of a seed
 * generator.
 *
 * <p>Keras: {@code keras/src/layers/rnn/conv_lstm3d.py}.
 */
public final class ConvLSTM3D extends ConvLSTM<ConvLSTM3D> {
  private ConvLSTM3D() {
    super(3);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its depth, rows and columns, or one number for all
   */
  public ConvLSTM3D(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }
}
