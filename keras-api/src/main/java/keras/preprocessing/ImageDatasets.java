package keras.preprocessing;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Data sets of image files in folders: {@code .bmp}, {@code .gif} (its first picture), {@code
 * .jpeg}, {@code .jpg} and {@code .png}; the folders are the classes.
 *
 * <pre>{@code
 * DirectoryDataset.Both flowers =
 *     ImageDatasets.imageDatasetsFromDirectory(
 *         Path.of("flower_photos"),
 *         o -> o.imageSize(180, 180).batchSize(32).validationSplit(0.2).seed(123));
 * model.fit(flowers.training(), f -> f.validationData(flowers.validation()).epochs(10));
 * }</pre>
 *
 * <p>Batches: images (batch, rows, columns, channels) from 0 to 255, float32 or, of nearest pixels,
 * uint8; and the labels. TensorFlow decodes and resizes them, so the pixels are Python's. They are
 * read on another thread while the model trains.
 *
 * <p>Differs from Keras: every batch has its axis, so there is no {@code batch_size=None}.
 *
 * <p>Keras: {@code keras/src/utils/image_dataset_utils.py}.
 */
public final class ImageDatasets {
  private static final Set<String> ENDINGS = Set.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

  private ImageDatasets() {}

  /** Makes a data set of the images of a folder, with Keras' defaults. */
  public static DirectoryDataset imageDatasetFromDirectory(Path directory) {
    return imageDatasetFromDirectory(directory, o -> {});
  }

  /** Makes a data set of the images of a folder, or of one side of a split. */
  public static DirectoryDataset imageDatasetFromDirectory(
      Path directory, Consumer<ImageOptions> options) {
    ImageOptions o = new ImageOptions("imageDatasetFromDirectory");
    options.accept(o);
    return DirectoryDataset.one(directory, o, ENDINGS, new ImageReader(o));
  }

  /** Makes both sides of a split, as {@code subset="both"} does in Python. */
  public static DirectoryDataset.Both imageDatasetsFromDirectory(
      Path directory, Consumer<ImageOptions> options) {
    ImageOptions o = new ImageOptions("imageDatasetsFromDirectory");
    options.accept(o);
    return DirectoryDataset.both(directory, o, ENDINGS, new ImageReader(o));
  }
}
