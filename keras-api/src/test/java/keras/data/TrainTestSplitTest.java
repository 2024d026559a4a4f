package keras.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;

class TrainTestSplitTest {
  private static final long[] X = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  private static long[] values(NdArray<?> array) {
    long[] values = new long[(int) array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((LongNdArray) array).getLong(i);
    }
    return values;
  }

  /** The numbers are those of scikit-learn 1.9.1. */
  @Test
  void partsAsScikitLearnDoes() {
    var split = TrainTestSplit.of(X, X, 0.25, 42);
    assertArrayEquals(new long[] {10, 2, 1, 8, 4, 7, 3, 6}, values(split.xTrain()));
    assertArrayEquals(new long[] {5, 0, 9}, values(split.xTest()));
    assertArrayEquals(values(split.xTrain()), values(split.yTrain()));
    assertArrayEquals(values(split.xTest()), values(split.yTest()));
    assertArrayEquals(new long[] {8, 5, 0, 2}, values(TrainTestSplit.of(X, X, 0.3, 7).xTest()));
  }

  @Test
  void refusesPartsWithoutSamples() {
    var e = assertThrows(IllegalArgumentException.class, () -> TrainTestSplit.of(X, X, 0.99, 1));
    assertEquals(
        "TrainTestSplit.of: testSize must be in (0, 1) and leave samples to train on. Received:"
            + " testSize=0.99 of 11 samples.",
        e.getMessage());
  }

  @Test
  void refusesOtherNumbersOfTargets() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> TrainTestSplit.of(X, new long[3], 0.25, 1));
    assertEquals(
        "TrainTestSplit.of: x has 11 samples, y has 3. Both need as many.", e.getMessage());
  }
}
