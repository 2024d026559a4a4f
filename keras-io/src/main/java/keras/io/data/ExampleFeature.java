package keras.io.data;

import java.util.Set;

/** What a feature of examples is: of one shape, or of any length. */
public sealed interface ExampleFeature permits FixedLenFeature, VarLenFeature {
  /** Returns float32, int64 or string. */
  String dtype();

  /** Refuses dtypes that examples do not hold. */
  static void requireDtype(String who, String dtype) {
    if (!Set.of("float32", "int64", "string").contains(dtype)) {
      throw new IllegalArgumentException(
          "%s: `dtype` must be float32, int64 or string. Received: dtype=%s."
              .formatted(who, dtype));
    }
  }
}
