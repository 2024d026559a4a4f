package keras.preprocessing;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keras.config.ConstructionOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the functions that read files of folders take, whatever is in the files.
 *
 * @param <O> the options themselves
 */
public abstract sealed class DirectoryOptions<O extends DirectoryOptions<O>>
    permits ImageOptions, TextOptions {
  private final String function;
  boolean labelled = true;
  int @Nullable [] labels;
  @Nullable String labelMode = "int";
  @Nullable List<String> classNames;
  int batchSize = 32;
  boolean shuffle = true;
  @Nullable Integer seed;
  @Nullable Double validationSplit;
  @Nullable String subset;
  boolean followLinks;
  boolean verbose = true;

  DirectoryOptions(String function) {
    this.function = function;
  }

  abstract O self();

  /**
   * Sets the labels of the files, in the order of their paths, or null for data without labels; by
   * default the folders of the files say them.
   */
  public O labels(int @Nullable [] labels) {
    this.labels = labels == null ? null : labels.clone();
    labelled = labels != null;
    return self();
  }

  /**
   * Sets what labels are: {@code "int"}, int32 numbers (batch), the default; {@code "categorical"},
   * float32 (batch, classes); {@code "binary"}, float32 (batch, 1); null leaves them out.
   */
  public O labelMode(@Nullable String labelMode) {
    if (labelMode != null && !Set.of("int", "categorical", "binary").contains(labelMode)) {
      throw error("labelMode must be \"int\", \"categorical\", \"binary\" or null", labelMode);
    }
    this.labelMode = labelMode;
    return self();
  }

  /** Names the folders to read, in the order of the classes; all, by their names, by default. */
  public O classNames(String... classNames) {
    this.classNames = List.of(classNames);
    return self();
  }

  /** Sets how many samples a batch has; 32 by default. */
  public O batchSize(int batchSize) {
    if (batchSize < 1) {
      throw error("batchSize must be positive", batchSize);
    }
    this.batchSize = batchSize;
    return self();
  }

  /** Sets whether the files come in another order each time, as by default, or by their names. */
  public O shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return self();
  }

  /** Sets the seed of the orders, from 0 on: with the same seed Python gives the same orders. */
  public O seed(int seed) {
    if (seed < 0) {
      throw error("seed must be 0 or more", seed);
    }
    this.seed = seed;
    return self();
  }

  /** Sets the fraction of the files that is kept for validation, above 0 and below 1. */
  public O validationSplit(double validationSplit) {
    if (!(validationSplit > 0 && validationSplit < 1)) {
      throw error("validationSplit must be between 0 and 1", validationSplit);
    }
    this.validationSplit = validationSplit;
    return self();
  }

  /** Chooses one side of the split: {@code "training"} or {@code "validation"}. */
  public O subset(String subset) {
    if (!Set.of("training", "validation").contains(subset)) {
      throw error(
          "subset must be \"training\" or \"validation\"; the functions with two data sets give"
              + " both",
          subset);
    }
    this.subset = subset;
    return self();
  }

  /** Sets whether folders behind symbolic links are read; they are not by default. */
  public O followLinks(boolean followLinks) {
    this.followLinks = followLinks;
    return self();
  }

  /** Sets whether the numbers of files and classes are printed; they are by default. */
  public O verbose(boolean verbose) {
    this.verbose = verbose;
    return self();
  }

  /** Checks what one option alone cannot tell. */
  void check(boolean both) {
    if (labels != null && classNames != null) {
      throw error(
          "classNames is for labels that the folders say; leave one of the two out", labels);
    }
    if (both && subset != null) {
      throw error("subset is for one data set, and this function gives both", subset);
    }
    if ((validationSplit != null) != (subset != null || both)) {
      throw error("subset and validationSplit need each other", validationSplit);
    }
    if (validationSplit != null && shuffle && seed == null) {
      throw error(
          "a seed is needed with validationSplit and shuffle, so that the two sides share no file",
          null);
    }
  }

  /** Returns the files and their labels, in their first order. */
  DirectoryIndex index(Path folder, Set<String> endings) {
    DirectoryIndex all =
        DirectoryIndex.of(function, folder, this, endings, labelled && labelMode != null);
    if ("binary".equals(labelMode) && all.labels() != null && all.classNames().size() != 2) {
      throw error("labelMode=\"binary\" needs exactly two classes", all.classNames());
    }
    return shuffle ? all.shuffled(chosenSeed()) : all;
  }

  /** Returns the seed; one is drawn, once, where none was given. */
  int chosenSeed() {
    Integer known = seed;
    if (known == null) {
      known = ConstructionOrder.drawDataSeed();
      seed = known;
    }
    return known;
  }

  String function() {
    return function;
  }

  IllegalArgumentException error(String expected, @Nullable Object received) {
    Object shown = received instanceof int[] numbers ? numbers.length + " labels" : received;
    return new IllegalArgumentException(
        "%s: %s. Received: %s.".formatted(function, expected, shown));
  }

  /** Returns the names that occur twice, which no list of classes may have. */
  static Set<String> twice(List<String> names) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    names.stream().filter(n -> !seen.add(n)).forEach(twice::add);
    return twice;
  }
}
