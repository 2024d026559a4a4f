package keras.io.kerasv3;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import keras.io.hdf5.Hdf5File;
import keras.io.json.Json;
import keras.saving.ModelFormatException;
import keras.saving.Source;

/** The members of a {@code .keras} file, or of a folder that it was unpacked into. */
interface Archive extends AutoCloseable {
  /** What a config may have, of memory and of patience. */
  int MOST_TEXT_BYTES = 1 << 28;

  /** Returns the name that messages give the archive. */
  String name();

  /** Returns the names of the members; of a folder, those at the top and the assets. */
  Set<String> members();

  /** Reads a small member as a whole. */
  byte[] bytes(String member);

  /** Opens a member that is an HDF5 file; it is valid until the archive is closed. */
  Hdf5File hdf5(String member);

  @Override
  void close();

  /** Opens a zip, or a folder. */
  static Archive open(Path path) {
    return Files.isDirectory(path) ? new FolderArchive(path) : ZipArchive.open(path);
  }

  /** Opens a zip that is in memory. */
  static Archive open(Source.InMemory file) {
    return ZipArchive.open(new ZipBytes.InMemory(file.name(), file.bytes()));
  }

  /** Reads a member that is JSON text. */
  default String text(String member) {
    return Json.text(bytes(member), name(), member);
  }

  /** Throws unless a member is there. */
  default void require(String member) {
    if (!members().contains(member)) {
      throw error(
          member,
          "expected this member. The archive holds %s."
              .formatted(members().stream().limit(20).toList()));
    }
  }

  /** Returns the error that something about a member is wrong. */
  default ModelFormatException error(String member, String what) {
    return new ModelFormatException(name(), member, what);
  }
}
