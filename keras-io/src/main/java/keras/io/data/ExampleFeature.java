package keras.io.data;

import java.util.Set;

/** What a feature of examples is: of one shape, of rows of one shape, or of any length. */
public sealed interface ExampleFeature
    permits FixedLenFeature, FixedLenSequenceFeature, VarLenFeature {
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

  /** Returns what stands for nothing in a dtype. */
  static Object zero(String who, String dtype) {
    requireDtype(who, dtype);
    return switch (dtype) {
      case "float32" -> 0f;
      case "int64" -> 0L;
      default -> "";
    };
  }

  /** Refuses a default value of another dtype. */
  static void requireValue(String who, String dtype, Object value) {
    if (!zero(who, dtype).getClass().isInstance(value)) {
      throw new IllegalArgumentException(
          "%s: `default_value` must be of %s. Received: %s (%s)."
              .formatted(who, dtype, value, value.getClass().getSimpleName()));
    }
  }
}
