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
   * @param x images, uint8: (samples, 28, 28) in grey, (samples, 32, 32, 3) in colours; a byte is
   *     an unsigned value in [0, 255]
   * @param y classes, uint8, in [0, 9]: of shape (samples), of CIFAR-10 (samples, 1)
   */
  public record Split(ByteNdArray x, ByteNdArray y) {}
}
