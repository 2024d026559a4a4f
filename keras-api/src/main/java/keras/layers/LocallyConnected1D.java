package keras.layers;

/**
 * Moves windows over sequences, with filters of its own at each place: {@code
 * activation(local(inputs, kernel) + bias)}. Keras 2 has it, and files of its time; Keras 3 does
 * not.
 *
 * <pre>{@code
 * new LocallyConnected1D(32, 3).strides(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, channels)}, or {@code (batch, channels, steps)} with the
 * channels first; steps and channels known. Outputs: the same axes, with {@code filters} channels,
 * and as many steps as there are windows.
 *
 * <p>Weights: {@code kernel}, whose shape depends on {@link #implementation}; {@code bias (steps,
 * filters)}, the output's steps.
 *
 * <p>Keras: {@code tf_keras/src/layers/locally_connected/locally_connected1d.py}.
 */
public final class LocallyConnected1D extends LocallyConnectedLayer<LocallyConnected1D> {
  private LocallyConnected1D() {
    super(1);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the steps that a window has
   */
  public LocallyConnected1D(int filters, int kernelSize) {
    super(1, filters, kernelSize);
  }
}
