package keras.layers;

/**
 * Moves windows over images, with filters of its own at each place: {@code activation(local(inputs,
 * kernel) + bias)}. Keras 2 has it, and files of its time; Keras 3 does not.
 *
 * <pre>{@code
 * new LocallyConnected2D(32, 3, 3).activation("relu")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first; all but the batch known. Outputs: the same axes, with {@code filters}
 * channels, and as many rows and columns as there are windows.
 *
 * <p>Weights: {@code kernel}, whose shape depends on {@link #implementation}; {@code bias (rows,
 * columns, filters)}, the output's rows and columns.
 *
 * <p>Keras: {@code tf_keras/src/layers/locally_connected/locally_connected2d.py}.
 */
public final class LocallyConnected2D extends LocallyConnectedLayer<LocallyConnected2D> {
  private LocallyConnected2D() {
    super(2);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its rows and columns, or one number for both
   */
  public LocallyConnected2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
