package keras.io.data;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.data.Batch;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * The columns of tables: which are read, what they are called and what their fields are.
 *
 * @param names those of all columns of the files
 * @param places which of them are read, from the first on
 * @param columns what these are
 */
record CsvTable(
    CsvOptions options, List<String> names, List<Integer> places, List<CsvColumn> columns) {

  /** Reads one file: the values of each row, in the order of the columns that are read. */
  FilePass.Reader<List<Object>> open(Path file) throws IOException {
    CsvRows rows = rows(file, options, options.header);
    return new FilePass.Reader<>() {
      @Override
      public @Nullable List<Object> read() throws IOException {
        for (CsvRows.Row row = rows.read(); row != null; row = rows.read()) {
          try {
            return values(row);
          } catch (ModelFormatException e) {
            if (!options.ignoreErrors) {
              throw e;
            }
          }
        }
        return null;
      }

      @Override
      public String place() {
        return rows.place();
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    };
  }

  static CsvRows rows(Path file, CsvOptions options, boolean header) throws IOException {
    return new CsvRows(
        file,
        new InputStreamReader(options.compression.open(file), options.encoding.newDecoder()),
        options,
        header);
  }

  private List<Object> values(CsvRows.Row row) {
    if (row.stray() >= 0) {
      throw row.error(
          "expected quotes around a field that has quotes inside. Received: '%s'."
              .formatted(row.fields().get(row.stray())));
    }
    requireFields(row, names.size());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      int place = places.get(i);
      CsvColumn column = columns.get(i);
      String field = row.fields().get(place);
      boolean missing = field.isEmpty() || field.equals(options.naValue);
      Object value = missing ? column.missing() : CsvFields.parse(field, column.dtype());
      if (value == null) {
        throw new ModelFormatException(
            row.file().toString(),
            "line %d, column '%s'".formatted(row.line(), names.get(place)),
            missing
                ? "expected %s, which may not be missing. Received: '%s'."
                    .formatted(column.dtype(), field)
                : "expected %s. Received: '%s'.".formatted(column.dtype(), field));
      }
      values.add(value);
    }
    return values;
  }

  static void requireFields(CsvRows.Row row, int expected) {
    if (row.fields().size() != expected) {
      throw row.error("expected %d fields. Received: %d.".formatted(expected, row.fields().size()));
    }
  }

  /** Makes a batch of rows: a named input for each column but the label's. */
  Batch batch(List<List<Object>> rows) {
    Map<String, NdArray<?>> arrays = new LinkedHashMap<>();
    for (int i = 0; i < places.size(); i++) {
      int column = i;
      String name = names.get(places.get(i));
      arrays.put(name, Collected.array(rows.stream().map(row -> row.get(column)).toList()));
    }
    return Collected.batch(arrays, options.labelName);
  }
}
