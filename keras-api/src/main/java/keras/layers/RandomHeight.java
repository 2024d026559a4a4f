package keras.layers;

/**
 * Changes the height of a batch of images by a share it draws, at training alone. tf_keras has it,
 * and files of Keras 2; Keras 3 reads them and does not offer it.
 *
 * <pre>{@code
 * new RandomHeight(0.2).interpolation("nearest").seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch. Outputs: the
 * same with another number of rows, in the layer's dtype.
 *
 * <p>Weights: none; the state of a seed generator. tf_keras draws other numbers of the same seed.
 *
 * <p>Keras: {@code keras/src/legacy/layers.py}.
 */
public final class RandomHeight extends RandomSizeLayer<RandomHeight> {
  private RandomHeight() {}

  /**
   * Makes a layer that changes the height.
   *
   * @param factor the largest change either way, as a share of the height
   */
  public RandomHeight(double factor) {
    super(factor);
  }

  @Override
  int axis() {
    return 1;
  }
}
