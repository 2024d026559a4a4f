package keras.saving;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import keras.models.Model;

/**
 * What a {@link Model} does with files: it is saved, exported, and takes weights. Only {@link
 * Model} implements it.
 *
 * <p>Keras: {@code keras/src/models/model.py}, {@code keras/src/saving/saving_api.py}.
 */
public interface ModelFiles {
  private Model model() {
    return (Model) this;
  }

  private Model built() {
    Model model = model();
    model.requireBuilt();
    return model;
  }

  /**
   * Writes the whole model: {@code .keras} or {@code .h5} by the name's ending, a SavedModel where
   * it has none.
   */
  default void save(String path) {
    save(path, SaveOptions.defaults());
  }

  /**
   * Writes the whole model.
   *
   * @throws UncheckedIOException if the disk fails; an older file then is as it was
   */
  default void save(String path, SaveOptions options) {
    ModelFormats.save(built(), path, options);
  }

  /** Writes a SavedModel for serving, as Keras 3's {@code export}, and prints what it wrote. */
  default void export(String path) {
    export(path, ExportOptions.defaults());
  }

  /**
   * Writes what serves the model, and cannot be trained. A SavedModel has the function {@code
   * serve}, and as signatures {@code serve} and {@code serving_default}, whose outputs are {@code
   * output_0} and so on.
   *
   * <p>Differs from Keras: an input of a Sequential model that was not named is called as its layer
   * ({@code input_layer}); Keras numbers it. An export computes what {@code predict} does; Keras'
   * own calls the model without a flag, so that layers of images augment where it serves.
   *
   * @throws UncheckedIOException if the disk fails; an older folder then is as it was
   */
  default void export(String path, ExportOptions options) {
    ModelFormats.export(built(), path, options);
  }

  /** Writes the weights. */
  default void saveWeights(String path) {
    saveWeights(path, SaveOptions.defaults());
  }

  /**
   * Writes the weights.
   *
   * @throws UncheckedIOException if the disk fails; an older file then is as it was
   */
  default void saveWeights(String path, SaveOptions options) {
    ModelFormats.saveWeights(built(), path, options);
  }

  /** Reads weights; the model is as it was if that fails. */
  default void loadWeights(String path) {
    loadWeights(path, LoadOptions.defaults());
  }

  /** Reads weights; the model is as it was if that fails. */
  default void loadWeights(String path, LoadOptions options) {
    loadWeights(Path.of(path), options);
  }

  /** Reads weights; the model is as it was if that fails. */
  default void loadWeights(Path path) {
    loadWeights(path, LoadOptions.defaults());
  }

  /** Reads weights; the model is as it was if that fails. */
  default void loadWeights(Path path, LoadOptions options) {
    loadWeights(Source.of(path), options);
  }

  /** Reads weights of a file in memory; the model is as it was if that fails. */
  default void loadWeights(byte[] file) {
    loadWeights(file, LoadOptions.defaults());
  }

  /** Reads weights of a file in memory; the model is as it was if that fails. */
  default void loadWeights(byte[] file, LoadOptions options) {
    loadWeights(Source.of(file), options);
  }

  /** Reads weights of a stream, which the caller closes; the model is as it was if that fails. */
  default void loadWeights(InputStream stream) {
    loadWeights(stream, LoadOptions.defaults());
  }

  /** Reads weights of a stream, which the caller closes; the model is as it was if that fails. */
  default void loadWeights(InputStream stream, LoadOptions options) {
    loadWeights(Source.of(stream), options);
  }

  /** Reads weights, of a resource among others; the model is as it was if that fails. */
  default void loadWeights(Source source) {
    loadWeights(source, LoadOptions.defaults());
  }

  /** Reads weights, of a resource among others; the model is as it was if that fails. */
  default void loadWeights(Source source, LoadOptions options) {
    ModelFormats.loadWeights(built(), source, options);
  }

  /** Returns the model's architecture, and what it is compiled with, as Keras 3's JSON. */
  default String toJson() {
    return toJson(SaveOptions.defaults().dialect(SaveOptions.Dialect.KERAS_3));
  }

  /**
   * Returns the model's architecture as JSON in a dialect: Keras 3's with what the model is
   * compiled with, as Keras 3 has it; the others without.
   *
   * @throws UnsupportedOperationException if tf_keras is to read it and could not
   */
  default String toJson(SaveOptions options) {
    return ModelFormats.toJson(model(), options);
  }
}
