package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.io.storage.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5FileTest {
  private static Map<String, float[]> weights(String file) {
    Map<String, float[]> result = new LinkedHashMap<>();
    Hdf5Group weights = Fixtures.root("variants/" + file).requireGroup("model_weights");
    for (String layer : weights.strings("layer_names")) {
      Hdf5Group group = weights.requireGroup(layer);
      for (String weight : group.strings("weight_names")) {
        result.put(weight, group.requireDataset(weight).floats());
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "big_endian", "chunked", "fixed_strings", "float16", "float64", "gzip",
            "gzip_shuffle_fletcher",
        "keras22_era", "libver_latest", "libver_latest_gzip", "libver_v110", "lzf", "resizable",
            "track_order",
        "utf8_attrs"
      })
  void readsTheSameModelFromEveryLayout(String variant) {
    Map<String, float[]> plain = weights("plain.h5");
    Map<String, float[]> other = weights(variant + ".h5");
    assertEquals(List.copyOf(plain.keySet()), List.copyOf(other.keySet()));
    float tolerance = variant.equals("float16") ? 1e-3f : 0;
    plain.forEach((name, values) -> assertArrayEquals(values, other.get(name), tolerance, name));
    assertEquals(4, plain.size());
    Hdf5Group root = Fixtures.root("variants/" + variant + ".h5");
    assertEquals('{', root.requireAttribute("model_config").string().charAt(0));
  }

  @Test
  void readsFilesOfTheDisk(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("model.h5");
    Files.write(path, Fixtures.bytes("types.h5"));
    try (Hdf5File file = Hdf5File.open(path)) {
      assertEquals(path.toString(), file.name());
      assertArrayEquals(
          new float[] {0, 1, 2, 3, 100, 127}, file.root().requireDataset("big/float32").floats());
      Files.delete(path);
      assertArrayEquals(
          new float[] {0, 1, 2, 3, 100, 127},
          file.root().requireDataset("numbers/float32").floats());
    }
  }

  @Test
  void saysThatAFileIsMissing(@TempDir Path folder) {
    Path path = folder.resolve("missing.h5");
    assertEquals(
        path + ": there is no such file.",
        assertThrows(UncheckedIOException.class, () -> Hdf5File.open(path)).getMessage());
  }

  @Test
  void saysThatAFileIsNoHdf5File() {
    assertEquals(
        "model.h5: the file is empty.",
        Fixtures.refusal(() -> Hdf5File.open("model.h5", new byte[0])));
    assertEquals(
        "model.h5: not an HDF5 file: it lacks the signature of one.",
        Fixtures.refusal(() -> Hdf5File.open("model.h5", new byte[5000])));
    byte[] head = Arrays.copyOf(Fixtures.bytes("types.h5"), 20);
    assertEquals(
        "model.h5: the file ends within its first block: it is truncated.",
        Fixtures.refusal(() -> Hdf5File.open("model.h5", head)));
  }

  @Test
  void saysThatAFileIsTruncated() {
    byte[] whole = Fixtures.bytes("variants/plain.h5");
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertEquals(
        "model.h5: the file is truncated or damaged: it should have 16672 bytes. Received: 8336 bytes.",
        Fixtures.refusal(() -> Hdf5File.open("model.h5", half)));
  }

  @Test
  void saysThatAFileWasCutWhileItWasRead(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("model.h5");
    Hdf5Writer writer = new Hdf5Writer();
    writer.root().floats("x", "float32", new long[] {200_000}, () -> new float[200_000]);
    AtomicFile.write(path, writer::write);
    try (Hdf5File file = Hdf5File.open(path);
        FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
      Hdf5Dataset dataset = file.root().requireDataset("x");
      other.truncate(500_000);
      String expected = path + ": cannot be read: the file became shorter while it was read.";
      for (Executable reading : List.<Executable>of(dataset::floats, dataset::bytes)) {
        assertEquals(expected, assertThrows(UncheckedIOException.class, reading).getMessage());
      }
    }
  }

  @Test
  void saysThatTheSuperblockIsDamaged() {
    byte[] bytes = Fixtures.bytes("order_latest.h5");
    bytes[37]++;
    assertEquals(
        "model.h5: the superblock is damaged: its checksum is wrong.",
        Fixtures.refusal(() -> Hdf5File.open("model.h5", bytes)));
  }
}
