package keras.io.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import keras.data.Dataset;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The records of TensorFlow's record files, one file after another: as bytes, or parsed as {@code
 * tf.train.Example}s.
 *
 * <pre>{@code
 * Dataset train =
 *     new TFRecordDataset(Path.of("houses.tfrecord"))
 *         .parseExample(
 *             32,
 *             Map.of("area", new FixedLenFeature("float32"), "price", new FixedLenFeature("float32")),
 *             "price");
 * }</pre>
 *
 * <p>Batches: an input for each feature but the label's, by its name; see {@link FixedLenFeature},
 * {@link FixedLenSequenceFeature} and {@link VarLenFeature}, which takes the place of {@code
 * RaggedFeature} too. Strings must be UTF-8; take {@link #records} for other bytes.
 *
 * <p>Errors: a file that is cut off or broken, a wrong checksum, and an example that lacks a
 * feature or has it otherwise are {@link ModelFormatException}s that name the file and where its
 * record starts.
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/core/lib/io/record_reader.cc} and {@code
 * tensorflow/python/ops/parsing_ops.py}.
 */
public final class TFRecordDataset {
  private static final String NAME = "TFRecordDataset";

  private final List<Path> files;
  private final Compression compression;

  /** Takes the records of files. */
  public TFRecordDataset(Path... files) {
    this(List.of(files), "");
  }

  /**
   * Takes the records of packed files.
   *
   * @param compressionType {@code ""}, {@code "GZIP"} or {@code "ZLIB"}
   */
  public TFRecordDataset(List<Path> files, String compressionType) {
    this.files = FilePass.require(NAME, files);
    this.compression = Compression.of(NAME, compressionType);
  }

  private FilePass<RecordReader.Entry> pass() {
    return new FilePass<>(
        NAME, files.iterator(), file -> new RecordReader(file, compression.open(file)));
  }

  /** Returns the bytes of the records; close the stream where it is left before its end. */
  public Stream<byte[]> records() {
    FilePass<RecordReader.Entry> pass = pass();
    Iterable<RecordReader.Entry> once = () -> pass;
    return StreamSupport.stream(once.spliterator(), false)
        .map(RecordReader.Entry::bytes)
        .onClose(pass::close);
  }

  /** Parses the records as examples, to inputs alone. */
  public Dataset parseExample(int batchSize, Map<String, ? extends ExampleFeature> features) {
    return parsed(batchSize, features, null);
  }

  /**
   * Parses the records as examples.
   *
   * @param batchSize how many records a batch has; features of any length fill up within it
   * @param features what is read of each example, by name
   * @param label the feature that holds the targets
   */
  public Dataset parseExample(
      int batchSize, Map<String, ? extends ExampleFeature> features, String label) {
    if (!features.containsKey(label)) {
      throw new IllegalArgumentException(
          "%s.parseExample: the label must be one of the features %s. Received: %s."
              .formatted(NAME, features.keySet(), label));
    }
    return parsed(batchSize, features, label);
  }

  private Dataset parsed(
      int batchSize, Map<String, ? extends ExampleFeature> features, @Nullable String label) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "%s.parseExample: the size of a batch must be positive. Received: %d."
              .formatted(NAME, batchSize));
    }
    Map<String, ExampleFeature> kept = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    if (kept.size() < (label == null ? 1 : 2)) {
      throw new IllegalArgumentException(
          "%s.parseExample: expected a feature or more beside the label. Received: %s."
              .formatted(NAME, kept.keySet()));
    }
    ExampleParser parser = new ExampleParser(kept, label);
    return () -> new Collected<>(pass(), batchSize, parser::batch);
  }
}
