package keras.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class FashionMnistTest {
  @TempDir Path folder = Path.of("");

  @BeforeEach
  void writeTheFourFiles() throws IOException {
    writeFiles(folder);
  }

  static void writeFiles(Path folder) throws IOException {
    write(folder, "train-labels-idx1-ubyte", zip(labels(3)));
    write(folder, "train-images-idx3-ubyte", zip(images(3)));
    write(folder, "t10k-labels-idx1-ubyte", zip(labels(2)));
    write(folder, "t10k-images-idx3-ubyte", zip(images(2)));
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name + ".gz"), bytes);
  }

  private static byte[] labels(int n) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
    for (int i = 0; i < n; i++) {
      bytes.put((byte) (9 - i));
    }
    return bytes.array();
  }

  private static byte[] images(int n) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + n * 784);
    bytes.putInt(0x803).putInt(n).putInt(28).putInt(28);
    for (int i = 0; i < n * 784; i++) {
      bytes.put((byte) (i / 28));
    }
    return bytes.array();
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void readsAFolder() {
    Data data = FashionMnist.load(folder);
    assertEquals(Shape.of(3, 28, 28), data.train().x().shape());
    assertEquals(Shape.of(2), data.test().y().shape());
    assertEquals(8, data.train().y().getByte(1));
    assertEquals(30, data.train().x().getByte(1, 2, 27));
    assertEquals("Ankle boot", FashionMnist.CLASS_NAMES.get(data.train().y().getByte(0)));
    assertEquals(10, FashionMnist.CLASS_NAMES.size());
  }

  @Test
  void readsFilesThatAreNotCompressed() throws IOException {
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(2));
    assertEquals(9, FashionMnist.load(folder).test().y().getByte(0));
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Path missing = folder.resolve("train-images-idx3-ubyte.gz");
    Files.delete(missing);
    assertEquals(
        "FashionMnist.load: "
            + missing
            + " is missing. Expected train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
            + " t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz there.",
        refused());
  }

  @Test
  void saysWhichResourceIsMissing() {
    var e =
        assertThrows(
            UncheckedIOException.class, () -> FashionMnist.load(FashionMnistTest.class, "/absent"));
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(
                "FashionMnist.load: the resource /absent/train-labels-idx1-ubyte.gz of"
                    + " keras.datasets.FashionMnistTest is missing."));
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    byte[] whole = images(3);
    String message =
        "FashionMnist.load: train-images-idx3-ubyte.gz: the file ends before its last element."
            + " It is truncated.";
    write(folder, "train-images-idx3-ubyte", zip(Arrays.copyOf(whole, whole.length - 1)));
    assertEquals(message, refused());
    write(folder, "train-images-idx3-ubyte", zip(Arrays.copyOf(whole, 9)));
    assertEquals(message, refused());
    byte[] zipped = zip(whole);
    write(folder, "train-images-idx3-ubyte", Arrays.copyOf(zipped, zipped.length / 2));
    assertEquals(message, refused());
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    byte[] zipped = zip(images(3));
    zipped[zipped.length - 6] ^= 1; // the checksum
    write(folder, "train-images-idx3-ubyte", zipped);
    assertEquals(
        "FashionMnist.load: train-images-idx3-ubyte.gz: damaged: Corrupt GZIP trailer.", refused());
  }

  @Test
  void refusesBytesAfterTheImages() throws IOException {
    byte[] whole = images(3);
    write(folder, "train-images-idx3-ubyte", zip(Arrays.copyOf(whole, whole.length + 1)));
    assertEquals(
        "FashionMnist.load: train-images-idx3-ubyte.gz: there are bytes after the last element.",
        refused());
  }

  @Test
  void refusesOtherFormats() throws IOException {
    write(folder, "train-images-idx3-ubyte", zip(labels(3)));
    assertEquals(
        "FashionMnist.load: train-images-idx3-ubyte.gz: expected an IDX file of unsigned bytes with"
            + " 3 axes, which begins with [0, 0, 8, 3]. Received: [0, 0, 8, 1].",
        refused());
    write(folder, "train-images-idx3-ubyte", new byte[0]);
    assertTrue(refused().endsWith("Received: [0, 0, 0, 0]."));
  }

  @Test
  void refusesImagesThatDoNotMatchTheLabels() throws IOException {
    write(folder, "train-images-idx3-ubyte", zip(images(4)));
    assertEquals(
        "FashionMnist.load: train-images-idx3-ubyte.gz: expected 3 images of 28 x 28 pixels, one for"
            + " each class. Received: shape [4, 28, 28].",
        refused());
  }

  @Test
  void refusesAHugeClaimBeforeReading() throws IOException {
    byte[] claim = ByteBuffer.allocate(8).putInt(0x801).putInt(-1).array();
    write(folder, "train-labels-idx1-ubyte", zip(claim));
    assertEquals(
        "FashionMnist.load: train-labels-idx1-ubyte.gz: expected at most 2000000 classes. Received:"
            + " shape [4294967295].",
        refused());
  }

  private String refused() {
    return String.valueOf(
        assertThrows(UncheckedIOException.class, () -> FashionMnist.load(folder)).getMessage());
  }
}
