package keras.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tensorflow.ndarray.NdArray;

/**
 * The Boston housing data set: 13 features of 506 places around Boston in the 1970s, and the median
 * price of their houses, in thousands of dollars.
 *
 * <p>One of the features is a count of Black inhabitants, which its makers took for something that
 * lowers prices. Keras keeps the data set for old scripts; {@link CaliforniaHousing} is the better
 * choice.
 *
 * <pre>{@code
 * var houses = BostonHousing.load();
 * }</pre>
 *
 * <p>Keras: {@code keras/src/datasets/boston_housing.py}.
 */
public final class BostonHousing {
  private static final String CALLER = "BostonHousing.load";
  private static final String FILE = "boston_housing.npz";
  private static final String ORIGIN =
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/" + FILE;
  private static final String HASH =
      "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5";

  /** What {@code load_data} takes. */
  public static final class Options extends HouseOptions<Options> {
    private Options() {}

    @Override
    Options self() {
      return this;
    }
  }

  private BostonHousing() {}

  /** Loads the houses with Keras' options; {@link #load(Consumer)} says more. */
  public static Samples<NdArray<?>, NdArray<?>> load() {
    return load(o -> {});
  }

  /**
   * Loads the houses, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/boston_housing.npz}; a file that is not there, or is not Keras' by its
   * checksum, is downloaded first.
   *
   * @return features of shape (samples, 13) and prices of shape (samples), float64
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
    return o.read(CALLER, file, Integer.MAX_VALUE);
  }
}
