package keras.preprocessing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keras.config.NumpyRandom;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * Files of a folder, and the numbers of their classes.
 *
 * <p>Keras: {@code keras/src/utils/dataset_utils.py}, {@code index_directory}.
 *
 * @param labels of the files; null for data without labels
 * @param classNames by their numbers; empty without labels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DirectoryIndex(List<Path> files, int @Nullable [] labels, List<String> classNames) {

  static DirectoryIndex of(
      String function,
      Path folder,
      DirectoryOptions<?> options,
      Set<String> endings,
      boolean labelled) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s: there is no folder %s. Give the folder in which the files, or the folders of the classes, are."
              .formatted(function, folder));
    }
    try {
      return labelled && options.labels == null
          ? ofClasses(function, folder, options, endings)
          : ofFiles(folder, options, endings, labelled);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot list %s.".formatted(function, folder), e);
    }
  }

  private static DirectoryIndex ofClasses(
      String function, Path folder, DirectoryOptions<?> options, Set<String> endings)
      throws IOException {
    List<String> classes = folders(folder);
    List<String> chosen = options.classNames;
    if (chosen != null) {
      if (!classes.containsAll(chosen) || !DirectoryOptions.twice(chosen).isEmpty()) {
        throw new IllegalArgumentException(
            "%s: classNames must be names of folders in %s, each once: %s. Received: %s."
                .formatted(function, folder, classes, chosen));
      }
      classes = chosen;
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      for (Path file : files(folder.resolve(classes.get(c)), options.followLinks, endings)) {
        files.add(file);
        labels.add(c);
      }
    }
    if (options.verbose) {
      Console.printLine(
          "Found %d files belonging to %d classes.".formatted(files.size(), classes.size()));
    }
    int[] numbers = labels.stream().mapToInt(n -> n).toArray();
    return new DirectoryIndex(List.copyOf(files), numbers, List.copyOf(classes));
  }

  private static DirectoryIndex ofFiles(
      Path folder, DirectoryOptions<?> options, Set<String> endings, boolean labelled)
      throws IOException {
    if (options.classNames != null) {
      throw options.error(
          "classNames is for labels that the folders say, and these data have none", null);
    }
    List<Path> files = files(folder, options.followLinks, endings);
    int[] labels = labelled ? options.labels : null;
    if (labels != null && labels.length != files.size()) {
      throw options.error(
          "labels must be as many as the %d files in %s".formatted(files.size(), folder), labels);
    }
    List<String> classes =
        labels == null
            ? List.of()
            : Arrays.stream(labels).distinct().sorted().mapToObj(Integer::toString).toList();
    if (options.verbose) {
      Console.printLine(
          labels == null
              ? "Found %d files.".formatted(files.size())
              : "Found %d files belonging to %d classes.".formatted(files.size(), classes.size()));
    }
    return new DirectoryIndex(files, labels, classes);
  }

  private static List<String> folders(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .map(DirectoryIndex::name)
          .filter(n -> !n.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Returns the files below a folder: by their folders' paths, and then by their names. */
  private static List<Path> files(Path folder, boolean followLinks, Set<String> endings)
      throws IOException {
    FileVisitOption[] how =
        followLinks ? new FileVisitOption[] {FileVisitOption.FOLLOW_LINKS} : new FileVisitOption[0];
    try (Stream<Path> all = Files.walk(folder, how)) {
      return all.filter(f -> !Files.isDirectory(f))
          .filter(f -> endings.stream().anyMatch(name(f).toLowerCase(Locale.ROOT)::endsWith))
          .sorted(
              Comparator.comparing((Path f) -> String.valueOf(f.getParent()))
                  .thenComparing(DirectoryIndex::name))
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Returns the files in the order that NumPy's {@code RandomState(seed).shuffle} gives them. */
  DirectoryIndex shuffled(int seed) {
    int[] order = IntStream.range(0, files.size()).toArray();
    new NumpyRandom(seed).shuffle(order);
    int[] own = labels;
    return new DirectoryIndex(
        Arrays.stream(order).mapToObj(files::get).toList(),
        own == null ? null : Arrays.stream(order).map(i -> own[i]).toArray(),
        classNames);
  }

  /** Returns the files without those of validation, or those alone. */
  DirectoryIndex side(double validationSplit, boolean training) {
    int validation = (int) (validationSplit * files.size());
    // Python's samples[:-0] has none, and samples[-0:] has all.
    int cut = validation == 0 ? 0 : files.size() - validation;
    Console.printLine(
        training
            ? "Using %d files for training.".formatted(files.size() - validation)
            : "Using %d files for validation.".formatted(validation));
    int from = training ? 0 : cut;
    int to = training ? cut : files.size();
    return new DirectoryIndex(
        files.subList(from, to),
        labels == null ? null : Arrays.copyOfRange(labels, from, to),
        classNames);
  }
}
