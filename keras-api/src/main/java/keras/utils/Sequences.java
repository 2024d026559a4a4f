package keras.utils;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Sequences of different lengths, made one array.
 *
 * <pre>{@code
 * int[][] x = Sequences.padSequences(reviews, o -> o.maxlen(200).padding("post"));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/utils/sequence_utils.py}.
 */
public final class Sequences {
  private Sequences() {}

  /** What {@code pad_sequences} takes. */
  public static final class Options {
    private int maxlen = -1;
    private boolean padsAtStart = true;
    private boolean cutsAtStart = true;
    private double value;

    private Options() {}

    /** Sets the length of all rows, at least 1; that of the longest sequence unless told. */
    public Options maxlen(int maxlen) {
      if (maxlen < 1) {
        throw new IllegalArgumentException(
            "padSequences: maxlen must be positive. Received: maxlen=%d.".formatted(maxlen));
      }
      this.maxlen = maxlen;
      return this;
    }

    /** Fills up before a sequence, "pre", which is the default, or after it, "post". */
    public Options padding(String padding) {
      padsAtStart = isPre("padding", padding);
      return this;
    }

    /** Cuts the start of what is too long, "pre", which is the default, or its end, "post". */
    public Options truncating(String truncating) {
      cutsAtStart = isPre("truncating", truncating);
      return this;
    }

    /** Sets what fills up; 0 by default. Its fraction is dropped for integers. */
    public Options value(double value) {
      this.value = value;
      return this;
    }

    private static boolean isPre(String option, String side) {
      if (!side.equals("pre") && !side.equals("post")) {
        throw new IllegalArgumentException(
            "padSequences: %s must be \"pre\" or \"post\". Received: %s=\"%s\"."
                .formatted(option, option, side));
      }
      return side.equals("pre");
    }

    private int length(int longest) {
      return maxlen < 0 ? longest : maxlen;
    }
  }

  /** Pads as {@link #padSequences(int[][], Consumer)} does, with Keras' defaults. */
  public static int[][] padSequences(int[][] sequences) {
    return padSequences(sequences, o -> {});
  }

  /**
   * Makes sequences of integers equally long: Keras' {@code pad_sequences(sequences)}.
   *
   * @return new rows, as many as there are sequences
   */
  public static int[][] padSequences(int[][] sequences, Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    int length = o.length(Arrays.stream(sequences).mapToInt(s -> s.length).max().orElse(0));
    int[][] rows = new int[sequences.length][length];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(rows[i], (int) o.value);
      place(sequences[i], sequences[i].length, rows[i], length, o);
    }
    return rows;
  }

  /** Pads as {@link #padSequences(float[][], Consumer)} does, with Keras' defaults. */
  public static float[][] padSequences(float[][] sequences) {
    return padSequences(sequences, o -> {});
  }

  /**
   * Makes sequences of numbers equally long: Keras' {@code pad_sequences(sequences,
   * dtype="float32")}.
   *
   * @return new rows, as many as there are sequences
   */
  public static float[][] padSequences(float[][] sequences, Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    int length = o.length(Arrays.stream(sequences).mapToInt(s -> s.length).max().orElse(0));
    float[][] rows = new float[sequences.length][length];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(rows[i], (float) o.value);
      place(sequences[i], sequences[i].length, rows[i], length, o);
    }
    return rows;
  }

  private static void place(Object sequence, int size, Object row, int length, Options o) {
    int kept = Math.min(size, length);
    int from = o.cutsAtStart ? size - kept : 0;
    int to = o.padsAtStart ? length - kept : 0;
    System.arraycopy(sequence, from, row, to, kept);
  }
}
