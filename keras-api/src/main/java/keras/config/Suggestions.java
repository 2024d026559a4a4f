package keras.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What someone who wrote an unknown name most likely meant.
 *
 * <pre>{@code
 * Suggestions.sentence("rleu", List.of("relu", "elu")) // Did you mean 'relu'?
 * Suggestions.sentence("swoosh", List.of("relu", "elu")) // Known: relu, elu.
 * }</pre>
 */
public final class Suggestions {
  private Suggestions() {}

  /** Returns the sentence that ends an error about an unknown name: the nearest known, or all. */
  public static String sentence(String name, Collection<String> known) {
    return nearest(name, known)
        .map("Did you mean '%s'?"::formatted)
        .orElseGet(() -> "Known: %s.".formatted(String.join(", ", known)));
  }

  /**
   * Returns the known name that differs least, where it differs in at most a third of the letters;
   * case and punctuation do not count, and the start of a long name is near to it too.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = letters(name);
    String best = null;
    int least = Math.max(1, wanted.length() / 3) + 1;
    for (String k : known) {
      int d = distance(wanted, letters(k));
      if (d < least) {
        least = d;
        best = k;
      }
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.ofNullable(best);
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /**
   * The fewest insertions, deletions, replacements and swaps of neighbours that make {@code a} out
   * of {@code b}, or, at the price of one, out of the start of {@code b}.
   */
  private static int distance(String a, String b) {
    int[] twoAgo = new int[b.length() + 1];
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], twoAgo[j - 2] + 1);
        }
      }
      twoAgo = before;
      before = row;
    }
    int least = before[b.length()];
    for (int start : before) {
      least = Math.min(least, start + 1);
    }
    return least;
  }
}
