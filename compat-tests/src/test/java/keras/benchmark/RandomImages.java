package keras.benchmark;

import java.util.Random;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Images of noise, and classes that mean nothing.
 *
 * @param x images of a shape, in [0, 1)
 * @param y classes, 0 to 9
 */
record RandomImages(FloatNdArray x, ByteNdArray y) {
  /** Draws images of a shape, the number of images first. */
  static RandomImages of(long... shape) {
    Shape sizes = Shape.of(shape);
    Random random = new Random(0);
    float[] pixels = new float[(int) sizes.size()];
    byte[] classes = new byte[(int) sizes.get(0)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) random.nextInt(10);
    }
    return new RandomImages(
        NdArrays.wrap(sizes, DataBuffers.of(pixels)),
        NdArrays.wrap(Shape.of(classes.length), DataBuffers.of(classes)));
  }
}
