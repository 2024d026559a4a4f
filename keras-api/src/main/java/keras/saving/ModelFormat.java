package keras.saving;

import java.nio.file.Path;
import java.util.Map;
import keras.config.CustomObjects;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** A file format of models; keras-io brings them, found as Java services. */
public interface ModelFormat {
  /** Whether this format reads such a file, by its first bytes or its name. */
  boolean reads(Path path);

  /** Whether this format writes files of such a name. */
  boolean writes(Path path);

  /** Whether this format reads the weights in such a file; those of a whole model too. */
  default boolean readsWeights(Path path) {
    return reads(path);
  }

  /** Whether this format writes weights files of such a name. */
  default boolean writesWeights(Path path) {
    return writes(path);
  }

  /** Reads a whole model. */
  Model read(Path path, LoadOptions options);

  /** Writes a whole model. */
  void write(Model model, Path path, SaveOptions options);

  /** Reads weights into a model that is built. */
  void readWeights(Model model, Path path, LoadOptions options);

  /** Writes the weights of a model. */
  void writeWeights(Model model, Path path, SaveOptions options);

  /** Tells what a file holds without building anything of it. */
  Inspection inspect(Path path, CustomObjects custom);

  /** Whether this format writes what {@link GoldenValues#of} gives for {@code verifyWith}. */
  default boolean keepsGoldenValues() {
    return false;
  }

  /**
   * Returns the golden values of a file that this format reads, by name; empty where it has none.
   */
  default Map<String, NdArray<?>> goldenValues(Path path) {
    return Map.of();
  }

  /** Whether this format is the one that Keras' {@code export} calls so. */
  default boolean exports(String name) {
    return false;
  }

  /** Writes what serves a model, and cannot be trained. */
  default void export(Model model, Path path, ExportOptions options) {
    throw new UnsupportedOperationException(
        "model.export: %s exports nothing.".formatted(getClass().getSimpleName()));
  }

  /** Writes what is stored as a model is, and is none. */
  default void writeLayer(LayerFile file, Path path) {
    throw new UnsupportedOperationException(
        "%s: %s holds models alone. Use a name that ends in .keras."
            .formatted(path, getClass().getSimpleName()));
  }

  /** Reads what is stored as a model is, and is none, with the state of its layers. */
  default void readLayer(Source source, LayerFile.Maker maker, LoadOptions options) {
    throw new UnsupportedOperationException(
        "%s: %s holds models alone. Expected a .keras file."
            .formatted(source.name(), getClass().getSimpleName()));
  }

  /** A format of one file, which is read from memory too. */
  interface FromMemory extends ModelFormat {
    /** Whether this format reads such content, by its first bytes. */
    boolean reads(Source.InMemory file);

    /** Reads a whole model. */
    Model read(Source.InMemory file, LoadOptions options);

    /** Reads weights into a model that is built. */
    void readWeights(Model model, Source.InMemory file, LoadOptions options);

    /** Returns the golden values of a file, by name; empty where it has none. */
    default Map<String, NdArray<?>> goldenValues(Source.InMemory file) {
      return Map.of();
    }

    /** Tells what a file holds without building anything of it. */
    Inspection inspect(Source.InMemory file, CustomObjects custom);
  }

  /** Turns configs into JSON text and back. */
  interface Json {
    /**
     * Returns the config of a model as text.
     *
     * @throws UnsupportedOperationException if the dialect cannot say what the model is
     */
    String write(Model model, SaveOptions options);

    /**
     * Returns the config of a text, of Keras 1, 2 or 3, in Keras 3's form.
     *
     * @param custom the caller's own classes; any other that is missing is an error
     */
    Map<String, @Nullable Object> read(String text, CustomObjects custom);
  }
}
