package keras.io.storage;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Replaces several files and the index that names them, so that at every moment the index names
 * files that are whole: all of the old set, or all of the new.
 *
 * <p>The new files are written under names that the old index does not use; then the index names
 * them. If these are not the proper names, the files get those too, the index names them again, now
 * in the same bytes that a first save gives, and the other names go.
 *
 * <pre>{@code
 * new FileSet(path, contents, names).write(disk, used);
 * }</pre>
 *
 * @param index the file that names the others
 * @param bodies the contents of the others
 * @param names how they are named
 */
public record FileSet(Path index, List<IOConsumer<WritableByteChannel>> bodies, Names names) {
  /** The names of files, of which there are several choices. */
  public interface Names {
    /** Returns the path of a file; the choice 0 is the proper one. */
    Path file(int number, int choice);

    /** Returns the index that names the files so. */
    IOConsumer<WritableByteChannel> index(int choice);
  }

  /**
   * Writes all of them.
   *
   * @param used the files that the old index names
   */
  public void write(Disk disk, Set<Path> used) {
    int choice = 0;
    while (files(choice).stream().anyMatch(used::contains)) {
      choice++;
    }
    List<Path> files = files(choice);
    List<Path> written = new ArrayList<>();
    boolean whole = false;
    try {
      for (int i = 0; i < files.size(); i++) {
        disk.write(files.get(i), bodies.get(i));
        written.add(files.get(i));
      }
      disk.write(index, names.index(choice));
      whole = true;
    } finally {
      if (!whole) {
        written.forEach(FileSet::delete);
      }
    }
    // Otherwise the older files stay: Keras 3 opens the first proper name, whatever it then reads.
    if (choice == 0 || rename(disk, files)) {
      used.stream().filter(file -> !files(0).contains(file)).forEach(FileSet::delete);
    }
  }

  /** Gives the files their proper names; whether that went well, for all is saved without. */
  private boolean rename(Disk disk, List<Path> files) {
    try {
      for (int i = 0; i < files.size(); i++) {
        Path proper = names.file(i, 0);
        Path link = proper.resolveSibling("." + proper.getFileName() + ".link");
        Files.deleteIfExists(link);
        Files.createLink(link, files.get(i));
        Files.move(link, proper, StandardCopyOption.ATOMIC_MOVE);
      }
      disk.write(index, names.index(0));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // this file system has no second names for a file
    } catch (java.io.UncheckedIOException e) {
      return false; // the index stays as it is, and names files that are there
    }
    files.forEach(FileSet::delete);
    return true;
  }

  private List<Path> files(int choice) {
    return IntStream.range(0, bodies.size()).mapToObj(i -> names.file(i, choice)).toList();
  }

  /** Deletes a file that no index names; if it stays, it is only in the way. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return;
    }
  }
}
