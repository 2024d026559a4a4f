package keras.tuner;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What a search found: its table, the row of the best candidate, and that trained on all. */
final class Best {
  final CvResults results;

  /** The row of the best candidate; -1 where nothing chooses it. */
  final int index;

  /** Its mean score; null where a function chose it. */
  final @Nullable Double score;

  @Nullable FittedModel fitted;
  double refitTime;

  private Best(CvResults results, int index, @Nullable Double score) {
    this.results = results;
    this.index = index;
    this.score = score;
  }

  /**
   * Chooses the best candidate.
   *
   * @param chosen what chooses it; null for the score named
   * @param chooser the score that chooses; empty where none does
   */
  static Best of(
      String who, CvResults results, @Nullable ToIntFunction<CvResults> chosen, String chooser) {
    if (chosen != null) {
      int index = chosen.applyAsInt(results);
      if (index < 0 || index >= results.params().size()) {
        throw new IndexOutOfBoundsException(
            "%s: `refit` must choose one of %d candidates. Received: %d."
                .formatted(who, results.params().size(), index));
      }
      return new Best(results, index, null);
    }
    if (chooser.isEmpty()) {
      return new Best(results, -1, null);
    }
    double[] ranks = results.numbers("rank_test_" + chooser);
    int index = 0;
    for (int i = 1; i < ranks.length; i++) {
      index = ranks[i] < ranks[index] ? i : index;
    }
    return new Best(results, index, results.numbers("mean_test_" + chooser)[index]);
  }
}
