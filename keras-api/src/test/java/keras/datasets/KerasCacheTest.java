package keras.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.utils.Fetcher;
import keras.utils.KerasCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasCacheTest {
  private static final URI ORIGIN = URI.create("https://example.org/data.bin");
  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
  private static final String SHA_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path home = Path.of("");
  private final List<URI> opened = new ArrayList<>();
  private final StringBuilder printed = new StringBuilder();

  private KerasCache cache(byte[] content, long length) {
    return cache(
        origin -> {
          opened.add(origin);
          return new Fetcher.Download(new ByteArrayInputStream(content), length);
        });
  }

  private KerasCache cache(Fetcher fetcher) {
    return new KerasCache(home, home.resolve("spare"), fetcher, printed::append);
  }

  private Path place() {
    return home.resolve("datasets").resolve("data.bin");
  }

  @Test
  void downloadsOnce() throws IOException {
    KerasCache cache = cache(ABC, 3);
    for (int i = 0; i < 2; i++) {
      Path file = cache.file("Some.load", "datasets", "data.bin", ORIGIN, SHA_OF_ABC);
      assertEquals(place(), file);
      assertArrayEquals(ABC, Files.readAllBytes(file));
    }
    assertEquals(List.of(ORIGIN), opened);
    String text = printed.toString();
    assertTrue(text.startsWith("Downloading data from https://example.org/data.bin\n"), text);
    assertTrue(text.contains("3/3"), text);
    assertOnly(place());
  }

  @Test
  void downloadsWithoutALengthOrAChecksum() throws IOException {
    cache(ABC, -1).file("Some.load", "datasets", "data.bin", ORIGIN, null);
    assertArrayEquals(ABC, Files.readAllBytes(place()));
  }

  @Test
  void replacesAFileWithAnotherChecksum() throws IOException {
    Files.createDirectories(place().getParent());
    Files.writeString(place(), "old");
    cache(ABC, 3).file("Some.load", "datasets", "data.bin", ORIGIN, SHA_OF_ABC);
    assertArrayEquals(ABC, Files.readAllBytes(place()));
    assertTrue(
        printed
            .toString()
            .startsWith(
                "A local file was found, but it seems to be incomplete or outdated because the auto"
                    + " file hash does not match the original value of "
                    + (SHA_OF_ABC + " so we will re-download the data.\n")));
  }

  @Test
  void refusesAWrongChecksumAndLeavesNothing() throws IOException {
    KerasCache cache = cache("xyz".getBytes(StandardCharsets.US_ASCII), 3);
    assertEquals(
        "Some.load: data.bin could not be downloaded from https://example.org/data.bin: incomplete"
            + " or corrupted file, expected sha256 "
            + SHA_OF_ABC
            + ", received 3608bca1e44ea6c4d268eb6db02260269892c0b42b86bbf1e77a6fa16c3c9282. Put the"
            + " file at "
            + place()
            + ", or name a copy: Some.load(path).",
        refused(cache));
    assertNothing();
  }

  @Test
  void refusesAPartialDownloadAndLeavesNothing() throws IOException {
    String message = refused(cache(ABC, 5));
    assertTrue(message.contains(": received 3 of 5 bytes. Put the file at "), message);
    assertNothing();
  }

  @Test
  void leavesNothingWhenTheConnectionBreaks() throws IOException {
    InputStream breaking =
        new FilterInputStream(new ByteArrayInputStream(ABC)) {
          private boolean begun;

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (begun) {
              throw new IOException("connection reset");
            }
            begun = true;
            return super.read(bytes, offset, 2);
          }
        };
    String message = refused(cache(origin -> new Fetcher.Download(breaking, 3)));
    assertTrue(message.contains(": connection reset. Put the file at "), message);
    assertNothing();
  }

  @Test
  void keepsTheOldFileWhenTheDownloadFails() throws IOException {
    Files.createDirectories(place().getParent());
    Files.writeString(place(), "old");
    refused(cache(ABC, 5));
    assertEquals("old", Files.readString(place()));
    assertOnly(place());
  }

  @Test
  void saysWhereToPutTheFilesWhenOffline() {
    KerasCache offline =
        cache(
            origin -> {
              throw new ConnectException();
            });
    var e = assertThrows(UncheckedIOException.class, () -> FashionMnist.load(offline));
    assertEquals(
        "FashionMnist.load: train-labels-idx1-ubyte.gz could not be downloaded from"
            + " https://storage.googleapis.com/tensorflow/tf-keras-datasets/train-labels-idx1-ubyte.gz:"
            + " ConnectException. Put the file at "
            + home.resolve("datasets/fashion-mnist/train-labels-idx1-ubyte.gz")
            + ", or name a copy: FashionMnist.load(path).",
        e.getMessage());
    e = assertThrows(UncheckedIOException.class, () -> Mnist.load(offline));
    assertTrue(
        String.valueOf(e.getMessage())
            .contains("Put the file at " + home.resolve("datasets/mnist.npz")));
  }

  @Test
  void asksForKerasFilesInKerasOrder() throws IOException {
    Path source = Files.createDirectory(home.resolve("source"));
    FashionMnistTest.writeFiles(source);
    KerasCache cache =
        cache(
            origin -> {
              opened.add(origin);
              Path file = source.resolve(Path.of(origin.getPath()).getFileName());
              return new Fetcher.Download(Files.newInputStream(file), Files.size(file));
            });
    assertEquals(3, FashionMnist.load(cache).train().y().size());
    assertEquals(3, FashionMnist.load(cache).train().y().size());
    String origin = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
    assertEquals(
        List.of(
            URI.create(origin + "train-labels-idx1-ubyte.gz"),
            URI.create(origin + "train-images-idx3-ubyte.gz"),
            URI.create(origin + "t10k-labels-idx1-ubyte.gz"),
            URI.create(origin + "t10k-images-idx3-ubyte.gz")),
        opened);
    assertTrue(Files.exists(home.resolve("datasets/fashion-mnist/t10k-images-idx3-ubyte.gz")));
  }

  @Test
  void usesTheSpareFolderWhereTheFirstCannotBeMade() throws IOException {
    Path blocked = Files.writeString(home.resolve("blocked"), "a file");
    Path spare = home.resolve("spare");
    KerasCache cache =
        new KerasCache(
            blocked.resolve(".keras"),
            spare,
            origin -> new Fetcher.Download(new ByteArrayInputStream(ABC), 3),
            printed::append);
    assertEquals(
        spare.resolve("datasets/data.bin"),
        cache.file("Some.load", "datasets", "data.bin", ORIGIN, SHA_OF_ABC));
  }

  @Test
  void findsKerasHome() {
    assertEquals(Path.of("/home/me/.keras"), KerasCache.home(Map.of(), "/home/me"));
    assertEquals(
        Path.of("/data/keras"), KerasCache.home(Map.of("KERAS_HOME", "/data/keras"), "/home/me"));
    assertEquals(Path.of("/home/me/k"), KerasCache.home(Map.of("KERAS_HOME", "~/k"), "/home/me"));
  }

  private String refused(KerasCache cache) {
    return String.valueOf(
        assertThrows(
                IOException.class,
                () -> cache.file("Some.load", "datasets", "data.bin", ORIGIN, SHA_OF_ABC))
            .getMessage());
  }

  private void assertNothing() throws IOException {
    assertFalse(Files.exists(place()));
    try (var files = Files.list(place().getParent())) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static void assertOnly(Path file) throws IOException {
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
