package keras.io.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that a pattern of TensorFlow's names: {@code *}, {@code ?} and {@code [a-z]} within the
 * names of files and folders.
 *
 * <p>Keras: none; TensorFlow: {@code tf.io.gfile.glob}.
 */
final class FilePattern {
  private FilePattern() {}

  /** Returns the files in the order of their names; one or more. */
  static List<Path> files(String who, String pattern) {
    int wild = 0;
    while (wild < pattern.length() && "*?[".indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    int folder = pattern.lastIndexOf('/', wild - 1);
    Path start = Path.of(folder < 0 ? "." : folder == 0 ? "/" : pattern.substring(0, folder));
    String rest = pattern.substring(folder + 1);
    int depth = (int) rest.chars().filter(c -> c == '/').count() + 1;
    String glob = rest.replaceAll("\\*+", "*").replaceAll("[{}\\\\]", "\\\\$0");
    PathMatcher matcher = start.getFileSystem().getPathMatcher("glob:" + glob);
    List<Path> found = List.of();
    if (Files.isDirectory(start)) {
      try (Stream<Path> all = Files.walk(start, depth)) {
        found = all.filter(file -> matches(matcher, start, file)).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(
            "%s: cannot look through %s: %s.".formatted(who, start, e.getMessage()), e);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("%s: no files match %s.".formatted(who, pattern));
    }
    return folder < 0 ? found.stream().map(Path::normalize).toList() : found;
  }

  private static boolean matches(PathMatcher matcher, Path start, Path file) {
    return matcher.matches(start.relativize(file)) && Files.isRegularFile(file);
  }
}
