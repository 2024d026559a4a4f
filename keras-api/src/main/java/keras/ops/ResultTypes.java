package keras.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dtype in which tensors, arrays and Python's numbers meet. Python's numbers take the dtype of
 * what they meet where it is of their kind: a float meets float16 in float16, and int64 in float32.
 *
 * <p>Keras: {@code keras/src/backend/common/dtypes.py}, {@code result_type}.
 */
final class ResultTypes {
  /** What one value says of the dtype, from the narrowest to the widest. */
  private enum Kind {
    BOOL,
    PYTHON_INT,
    UINT8,
    UINT16,
    INT32,
    INT64,
    PYTHON_FLOAT,
    FLOAT16,
    BFLOAT16,
    FLOAT32,
    FLOAT64,
    COMPLEX64,
    COMPLEX128
  }

  private ResultTypes() {}

  /**
   * Returns the dtype of several values: tensors, numbers and lists of them, arrays of configs,
   * dtypes.
   *
   * @param floating whether a float of Python is among them
   */
  static DType of(String who, List<? extends @Nullable Object> values, boolean floating) {
    Kind widest = floating ? Kind.PYTHON_FLOAT : null;
    for (Object value : values) {
      if (value == null) {
        continue;
      }
      Kind own = kind(who, value);
      widest = widest == null ? own : join(widest, own);
    }
    return widest == null ? DType.FLOAT32 : dtype(widest);
  }

  private static Kind join(Kind a, Kind b) {
    boolean halves = a == Kind.FLOAT16 && b == Kind.BFLOAT16;
    if (halves || (a == Kind.BFLOAT16 && b == Kind.FLOAT16)) {
      return Kind.FLOAT32;
    }
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static DType dtype(Kind kind) {
    return switch (kind) {
      case PYTHON_INT -> DType.INT32;
      case PYTHON_FLOAT -> DType.FLOAT32;
      case COMPLEX128 -> DType.COMPLEX64;
      default -> DType.valueOf(kind.name());
    };
  }

  private static Kind kind(String who, Object value) {
    if (value instanceof Expr x) {
      return kind(who, x.dtype());
    } else if (value instanceof DType dtype) {
      if (dtype == DType.STRING) {
        throw new IllegalArgumentException(
            "%s: expected numbers. Received: a tensor of dtype string.".formatted(who));
      }
      return Kind.valueOf(dtype.name());
    } else if (value instanceof Boolean) {
      return Kind.BOOL;
    } else if (value instanceof Number) {
      return isWhole(value) ? Kind.PYTHON_INT : Kind.PYTHON_FLOAT;
    } else if (value instanceof Map<?, ?> map
        && map.get("config") instanceof Map<?, ?> config
        && config.get("dtype") instanceof String dtype) {
      return kind(who, DType.get(dtype));
    } else if (value instanceof List<?> list) {
      return ofList(list);
    }
    throw new IllegalArgumentException(
        "%s: expected tensors, numbers, or lists of numbers. Received: %s.".formatted(who, value));
  }

  /** A list of Python's numbers becomes a tensor by itself. */
  private static Kind ofList(@Nullable Object value) {
    if (value instanceof List<?> list) {
      Kind widest = list.isEmpty() ? Kind.FLOAT32 : Kind.BOOL;
      for (Object item : list) {
        widest = join(widest, ofList(item));
      }
      return widest;
    }
    return value instanceof Boolean ? Kind.BOOL : isWhole(value) ? Kind.INT32 : Kind.FLOAT32;
  }

  static boolean isWhole(@Nullable Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof java.math.BigInteger;
  }
}
