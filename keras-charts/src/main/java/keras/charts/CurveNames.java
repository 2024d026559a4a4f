package keras.charts;

import java.util.List;

/** What the names in a history mean: {@code val_output_accuracy} is an accuracy. */
final class CurveNames {
  private static final String VALIDATION = "val_";

  /** What losses are. */
  static final String LOSS = "loss";

  private CurveNames() {}

  /** Returns a name without the mark of validation. */
  static String plain(String name) {
    return name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
  }

  /**
   * Returns what a name measures: {@code loss}, or a metric, without the name of the output; an
   * output is known by its loss.
   */
  static String group(String name, List<String> all) {
    String plain = plain(name);
    if (plain.equals(LOSS) || plain.endsWith("_" + LOSS)) {
      return LOSS;
    }
    for (String other : all) {
      String output = plain(other);
      if (output.endsWith("_" + LOSS)) {
        String prefix = output.substring(0, output.length() - LOSS.length());
        if (plain.startsWith(prefix)) {
          return plain.substring(prefix.length());
        }
      }
    }
    return plain;
  }
}
