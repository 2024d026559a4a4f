package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Supplier;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * An HDF5 file open for reading.
 *
 * <pre>{@code
 * try (Hdf5File file = Hdf5File.open(Path.of("model.h5"))) {
 *   Hdf5Group weights = file.root().requireGroup("model_weights");
 *   for (String layer : weights.strings("layer_names")) {
 *     Hdf5Group group = weights.requireGroup(layer);
 *     for (String weight : group.strings("weight_names")) {
 *       float[] values = group.requireDataset(weight).floats();
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>The file may be hostile. Nothing outside it is ever opened: soft and external links, external
 * storage and virtual datasets are refused where Keras would follow or refuse them. Whatever is
 * wrong with the content comes out as a {@link ModelFormatException} that names the file and the
 * place; memory is only taken for what the file really holds, or, where it is compressed, for what
 * it can possibly hold.
 *
 * <p>Groups, datasets and attributes can be read until the file is closed. One thread at a time may
 * use a file.
 */
public final class Hdf5File implements AutoCloseable {
  private final String name;
  private final ByteSource source;
  private final GuardedStorage storage;
  private final GlobalHeaps heaps;
  private final Hdf5Group root;

  private Hdf5File(String name, ByteSource source) {
    this.name = name;
    this.source = source;
    FileSuperblock superblock = FileSuperblock.read(name, source);
    this.storage = new GuardedStorage(source, superblock);
    this.heaps = new GlobalHeaps(storage);
    this.root = Hdf5Group.read(this, "", "/", superblock.root());
  }

  /**
   * Opens a file of the disk. It stays open until {@link #close}.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws ModelFormatException if it is not an HDF5 file, or a truncated one
   */
  public static Hdf5File open(Path path) {
    return open(path.toString(), ByteSource.of(path));
  }

  /**
   * Opens a file held in memory, such as the member of a zip.
   *
   * @param name how messages shall call it, such as {@code model.keras: model.weights.h5}
   */
  public static Hdf5File open(String name, byte[] bytes) {
    return open(name, ByteSource.of(bytes));
  }

  /** Opens a file that is a stretch of bytes in memory. */
  public static Hdf5File open(String name, byte[] bytes, int start, int size) {
    return open(name, ByteSource.of(bytes, start, size));
  }

  /**
   * Opens a file that is a stretch of another, such as a stored member of a zip. That one stays
   * open until {@link #close}.
   *
   * @param name how messages shall call it
   */
  public static Hdf5File open(String name, Path path, long start, long size) {
    return open(name, ByteSource.of(path, start, size));
  }

  private static Hdf5File open(String name, ByteSource source) {
    QuietLogging.start();
    boolean opened = false;
    try {
      Hdf5File file = new Hdf5File(name, source);
      opened = true;
      return file;
    } finally {
      if (!opened) {
        source.close();
      }
    }
  }

  /** Whether a file that starts with these bytes is HDF5. */
  public static boolean isHdf5(byte[] start) {
    return start.length >= Long.BYTES
        && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(0)
            == FileSuperblock.SIGNATURE;
  }

  /** Returns the name that messages give the file. */
  public String name() {
    return name;
  }

  /** Returns the group {@code /}. */
  public Hdf5Group root() {
    return root;
  }

  @Override
  public void close() {
    source.close();
  }

  ByteSource source() {
    return source;
  }

  GuardedStorage storage() {
    return storage;
  }

  GlobalHeaps heaps() {
    return heaps;
  }

  /** Asks jHDF something, and turns whatever it throws into one kind of exception. */
  <T> T guarded(String place, Supplier<T> question) {
    storage.refill();
    try {
      return question.get();
    } catch (ModelFormatException e) {
      throw e;
    } catch (RuntimeException e) {
      throw translated(place, e);
    } catch (StackOverflowError | OutOfMemoryError e) {
      // jHDF nests as deep, and reserves as much, as the file tells it to.
      long most = Runtime.getRuntime().maxMemory() >> 20;
      throw error(place, "it is damaged, or larger than the memory of " + most + " MB allows.", e);
    }
  }

  ModelFormatException error(String place, String what) {
    return new ModelFormatException(name, place, what);
  }

  private ModelFormatException error(String place, String what, Throwable cause) {
    return new ModelFormatException(name, place, what, cause);
  }

  private RuntimeException translated(String place, RuntimeException thrown) {
    String reason = "unreadable bytes (" + thrown.getClass().getSimpleName() + ")";
    for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof UncheckedIOException disk) {
        return disk;
      }
      if (e instanceof HdfException && e.getMessage() != null) {
        reason = e.getMessage();
      }
    }
    return error(
        place, "it is damaged or of a kind that is not supported: " + reason + ".", thrown);
  }
}
