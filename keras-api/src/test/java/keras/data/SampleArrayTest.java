package keras.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

class SampleArrayTest {
  private static final int[] ORDER = {2, 0, 1};

  static List<Arguments> sources() {
    return List.of(
        Arguments.of("float32", new float[][] {{1, 2}, {3, 4}, {5, 6}}),
        Arguments.of("float64", new double[][] {{1, 2}, {3, 4}, {5, 6}}),
        Arguments.of("int32", new int[][] {{1, 2}, {3, 4}, {5, 6}}),
        Arguments.of("int64", new long[][] {{1, 2}, {3, 4}, {5, 6}}),
        Arguments.of("int32", new short[][] {{1, 2}, {3, 4}, {5, 6}}),
        Arguments.of("uint8", new byte[][] {{1, 2}, {3, 4}, {5, 6}}),
        Arguments.of("float32", NdArrays.vectorOf(1f, 2, 3, 4, 5, 6).withShape(Shape.of(3, 2))),
        Arguments.of("float64", NdArrays.vectorOf(1d, 2, 3, 4, 5, 6).withShape(Shape.of(3, 2))),
        Arguments.of("int32", NdArrays.vectorOf(1, 2, 3, 4, 5, 6).withShape(Shape.of(3, 2))),
        Arguments.of("int64", NdArrays.vectorOf(1L, 2, 3, 4, 5, 6).withShape(Shape.of(3, 2))),
        Arguments.of(
            "int32", NdArrays.vectorOf(new short[] {1, 2, 3, 4, 5, 6}).withShape(Shape.of(3, 2))),
        Arguments.of(
            "uint8", NdArrays.vectorOf(new byte[] {1, 2, 3, 4, 5, 6}).withShape(Shape.of(3, 2))));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void readsEveryKindOfArray(String dtype, Object data) {
    SampleArray rows = SampleArray.of("x", data);
    assertEquals(dtype, rows.dtype());
    assertEquals(Shape.of(3, 2), rows.shape());
    assertEquals(Shape.of(2), rows.sampleShape());
    assertEquals(3, rows.count());
    assertEquals(2, rows.sampleSize());
    assertArrayEquals(new double[] {5, 6, 1, 2, 3, 4}, numbers(rows.take(ORDER, 0, 3)));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void gathersIntoAnArray(String dtype, Object data) {
    SampleArray rows = SampleArray.of("x", data);
    Object target = rows.allocate(2);
    rows.gather(ORDER, 1, 3, target);
    assertArrayEquals(
        new double[] {1, 2, 3, 4}, numbers(SampleArray.of("target", target).toNdArray()), dtype);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void gathersIntoNativeMemory(String dtype, Object data) {
    SampleArray rows = SampleArray.of("x", data).cast("float32");
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 + 6 * 4).position(4);
    rows.gather(ORDER, 0, 3, bytes);
    assertEquals(0, bytes.remaining(), dtype);
    assertEquals(ByteOrder.BIG_ENDIAN, bytes.order());
    FloatBuffer floats = bytes.position(4).order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] values = new float[6];
    floats.get(values);
    assertArrayEquals(new float[] {5, 6, 1, 2, 3, 4}, values);
  }

  @Test
  void writesEveryTypeToBytes() {
    int[] all = {1, 0};
    assertEquals(2.5, bytes(new double[] {9, 2.5}, all, 8).getDouble(0));
    assertEquals(7, bytes(new int[] {9, 7}, all, 4).getInt(0));
    assertEquals(7L << 40, bytes(new long[] {9, 7L << 40}, all, 8).getLong(0));
    assertEquals((byte) 200, bytes(new byte[] {9, (byte) 200}, all, 1).get(0));
    assertEquals(1, bytes(new boolean[] {false, true}, all, 1).get(0));
    assertEquals(0, bytes(new boolean[] {false, true}, all, 1).get(1));
  }

  private static ByteBuffer bytes(Object data, int[] order, int width) {
    SampleArray rows = SampleArray.of("x", data);
    ByteBuffer gathered = ByteBuffer.allocate(2 * width);
    rows.gather(order, 0, 2, gathered);
    assertEquals(2 * width, gathered.position());
    ByteBuffer copied = ByteBuffer.allocate(2 * width);
    rows.copy(0, 2, copied);
    for (int i = 0; i < width; i++) {
      assertEquals(copied.get(i), gathered.get(width + i));
    }
    return gathered.order(ByteOrder.nativeOrder());
  }

  @Test
  void copiesARunOfSamples() {
    SampleArray rows = SampleArray.of("x", new int[][] {{1, 2}, {3, 4}, {5, 6}}).slice(1, 3);
    int[] target = new int[2];
    rows.copy(1, 2, target);
    assertArrayEquals(new int[] {5, 6}, target);
  }

  @Test
  void gathersNumbersOfEveryType() {
    boolean[] bools = new boolean[2];
    SampleArray.of("y", new boolean[] {false, false, true}).gather(ORDER, 0, 2, bools);
    assertArrayEquals(new boolean[] {true, false}, bools);
    int[] ints = new int[2];
    SampleArray.of("y", new int[] {7, 8, 9}).slice(1, 3).gather(new int[] {1, 0}, 0, 2, ints);
    assertArrayEquals(new int[] {9, 8}, ints);
    float[] floats = new float[2];
    SampleArray.of("y", new float[] {7, 8, 9}).gather(ORDER, 0, 2, floats);
    assertArrayEquals(new float[] {9, 7}, floats);
  }

  @Test
  void sharesAOneDimensionalArray() {
    float[] data = {1, 2, 3};
    assertSame(data, SampleArray.of("x", data).array());
  }

  @Test
  void sharesADenseFloatArray() {
    float[] data = new float[12];
    FloatNdArray array = NdArrays.wrap(Shape.of(4, 3), DataBuffers.of(data, false, false));
    assertSame(data, SampleArray.of("x", array).array());
    SampleArray row = SampleArray.of("x", array.get(1));
    assertSame(data, row.array());
    assertEquals(3, row.offset());
  }

  @Test
  void readsSlicesWithGapsAndFlips() {
    FloatNdArray array = NdArrays.vectorOf(1f, 2, 3, 4, 5, 6).withShape(Shape.of(2, 3));
    SampleArray columns = SampleArray.of("x", array.slice(Indices.all(), Indices.range(1, 3)));
    assertArrayEquals(new double[] {2, 3, 5, 6}, numbers(columns.toNdArray()));
    SampleArray flipped = SampleArray.of("x", array.slice(Indices.flip()));
    assertArrayEquals(new double[] {4, 5, 6, 1, 2, 3}, numbers(flipped.toNdArray()));
    SampleArray every2 = SampleArray.of("x", array.slice(Indices.all(), Indices.step(2)));
    assertArrayEquals(new double[] {1, 3, 4, 6}, numbers(every2.toNdArray()));
    SampleArray permuted = SampleArray.of("x", array.slice(Indices.seq(1, 0)));
    assertArrayEquals(new double[] {4, 5, 6, 1, 2, 3}, numbers(permuted.toNdArray()));
  }

  @Test
  void readsSparseArrays() {
    NdArray<?> sparse =
        NdArrays.sparseOf(
            StdArrays.ndCopyOf(new long[][] {{0, 1}, {1, 0}}),
            NdArrays.vectorOf(5f, 6f),
            Shape.of(2, 2));
    assertArrayEquals(new double[] {0, 5, 6, 0}, numbers(SampleArray.of("x", sparse).toNdArray()));
  }

  @Test
  void readsTensors() {
    FloatNdArray values = NdArrays.vectorOf(1f, 2, 3, 4).withShape(Shape.of(2, 2));
    double[] numbers = {1, 2, 3, 4};
    try (TFloat32 floats = TFloat32.tensorOf(values);
        TFloat16 halves = TFloat16.tensorOf(values);
        TUint8 bytes = TUint8.vectorOf((byte) 255, (byte) 1);
        TBool bools = TBool.vectorOf(true, false)) {
      assertArrayEquals(numbers, numbers(SampleArray.of("x", floats).toNdArray()));
      assertArrayEquals(numbers, numbers(SampleArray.of("x", halves).toNdArray()));
      assertArrayEquals(new double[] {255, 1}, numbers(SampleArray.of("x", bytes).toNdArray()));
      assertArrayEquals(new double[] {1, 0}, numbers(SampleArray.of("x", bools).toNdArray()));
    }
  }

  @Test
  void readsBooleans() {
    SampleArray rows = SampleArray.of("x", NdArrays.vectorOf(true, false, true));
    assertEquals("bool", rows.dtype());
    assertArrayEquals(new double[] {1, 1, 0}, numbers(rows.take(new int[] {0, 2, 1}, 0, 3)));
  }

  @Test
  void readsDeepArrays() {
    SampleArray rows = SampleArray.of("x", new byte[5][28][28]);
    assertEquals(Shape.of(5, 28, 28), rows.shape());
    assertEquals(784, rows.sampleSize());
    assertFalse(rows.isFloat());
  }

  @Test
  void readsEmptyArrays() {
    assertEquals(Shape.of(0), SampleArray.of("x", new float[0]).shape());
    assertEquals(0, SampleArray.of("x", new float[0][]).count());
    assertEquals(Shape.of(3, 0), SampleArray.of("x", new float[3][0]).shape());
    assertEquals(Shape.of(0, 4), SampleArray.of("x", NdArrays.ofFloats(Shape.of(0, 4))).shape());
  }

  @Test
  void slicesWithoutCopying() {
    SampleArray rows = SampleArray.of("x", new float[][] {{1, 2}, {3, 4}, {5, 6}});
    SampleArray tail = rows.slice(1, 3);
    assertSame(rows.array(), tail.array());
    assertEquals(2, tail.count());
    assertArrayEquals(new double[] {5, 6, 3, 4}, numbers(tail.take(new int[] {1, 0}, 0, 2)));
    assertArrayEquals(new double[] {3, 4, 5, 6}, numbers(tail.toNdArray()));
  }

  @Test
  void castsAsNumPyDoes() {
    SampleArray doubles = SampleArray.of("x", new double[] {0.1, -1.9, 300});
    assertArrayEquals(new float[] {0.1f, -1.9f, 300}, (float[]) doubles.cast("float32").array());
    assertArrayEquals(new int[] {0, -1, 300}, (int[]) doubles.cast("int32").array());
    assertArrayEquals(new long[] {0, -1, 300}, (long[]) doubles.cast("int64").array());
    assertArrayEquals(new byte[] {0, -1, 44}, (byte[]) doubles.cast("uint8").array());
    assertArrayEquals(
        new boolean[] {true, false},
        (boolean[]) SampleArray.of("x", new int[] {2, 0}).cast("bool").array());
    SampleArray pixels = SampleArray.of("x", new byte[] {(byte) 255, 1});
    assertArrayEquals(new float[] {255, 1}, (float[]) pixels.cast("float32").array());
    assertArrayEquals(new double[] {255, 1}, (double[]) pixels.cast("float64").array());
    assertSame(pixels, pixels.cast("uint8"));
  }

  @Test
  void roundsLongsOnce() {
    long tie = (1L << 60) + (1L << 36) + 1; // by way of double it would round to even, down
    assertArrayEquals(
        new float[] {(float) tie},
        (float[]) SampleArray.of("x", new long[] {tie}).cast("float32").array());
    long big = (1L << 53) + 1;
    assertArrayEquals(
        new int[] {1}, (int[]) SampleArray.of("x", new long[] {big}).cast("int32").array());
    assertArrayEquals(
        new byte[] {1}, (byte[]) SampleArray.of("x", new long[] {big}).cast("uint8").array());
  }

  @Test
  void castsASlice() {
    SampleArray tail =
        SampleArray.of("x", new int[][] {{1, 2}, {3, 4}}).slice(1, 2).cast("float32");
    assertEquals(Shape.of(1, 2), tail.shape());
    assertArrayEquals(new float[] {3, 4}, (float[]) tail.array());
    assertTrue(tail.isFloat());
  }

  @Test
  void refusesRaggedArrays() {
    assertEquals(
        "x[1] has 1 elements, the first row of that axis has 2. All rows need the same length.",
        refused(new float[][] {{1, 2}, {3}}));
    assertEquals(
        "x[1][0] has 2 elements, the first row of that axis has 1. All rows need the same length.",
        refused(new int[][][] {{{1}, {2}}, {{1, 2}, {3}}}));
    assertEquals("x[1] is null. Every row needs an array.", refused(new int[][] {{1}, null}));
    assertEquals("x[0] is null. Every row needs an array.", refused(new int[][] {null, {1}}));
  }

  @Test
  void refusesWhatIsNoArrayOfNumbers() {
    assertEquals(
        "x: expected an NdArray, a nested Java array of float, double, int, long, short, byte,"
            + " boolean or String, or a list of numbers or strings. Received: char[].",
        refused(new char[] {'a'}));
    assertEquals(
        "x[0][1] is null. Every place needs a string.", refused(new String[][] {{"a", null}}));
    assertTrue(refused("text").endsWith("Received: java.lang.String."));
    assertEquals(
        "x[0][1] is null. Every place needs a number.", refused(new Integer[][] {{1, null}}));
    assertEquals("x[1] is null. Every place needs a number.", refused(new Integer[][] {{1}, null}));
    assertEquals(
        "x: expected numbers of one type in a list. Received: Integer at 0 and Float at 1.",
        refused(List.of(1, 2f)));
    assertTrue(refused(new char[] {'a'}).endsWith("Received: char[]."));
    assertTrue(refused(new ArrayList<>()).endsWith("Received: java.util.ArrayList."));
    assertTrue(refused(NdArrays.vectorOfObjects('a')).contains("Received: org.tensorflow."));
  }

  @Test
  void takesNumberObjectsAsNumbers() {
    SampleArray x = SampleArray.of("x", new Float[][] {{1f, 2f}, {3f, 4f}});
    assertEquals("float32", x.dtype());
    assertEquals(Shape.of(2, 2), x.shape());
    assertEquals(3.0, x.number(2));
    assertEquals("bool", SampleArray.of("x", new Boolean[] {true}).dtype());
    assertEquals("int64", SampleArray.of("x", List.of(5L, 6L)).dtype());
  }

  @Test
  void refusesScalars() {
    assertEquals(
        "x is a scalar. Expected an array whose first axis counts the samples.",
        refused(NdArrays.scalarOf(1f)));
  }

  @Test
  void refusesAnIndexBeyondTheSamples() {
    SampleArray rows = SampleArray.of("x", new float[2][3]);
    assertThrows(
        IndexOutOfBoundsException.class, () -> rows.gather(new int[] {2}, 0, 1, new float[3]));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> SampleArray.of("x", new int[4]).slice(0, 2).gather(new int[] {2}, 0, 1, new int[1]));
  }

