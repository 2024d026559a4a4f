package keras.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import keras.config.NumpyRandom;
import keras.data.Npz;

/**
 * The IMDB data set: 25,000 film reviews to train on and 25,000 to test with, liked (1) or not (0).
 * Words are numbers, the most frequent first.
 *
 * <pre>{@code
 * Samples<int[][], long[]> reviews = Imdb.load(o -> o.numWords(10_000));
 * }</pre>
 *
 * <p>Where a word of {@link #wordIndex} has the number n, a review has n + 3: 0 is left for
 * padding, 1 starts a review, and 2 stands for words left out.
 *
 * <p>Keras: {@code keras/src/datasets/imdb.py}.
 */
public final class Imdb {
  private static final String CALLER = "Imdb.load";
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
  private static final String FILE = "imdb.npz";
  private static final String HASH =
      "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f";
  private static final String INDEX = "imdb_word_index.json";
  private static final String INDEX_HASH = "bfafd718b763782e994055a2d397834f";

  /** What {@code load_data} takes. */
  public static final class Options extends WordOptions<Options> {
    private Options() {}

    @Override
    Options self() {
      return this;
    }
  }

  private Imdb() {}

  /** Loads all words of all reviews; {@link #load(Consumer)} says more. */
  public static Samples<int[][], long[]> load() {
    return load(o -> {});
  }

  /**
   * Loads the reviews, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/imdb.npz}; a file that is not there, or is not Keras' by its checksum, is
   * downloaded first.
   *
   * @return reviews, a row of numbers each, and their classes, int64
   * @throws UncheckedIOException when the file cannot be downloaded, or is damaged
   * @throws IllegalArgumentException when no review is shorter than {@code maxlen}
   */
  public static Samples<int[][], long[]> load(Consumer<Options> options) {
    return load(Words.file(CALLER, FILE, URI.create(ORIGIN + FILE), HASH), options);
  }

  /** Loads a copy of Keras' file with Keras' options; {@link #load(Path, Consumer)} says more. */
  public static Samples<int[][], long[]> load(Path file) {
    return load(file, o -> {});
  }

  /**
   * Loads the reviews from a {@code .npz} file with Keras' four arrays.
   *
   * @throws UncheckedIOException when the file is missing or damaged
   */
  public static Samples<int[][], long[]> load(Path file, Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    Map<String, Object> arrays = Npz.readLists(file);
    NumpyRandom random = new NumpyRandom(o.seed());
    var train =
        o.ordered(
            Words.lists(file, arrays, "x_train"),
            Words.classes(file, arrays, "y_train", "x_train"),
            random);
    var test =
        o.ordered(
            Words.lists(file, arrays, "x_test"),
            Words.classes(file, arrays, "y_test", "x_test"),
            random);
    if (o.maxlen() != null && (train.x().length == 0 || test.x().length == 0)) {
      throw new IllegalArgumentException(
          "%s: no review is shorter than maxlen=%d. Increase maxlen."
              .formatted(CALLER, o.maxlen()));
    }
    int bound = o.bound(CALLER, train.x(), test.x());
    return new Samples<>(
        new Samples.Split<>(o.limited(train.x(), bound), train.y()),
        new Samples.Split<>(o.limited(test.x(), bound), test.y()));
  }

  /**
   * Returns the number of each word, from 1, as Keras' {@code get_word_index}.
   *
   * @throws UncheckedIOException when the file cannot be downloaded, or is damaged
   */
  public static Map<String, Integer> wordIndex() {
    return wordIndex(Words.file("Imdb.wordIndex", INDEX, URI.create(ORIGIN + INDEX), INDEX_HASH));
  }

  /** Returns the number of each word from a JSON file like Keras'. */
  public static Map<String, Integer> wordIndex(Path file) {
    return WordIndex.read(file);
  }
}
