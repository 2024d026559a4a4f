package keras.io.migration;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which Keras an object computes as, where the same config means another computation in each. */
enum Computes {
  KERAS_3("keras3"),
  /** As tf_keras does. */
  KERAS_2("keras2"),
  /** As the optimizers before TensorFlow 2.11, which tf_keras calls legacy. */
  LEGACY("keras2.legacy");

  /**
   * The key beside an object's config by which a file of this library says so where its words would
   * mean another; both Kerases pass over it.
   */
  static final String KEY = "numerics";

  /** The value of the key. */
  final String mark;

  Computes(String mark) {
    this.mark = mark;
  }

  /** Returns what a mark says, or what is so without one. */
  static Computes of(@Nullable Object mark, Computes otherwise) {
    return Arrays.stream(values()).filter(c -> c.mark.equals(mark)).findFirst().orElse(otherwise);
  }

  /** Returns what the words of a file mean without a mark. */
  static Computes by(Target target) {
    return target == Target.KERAS_3 ? KERAS_3 : KERAS_2;
  }
}
