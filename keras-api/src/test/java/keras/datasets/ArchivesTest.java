package keras.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are none, or not whole. */
class ArchivesTest {
  private static String refusal(Path file) {
    return String.valueOf(
        assertThrows(UncheckedIOException.class, () -> Cifar10.load(file)).getMessage());
  }

  @Test
  void saysThatAnArchiveIsTruncated(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.tar.gz"));
    assertEquals(empty + ": the archive is truncated.", refusal(empty));
    Path cut = folder.resolve("cut.tar.gz");
    byte[] header = new byte[512];
    header[0] = 'x';
    header[124] = '7'; // a file of seven bytes, which are missing
    header[156] = '0';
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
      out.write(header);
    }
    assertEquals(cut + ": the archive is truncated.", refusal(cut));
  }

  @Test
  void saysWhatIsNoArchive(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.tar.gz"), "not an archive");
    assertEquals(text + ": Not in GZIP format", refusal(text));
  }
}
