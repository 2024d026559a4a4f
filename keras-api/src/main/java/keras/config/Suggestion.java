package keras.config;

import java.util.Collection;

/** Words the message for an id that nothing has, with the known id that was likely meant. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * Returns the message: {@code unknown loss 'ms'. Did you mean 'mse'?}, or every known id where
   * none is near.
   */
  public static String unknown(String kind, String id, Collection<String> known) {
    String best = null;
    int least = Math.max(1, id.length() / 3) + 1;
    for (String candidate : known) {
      // The beginning counts: a long name is often cut short.
      int cut = Math.min(candidate.length(), id.length());
      int d = Math.min(distance(id, candidate), distance(id, candidate.substring(0, cut)));
      if (d < least) {
        least = d;
        best = candidate;
      }
    }
    return best == null
        ? "unknown %s '%s'. Known: %s.".formatted(kind, id, String.join(", ", known))
        : "unknown %s '%s'. Did you mean '%s'?".formatted(kind, id, best);
  }

  /** The number of letters to insert, drop or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
