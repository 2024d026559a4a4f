package keras.io.data;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fields of tables as values, as TensorFlow's op reads them, and the dtypes that they fit. */
final class CsvFields {
  private static final List<String> DTYPES =
      List.of("int32", "int64", "float32", "float64", "string");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
  private static final Pattern REAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");
  private static final Pattern HEX =
      Pattern.compile("[+-]?0x[0-9a-f]+(\\.[0-9a-f]*)?(p[+-]?\\d+)?");

  private CsvFields() {}

  /** Returns the value of a field; null where it is none of that dtype. */
  static @Nullable Object parse(String field, String dtype) {
    if (dtype.equals("string")) {
      return field;
    }
    String text = field.strip().toLowerCase(Locale.ROOT);
    try {
      return switch (dtype) {
        case "int32" -> WHOLE.matcher(text).matches() ? (Object) Integer.parseInt(text) : null;
        case "int64" -> WHOLE.matcher(text).matches() ? (Object) Long.parseLong(text) : null;
        case "float32" -> {
          String real = real(text);
          yield real == null ? null : (Object) Float.parseFloat(real);
        }
        default -> {
          String real = real(text);
          yield real == null ? null : (Object) Double.parseDouble(real);
        }
      };
    } catch (NumberFormatException e) {
      return null; // too large for the dtype, which the caller says
    }
  }

  /** Returns a number as Java spells it; null where TensorFlow reads none. */
  private static @Nullable String real(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String sign = text.startsWith("-") ? "-" : "";
    return switch (signed ? text.substring(1) : text) {
      case "inf", "infinity" -> sign + "Infinity";
      case "nan" -> "NaN";
      default -> {
        if (HEX.matcher(text).matches()) {
          yield text.contains("p") ? text : text + "p0";
        }
        yield REAL.matcher(text).matches() ? text : null;
      }
    };
  }

  /**
   * Returns the narrowest dtype that a field and those before it fit, as {@code make_csv_dataset}
   * infers it.
   *
   * @param before that of the fields before; null where all were missing
   */
  static String infer(String field, @Nullable String before) {
    for (String dtype : DTYPES) {
      if (fits(field, dtype)
          && (before == null || DTYPES.indexOf(before) <= DTYPES.indexOf(dtype))) {
        return dtype;
      }
    }
    return "string";
  }

  private static boolean fits(String field, String dtype) {
    Object value = parse(field, dtype);
    if (value instanceof Float f) {
      return f < Float.POSITIVE_INFINITY;
    }
    return value instanceof Double d ? d < Double.POSITIVE_INFINITY : value != null;
  }

  /** Returns what stands for missing fields of a column whose dtype was inferred. */
  static CsvColumn column(@Nullable String dtype) {
    return switch (dtype == null ? "string" : dtype) {
      case "int32" -> CsvColumn.optional(0);
      case "int64" -> CsvColumn.optional(0L);
      case "float32" -> CsvColumn.optional(0f);
      case "float64" -> CsvColumn.optional(0d);
      default -> CsvColumn.optional("");
    };
  }
}
