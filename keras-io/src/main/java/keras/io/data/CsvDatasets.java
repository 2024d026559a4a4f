package keras.io.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import keras.config.ConstructionOrder;
import keras.data.Batch;
import keras.data.Dataset;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Data sets of tables of comma-separated values, as {@code tf.data.experimental.make_csv_dataset}
 * makes them.
 *
 * <pre>{@code
 * Dataset train =
 *     CsvDatasets.makeCsvDataset(
 *         List.of(Path.of("titanic.csv")), 32, o -> o.labelName("survived").shuffleSeed(42));
 * model.fit(train, f -> f.stepsPerEpoch(20).epochs(5));
 * }</pre>
 *
 * <p>Batches: an input (batch) for each column, by its name, in its dtype; the label's column is
 * the targets. The data set has no end unless {@link CsvOptions#numEpochs} says so, and the same
 * seed gives the orders of TensorFlow. The files are UTF-8 unless {@link CsvOptions#encoding} says
 * otherwise, and are read as they are needed.
 *
 * <p>Errors: a field that is not what its column holds is a {@link ModelFormatException} that names
 * the file, the line and the column.
 *
 * <p>Files are read one after another unless {@link CsvOptions#numParallelReads} says otherwise. A
 * quoted field that another character follows is an error even with {@code ignore_errors}.
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/python/data/experimental/ops/readers.py}.
 */
public final class CsvDatasets {
  private CsvDatasets() {}

  /** Makes a data set of one table, with TensorFlow's defaults. */
  public static Dataset makeCsvDataset(Path file, int batchSize) {
    return makeCsvDataset(List.of(file), batchSize, o -> {});
  }

  /**
   * Makes a data set of the tables that a pattern names, such as {@code "data/part-*.csv"}: {@code
   * *} and {@code ?} stand for any characters and any one, {@code [0-9]} for one of them, within
   * the name of a file or a folder.
   *
   * @throws IllegalArgumentException if no file is so named
   */
  public static Dataset makeCsvDataset(
      String filePattern, int batchSize, Consumer<CsvOptions> options) {
    return makeCsvDataset(FilePattern.files(CsvOptions.NAME, filePattern), batchSize, options);
  }

  /**
   * Makes a data set of tables of the same columns.
   *
   * @param batchSize how many rows a batch has
   */
  public static Dataset makeCsvDataset(
      List<Path> files, int batchSize, Consumer<CsvOptions> options) {
    CsvOptions o = new CsvOptions();
    options.accept(o);
    List<Path> sorted = FilePass.require(CsvOptions.NAME, files).stream().sorted().toList();
    CsvTable table = table(sorted, o);
    Dataset numbers = Dataset.of(IntStream.range(0, sorted.size()).toArray()).batch(1);
    long seed = 0;
    if (o.shuffle) {
      Long given = o.shuffleSeed;
      seed = given == null ? ConstructionOrder.drawDataSeed() : given;
      numbers = numbers.shuffle(sorted.size(), seed);
    }
    Dataset order = numbers;
    Dataset rows =
        () ->
            new Collected<>(
                new FilePass<>(CsvOptions.NAME, ordered(sorted, order), table::open), table::batch);
    if (o.numParallelReads > 1) {
      rows = order.interleave(number -> rows(sorted, number, table), o.numParallelReads, 1);
    }
    if (o.shuffle) {
      rows = rows.shuffle(o.shuffleBufferSize, seed);
    }
    Integer epochs = o.numEpochs;
    Dataset data = (epochs == null ? rows.repeat() : rows.repeat(epochs)).batch(batchSize);
    return o.prefetchBufferSize == 0 ? data : data.prefetch(o.prefetchBufferSize);
  }

  /** Returns the rows of one file, one by one. */
  private static Dataset rows(List<Path> files, Batch number, CsvTable table) {
    List<Path> file = List.of(files.get((Integer) number.x().get(0).getObject(0)));
    return () ->
        new Collected<>(
            new FilePass<>(CsvOptions.NAME, file.iterator(), table::open), 1, table::batch);
  }

  private static Iterator<Path> ordered(List<Path> files, Dataset order) {
    return StreamSupport.stream(order.spliterator(), false)
        .map((Batch each) -> files.get((Integer) each.x().get(0).getObject(0)))
        .iterator();
  }

  private static CsvTable table(List<Path> files, CsvOptions o) {
    List<String> names = o.columnNames == null ? header(files, o) : o.columnNames;
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw CsvOptions.error("the names of columns must differ", names);
      }
    }
    List<Integer> places = places(names, o.selectColumns);
    List<CsvColumn> given = o.columnDefaults;
    CsvTable table =
        new CsvTable(o, names, places, given == null ? inferred(files, o, names, places) : given);
    if (table.columns().size() != places.size()) {
      throw CsvOptions.error(
          "`column_defaults` must have one element for each of the %d columns that are read"
              .formatted(places.size()),
          table.columns().size());
    }
    List<String> read = places.stream().map(names::get).toList();
    if (o.labelName != null && !read.contains(o.labelName)) {
      throw CsvOptions.error("`label_name` must be one of the columns " + read, o.labelName);
    }
    return table;
  }

  private static List<String> header(List<Path> files, CsvOptions o) {
    if (!o.header) {
      throw CsvOptions.error("expected `column_names` or a header", "neither");
    }
    List<String> first = null;
    for (Path file : files) {
      try (FilePass<CsvRows.Row> rows = rows(List.of(file), o, false)) {
        CsvRows.Row header = CsvRows.requireHeader(file, rows.hasNext() ? rows.next() : null);
        if (first != null && !first.equals(header.fields())) {
          throw header.error(
              "expected the columns of %s, %s. Received: %s."
                  .formatted(files.get(0), first, header.fields()));
        }
        first = header.fields();
      }
    }
    return first == null ? List.of() : first;
  }

  /** Returns the places of the columns that are read, in the order of the file. */
  private static List<Integer> places(List<String> names, @Nullable List<Object> selected) {
    if (selected == null) {
      return IntStream.range(0, names.size()).boxed().toList();
    }
    TreeSet<Integer> places = new TreeSet<>();
    for (Object each : selected) {
      int place = each instanceof Integer i ? i : names.indexOf(each);
      if (place < 0 || place >= names.size()) {
        throw CsvOptions.error("`select_columns` must be of the columns " + names, each);
      }
      if (!places.add(place)) {
        throw CsvOptions.error("`select_columns` must name each column once", selected);
      }
    }
    return List.copyOf(places);
  }

  private static FilePass<CsvRows.Row> rows(List<Path> files, CsvOptions o, boolean header) {
    return new FilePass<>(
        CsvOptions.NAME, files.iterator(), file -> CsvTable.rows(file, o, header));
  }

  private static List<CsvColumn> inferred(
      List<Path> files, CsvOptions o, List<String> names, List<Integer> places) {
    List<@Nullable String> dtypes =
        new ArrayList<>(Collections.<@Nullable String>nCopies(places.size(), null));
    Integer limit = o.numRowsForInference;
    long left = limit == null ? Long.MAX_VALUE : limit;
    try (FilePass<CsvRows.Row> rows = rows(files, o, o.header)) {
      for (; left > 0 && rows.hasNext(); left--) {
        CsvRows.Row row = rows.next();
        CsvTable.requireFields(row, names.size());
        for (int i = 0; i < places.size(); i++) {
          String field = row.fields().get(places.get(i));
          if (!field.isEmpty() && !field.equals(o.naValue)) {
            dtypes.set(i, CsvFields.infer(field, dtypes.get(i)));
          }
        }
      }
    }
    List<CsvColumn> columns = new ArrayList<>();
    for (String dtype : dtypes) {
      columns.add(CsvFields.column(dtype));
    }
    return columns;
  }
}
