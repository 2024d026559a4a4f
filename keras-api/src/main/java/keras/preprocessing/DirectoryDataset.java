package keras.preprocessing;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.Transform;

/** Batches of the files of a folder, and what their classes are called. */
public final class DirectoryDataset implements Dataset {
  private static final int AHEAD = 2;
  private static final int BUFFERED_BATCHES = 8;

  private final Dataset batches;
  private final List<String> classNames;
  private final List<Path> filePaths;

  private DirectoryDataset(Dataset batches, List<String> classNames, List<Path> filePaths) {
    this.batches = batches;
    this.classNames = List.copyOf(classNames);
    this.filePaths = List.copyOf(filePaths);
  }

  /** A data set to train on, and one to validate with. */
  public record Both(DirectoryDataset training, DirectoryDataset validation) {}

  static DirectoryDataset one(
      Path folder, DirectoryOptions<?> options, Set<String> endings, Transform reader) {
    options.check(false);
    DirectoryIndex index = options.index(folder, endings);
    Double split = options.validationSplit;
    if (split != null) {
      index = index.side(split, "training".equals(options.subset));
    }
    return of(index, options, options.shuffle, reader, folder, endings, "");
  }

  static Both both(
      Path folder, DirectoryOptions<?> options, Set<String> endings, Transform reader) {
    options.check(true);
    double split = options.validationSplit == null ? 0 : options.validationSplit;
    DirectoryIndex index = options.index(folder, endings);
    DirectoryIndex training = index.side(split, true);
    DirectoryIndex validation = index.side(split, false);
    return new Both(
        of(training, options, options.shuffle, reader, folder, endings, "training "),
        of(validation, options, false, reader, folder, endings, "validation "));
  }

  private static DirectoryDataset of(
      DirectoryIndex index,
      DirectoryOptions<?> options,
      boolean shuffle,
      Transform reader,
      Path folder,
      Set<String> endings,
      String side) {
    if (index.files().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: there are no %sfiles in %s. Their names must end in one of %s."
              .formatted(options.function(), side, folder, endings.stream().sorted().toList()));
    }
    String[] paths = index.files().stream().map(Path::toString).toArray(String[]::new);
    int[] labels = index.labels();
    int classes = index.classNames().size();
    String mode = options.labelMode;
    Dataset names =
        labels == null || mode == null
            ? Dataset.of(paths)
            : Dataset.of(paths, LabelArrays.of(options, mode, labels, classes));
    if (shuffle) {
      names = names.shuffle(BUFFERED_BATCHES * options.batchSize, options.chosenSeed());
    }
    return new DirectoryDataset(
        names.batch(options.batchSize).map(reader).prefetch(AHEAD),
        index.classNames(),
        index.files());
  }

  /** Returns the names of the classes, by their numbers; empty for data without labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** Returns the files, in the order that they have before each pass shuffles them. */
  public List<Path> filePaths() {
    return filePaths;
  }

  @Override
  public Iterator<Batch> iterator() {
    return batches.iterator();
  }

  @Override
  public long cardinality() {
    return batches.cardinality();
  }

  @Override
  public boolean batched() {
    return batches.batched();
  }

  @Override
  public void skipPass() {
    batches.skipPass();
  }
}
