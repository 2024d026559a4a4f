package keras.datasets;

import java.util.Arrays;
import java.util.stream.IntStream;
import keras.config.NumpyRandom;
import org.jspecify.annotations.Nullable;

/**
 * What Keras' {@code load_data} takes for texts whose words are numbers, the most frequent word
 * first.
 *
 * @param <O> the options of one data set
 */
public abstract class WordOptions<O extends WordOptions<O>> {
  private @Nullable Integer numWords;
  private int skipTop;
  private @Nullable Integer maxlen;
  private long seed = 113;
  private @Nullable Integer startChar = 1;
  private @Nullable Integer oovChar = 2;
  private int indexFrom = 3;

  /** Makes the options with Keras' defaults. */
  WordOptions() {}

  abstract O self();

  /**
   * Keeps only words below a number; others become {@code oovChar}. Unless told, all but the last.
   */
  public O numWords(int numWords) {
    this.numWords = numWords == 0 ? null : numWords;
    return self();
  }

  /**
   * Leaves out the most frequent words: those below a number become {@code oovChar}. 0 by default.
   */
  public O skipTop(int skipTop) {
    this.skipTop = skipTop;
    return self();
  }

  /** Leaves out texts that are not shorter than this, the start marker included. */
  public O maxlen(int maxlen) {
    this.maxlen = maxlen == 0 ? null : maxlen;
    return self();
  }

  /** Sets the seed of the order of samples, in [0, 2^32); 113 by default. */
  public O seed(long seed) {
    this.seed = seed;
    return self();
  }

  /** Sets the marker at the start of each text; null for none. 1 by default. */
  public O startChar(@Nullable Integer startChar) {
    this.startChar = startChar;
    return self();
  }

  /** Sets what stands for a word that is left out; null to drop it. 2 by default. */
  public O oovChar(@Nullable Integer oovChar) {
    this.oovChar = oovChar;
    return self();
  }

  /** Sets what is added to the number of each word, so that the markers have room. 3 by default. */
  public O indexFrom(int indexFrom) {
    this.indexFrom = indexFrom;
    return self();
  }

  final long seed() {
    return seed;
  }

  final @Nullable Integer maxlen() {
    return maxlen;
  }

  /** Returns texts and classes in a random order, marked, and without those that are too long. */
  final Samples.Split<int[][], long[]> ordered(int[][] texts, long[] classes, NumpyRandom random) {
    int[] kept =
        Arrays.stream(random.permutation(texts.length))
            .filter(i -> maxlen == null || texts[i].length + (startChar == null ? 0 : 1) < maxlen)
            .toArray();
    int[][] x = new int[kept.length][];
    long[] y = new long[kept.length];
    for (int i = 0; i < kept.length; i++) {
      x[i] = marked(texts[kept[i]]);
      y[i] = classes[kept[i]];
    }
    return new Samples.Split<>(x, y);
  }

  private int[] marked(int[] text) {
    int start = startChar == null ? 0 : 1;
    int[] marked = new int[text.length + start];
    if (startChar != null) {
      marked[0] = startChar;
    }
    for (int i = 0; i < text.length; i++) {
      marked[i + start] = text[i] + indexFrom;
    }
    return marked;
  }

  /** Returns the bound of words that stay: what was told, or the largest number there is. */
  final int bound(String caller, int[][]... parts) {
    if (numWords != null) {
      return numWords;
    }
    return Arrays.stream(parts)
        .flatMap(Arrays::stream)
        .flatMapToInt(Arrays::stream)
        .max()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: no text is left after maxlen=%s. Increase maxlen."
                        .formatted(caller, maxlen)));
  }

  /** Returns texts in which the words that are not wanted are replaced, or dropped. */
  final int[][] limited(int[][] texts, int bound) {
    int[][] limited = new int[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      IntStream words = Arrays.stream(texts[i]);
      limited[i] =
          oovChar == null
              ? words.filter(w -> isKept(w, bound)).toArray()
              : words.map(w -> isKept(w, bound) ? w : oovChar).toArray();
    }
    return limited;
  }

  private boolean isKept(int word, int bound) {
    return word >= skipTop && word < bound;
  }
}
