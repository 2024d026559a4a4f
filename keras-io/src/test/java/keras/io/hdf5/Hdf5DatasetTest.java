package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5DatasetTest {
  private static final List<String> CHUNKED =
      List.of(
          "plain",
          "chunked",
          "one",
          "one_gzip",
          "gzip",
          "lzf",
          "fletcher",
          "grows",
          "grows_gzip",
          "grows_twice",
          "grows_twice_gzip",
          "early",
          "compact");

  @ParameterizedTest
  @ValueSource(strings = {"types.h5", "types_latest.h5"})
  void readsEveryDtypeInEveryByteOrder(String file) {
    Hdf5Group root = Fixtures.root(file);
    for (String parent : List.of("numbers", "big")) {
      Hdf5Group group = root.requireGroup(parent);
      for (String name : group.names()) {
        if (!name.equals("bool")) {
          Hdf5Dataset dataset = group.requireDataset(name);
          String message = dataset.toString();
          assertEquals(name, dataset.dtype(), message);
          assertEquals(List.of(2L, 3L), dataset.shape(), message);
          assertEquals(6, dataset.size(), message);
          assertArrayEquals(new float[] {0, 1, 2, 3, 100, 127}, dataset.floats(), message);
          assertArrayEquals(new double[] {0, 1, 2, 3, 100, 127}, dataset.doubles(), message);
          if (name.contains("int")) {
            assertArrayEquals(new long[] {0, 1, 2, 3, 100, 127}, dataset.longs(), message);
          }
        }
      }
    }
    assertEquals(12 + 1, root.requireGroup("numbers").names().size());
    assertEquals(11, root.requireGroup("big").names().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.h5", "types_latest.h5"})
  void readsTheExtremesOfIntegers(String file) {
    Hdf5Group root = Fixtures.root(file).requireGroup("extremes");
    assertArrayEquals(new long[] {-128, 127}, root.requireDataset("int8").longs());
    assertArrayEquals(new long[] {0, 65535}, root.requireDataset("uint16").longs());
    assertArrayEquals(new long[] {0, 4294967295L}, root.requireDataset("uint32").longs());
    assertArrayEquals(
        new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, root.requireDataset("int64").longs());
    assertArrayEquals(new long[] {0, -1}, root.requireDataset("uint64").longs());
    assertArrayEquals(new double[] {0, Math.pow(2, 64)}, root.requireDataset("uint64").doubles());
    assertArrayEquals(
        new float[] {0, (float) Math.pow(2, 32)}, root.requireDataset("uint32").floats());
  }

  @Test
  void readsBooleansScalarsAndEmptyArrays() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertEquals("bool", root.requireDataset("numbers/bool").dtype());
    assertArrayEquals(new long[] {1, 0, 1}, root.requireDataset("numbers/bool").longs());
    assertEquals(List.of(), root.requireDataset("scalar/int64").shape());
    assertArrayEquals(new long[] {-7}, root.requireDataset("scalar/int64").longs());
    assertArrayEquals(new float[] {0.1f}, root.requireDataset("scalar/float32").floats());
    assertEquals(List.of(0L, 3L), root.requireDataset("empty").shape());
    assertArrayEquals(new float[0], root.requireDataset("empty").floats());
    assertEquals(List.of(0L), root.requireDataset("null").shape());
    assertArrayEquals(new double[0], root.requireDataset("null").doubles());
    assertEquals(0, root.requireDataset("null").bytes().remaining());
    assertArrayEquals(new float[] {2}, root.requireDataset("ключ/层").floats());
  }

  @Test
  void readsWhatWasNeverWrittenAsItsFillValue() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertArrayEquals(new float[6], root.requireDataset("never_written").floats());
    assertArrayEquals(
        new float[] {1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f},
        root.requireDataset("never_written_filled").floats());
  }

  @Test
  void readsStringsOfFixedAndVariableLength() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertEquals("string", root.requireDataset("text/fixed").dtype());
    assertEquals(List.of("one", "three"), root.requireDataset("text/fixed").strings());
    assertEquals(List.of("один", "", "three"), root.requireDataset("text/variable").strings());
  }

  @Test
  void handsOutBytesInLittleEndianOrder() {
    Hdf5Group root = Fixtures.root("types.h5");
    ByteBuffer little = root.requireDataset("numbers/int32").bytes();
    assertEquals(ByteOrder.LITTLE_ENDIAN, little.order());
    assertEquals(24, little.remaining());
    assertEquals(100, little.getInt(16));
    assertEquals(little, root.requireDataset("big/int32").bytes());
    assertEquals(
        root.requireDataset("opaque").bytes(), root.requireDataset("numbers/bfloat16").bytes());
  }

  @Test
  void saysWhichTypeItCannotConvert() {
    Hdf5Group root = Fixtures.root("types.h5");
    assertEquals(
        "types.h5: /opaque: expected numbers. Received: opaque of 2 bytes.",
        Fixtures.refusal(() -> root.requireDataset("opaque").floats()));
    assertEquals(
        "types.h5: /numbers/float32: expected integers. Received: float32.",
        Fixtures.refusal(() -> root.requireDataset("numbers/float32").longs()));
    assertEquals(
        "types.h5: /numbers/float32: expected strings. Received: float32.",
        Fixtures.refusal(() -> root.requireDataset("numbers/float32").strings()));
    assertEquals(
        "types.h5: /text/fixed: expected numbers. Received: string.",
        Fixtures.refusal(() -> root.requireDataset("text/fixed").doubles()));
    assertEquals(
        "types.h5: /complex: expected numbers. Received: HDF5 class 6.",
        Fixtures.refusal(() -> root.requireDataset("complex").doubles()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunks.h5", "chunks_latest.h5"})
  void readsEveryLayoutAndFilter(String file) {
    Hdf5Group root = Fixtures.root(file);
    float[] expected = new float[7 * 5 * 3];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i;
    }
    for (String name : CHUNKED) {
      assertArrayEquals(expected, root.requireDataset(name).floats(), name);
    }
    assertEquals(root.requireDataset("noise").bytes(), root.requireDataset("noise_lzf").bytes());
    long[] many = root.requireDataset("many").longs();
    assertEquals(3000, many.length);
    assertEquals(2999, many[2999]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunks.h5", "chunks_latest.h5"})
  void fillsWhereChunksAreMissing(String file) {
    assertArrayEquals(
        new long[] {
          -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 5, 5, -1, -1, 5, 5, -1, -1, -1, -1, -1, -1, -1, -1
        },
        Fixtures.root(file).requireDataset("sparse").longs());
  }

  @Test
  void readsEveryHalfAsThePythonsDo() {
    Hdf5Group root = Fixtures.root("chunks.h5");
    assertArrayEquals(
        root.requireDataset("singles").floats(), root.requireDataset("halves").floats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_block.h5", "user_block_latest.h5"})
  void readsFilesThatBeginWithAUsersBlock(String file) {
    Hdf5Group root = Fixtures.root(file);
    assertEquals("one", root.requireGroup("group").requireAttribute("name").string());
    long[] numbers = {0, 1, 2, 3, 100, 127};
    assertArrayEquals(numbers, root.requireDataset("group/data").longs());
    assertArrayEquals(numbers, root.requireDataset("chunked").longs());
  }
}
