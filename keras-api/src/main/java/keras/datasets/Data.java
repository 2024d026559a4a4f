package keras.datasets;

import org.tensorflow.ndarray.ByteNdArray;

/**
 * A data set of images in its two parts.
 *
 * <pre>{@code
 * Data fashion = FashionMnist.load();
 * FloatNdArray x = Np.divide(fashion.train().x(), 255.0);
 * }</pre>
 *
 * @param train the samples to train on
 * @param test the samples to test on
 */
public record Data(Split train, Split test) {

  /**
   * Images and their classes.
   *
   * @param x images of shape (samples, 28, 28), uint8: a byte is an unsigned grey value in [0, 255]
   * @param y classes of shape (samples), uint8, in [0, 9]
   */
  public record Split(ByteNdArray x, ByteNdArray y) {}
}
