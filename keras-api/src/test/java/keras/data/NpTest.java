package keras.data;

import static keras.data.SampleArrayTest.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class NpTest {
  private static final FloatNdArray X =
      NdArrays.vectorOf(1f, 5, 3, 9, 2, 9).withShape(Shape.of(2, 3));

  @Test
  void cutsRows() {
    assertEquals(NdArrays.vectorOf(9f, 2, 9).withShape(Shape.of(1, 3)), Np.rows(X, 1, 2));
    assertEquals(NdArrays.vectorOf(2, 3), Np.rows(NdArrays.vectorOf(1, 2, 3), 1, 3));
    assertEquals(NdArrays.vectorOf(2L), Np.rows(NdArrays.vectorOf(1L, 2L, 3L), 1, 2));
    assertEquals(NdArrays.vectorOf(2d), Np.rows(NdArrays.vectorOf(1d, 2d, 3d), 1, 2));
    assertEquals(0, Np.rows(NdArrays.vectorOf((byte) 1), 1, 1).size());
  }

  @Test
  void sharesTheMemoryOfFloatRows() {
    FloatNdArray all = NdArrays.vectorOf(1f, 2, 3);
    FloatNdArray part = Np.rows(all, 1, 3);
    all.setFloat(7, 2);
    assertEquals(7, part.getFloat(1));
  }

  @Test
  void scalesPixelsAsPythonDividesThem() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < 256; i++) {
      pixels[i] = (byte) i;
    }
    ByteNdArray x = NdArrays.vectorOf(pixels);
    FloatNdArray scaled = Np.divide(x, 255.0);
    for (int i = 0; i < 256; i++) {
      assertEquals((float) (i / 255.0), scaled.getFloat(i));
    }
    assertEquals(scaled, Np.scale(x, 1 / 255.0));
  }

  @Test
  void scalesFloatsInSinglePrecision() {
    assertEquals(0.3f * 0.1f, Np.scale(NdArrays.vectorOf(0.3f), 0.1).getFloat(0));
    assertEquals(0.3f / 0.7f, Np.divide(NdArrays.vectorOf(0.3f), 0.7).getFloat(0));
    assertEquals((float) (0.3 * 0.1), Np.scale(NdArrays.vectorOf(0.3), 0.1).getFloat(0));
    assertEquals((float) (0.3 / 0.7), Np.divide(NdArrays.vectorOf(0.3), 0.7).getFloat(0));
    assertEquals(Shape.of(2, 3), Np.scale(X, 2).shape());
  }

  @Test
  void findsTheGreatest() {
    assertEquals(NdArrays.vectorOf(1L, 0L), Np.argmax(X, -1));
    assertEquals(NdArrays.vectorOf(1L, 0L, 1L), Np.argmax(X, 0));
    LongNdArray scalar = Np.argmax(NdArrays.vectorOf(1, 3, 2), 0);
    assertEquals(0, scalar.rank());
    assertEquals(1, scalar.getLong());
    FloatNdArray nan = NdArrays.vectorOf(1f, Float.NaN, 3f, Float.NaN);
    assertEquals(1, Np.argmax(nan, -1).getLong());
  }

  @Test
  void findsTheGreatestInTheMiddleAxis() {
    FloatNdArray cube = NdArrays.vectorOf(0f, 9, 4, 1, 8, 2, 7, 3).withShape(Shape.of(2, 2, 2));
    LongNdArray best = Np.argmax(cube, 1);
    assertEquals(Shape.of(2, 2), best.shape());
    assertArrayEquals(new double[] {1, 0, 0, 1}, numbers(best));
  }

  @Test
  void addsAnAxis() {
    assertEquals(Shape.of(2, 3, 1), Np.expandDims(X, -1).shape());
    assertEquals(Shape.of(1, 2, 3), Np.expandDims(X, 0).shape());
    assertEquals(Shape.of(2, 1), Np.expandDims(NdArrays.vectorOf(new byte[2]), 1).shape());
  }

  @Test
  void joinsArrays() {
    assertEquals(Shape.of(4, 3), Np.concat(X, X).shape());
    assertEquals(
        NdArrays.vectorOf(1, 2, 3), Np.concat(NdArrays.vectorOf(1), NdArrays.vectorOf(2, 3)));
    byte[] one = {1};
    assertEquals(
        NdArrays.vectorOf(new byte[] {1, 1}),
        Np.concat(NdArrays.vectorOf(one), NdArrays.vectorOf(one)));
  }

  @Test
  void refusesBadArguments() {
    assertRefused(
        "Np.rows: expected 0 <= from <= to <= 2. Received: from=1, to=3.", () -> Np.rows(X, 1, 3));
    assertRefused(
        "Np.argmax: expected an axis in [-2, 2) for shape (2, 3). Received: axis=2.",
        () -> Np.argmax(X, 2));
    assertRefused(
        "Np.argmax: axis 1 of shape (2, 0) is empty.",
        () -> Np.argmax(NdArrays.ofFloats(Shape.of(2, 0)), 1));
    assertRefused(
        "Np.expandDims: expected an axis in [-3, 3) for shape (2, 3). Received: axis=3.",
        () -> Np.expandDims(X, 3));
    assertRefused(
        "Np.concat: expected one array or more. Received: none.",
        () -> Np.concat(new FloatNdArray[0]));
    assertRefused(
        "Np.concat: expected samples of float32 [3] in every array. Received: float32 [].",
        () -> Np.concat(X, NdArrays.vectorOf(1f)));
  }

  @Test
  void takesWhatAMaskMarks() {
    FloatNdArray marked = Np.take(X, new boolean[] {false, true});
    assertEquals(NdArrays.vectorOf(9f, 2, 9).withShape(Shape.of(1, 3)), marked);
    assertArrayEquals(
        new boolean[] {false, true, false}, Np.mask(NdArrays.vectorOf(1, 5, 2), v -> v == 5));
    ByteNdArray bytes = NdArrays.vectorOf(new byte[] {-1, 2});
    assertArrayEquals(new int[] {255, 2}, Np.toArray(bytes));
    assertArrayEquals(new float[] {1, 5, 3, 9, 2, 9}, Np.toArray(X));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(
        "Np.sum: expected each axis once. Received: axes [0, -2] of shape (2, 3).",
        () -> Np.sum(X, 0, -2));
    assertRefused(
        "Np.max: there is no element to choose from.",
        () -> Np.max(NdArrays.ofFloats(Shape.of(0))));
    assertRefused(
        "Np.reshape: the 6 elements of shape (2, 3) do not fit into shape [4, -1].",
        () -> Np.reshape(X, 4, -1));
    assertRefused(
        "Np.transpose: expected each of the 2 axes of shape (2, 3) once. Received: [0, 0].",
        () -> Np.transpose(X, 0, 0));
    assertRefused(
        "Np.take: expected indices in [-2, 2) for axis 0 of shape (2, 3). Received: 2.",
        () -> Np.take(X, new int[] {2}));
    assertRefused(
        "Np.take: the mask has 3 elements, the array has shape (2, 3). Both need as many along the"
            + " first axis.",
        () -> Np.take(X, new boolean[3]));
    assertRefused(
        "Np.subtract: shapes (2, 3) and (2,) cannot be broadcast to one.",
        () -> Np.subtract(X, NdArrays.vectorOf(1f, 2)));
    assertRefused(
        "Np.concatenate: expected one array or more. Received: none.",
        () -> Np.concatenate(List.<FloatNdArray>of(), 0));
    assertRefused("Np.arange: `step` must not be 0.", () -> Np.arange(0, 3, 0));
    assertRefused(
        "Np.linspace: `num` must not be negative. Received: num=-1.", () -> Np.linspace(0, 1, -1));
    assertRefused(
        "Np: expected an array of another dtype. Received: int16.",
        () -> Np.reshape(NdArrays.vectorOf((short) 1), 1));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
