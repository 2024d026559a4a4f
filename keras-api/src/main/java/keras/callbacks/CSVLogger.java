package keras.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import keras.utils.PythonFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes the logs of every epoch into a CSV file, one line each.
 *
 * <pre>{@code
 * new CSVLogger("training.csv").separator(";").append(true)
 * }</pre>
 *
 * <p>The columns are {@code epoch} and the names of the first epoch's logs; where none of them is
 * of a validation, columns for validations follow. A value that an epoch lacks is {@code NA}, an
 * array is in brackets.
 *
 * <p>Keras: {@code keras/src/callbacks/csv_logger.py}.
 */
public final class CSVLogger extends Callback {
  private final Path filename;
  private String separator = ",";
  private boolean append;

  private @Nullable List<String> keys;
  private boolean headed;

  /** Makes the callback. */
  public CSVLogger(String filename) {
    this(Path.of(filename));
  }

  /** Makes the callback. */
  public CSVLogger(Path filename) {
    this.filename = filename;
  }

  /**
   * Sets what stands between two values.
   *
   * @param separator one character
   */
  public CSVLogger separator(String separator) {
    if (separator.length() != 1) {
      throw new IllegalArgumentException(
          "CSVLogger: `separator` must be one character. Received: separator=%s."
              .formatted(separator));
    }
    this.separator = separator;
    return this;
  }

  /** Sets whether lines are added to a file that is there, which keeps its header. */
  public CSVLogger append(boolean append) {
    this.append = append;
    return this;
  }

  /**
   * Begins the file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  @Override
  public void onTrainBegin(Logs logs) {
    keys = null;
    try {
      headed = append && Files.exists(filename) && Files.size(filename) > 0;
      if (!append) {
        Files.writeString(filename, "");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Adds a line.
   *
   * @throws UncheckedIOException if it cannot be written, as on a full disk; training ends with it,
   *     and the model is as the epoch left it
   */
  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    List<String> columns = keys;
    StringBuilder text = new StringBuilder();
    if (columns == null) {
      columns = columns(logs);
      keys = columns;
      if (!headed) {
        List<String> header = new ArrayList<>(List.of("epoch"));
        header.addAll(columns);
        text.append(line(header));
        headed = true;
      }
    }
    List<String> row = new ArrayList<>(List.of(Integer.toString(epoch)));
    columns.forEach(name -> row.add(value(name, logs)));
    text.append(line(row));
    try {
      Files.writeString(filename, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    String why = e.getMessage();
    return new UncheckedIOException(
        "CSVLogger: %s cannot be written: %s."
            .formatted(filename, why == null ? e.getClass().getSimpleName() : why),
        e);
  }

  private static List<String> columns(Logs logs) {
    List<String> names = new ArrayList<>(logs.names());
    names.sort(null);
    if (names.stream().noneMatch(n -> n.startsWith("val_"))) {
      names.addAll(names.stream().map(n -> "val_" + n).toList());
    }
    return List.copyOf(names);
  }

  private static String value(String name, Logs logs) {
    if (!logs.contains(name)) {
      return "NA";
    } else if (!logs.isArray(name)) {
      return PythonFormat.repr(logs.get(name));
    }
    List<String> numbers = new ArrayList<>();
    for (double number : logs.array(name)) {
      numbers.add(single(number));
    }
    return "\"[" + String.join(", ", numbers) + "]\"";
  }

  /** Shows a number with as many digits as float32 tells apart. */
  private static String single(double number) {
    float value = (float) number;
    for (int digits = 1; Float.isFinite(value) && digits < 9; digits++) {
      BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits));
      if (rounded.floatValue() == value) {
        return PythonFormat.repr(rounded.doubleValue());
      }
    }
    return PythonFormat.repr(number);
  }

  private String line(List<String> values) {
    return values.stream().map(this::quoted).collect(Collectors.joining(separator)) + "\r\n";
  }

  /** Quotes a value that would not be read as one, as Python's {@code csv} does. */
  private String quoted(String value) {
    boolean plain =
        !value.contains(separator)
            && value.indexOf('"') < 0
            && value.indexOf('\r') < 0
            && value.indexOf('\n') < 0;
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
