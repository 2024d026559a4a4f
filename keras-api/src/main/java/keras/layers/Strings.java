package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.data.SampleArray;

/** The strings of samples. */
final class Strings {
  private Strings() {}

  /** Returns all of them, in order. */
  static List<String> of(SampleArray data) {
    String[] all = (String[]) data.allocate(data.count());
    data.copy(0, data.count(), all);
    return Arrays.asList(all);
  }
}
