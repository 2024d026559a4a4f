package keras.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class FloatArrayTest {
  private static FloatArray matrix() {
    return FloatArray.of(new float[] {1, -2.5f, 3, 4, 5, 1e-9f}, 2, 3);
  }

  @Test
  void becomesAJavaArray() {
    assertArrayEquals(new float[] {1, -2.5f, 3, 4, 5, 1e-9f}, matrix().toArray());
    assertArrayEquals(new float[][] {{1, -2.5f, 3}, {4, 5, 1e-9f}}, matrix().toArray2d());
    FloatArray cube = FloatArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 1, 2);
    assertArrayEquals(new float[][][] {{{1, 2}}, {{3, 4}}, {{5, 6}}}, cube.toArray3d());
    assertEquals(0, FloatArray.of(new float[0], 0, 3).toArray2d().length);
  }

  @Test
  void saysWhichShapeItHasWhereAnotherIsWanted() {
    assertEquals(
        "toArray3d: the array has shape (2, 3). Call toArray() for its elements in one row.",
        assertThrows(IllegalStateException.class, matrix()::toArray3d).getMessage());
    assertEquals(
        "FloatArray: shape (2, 2) has 4 elements. Received: 3 values.",
        assertThrows(IllegalArgumentException.class, () -> FloatArray.of(new float[3], 2, 2))
            .getMessage());
  }

  @Test
  void printsAsNumPyDoes() {
    assertEquals(
        "[[ 1.0e+00 -2.5e+00  3.0e+00]\n [ 4.0e+00  5.0e+00  1.0e-09]]", matrix().toString());
    assertEquals("[1. 2.]", FloatArray.of(new float[] {1, 2}, 2).toString());
    assertEquals("[[[1.]]\n\n [[2.]]]", FloatArray.of(new float[] {1, 2}, 2, 1, 1).toString());
    assertEquals("[]", FloatArray.of(new float[0], 0).toString());
    assertEquals("7.0", FloatArray.of(new float[] {7}).toString());
    assertEquals("-0.0", FloatArray.of(new float[] {-0f}).toString());
    assertEquals("0.33333334", FloatArray.of(new float[] {1 / 3f}).toString());
    assertEquals("999999.0", FloatArray.of(new float[] {999999}).toString());
    assertEquals("1.2345679e+08", FloatArray.of(new float[] {123456789}).toString());
    assertEquals("1e-04", FloatArray.of(new float[] {1e-4f}).toString());
    assertEquals("1.5e-05", FloatArray.of(new float[] {1.5e-5f}).toString());
    assertEquals("nan", FloatArray.of(new float[] {Float.NaN}).toString());
    assertEquals("[0. 0. 0. ... 0. 0. 0.]", FloatArray.of(new float[2000], 2000).toString());
  }

  @Test
  void isAnNdArrayLikeOthers() {
    FloatNdArray same = NdArrays.ofFloats(Shape.of(2, 3));
    matrix().copyTo(same);
    assertEquals(same, matrix());
    assertEquals(5f, matrix().getFloat(1, 1));
  }
}
