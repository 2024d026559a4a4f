package keras.io.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import keras.saving.ModelFormatException;

/** Files of a folder that came as a whole, such as an unpacked archive. */
public final class Folders {
  private Folders() {}

  /**
   * Returns a file of the folder that exists.
   *
   * @throws ModelFormatException if it is, or lies behind, a symbolic link that leads out of the
   *     folder: whoever made the folder would choose which file of this machine is read
   */
  public static Path inside(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      Path target = file.toRealPath();
      if (!target.startsWith(folder.toRealPath())) {
        throw new ModelFormatException(
            folder.toString(),
            name,
            "it is a link that leads out of the folder, to %s. Put a copy of that file in its place, if it is meant."
                .formatted(target));
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
