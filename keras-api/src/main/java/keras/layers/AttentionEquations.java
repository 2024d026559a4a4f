package keras.layers;

import java.util.Arrays;

/**
 * The equations of multi-head attention.
 *
 * <p>Keras: {@code keras/src/layers/attention/multi_head_attention.py}.
 *
 * @param product gives the scores of keys and queries
 * @param combine gives the outputs of scores and values
 * @param scoresRank the number of axes of the scores
 */
record AttentionEquations(String product, String combine, int scoresRank) {
  /** A projection: its equation, the labels along which it has a bias, and its output's axes. */
  record Projection(String equation, String biasAxes, int rank) {}

  /** Returns the equations for projected queries of so many axes, with attention along some. */
  static AttentionEquations of(int rank, int[] axes) {
    StringBuilder source = new StringBuilder();
    StringBuilder batch = new StringBuilder();
    char next = (char) ('a' + rank);
    for (int i = 0; i < rank; i++) {
      int at = i;
      boolean attended = Arrays.stream(axes).anyMatch(a -> a == at);
      if (!attended && i < rank - 1) {
        batch.append((char) ('a' + i));
      }
      source.append(attended ? next++ : (char) ('a' + i));
    }
    String target = labels(0, rank);
    StringBuilder scores = new StringBuilder(batch);
    Arrays.stream(axes).forEach(a -> scores.append(target.charAt(a)));
    Arrays.stream(axes).forEach(a -> scores.append(source.charAt(a)));
    return new AttentionEquations(
        source + "," + target + "->" + scores,
        scores + "," + source + "->" + target,
        scores.length());
  }

  /** Returns the projection of the last axes onto others; the free ones stay. */
  static Projection projection(int free, int bound, int output) {
    String kept = labels(0, free);
    String summed = labels(free, bound);
    String made = labels(free + bound, output);
    return new Projection(
        kept + summed + "," + summed + made + "->" + kept + made, made, free + output);
  }

  private static String labels(int from, int count) {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < count; i++) {
      labels.append((char) ('a' + from + i));
    }
    return labels.toString();
  }
}
