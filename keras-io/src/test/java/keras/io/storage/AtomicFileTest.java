package keras.io.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5, 6, 7, 8};

  private static IOConsumer<WritableByteChannel> content(byte[] bytes) {
    return channel -> {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    };
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A disk that is full after so many bytes. */
  private static AtomicFile.Opener full(int room) {
    return path -> {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new WritableByteChannel() {
        private int left = room;

        @Override
        public int write(ByteBuffer source) throws IOException {
          if (left == 0) {
            throw new IOException("No space left on device");
          }
          int length = Math.min(left, source.remaining());
          int limit = source.limit();
          file.write(source.limit(source.position() + length));
          source.limit(limit);
          left -= length;
          return length;
        }

        @Override
        public boolean isOpen() {
          return file.isOpen();
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    };
  }

  @Test
  void writesANewFile(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("model.h5");
    AtomicFile.write(target, content(NEW));
    assertArrayEquals(NEW, Files.readAllBytes(target));
    assertEquals(List.of("model.h5"), names(folder));
  }

  @Test
  void replacesAFile(@TempDir Path folder) throws IOException {
    Path target = Files.write(folder.resolve("model.h5"), OLD);
    AtomicFile.write(
        target,
        channel -> {
          content(NEW).accept(channel);
          assertArrayEquals(OLD, Files.readAllBytes(target));
          assertEquals(2, names(folder).size());
          assertTrue(
              names(folder).get(0).matches("\\.model\\.h5\\.tmp-[0-9a-z]+"), names(folder).get(0));
        });
    assertArrayEquals(NEW, Files.readAllBytes(target));
    assertEquals(List.of("model.h5"), names(folder));
  }

  @Test
  void keepsTheOldFileWhenTheDiskIsFull(@TempDir Path folder) throws IOException {
    Path target = Files.write(folder.resolve("model.h5"), OLD);
    for (int room = 0; room < NEW.length; room++) {
      AtomicFile.Opener disk = full(room);
      assertEquals(
          target + ": could not be written, and is as it was before: No space left on device.",
          assertThrows(
                  UncheckedIOException.class, () -> AtomicFile.write(target, content(NEW), disk))
              .getMessage());
      assertArrayEquals(OLD, Files.readAllBytes(target));
      assertEquals(List.of("model.h5"), names(folder));
    }
    AtomicFile.write(target, content(NEW), full(NEW.length));
    assertArrayEquals(NEW, Files.readAllBytes(target));
  }

  @Test
  void leavesNothingBehindWhenANewFileFails(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("model.h5");
    assertThrows(UncheckedIOException.class, () -> AtomicFile.write(target, content(NEW), full(2)));
    assertEquals(List.of(), names(folder));
  }

  @Test
  void keepsTheOldFileWhenTheBodyThrows(@TempDir Path folder) throws IOException {
    Path target = Files.write(folder.resolve("model.h5"), OLD);
    IllegalStateException thrown = new IllegalStateException("half-way");
    assertEquals(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                AtomicFile.write(
                    target,
                    channel -> {
                      content(NEW).accept(channel);
                      throw thrown;
                    })));
    assertArrayEquals(OLD, Files.readAllBytes(target));
    assertEquals(List.of("model.h5"), names(folder));
  }

  @Test
  void saysThatTheFolderIsMissing(@TempDir Path folder) {
    Path target = folder.resolve("missing").resolve("model.h5");
    assertEquals(
        target
            + ": could not be written, and is as it was before: there is no folder "
            + folder.resolve("missing")
            + ".",
        assertThrows(UncheckedIOException.class, () -> AtomicFile.write(target, content(NEW)))
            .getMessage());
  }

  @Test
  void doesNotReplaceAFolder(@TempDir Path folder) {
    assertEquals(
        folder + ": could not be written, and is as it was before: it is a folder.",
        assertThrows(UncheckedIOException.class, () -> AtomicFile.write(folder, content(NEW)))
            .getMessage());
  }

  @Test
  void keepsSymbolicLinksAndPermissions(@TempDir Path folder) throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "POSIX only");
    Path target = Files.write(folder.resolve("model.h5"), OLD);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-r--"));
    Path link = Files.createSymbolicLink(folder.resolve("latest.h5"), target);
    AtomicFile.write(link, content(NEW));
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(NEW, Files.readAllBytes(target));
    assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
  }
}
