package keras.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writes files whole or not at all; for this library's own packages. */
public final class WholeFile {

  /** Writes the content of a file. */
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes beside the file and takes its place at the end; a failure leaves the file as it was. Who
   * may read a new file is what the process's umask says; a replaced one keeps its permissions, and
   * a link stays one.
   */
  public static void write(Path file, Content content) {
    try {
      Path whole = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path folder = whole.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new IOException("there is no folder " + folder);
      }
      Path part = beside(whole);
      try {
        try (OutputStream out =
            new BufferedOutputStream(
                Files.newOutputStream(
                    part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                1 << 16)) {
          content.writeTo(out);
        }
        if (Files.exists(whole)
            && whole.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(whole));
        }
        move(part, whole);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s could not be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Path beside(Path whole) {
    String random =
        Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
    return whole.resolveSibling("." + whole.getFileName() + "." + random + ".part");
  }

  private static void move(Path part, Path whole) throws IOException {
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
