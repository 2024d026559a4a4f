package keras.io.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import keras.data.Batch;
import keras.data.Dataset;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArrays;

/**
 * The lines of text files, one file after another, as {@code tf.data.TextLineDataset} gives them.
 *
 * <pre>{@code
 * Dataset lines = new TextLineDataset(Path.of("poems.txt")).batch(64).prefetch(2);
 * }</pre>
 *
 * <p>Batches: strings (batch), 32 of them until {@link #batch} says otherwise. A line ends with a
 * line feed, which is left out; carriage returns are left out wherever they stand, as TensorFlow
 * does. Only the lines of a batch and a buffer lie in memory. The files must be UTF-8; what is not
 * is a {@link ModelFormatException} that names the file and the line.
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/core/kernels/data/text_line_dataset_op.cc}.
 */
public final class TextLineDataset implements Dataset {
  private static final String NAME = "TextLineDataset";

  private final List<Path> files;
  private final Compression compression;

  /** Makes a data set of the lines of files. */
  public TextLineDataset(Path... files) {
    this(List.of(files), "");
  }

  /**
   * Makes a data set of the lines of packed files.
   *
   * @param compressionType {@code ""}, {@code "GZIP"} or {@code "ZLIB"}
   */
  public TextLineDataset(List<Path> files, String compressionType) {
    this.files = FilePass.require(NAME, files);
    this.compression = Compression.of(NAME, compressionType);
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Collected<>(
        new FilePass<>(NAME, files.iterator(), f -> new Lines(f, compression.open(f))),
        lines -> Batch.of(NdArrays.vectorOfObjects(lines.toArray(String[]::new))));
  }

  /** The lines of one file. */
  private static final class Lines implements FilePass.Reader<String> {
    private final Path file;
    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long line;

    Lines(Path file, InputStream in) {
      this.file = file;
      this.in = in;
    }

    @Override
    public @Nullable String read() throws IOException {
      bytes.reset();
      line++;
      int b = in.read();
      for (; b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          bytes.write(b);
        }
      }
      if (b < 0 && bytes.size() == 0) {
        return null;
      }
      try {
        ByteBuffer text = ByteBuffer.wrap(bytes.toByteArray());
        return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
      } catch (CharacterCodingException e) {
        throw new ModelFormatException(
            file.toString(), place(), "expected UTF-8. Received: bytes that are not.", e);
      }
    }

    @Override
    public String place() {
      return "line " + line;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
