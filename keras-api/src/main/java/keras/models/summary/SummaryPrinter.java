package keras.models.summary;

import keras.utils.Progbar;

/** Prints summaries where the progress bar prints. */
final class SummaryPrinter {
  private SummaryPrinter() {}

  static void print(String line) {
    Progbar.print(line + "\n");
  }
}
