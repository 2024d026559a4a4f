package keras.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tensorflow.ndarray.NdArray;

/**
 * The California housing data set: 8 features of 20,640 blocks of houses in 1990, and the median
 * price of a house, in dollars.
 *
 * <pre>{@code
 * var houses = CaliforniaHousing.load(o -> o.version("small"));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/datasets/california_housing.py}.
 */
public final class CaliforniaHousing {
  private static final String CALLER = "CaliforniaHousing.load";
  private static final String FILE = "california_housing.npz";
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/" + FILE;
  private static final String HASH =
      "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f";
  private static final int SMALL = 600;

  /** What {@code load_data} takes. */
  public static final class Options extends HouseOptions<Options> {
    private int most = Integer.MAX_VALUE;

    private Options() {}

    @Override
    Options self() {
      return this;
    }

    /** Takes all blocks, "large", which is the default, or the first 600, "small". */
    public Options version(String version) {
      most =
          switch (version) {
            case "large" -> Integer.MAX_VALUE;
            case "small" -> SMALL;
            default ->
                throw new IllegalArgumentException(
                    "%s: version must be \"small\" or \"large\". Received: version=\"%s\"."
                        .formatted(CALLER, version));
          };
      return this;
    }
  }

  private CaliforniaHousing() {}

  /** Loads the houses with Keras' options; {@link #load(Consumer)} says more. */
  public static Samples<NdArray<?>, NdArray<?>> load() {
    return load(o -> {});
  }

  /**
   * Loads the houses, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/california_housing.npz}; a file that is not there, or is not Keras' by its
   * checksum, is downloaded first.
   *
   * @return features of shape (samples, 8) and prices of shape (samples)
   * @throws UncheckedIOException when the file cannot be downloaded, or is damaged
   */
  public static Samples<NdArray<?>, NdArray<?>> load(Consumer<Options> options) {
    return load(Words.file(CALLER, FILE, URI.create(ORIGIN), HASH), options);
  }

  /** Loads a copy of Keras' file with Keras' options; {@link #load(Path, Consumer)} says more. */
  public static Samples<NdArray<?>, NdArray<?>> load(Path file) {
    return load(file, o -> {});
  }

  /**
   * Loads the houses from a {@code .npz} file with Keras' two arrays, x and y.
   *
   * @throws UncheckedIOException when the file is missing or damaged
   */
  public static Samples<NdArray<?>, NdArray<?>> load(Path file, Consumer<Options> options) {
    Options o = new Options();
    options.accept(o);
    return o.read(CALLER, file, o.most);
  }
}