  @Test
  void refusesATargetThatDoesNotFit() {
    SampleArray rows = SampleArray.of("x", new float[2][3]);
    assertEquals(
        "Rows: float32 samples are copied to a float[]. Received: double[].",
        assertThrows(IllegalArgumentException.class, () -> rows.gather(ORDER, 1, 3, new double[6]))
            .getMessage());
    assertEquals(
        "Rows: 2 samples of 3 elements need 6 places. Received: an array of 5.",
        assertThrows(IllegalArgumentException.class, () -> rows.gather(ORDER, 1, 3, new float[5]))
            .getMessage());
    assertEquals(
        "Rows: 2 samples of 3 elements need 24 bytes. Received: a buffer with 23 left.",
        assertThrows(
                IllegalArgumentException.class,
                () -> rows.gather(ORDER, 1, 3, ByteBuffer.allocate(23)))
            .getMessage());
  }

  @Test
  void refusesAnUnknownDtype() {
    assertEquals(
        "Rows.cast: expected a dtype of [float32, float64, int32, int64, uint8, bool, string]."
            + " Received: 'float99'.",
        assertThrows(
                IllegalArgumentException.class,
                () -> SampleArray.of("x", new float[1]).cast("float99"))
            .getMessage());
  }

  private static String refused(Object data) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SampleArray.of("x", data)).getMessage();
    return String.valueOf(message);
  }

  static double[] numbers(NdArray<?> array) {
    SampleArray rows = SampleArray.of("array", array);
    double[] numbers = new double[rows.count() * rows.sampleSize()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = rows.number(i);
    }
    return numbers;
  }
}
