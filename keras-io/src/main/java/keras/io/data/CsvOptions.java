package keras.io.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CsvDatasets} take, with TensorFlow's names and defaults.
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/python/data/experimental/ops/readers.py}.
 */
public final class CsvOptions {
  static final String NAME = "makeCsvDataset";

  @Nullable List<String> columnNames;
  @Nullable List<CsvColumn> columnDefaults;
  @Nullable String labelName;
  @Nullable List<Object> selectColumns;
  char fieldDelim = ',';
  boolean useQuoteDelim = true;
  String naValue = "";
  boolean header = true;
  @Nullable Integer numEpochs;
  boolean shuffle = true;
  int shuffleBufferSize = 10_000;
  @Nullable Long shuffleSeed;
  @Nullable Integer numRowsForInference = 100;
  Compression compression = Compression.NONE;
  boolean ignoreErrors;
  int numParallelReads = 1;
  int prefetchBufferSize;
  Charset encoding = StandardCharsets.UTF_8;

  CsvOptions() {}

  static IllegalArgumentException error(String expected, @Nullable Object received) {
    return new IllegalArgumentException(
        "%s: %s. Received: %s.".formatted(NAME, expected, received));
  }

  /** Sets the names of all columns; those of the header unless told. */
  public CsvOptions columnNames(String... columnNames) {
    this.columnNames = List.of(columnNames);
    return this;
  }

  /** Sets what the selected columns are, in their order; found by their first rows unless told. */
  public CsvOptions columnDefaults(CsvColumn... columnDefaults) {
    this.columnDefaults = List.of(columnDefaults);
    return this;
  }

  /** Sets the column that holds the targets; without one there are inputs alone. */
  public CsvOptions labelName(String labelName) {
    this.labelName = labelName;
    return this;
  }

  /** Sets the columns that are read, by name; all unless told. */
  public CsvOptions selectColumns(String... selectColumns) {
    this.selectColumns = List.of((Object[]) selectColumns);
    return this;
  }

  /** Sets the columns that are read, by their places from 0. */
  public CsvOptions selectColumns(int... selectColumns) {
    this.selectColumns = java.util.Arrays.stream(selectColumns).mapToObj(i -> (Object) i).toList();
    return this;
  }

  /** Sets what stands between fields. */
  public CsvOptions fieldDelim(char fieldDelim) {
    if (fieldDelim == '"' || fieldDelim == '\n' || fieldDelim == '\r' || fieldDelim == '\0') {
      throw error("`field_delim` must not be a quote or the end of a line", (int) fieldDelim);
    }
    this.fieldDelim = fieldDelim;
    return this;
  }

  /** Sets whether quotes may hold fields; if not, they are characters as others. */
  public CsvOptions useQuoteDelim(boolean useQuoteDelim) {
    this.useQuoteDelim = useQuoteDelim;
    return this;
  }

  /** Sets what stands for a missing field, beside nothing at all. */
  public CsvOptions naValue(String naValue) {
    this.naValue = naValue;
    return this;
  }

  /** Sets whether the first row of each file is left out. */
  public CsvOptions header(boolean header) {
    this.header = header;
    return this;
  }

  /** Sets how often the rows are repeated; without end unless told. */
  public CsvOptions numEpochs(int numEpochs) {
    if (numEpochs < 1) {
      throw error("`num_epochs` must be positive", numEpochs);
    }
    this.numEpochs = numEpochs;
    return this;
  }

  /** Sets whether the files and the rows are shuffled, anew in each repetition. */
  public CsvOptions shuffle(boolean shuffle) {
    this.shuffle = shuffle;
    return this;
  }

  /** Sets how many rows the buffer of the shuffle holds. */
  public CsvOptions shuffleBufferSize(int shuffleBufferSize) {
    if (shuffleBufferSize < 1) {
      throw error("`shuffle_buffer_size` must be positive", shuffleBufferSize);
    }
    this.shuffleBufferSize = shuffleBufferSize;
    return this;
  }

  /** Sets the seed of the orders; one is drawn unless told. */
  public CsvOptions shuffleSeed(long shuffleSeed) {
    this.shuffleSeed = shuffleSeed;
    return this;
  }

  /** Sets how many rows tell the dtypes of columns; null for all. */
  public CsvOptions numRowsForInference(@Nullable Integer numRowsForInference) {
    if (numRowsForInference != null && numRowsForInference < 0) {
      throw error("`num_rows_for_inference` must be 0 or more", numRowsForInference);
    }
    this.numRowsForInference = numRowsForInference;
    return this;
  }

  /** Sets how the files are packed: {@code ""}, {@code "GZIP"} or {@code "ZLIB"}. */
  public CsvOptions compressionType(String compressionType) {
    this.compression = Compression.of(NAME, compressionType);
    return this;
  }

  /** Sets whether rows are left out that lack fields or have others than their columns. */
  public CsvOptions ignoreErrors(boolean ignoreErrors) {
    this.ignoreErrors = ignoreErrors;
    return this;
  }

  /**
   * Sets of how many files the rows are taken in turn, one of each, as they are where TensorFlow
   * reads files side by side and is not sloppy; 1 unless told, one file after another.
   */
  public CsvOptions numParallelReads(int numParallelReads) {
    if (numParallelReads < 1) {
      throw error("`num_parallel_reads` must be positive", numParallelReads);
    }
    this.numParallelReads = numParallelReads;
    return this;
  }

  /**
   * Sets whether rows may come in the order in which files happen to be read.
   *
   * @throws UnsupportedOperationException if they may; here, the order is always the same
   */
  public CsvOptions sloppy(boolean sloppy) {
    if (sloppy) {
      throw new UnsupportedOperationException(
          NAME
              + ": `sloppy=True` is not supported, for its order of rows could not be had again."
              + " Leave it out, and set `numParallelReads`.");
    }
    return this;
  }

  /** Sets how many batches are made ahead on another thread; none unless told. */
  public CsvOptions prefetchBufferSize(int prefetchBufferSize) {
    if (prefetchBufferSize < 0) {
      throw error("`prefetch_buffer_size` must be 0 or more", prefetchBufferSize);
    }
    this.prefetchBufferSize = prefetchBufferSize;
    return this;
  }

  /**
   * Sets how the files' text is encoded, UTF-8 unless told. It counts for the fields too, which
   * TensorFlow gives as the bytes that they are.
   */
  public CsvOptions encoding(String encoding) {
    try {
      this.encoding = Charset.forName(encoding);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: `encoding` must be one that Java knows. Received: %s.".formatted(NAME, encoding), e);
    }
    return this;
  }
}
