package keras.io.weights;

import keras.saving.LoadOptions;
import keras.utils.Progbar;

/** The progress bar of a load: one step for each array that is read. */
public final class LoadingBar {
  private final Progbar bar;
  private long done;

  /**
   * Makes a bar.
   *
   * @param options say whether it is shown
   * @param arrays how many arrays will be read
   */
  public LoadingBar(LoadOptions options, int arrays) {
    bar = new Progbar((long) arrays).verbose(arrays == 0 ? 0 : options.verbose()).unitName("array");
  }

  /** Returns an array that has just been read; the bar grows by one step. */
  public <T> T read(T array) {
    bar.update(++done);
    return array;
  }
}
