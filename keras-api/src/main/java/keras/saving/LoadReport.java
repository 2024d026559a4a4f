package keras.saving;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import keras.utils.Console;

/**
 * What became of each weight when a file was read, and what could not be taken from it.
 *
 * <pre>{@code
 * var options = LoadOptions.defaults().byName(true).report(r -> missing.addAll(r.missing()));
 * model.loadWeights("pretrained.h5", options);
 * }</pre>
 *
 * <p>Each weight is named by layer, weight and shape: {@code conv/kernel (3, 3, 1, 32)}.
 */
public final class LoadReport {
  private final String file;
  private final List<String> loaded = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Starts an empty report; for formats. */
  public LoadReport(String file) {
    this.file = file;
  }

  /** Returns the file's name. */
  public String file() {
    return file;
  }

  /** Returns the weights that the model took from the file. */
  public List<String> loaded() {
    return Collections.unmodifiableList(loaded);
  }

  /** Returns the weights that do not fit and were skipped, each with both shapes. */
  public List<String> skipped() {
    return Collections.unmodifiableList(skipped);
  }

  /** Returns the model's weights that the file does not hold. */
  public List<String> missing() {
    return Collections.unmodifiableList(missing);
  }

  /** Returns the file's weights that the model does not have. */
  public List<String> unexpected() {
    return Collections.unmodifiableList(unexpected);
  }

  /** Returns what else was left out, such as an optimizer that is not known here; sentences. */
  public List<String> notes() {
    return Collections.unmodifiableList(notes);
  }

  /** Adds a weight that was taken; for formats. */
  public void addLoaded(String weight) {
    loaded.add(weight);
  }

  /** Adds a weight that was skipped; for formats. */
  public void addSkipped(String weight) {
    skipped.add(weight);
  }

  /** Adds a weight that the file does not hold; for formats. */
  public void addMissing(String weight) {
    missing.add(weight);
  }

  /** Adds a weight that the model does not have; for formats. */
  public void addUnexpected(String weight) {
    unexpected.add(weight);
  }

  /** Adds a sentence, if it is not there yet; for formats. */
  public void addNote(String sentence) {
    if (!notes.contains(sentence)) {
      notes.add(sentence);
    }
  }

  /** Prints what was skipped or left out, a line each; nothing if all went well. */
  public void print() {
    skipped.forEach(s -> Console.printLine(file + ": skipped " + s + "."));
    notes.forEach(n -> Console.printLine(file + ": " + n));
  }
}
