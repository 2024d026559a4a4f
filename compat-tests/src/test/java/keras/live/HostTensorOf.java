package keras.live;

import keras.data.SampleArray;
import keras.engine.HostTensor;

/** Arrays for Python. */
final class HostTensorOf {
  private HostTensorOf() {}

  /** Returns the strings of a nested array. */
  static HostTensor strings(Object nested) {
    return HostTensor.of(SampleArray.of("strings", nested).toNdArray());
  }
}
