package keras.io.data;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a column are, and what stands for those that are missing: an element of {@code
 * column_defaults} in Python.
 *
 * <pre>{@code
 * o.columnDefaults(CsvColumn.required("float32"), CsvColumn.optional("unknown"));
 * }</pre>
 *
 * @param dtype int32, int64, float32, float64 or string
 * @param missing a value of that dtype; null where a missing field is an error
 */
public record CsvColumn(String dtype, @Nullable Object missing) {
  private static final Set<String> DTYPES =
      Set.of("int32", "int64", "float32", "float64", "string");

  /** Checks the dtype. */
  public CsvColumn {
    if (!DTYPES.contains(dtype) || (missing != null && !dtype.equals(dtypeOf(missing)))) {
      throw new IllegalArgumentException(
          "CsvColumn: `dtype` must be one of int32, int64, float32, float64 and string, and the"
              + " default of that dtype. Received: %s with %s.".formatted(dtype, missing));
    }
  }

  /** Makes a column none of whose fields may be missing. */
  public static CsvColumn required(String dtype) {
    return new CsvColumn(dtype, null);
  }

  /** Makes a column of the dtype of a value, which stands for missing fields. */
  public static CsvColumn optional(Object value) {
    return new CsvColumn(dtypeOf(value), value);
  }

  private static String dtypeOf(Object value) {
    if (value instanceof Integer) {
      return "int32";
    } else if (value instanceof Long) {
      return "int64";
    } else if (value instanceof Float) {
      return "float32";
    } else if (value instanceof Double) {
      return "float64";
    } else if (value instanceof String) {
      return "string";
    }
    throw new IllegalArgumentException(
        "CsvColumn: a default must be an int, long, float, double or string. Received: %s."
            .formatted(value));
  }
}
