package keras.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.config.NumpyRandom;
import keras.data.Npz;

/**
 * The Reuters data set: 11,228 newswires of 46 topics. Words are numbers, the most frequent first.
 *
 * <pre>{@code
 * Samples<int[][], long[]> wires = Reuters.load(o -> o.numWords(10_000).testSplit(0.2));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/datasets/reuters.py}.
 */
public final class Reuters {
  private static final String CALLER = "Reuters.load";
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
  private static final String FILE = "reuters.npz";
  private static final String HASH =
      "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916";
  private static final String INDEX = "reuters_word_index.json";
  private static final String INDEX_HASH = "4d44cc38712099c9e383dc6e5f11a921";

  /** The names of the topics 0 to 45: Keras' {@code get_label_names()}. */
  public static final List<String> LABEL_NAMES =
      List.of(
          String.join(
                  " ",
                  "cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar"
                      + " trade",
                  "reserves ship cotton carcass crude nat-gas cpi money-fx interest gnp meal-feed",
                  "alum oilseed gold tin strategic-metal livestock retail ipi iron-steel rubber",
                  "heat jobs lei bop zinc orange pet-chem dlr gas silver wpi hog lead")
              .split(" "));

  /** What {@code load_data} takes. */
  public static final class Options extends WordOptions<Options> {
    private double testSplit = 0.2;

    private Options() {}

    @Override
    Options self() {
      return this;
    }

    /** Sets the share of newswires to test with, the last ones, in [0, 1]; 0.2 by default. */
    public Options testSplit(double testSplit) {
      if (!(testSplit >= 0 && testSplit <= 1)) {
        throw new IllegalArgumentException(
            "%s: testSplit must be in [0, 1]. Received: testSplit=%s."
                .formatted(CALLER, testSplit));
      }
      this.testSplit = testSplit;
      return this;
    }
  }

  private Reuters() {}

  /** Loads all words of all newswires; {@link #load(Consumer)} says more. */
  public static Samples<int[][], long[]> load() {
    return load(o -> {});
  }

  /**
   * Loads the newswires, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/reuters.npz}; a file that is not there, or is not Keras' by its checksum, is
   * downloaded first.
   *
   * @return newswires, a row of numbers each, and their topics, int64 in [0, 45]
   * @throws UncheckedIOException when the file cannot be downloaded, or is damaged
   */
  public static Samples<int[][], long[]> load(Consumer<Options> options) {
    return load(Words.file(CALLER, FILE, URI.create(ORIGIN + FILE), HASH), options);
  }

  /** Loads a copy of Keras' file with Keras' options; {@link #load(Path, Consumer)} says more. */
  public static Samples<int[][], long[]> load(Path file) {
    return load(file, o -> {});
  }

  /**
   * Loads the newswires from a {@code .npz} file with Keras' two arrays, x and y.
   *
   * @throws UncheckedIOException when the file is missing or damaged
   */
  public static Samples<int[][], long[]> load(Path file, Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    Map<String, Object> arrays = Npz.readLists(file);
    var all =
        o.ordered(
            Words.lists(file, arrays, "x"),
            Words.classes(file, arrays, "y", "x"),
            new NumpyRandom(o.seed()));
    int[][] x = o.limited(all.x(), o.bound(CALLER, all.x()));
    int end = (int) (x.length * (1 - o.testSplit));
    return new Samples<>(
        new Samples.Split<>(Arrays.copyOf(x, end), Arrays.copyOf(all.y(), end)),
        new Samples.Split<>(
            Arrays.copyOfRange(x, end, x.length), Arrays.copyOfRange(all.y(), end, x.length)));
  }

  /**
   * Returns the number of each word, from 1, as Keras' {@code get_word_index}.
   *
   * @throws UncheckedIOException when the file cannot be downloaded, or is damaged
   */
  public static Map<String, Integer> wordIndex() {
    return wordIndex(
        Words.file("Reuters.wordIndex", INDEX, URI.create(ORIGIN + INDEX), INDEX_HASH));
  }

  /** Returns the number of each word from a JSON file like Keras'. */
  public static Map<String, Integer> wordIndex(Path file) {
    return WordIndex.read(file);
  }
}
