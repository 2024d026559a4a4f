package keras.io.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What stands in several files, one after another; each is opened when its turn comes. */
final class FilePass<T> implements Iterator<T>, AutoCloseable {
  /** What reads one file. */
  interface Reader<T> extends AutoCloseable {
    /** Returns what comes next, null at the end of the file. */
    @Nullable T read() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Opens a file. */
  interface Opener<T> {
    Reader<T> open(Path file) throws IOException;
  }

  private final String who;
  private final Iterator<Path> files;
  private final Opener<T> opener;
  private @Nullable Path file;
  private @Nullable Reader<T> open;
  private @Nullable T next;

  FilePass(String who, Iterator<Path> files, Opener<T> opener) {
    this.who = who;
    this.files = files;
    this.opener = opener;
  }

  /** Takes the files of a data set. */
  static List<Path> require(String who, List<Path> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException(who + ": expected one file or more. Received: none.");
    }
    return List.copyOf(files);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        Reader<T> reader = open;
        if (reader == null) {
          if (!files.hasNext()) {
            return false;
          }
          file = files.next();
          reader = opener.open(file);
          open = reader;
        }
        next = reader.read();
        if (next == null) {
          open = null;
          reader.close();
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: cannot read %s: %s.".formatted(who, file, e.getMessage()), e);
    }
  }

  @Override
  public T next() {
    T found = hasNext() ? next : null;
    if (found == null) {
      throw new NoSuchElementException("The pass over the files has ended.");
    }
    next = null;
    return found;
  }

  @Override
  public void close() {
    Reader<T> reader = open;
    open = null;
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("%s: cannot close %s.".formatted(who, file), e);
      }
    }
  }
}
