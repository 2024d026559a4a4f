package keras.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.data.FloatArray;
import keras.data.Np;
import keras.data.TrainTestSplit;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** The Java of docs/guide/numpy.md. */
class NumpyTest {
  private final FloatArray x = FloatArray.of(new float[] {1, 2, 3, 4, 5, 6, 7, 9}, 4, 2);
  private final IntNdArray y = NdArrays.vectorOf(0, 5, 1, 5);

  @Test
  void standardizes() {
    FloatArray mean = Np.mean(x, 0);
    FloatArray std = Np.std(x, 0);
    FloatArray scaled = Np.divide(Np.subtract(x, mean), std);
    assertEquals("[4.   5.25]", mean.toString());
    assertEquals(0, Np.mean(scaled), 1e-6);
    assertEquals(1, Np.var(scaled), 1e-6);
  }

  @Test
  void takesParts() {
    FloatArray fives = Np.take(x, Np.mask(y, v -> v == 5));
    FloatArray column = Np.take(x, new int[] {-1}, 1);
    FloatArray head = Np.rows(x, 0, 2);
    IntNdArray classes = Np.unique(y);
    assertEquals("[[3. 4.]\n [7. 9.]]", fives.toString());
    assertArrayEquals(new float[] {2, 4, 6, 9}, column.toArray());
    assertEquals(Shape.of(2, 2), head.shape());
    assertArrayEquals(new int[] {0, 1, 5}, Np.toArray(classes));
  }

  @Test
  void shapesAndJoins() {
    FloatArray flat = Np.reshape(x, -1);
    FloatArray turned = Np.transpose(x);
    FloatArray both = Np.concatenate(List.of(x, x), 1);
    FloatArray pair = Np.stack(List.of(x, x), 0);
    assertEquals(Shape.of(8), flat.shape());
    assertEquals(Shape.of(2, 4), turned.shape());
    assertEquals(Shape.of(4, 4), both.shape());
    assertEquals(Shape.of(2, 4, 2), pair.shape());
  }

  @Test
  void splits() {
    TrainTestSplit split = Np.trainTestSplit(x, y, 0.25, 42);
    assertEquals(Shape.of(3, 2), split.xTrain().shape());
    assertEquals(Shape.of(1), split.yTest().shape());
  }
}
