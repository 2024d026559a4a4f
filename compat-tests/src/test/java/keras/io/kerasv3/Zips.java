package keras.io.kerasv3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipFile;

/** Members of zips. */
final class Zips {
  private Zips() {}

  /** Returns a member that is text. */
  static String text(Path file, String member) {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(Objects.requireNonNull(zip.getEntry(member)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
