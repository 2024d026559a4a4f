package keras.models.summary;

import java.util.List;
import java.util.function.Consumer;
import keras.trainers.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code model.summary}, by Keras' names.
 *
 * <pre>{@code
 * model.summary(new SummaryOptions().lineLength(100).expandNested(true).showTrainable(true));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/utils/summary_utils.py}.
 */
public final class SummaryOptions {
  @Nullable Integer lineLength;
  double @Nullable [] positions;
  Consumer<String> printFn = SummaryPrinter::print;
  boolean expandNested;
  boolean showTrainable;
  @Nullable List<String> layerRange;

  /** Makes the options with Keras' defaults. */
  public SummaryOptions() {}

  /**
   * Sets the length of the lines; unless set, as much as the table needs, and at most what a
   * terminal of 80 columns shows, or of as many as the environment variable {@code COLUMNS} says.
   */
  public SummaryOptions lineLength(int characters) {
    lineLength = OptionChecks.positive("summary", "line_length", characters);
    return this;
  }

  /** Sets where the columns end, as parts of the line: {@code 0.45, 0.80, 1.0}. */
  public SummaryOptions positions(double... ends) {
    positions = ends.clone();
    return this;
  }

  /** Sets who gets the lines, one by one; standard output unless set. */
  public SummaryOptions printFn(Consumer<String> printer) {
    printFn = printer;
    return this;
  }

  /** Sets whether the layers of models inside the model are shown too. */
  public SummaryOptions expandNested(boolean expandNested) {
    this.expandNested = expandNested;
    return this;
  }

  /** Sets whether a column says which layers train. */
  public SummaryOptions showTrainable(boolean showTrainable) {
    this.showTrainable = showTrainable;
    return this;
  }

  /** Sets the first and the last layer to show, by name or by a pattern that names start with. */
  public SummaryOptions layerRange(String first, String last) {
    layerRange = List.of(first, last);
    return this;
  }
}
