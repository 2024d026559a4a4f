package keras.io.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file as a whole, or leaves it as it was.
 *
 * <pre>{@code
 * AtomicFile.write(Path.of("model.h5"), channel -> file.write(channel));
 * }</pre>
 *
 * <p>The new content goes into a hidden file in the same folder ({@code .model.h5.tmp-} and a
 * random number), is forced onto the disk, and takes the target's name in one step. If anything
 * fails, the hidden file is deleted and the target stays untouched; if the process is killed, the
 * target is whole, old or new, and a hidden file may remain. A target that is a symbolic link stays
 * one: the file it leads to is replaced. Permissions of a replaced file are kept.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Opens the channel for a path; tests put failing ones here. */
  @FunctionalInterface
  interface Opener {
    /** Creates the file, which must not exist. */
    WritableByteChannel open(Path path) throws IOException;
  }

  /**
   * Writes a file by a body that is given a channel; the channel is closed for it.
   *
   * @throws UncheckedIOException if the folder is missing, the disk is full or the body fails at
   *     output
   */
  public static void write(Path target, IOConsumer<WritableByteChannel> body) {
    write(
        target,
        body,
        path -> FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  static void write(Path target, IOConsumer<WritableByteChannel> body, Opener opener) {
    @Nullable Path temporary = null;
    try {
      Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
      check(real);
      temporary = beside(real);
      fill(temporary, body, opener);
      keepPermissions(real, temporary);
      move(temporary, real);
      forceFolder(real);
    } catch (IOException e) {
      throw discard(
          temporary,
          new UncheckedIOException(
              target + ": could not be written, and is as it was before: " + reason(e) + ".", e));
    } catch (RuntimeException e) {
      throw discard(temporary, e);
    } catch (Error e) {
      throw discard(temporary, e);
    }
  }

  private static void check(Path target) throws IOException {
    @Nullable Path folder = target.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder);
    }
    if (Files.isDirectory(target)) {
      throw new IOException("it is a folder");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new IOException("it is read-only");
    }
  }

  /** Deletes what was begun, and hands the failure on. */
  private static <T extends Throwable> T discard(@Nullable Path temporary, T failure) {
    if (temporary != null) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Path beside(Path target) {
    String random =
        Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
    return target.resolveSibling("." + target.getFileName() + ".tmp-" + random);
  }

  private static void fill(Path temporary, IOConsumer<WritableByteChannel> body, Opener opener)
      throws IOException {
    try (WritableByteChannel channel = opener.open(temporary)) {
      body.accept(channel);
      if (channel instanceof FileChannel file) {
        file.force(true);
      }
    }
  }

  private static void keepPermissions(Path target, Path temporary) throws IOException {
    if (Files.exists(target)
        && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
      Files.setPosixFilePermissions(temporary, permissions);
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // Some network folders: the best they can do.
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Makes the new name itself survive a loss of power, where the file system lets a folder be
   * forced.
   */
  private static void forceFolder(Path file) {
    @Nullable Path folder = file.getParent();
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        // The file is in place and whole; this file system forces folders in its own time.
        return;
      }
    }
  }
}
