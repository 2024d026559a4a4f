package keras.io.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.ZipException;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in several files, one after another; each is opened when its turn comes. The pass
 * ends where a file cannot be read.
 */
final class FilePass<T> implements Iterator<T>, AutoCloseable {
  /** What reads one file. */
  interface Reader<T> extends AutoCloseable {
    /** Returns what comes next, null at the end of the file. */
    @Nullable T read() throws IOException;

    /** Returns where in the file the reader is, for messages. */
    String place();

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
  private boolean ended;

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
      while (next == null && !ended) {
        step();
      }
      return next != null;
    } catch (IOException e) {
      throw closed(failure(e));
    } catch (RuntimeException e) {
      throw closed(e);
    } catch (Error e) {
      throw closed(e);
    }
  }

  /** Opens the next file, or reads on. */
  private void step() throws IOException {
    Reader<T> reader = open;
    if (reader != null) {
      next = reader.read();
      if (next == null) {
        open = null;
        reader.close();
      }
    } else if (files.hasNext()) {
      file = files.next();
      open = opener.open(file);
    } else {
      ended = true;
    }
  }

  private RuntimeException failure(IOException e) {
    Reader<T> reader = open;
    if (e instanceof EOFException || e instanceof ZipException) {
      String why = e.getMessage() == null ? "it ends early" : e.getMessage();
      return new ModelFormatException(
          String.valueOf(file),
          reader == null ? "" : reader.place(),
          "the packed file is broken: %s.".formatted(why),
          e);
    }
    String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return new UncheckedIOException("%s: cannot read %s: %s.".formatted(who, file, why), e);
  }

  /** Closes the file after a failure, which is returned. */
  private <E extends Throwable> E closed(E failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
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
    next = null;
    ended = true;
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("%s: cannot close %s.".formatted(who, file), e);
      }
    }
  }
}
