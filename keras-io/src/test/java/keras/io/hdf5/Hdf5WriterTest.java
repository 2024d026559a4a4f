package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class Hdf5WriterTest {
  private static byte[] written(Hdf5Writer file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(Channels.newChannel(out));
    return out.toByteArray();
  }

  private static Hdf5Group readBack(Consumer<Hdf5GroupWriter> content) throws IOException {
    Hdf5Writer file = new Hdf5Writer();
    content.accept(file.root());
    return Hdf5File.open("model.h5", written(file)).root();
  }

  private static String refusal(Executable action) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void readsBackEverythingItWrote() throws IOException {
    Hdf5Group root = Hdf5File.open("model.h5", written(WrittenSample.describe())).root();
    assertEquals("слой €", root.requireAttribute("text").string());
    assertEquals("", root.requireAttribute("empty").string());
    assertEquals(List.of("one", "слой", ""), root.strings("names"));
    assertEquals(List.of(), root.requireAttribute("none").strings());
    assertEquals("float64", root.requireAttribute("none").dtype());
    assertEquals(List.of(0L), root.requireAttribute("none").shape());
    assertArrayEquals(new long[] {3}, root.requireAttribute("int").longs());
    assertArrayEquals(new double[] {0.5}, root.requireAttribute("float").doubles());
    assertEquals("UTF-8", root.requireAttribute("имя").string());
    assertEquals(
        List.of("text", "empty", "names", "none", "int", "float", "имя"), root.attributeNames());
    Hdf5Group numbers = root.requireGroup("numbers");
    for (String dtype : List.of("float16", "bfloat16", "float32", "float64")) {
      Hdf5Dataset dataset = numbers.requireDataset(dtype);
      assertEquals(dtype, dataset.dtype());
      assertEquals(List.of(2L, 3L), dataset.shape());
      assertArrayEquals(new float[] {0, 1, -2, 3.5f, 100, 1e-3f}, dataset.floats(), 5e-6f);
    }
    for (String dtype : List.of("int8", "int16", "int32", "int64")) {
      assertEquals(dtype, numbers.requireDataset(dtype).dtype());
      assertArrayEquals(new long[] {127, -1}, numbers.requireDataset(dtype).longs());
    }
    assertArrayEquals(new long[] {127, 4294967295L}, numbers.requireDataset("uint32").longs());
    assertArrayEquals(new long[] {127, 255}, numbers.requireDataset("uint8").longs());
    assertEquals("bool", numbers.requireDataset("bool").dtype());
    assertArrayEquals(new long[] {1, 0, 1}, numbers.requireDataset("bool").longs());
    assertArrayEquals(new long[] {7}, numbers.requireDataset("scalar").longs());
    assertEquals(List.of(), numbers.requireDataset("scalar").shape());
    assertEquals(List.of(0L, 3L), numbers.requireDataset("nothing").shape());
    assertArrayEquals(new double[] {0.1}, root.requireDataset("apple/deep/er/data").doubles());
  }

  @Test
  void keepsTheOrderInWhichThingsWereAdded() throws IOException {
    Hdf5Group root = Hdf5File.open("model.h5", written(WrittenSample.describe())).root();
    assertEquals(List.of("numbers", "zebra", "apple"), root.names());
    assertEquals(List.of("层"), root.requireGroup("zebra/ключ").names());
  }

  @Test
  void writesTheSameBytesEveryTime() throws IOException {
    Hdf5Writer file = WrittenSample.describe();
    byte[] first = written(file);
    assertArrayEquals(first, written(file));
    assertArrayEquals(first, written(WrittenSample.describe()));
  }

  @Test
  void writesWhatThePythonsWereSeenToRead() throws IOException {
    // That h5py reads these bytes is checked by src/test/python/check_written_sample.py.
    assertArrayEquals(Fixtures.bytes("written_sample.h5"), written(WrittenSample.describe()));
  }

  @Test
  void writesManyGroupsAndLongTexts() throws IOException {
    String config = "{\"ключ\": \"" + "x".repeat(300_000) + "\"}";
    Hdf5Group root =
        readBack(
            group -> {
              group.attribute("model_config", config);
              for (int i = 0; i < 5000; i++) {
                group.group("layer_" + i).attribute("weight_names", List.of("kernel" + i, "bias"));
              }
            });
    assertEquals(config, root.requireAttribute("model_config").string());
    assertEquals(5000, root.names().size());
    assertEquals("layer_4999", root.names().get(4999));
    assertEquals(
        List.of("kernel4321", "bias"), root.requireGroup("layer_4321").strings("weight_names"));
  }

  @Test
  void cutsLongListsOfNamesAsKerasDoes() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      names.add("a_rather_long_layer_name_".repeat(4) + i);
    }
    Hdf5Group root = readBack(group -> group.attribute("layer_names", names));
    // 103 bytes each, 626 to a piece: two pieces of equal length.
    assertEquals(List.of("layer_names0", "layer_names1"), root.attributeNames());
    assertEquals(List.of(500L), root.requireAttribute("layer_names1").shape());
    assertEquals(names, root.strings("layer_names"));
    List<String> shorts = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      shorts.add("n" + i);
    }
    Hdf5Group other = readBack(group -> group.attribute("layer_names", shorts));
    assertEquals(3, other.attributeNames().size());
    assertEquals(List.of(3334L), other.requireAttribute("layer_names0").shape());
    assertEquals(List.of(3333L), other.requireAttribute("layer_names2").shape());
    assertEquals(shorts, other.strings("layer_names"));
  }

  @Test
  void asksForDataOnlyWhileWritingAndOneAtATime() throws IOException {
    List<String> events = new ArrayList<>();
    Hdf5Writer file = new Hdf5Writer();
    for (String name : List.of("a", "b")) {
      file.root()
          .dataset(
              name,
              "uint8",
              new long[] {3},
              out -> {
                events.add(name);
                for (int i = 0; i < 3; i++) {
                  out.write(ByteBuffer.wrap(new byte[] {(byte) i}));
                }
              });
    }
    assertEquals(List.of(), events);
    Hdf5Group root = Hdf5File.open("model.h5", written(file)).root();
    assertEquals(List.of("a", "b"), events);
    assertArrayEquals(new long[] {0, 1, 2}, root.requireDataset("b").longs());
  }

  @Test
  void writesBuffersFromTheirPositionOn() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 0, 2, 0, 9}).position(1).limit(5);
    Hdf5Group root = readBack(group -> group.bytes("x", "int16", new long[] {2}, () -> buffer));
    assertArrayEquals(new long[] {1, 2}, root.requireDataset("x").longs());
    assertEquals(1, buffer.position());
  }

  @Test
  void writesToAChannelThatTakesLittleAtATime() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WritableByteChannel slow =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) {
            int length = Math.min(7, source.remaining());
            for (int i = 0; i < length; i++) {
              bytes.write(source.get());
            }
            return length;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    WrittenSample.describe().write(slow);
    assertArrayEquals(written(WrittenSample.describe()), bytes.toByteArray());
  }

  /** The JDK keeps a copy outside the heap as large as what a file's channel is given at once. */
  @Test
  void handsTheChannelNoMoreThanAQuarterOfAMegabyte() throws IOException {
    List<Integer> pieces = new ArrayList<>();
    Hdf5Writer file = new Hdf5Writer();
    ByteBuffer data = ByteBuffer.allocate(1_000_000);
    file.root().bytes("x", "uint8", new long[] {1_000_000}, () -> data);
    file.write(
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) {
            int length = source.remaining();
            pieces.add(length);
            source.position(source.limit());
            return length;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        });
    assertTrue(Collections.max(pieces) <= 1 << 18, pieces.toString());
    assertTrue(pieces.stream().mapToInt(n -> n).sum() > 1_000_000);
  }

  @Test
  void roundsHalvesToTheNearest() throws IOException {
    Hdf5Group root = Fixtures.root("chunks.h5");
    float[] singles = root.requireDataset("singles").floats();
    ByteBuffer halves = root.requireDataset("halves").bytes();
    for (int i = 0; i < singles.length; i++) {
      if (!Float.isNaN(singles[i])) {
        assertEquals(halves.getShort(2 * i), Half.of(singles[i]));
      }
    }
    assertEquals(0x7e00, Half.of(Double.NaN) & 0x7fff);
    assertEquals(0x7bff, Half.of(65519.99));
    assertEquals(0x7c00, Half.of(65520));
    assertEquals(0x3c00, Half.of(1 + 0x1p-11));
    assertEquals(0x3c02, Half.of(1 + 3 * 0x1p-11));
    assertEquals(0x0000, Half.of(0x1p-25));
    assertEquals(0x0001, Half.of(0x1.8p-25));
    assertEquals(0x0400, Half.of(0x1p-14 - 0x1p-26));
    assertEquals((short) 0x8000, Half.of(-0.0));
    assertEquals(0x3f80, Half.bfloat16(1 + 0x1p-8));
    assertEquals(0x3f82, Half.bfloat16(1 + 3 * 0x1p-8));
    assertEquals(0x7f80, Half.bfloat16(Float.MAX_VALUE));
    assertTrue((Half.bfloat16(Double.NaN) & 0x7f) != 0);
  }

  @Test
  void refusesDataOfTheWrongLength() {
    Hdf5Writer few = new Hdf5Writer();
    few.root().floats("g/x", "float32", new long[] {3}, () -> new float[2]);
    assertEquals(
        "Hdf5Writer: '/g/x': expected 12 bytes of data. Received: 8 bytes.",
        assertThrows(IllegalStateException.class, () -> written(few)).getMessage());
    Hdf5Writer many = new Hdf5Writer();
    many.root().floats("g/x", "float32", new long[] {3}, () -> new float[4]);
    assertEquals(
        "Hdf5Writer: '/g/x': expected 12 bytes of data. Received: more than that.",
        assertThrows(IllegalStateException.class, () -> written(many)).getMessage());
  }

  @Test
  void refusesWhatHdf5CannotStore() {
    Hdf5GroupWriter root = new Hdf5Writer().root();
    long[] scalar = new long[0];
    root.longs("x", "int8", scalar, () -> new long[1]).attribute("a", 1);
    assertEquals(
        "Hdf5Writer: '/x': is there already.",
        refusal(() -> root.longs("x", "int8", scalar, () -> new long[1])));
    assertEquals(
        "Hdf5Writer: '/x': expected a group. Received: a dataset of that name.",
        refusal(() -> root.group("x")));
    assertEquals(
        "Hdf5Writer: '/' attribute `a`: is there already.", refusal(() -> root.attribute("a", 2)));
    assertEquals(
        "Hdf5Writer: '/g/': a name must have 1 to 60000 bytes. Received: 0 bytes.",
        refusal(() -> root.group("g//h")));
    assertEquals("Hdf5Writer: '/.': '.' cannot be a name in HDF5.", refusal(() -> root.group(".")));
    assertEquals(
        "Hdf5Writer: '/' attribute `b`: expected no null character. Received: one at index 1.",
        refusal(() -> root.attribute("b", "x\0y")));
    assertEquals(
        "Hdf5Writer: '/' attribute `b`: a string of a list may have up to 64512 bytes. Received:"
            + " 64513 bytes.",
        refusal(() -> root.attribute("b", List.of("x".repeat(64513)))));
    assertEquals(
        "Hdf5Writer: '/y': the axes of a dataset must not be negative. Received: shape (2, -1).",
        refusal(() -> root.floats("y", "float32", new long[] {2, -1}, () -> new float[0])));
    assertEquals(
        "Hdf5Writer: '/y': a dataset may have up to 32 axes. Received: 33.",
        refusal(() -> root.floats("y", "float32", new long[33], () -> new float[0])));
    assertEquals(
        "Hdf5Writer: dataset '/y': the dtype must be one of bool, int8, int16, int32, int64, uint8,"
            + " uint16, uint32, uint64, float16, bfloat16, float32, float64. Received: complex64.",
        refusal(() -> root.dataset("y", "complex64", scalar, out -> {})));
    assertEquals(
        "Hdf5Writer: dataset 'y': expected a float dtype. Received: int8.",
        refusal(() -> root.floats("y", "int8", scalar, () -> new float[1])));
    assertEquals(
        "Hdf5Writer: dataset 'y': expected an integer dtype or bool. Received: float32.",
        refusal(() -> root.longs("y", "float32", scalar, () -> new long[1])));
  }

  @Test
  void passesOnWhatTheChannelThrows() {
    WritableByteChannel full =
        Channels.newChannel(
            new java.io.OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    assertEquals(
        "No space left on device",
        assertThrows(IOException.class, () -> WrittenSample.describe().write(full)).getMessage());
  }

  @Test
  void survivesDamageToWhatItWrote() throws IOException {
    byte[] whole = written(WrittenSample.describe());
    for (int length = 0; length < whole.length; length += 37) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertTrue(Fixtures.refusal(() -> Hdf5File.open("model.h5", cut)).startsWith("model.h5: "));
    }
  }
}
