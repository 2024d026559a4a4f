package keras.saving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a model, weights or JSON are read from: a file of the disk, or one that is in memory.
 *
 * <pre>{@code
 * Model model = Keras.loadModel(Source.resource("/models/mlp.keras"));
 * model.loadWeights(Source.of(request.getInputStream(), 100_000_000));
 * }</pre>
 *
 * <p>What kind of file is in memory, its first bytes tell. It is read where it is: nothing is put
 * onto the disk. Formats that are folders, or several files, are read from the disk alone.
 */
public sealed interface Source permits Source.OnDisk, Source.InMemory {
  /** The most that an array of Java holds. */
  long MOST_BYTES = Integer.MAX_VALUE - 8;

  /** Returns the name that messages give the file. */
  String name();

  /**
   * A file or a folder; of checkpoints, the beginning of the files' names.
   *
   * @param path where it is
   */
  record OnDisk(Path path) implements Source {
    @Override
    public String name() {
      return path.toString();
    }
  }

  /**
   * A whole file in memory.
   *
   * @param bytes not copied; they must not change while they are read
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy may be as large as a model
  record InMemory(String name, byte[] bytes) implements Source {}

  /** Names a file of the disk. */
  static Source of(Path path) {
    return new OnDisk(path);
  }

  /** Wraps a whole file in memory, which must not change while it is read. */
  static Source of(byte[] file) {
    return new InMemory("the given array", file);
  }

  /**
   * Reads a stream to its end, now; closing it stays with the caller.
   *
   * @throws UncheckedIOException if the stream fails
   * @throws ModelFormatException if it is longer than 2 GiB, or than the memory
   */
  static Source of(InputStream stream) {
    return of(stream, MOST_BYTES);
  }

  /**
   * Reads a stream to its end, now, unless it is longer than the caller expects; closing it stays
   * with the caller. Memory is taken as the bytes come.
   *
   * @param mostBytes from 0 to 2 GiB
   * @throws UncheckedIOException if the stream fails
   * @throws ModelFormatException if it is longer than that, or than the memory
   */
  static Source of(InputStream stream, long mostBytes) {
    return Streams.read("the given stream", stream, mostBytes);
  }

  /**
   * Reads a resource, by the class loader of the calling thread, or that of this library.
   *
   * @param name from the root of the class path, as in {@code /models/mlp.keras}
   */
  static Source resource(String name) {
    return Streams.resource(name);
  }

  /**
   * Reads a resource beside a class, as {@link Class#getResourceAsStream} finds it; resources of a
   * module are open to it this way alone.
   *
   * @param name from the class' package, or with a slash in front from the root of the class path
   */
  static Source resource(Class<?> beside, String name) {
    return Streams.resource(beside, name);
  }

  /** Returns the whole content as text in UTF-8. */
  default String text() {
    if (this instanceof InMemory memory) {
      return new String(memory.bytes(), StandardCharsets.UTF_8);
    }
    Path path = ((OnDisk) this).path();
    try (InputStream in = Files.newInputStream(path)) {
      return Streams.read(path.toString(), in, MOST_BYTES).text();
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
