package keras.preprocessing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import keras.data.Transform;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;

/**
 * Data sets of text files in folders, {@code .txt}; the folders are the classes.
 *
 * <pre>{@code
 * DirectoryDataset.Both reviews =
 *     TextDatasets.textDatasetsFromDirectory(
 *         Path.of("aclImdb/train"), o -> o.batchSize(32).validationSplit(0.2).seed(42));
 * model.fit(reviews.training(), f -> f.validationData(reviews.validation()));
 * }</pre>
 *
 * <p>Batches: strings (batch), and the labels. The files must be UTF-8.
 *
 * <p>Differs from Keras: {@code max_length} cuts before a character that would be cut in two, which
 * Keras leaves as bytes that are no text; every batch has its axis, so there is no {@code
 * batch_size=None}.
 *
 * <p>Keras: {@code keras/src/utils/text_dataset_utils.py}.
 */
public final class TextDatasets {
  private static final Set<String> ENDINGS = Set.of(".txt");

  private TextDatasets() {}

  /** Makes a data set of the texts of a folder, with Keras' defaults. */
  public static DirectoryDataset textDatasetFromDirectory(Path directory) {
    return textDatasetFromDirectory(directory, o -> {});
  }

  /** Makes a data set of the texts of a folder, or of one side of a split. */
  public static DirectoryDataset textDatasetFromDirectory(
      Path directory, Consumer<TextOptions> options) {
    TextOptions o = new TextOptions("textDatasetFromDirectory");
    options.accept(o);
    return DirectoryDataset.one(directory, o, ENDINGS, new Reader(o.function(), o.maxLength));
  }

  /** Makes both sides of a split, as {@code subset="both"} does in Python. */
  public static DirectoryDataset.Both textDatasetsFromDirectory(
      Path directory, Consumer<TextOptions> options) {
    TextOptions o = new TextOptions("textDatasetsFromDirectory");
    options.accept(o);
    return DirectoryDataset.both(directory, o, ENDINGS, new Reader(o.function(), o.maxLength));
  }

  /** Reads texts of paths. */
  private record Reader(String name, @Nullable Integer maxLength)
      implements Transform, Transform.Pass {
    @Override
    public Transform.Pass pass() {
      return this;
    }

    @Override
    public List<NdArray<?>> run(List<? extends NdArray<?>> arrays) {
      return List.of(
          NdArrays.vectorOfObjects(
              arrays.get(0).streamOfObjects().map(p -> read((String) p)).toArray(String[]::new)));
    }

    private String read(String path) {
      try {
        byte[] bytes = Files.readAllBytes(Path.of(path));
        int length = maxLength == null ? bytes.length : Math.min(maxLength, bytes.length);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
          length--;
        }
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, 0, length))
            .toString();
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(
            "%s: the texts must be in UTF-8. Received: %s, which is not.".formatted(name, path), e);
      } catch (IOException e) {
        throw new UncheckedIOException("%s: cannot read %s.".formatted(name, path), e);
      }
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
