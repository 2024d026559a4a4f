package keras.io.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a folder as a whole, or leaves it as it was.
 *
 * <pre>{@code
 * AtomicFolder.write(Path.of("model"), Set.of("saved_model.pb", "variables"), folder -> fill(folder));
 * }</pre>
 *
 * <p>The new folder is filled beside the target, hidden ({@code .model.tmp-} and a random number),
 * and takes the target's name in one step; folders on the way to it are made. A folder that is
 * there already first takes a hidden name ({@code .model.old-} and the number) and is deleted at
 * the end: no file system gives Java a way to exchange two folders in one step. If anything fails,
 * the target is as it was; if the process is killed, the target is whole, old or new, but for the
 * moment between the two steps, when the old folder and the new one are whole under their hidden
 * names. A target that is a symbolic link stays one.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  /** How folders get other names; tests put failing disks here. */
  @FunctionalInterface
  interface Mover {
    /** Gives a folder another name. */
    void move(Path from, Path to) throws IOException;
  }

  /**
   * Writes a folder by a body that is given an empty one to fill.
   *
   * @param replaced the names that a folder to be replaced may hold; one with others is refused
   * @throws UncheckedIOException if the target is in the way, the disk is full or the body fails
   */
  public static void write(Path target, Set<String> replaced, IOConsumer<Path> body) {
    write(target, replaced, body, AtomicFolder::move);
  }

  static void write(Path target, Set<String> replaced, IOConsumer<Path> body, Mover mover) {
    @Nullable Path temporary = null;
    try {
      Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
      check(real, replaced);
      Files.createDirectories(parent(real));
      temporary = hidden(real, "tmp");
      Files.createDirectory(temporary);
      body.accept(temporary);
      exchange(real, temporary, mover);
    } catch (IOException e) {
      throw discard(temporary, failed(target, e));
    } catch (UncheckedIOException e) {
      throw discard(temporary, failed(target, Objects.requireNonNull(e.getCause())));
    } catch (RuntimeException e) {
      throw discard(temporary, e);
    } catch (Error e) {
      throw discard(temporary, e);
    }
  }

  private static UncheckedIOException failed(Path target, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new UncheckedIOException(
        "%s: could not be written, and is as it was before: %s.".formatted(target, reason), e);
  }

  private static Path parent(Path target) {
    @Nullable Path parent = target.getParent();
    return parent == null ? target : parent;
  }

  private static void check(Path target, Set<String> replaced) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new IOException("it is a file, where a folder is to be");
    }
    List<String> others = new ArrayList<>();
    try (Stream<Path> entries = Files.list(target)) {
      entries
          .map(e -> String.valueOf(e.getFileName()))
          .filter(name -> !replaced.contains(name))
          .sorted()
          .forEach(others::add);
    }
    if (!others.isEmpty()) {
      throw new IOException("it is a folder that holds something else, `" + others.get(0) + "`");
    }
  }

  private static Path hidden(Path target, String what) {
    String random =
        Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
    return target.resolveSibling("." + target.getFileName() + "." + what + "-" + random);
  }

  /** Puts the new folder in place; where that fails, the old one returns. */
  private static void exchange(Path target, Path temporary, Mover mover) throws IOException {
    if (!Files.exists(target)) {
      mover.move(temporary, target);
      return;
    }
    Path old = hidden(target, "old");
    mover.move(target, old);
    try {
      mover.move(temporary, target);
    } catch (IOException e) {
      mover.move(old, target);
      throw e;
    }
    delete(old);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // Some network folders: the best they can do.
      Files.move(from, to);
    }
  }

  /** Deletes what was begun, and hands the failure on. */
  private static <T extends Throwable> T discard(@Nullable Path temporary, T failure) {
    if (temporary != null && Files.exists(temporary)) {
      try {
        delete(temporary);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  /** Deletes a folder with all in it; symbolic links are deleted, not followed. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}
