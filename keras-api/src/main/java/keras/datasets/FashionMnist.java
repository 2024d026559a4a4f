package keras.datasets;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keras.utils.KerasCache;
import org.tensorflow.ndarray.ByteNdArray;

/**
 * The Fashion-MNIST data set: 60,000 grey images of 28 x 28 pixels of ten kinds of clothing, and
 * 10,000 to test with.
 *
 * <pre>{@code
 * Data fashion = FashionMnist.load();
 * String first = FashionMnist.CLASS_NAMES.get(fashion.train().y().getByte(0)); // "Ankle boot"
 * }</pre>
 *
 * <p>Copyright 2017 Zalando SE, MIT licence.
 *
 * <p>Keras: keras/src/datasets/fashion_mnist.py
 */
public final class FashionMnist {
  /** The names of the classes 0 to 9. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private static final String CALLER = "FashionMnist.load";
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
  private static final String FOLDER = "datasets/fashion-mnist";

  /** Opens a file of the data set by its name. */
  private interface Source {
    InputStream open(String name) throws IOException;
  }

  private FashionMnist() {}

  /**
   * Loads the data set, as Keras' {@code load_data}, from Keras' cache, {@code
   * ~/.keras/datasets/fashion-mnist}; files that are not there are downloaded first. The
   * environment variable {@code KERAS_HOME} names another folder than {@code ~/.keras}; where that
   * cannot be written, {@code /tmp/.keras} takes its place.
   *
   * @throws UncheckedIOException when a file cannot be downloaded, or is damaged
   */
  public static Data load() {
    return load(KerasCache.ofEnvironment());
  }

  static Data load(KerasCache cache) {
    return read(
        name ->
            Files.newInputStream(
                cache.file(CALLER, FOLDER, name, URI.create(ORIGIN + name), null)));
  }

  /**
   * Loads the data set from a folder with its four files, {@code train-images-idx3-ubyte.gz} and so
   * on, compressed or not.
   *
   * @throws UncheckedIOException when a file is missing or damaged
   */
  public static Data load(Path folder) {
    return read(
        name -> {
          Path file = folder.resolve(name);
          Path plain = folder.resolve(name.replace(".gz", ""));
          if (!Files.exists(file) && !Files.exists(plain)) {
            throw missing(file.toString());
          }
          return Files.newInputStream(Files.exists(file) ? file : plain);
        });
  }

  /**
   * Loads the data set from the class path.
   *
   * @param owner the class beside which resources are looked up
   * @param folder the resource folder of the four files: "/fashion-mnist-mini"
   * @throws UncheckedIOException when a file is missing or damaged
   */
  public static Data load(Class<?> owner, String folder) {
    return read(
        name -> {
          String resource = folder + "/" + name;
          InputStream in = owner.getResourceAsStream(resource);
          if (in == null) {
            throw missing("the resource " + resource + " of " + owner.getName());
          }
          return in;
        });
  }

  private static FileNotFoundException missing(String file) {
    return new FileNotFoundException(
        CALLER
            + ": "
            + file
            + " is missing. Expected train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
            + " t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz there.");
  }

  private static Data read(Source source) {
    try {
      return new Data(split(source, "train"), split(source, "t10k"));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static Data.Split split(Source source, String part) throws IOException {
    ByteNdArray y;
    String labels = part + "-labels-idx1-ubyte.gz";
    try (InputStream in = source.open(labels)) {
      y = Idx.labels(CALLER + ": " + labels, in);
    }
    String images = part + "-images-idx3-ubyte.gz";
    try (InputStream in = source.open(images)) {
      return new Data.Split(Idx.images(CALLER + ": " + images, in, y.size()), y);
    }
  }
}
