package keras.models;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import keras.engine.Applicable;
import keras.engine.Arguments;
import keras.engine.KerasTensor;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.summary.Summary;
import keras.models.summary.SummaryOptions;
import keras.saving.ExportOptions;
import keras.saving.LoadOptions;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import keras.saving.Source;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Layers that train together: {@link Sequential}, functional ({@link #of}), or a class of one's own
 * that overrides {@code call} and tracks its layers.
 *
 * <pre>{@code
 * model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
 * History history = model.fit(x, y, f -> f.epochs(30).validationData(xv, yv));
 * Logs scores = model.evaluate(xTest, yTest);
 * FloatArray p = model.predict(xNew);
 * }</pre>
 *
 * <p>Data are arrays whose first axis counts samples: {@code float[][]} and the like, {@link
 * NdArray}s, lists of those in the order of the inputs, or maps by input name.
 *
 * <p>Models that share layers share their weights, also when each has run before they are combined:
 * what one learns the others know, and each keeps its optimizer's state. Closing one leaves the
 * others as they are; when the last has closed the layers keep the values.
 *
 * <p>{@code predict} may run in many threads at once, and while another thread trains: it then sees
 * the weights between two steps. {@code fit} and {@code evaluate} hold the model. A model holds
 * native memory until it is closed; after that it says so.
 *
 * <p>Keras: {@code keras/src/models/model.py}, {@code keras/src/trainers/trainer.py}.
 */
public abstract non-sealed class Model extends ModelTraining {
  /** Makes a model from one input to one output. */
  public static Model of(KerasTensor input, KerasTensor output) {
    return of(List.of(input), List.of(output));
  }

  /** Makes a model from inputs to outputs. */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return of(Structure.of(inputs), Structure.of(outputs));
  }

  /**
   * Makes a model from inputs by name to outputs by name: data, predictions, losses and metrics go
   * by these names.
   */
  public static Model of(Map<String, KerasTensor> inputs, Map<String, KerasTensor> outputs) {
    return of(Structure.of(inputs), Structure.of(outputs));
  }

  /** Makes a model from inputs to outputs, each one, by place, or by name. */
  public static Model of(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs) {
    return new Functional(inputs, outputs);
  }

  @Override
  public Model name(String name) {
    super.name(name);
    return this;
  }

  // ---------------------------------------------------------------- structure

  /** Returns the tensors that go in; a model of one's own has none. */
  public List<KerasTensor> inputs() {
    throw new IllegalStateException(this + " is not a graph of layers; it has no input tensors.");
  }

  /** Returns the tensors that come out; a model of one's own has none. */
  public List<KerasTensor> outputs() {
    throw new IllegalStateException(this + " is not a graph of layers; it has no output tensors.");
  }

  /** Whether the model is a graph of layers whose inputs are known. */
  public boolean isFunctionalLike() {
    return this instanceof Functional;
  }

  /** Returns the layers, in Keras' order. */
  public List<Layer> layers() {
    return List.copyOf(super.inner());
  }

  @Override
  protected Collection<Layer> inner() {
    return layers();
  }

  /** Returns the layer with a name. */
  public Layer layer(String name) {
    return layers().stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: no layer named '%s'. Layers: %s."
                        .formatted(this, name, layers().stream().map(Layer::name).toList())));
  }

  /** Returns the layer at an index, counted from 0. */
  public Layer layer(int index) {
    if (index < 0 || index >= layers().size()) {
      throw new IllegalArgumentException(
          "%s: no layer at index %d. It has %d layers.".formatted(this, index, layers().size()));
    }
    return layers().get(index);
  }

  /** Returns the inputs as the model takes them: one, several by place, or by name. */
  public Structure<KerasTensor> inputStructure() {
    return Structure.of(inputs());
  }

  /** Returns the outputs as the model gives them: one, several by place, or by name. */
  public Structure<KerasTensor> outputStructure() {
    return Structure.of(outputs());
  }

  /**
   * Returns the names of the inputs, in order: those they are given by, in the order of the
   * alphabet, or the names of their layers.
   */
  public List<String> inputNames() {
    return names(inputStructure());
  }

  /**
   * Returns the names of the outputs, in order: those they are given by, in the order of the
   * alphabet, or the names of their layers.
   */
  public List<String> outputNames() {
    return names(outputStructure());
  }

  private static List<String> names(Structure<KerasTensor> tensors) {
    return tensors instanceof Structure.Fields<KerasTensor> named
            && named.fields().size() == tensors.flat().size()
        ? List.copyOf(new TreeSet<>(named.fields().keySet()))
        : tensors.flat().stream().map(t -> t.node().operation().name()).toList();
  }

  /** Prints Keras' table of the layers. */
  public void summary() {
    summary(new SummaryOptions());
  }

  /** Hands Keras' table of the layers, line by line, to {@code printer}. */
  public void summary(Consumer<String> printer) {
    summary(new SummaryOptions().printFn(printer));
  }

  /** Prints Keras' table of the layers, as the options say. */
  public void summary(SummaryOptions options) {
    Summary.print(this, options);
  }

  /** Makes the weights of a model that is not a graph, for inputs of such shapes. */
  @Override
  public final void buildFor(Shape... shapes) {
    buildFor(Applicable.arguments(this, Shape.class, List.of(shapes)));
  }

  /**
   * Makes the weights of a model that is not a graph, for a call on inputs of such shapes: a list,
   * a map, or several arguments.
   */
  public final void buildFor(Arguments<Shape> shapes) {
    training().buildOn(shapes);
  }

  /** Returns the variables that files hold, throwing where the model is not built. */
  public final List<Variable> requireBuilt() {
    if (isFunctionalLike()) {
      inputs();
    }
    if (!isBuilt() && !isFunctionalLike() && !isBuiltInside()) {
      throw new IllegalStateException(
          this + " is not built: its weights do not exist yet. Build it or fit it first.");
    }
    return variables();
  }

  /** Whether all layers of a model that is never called itself, as a GAN, are built. */
  private boolean isBuiltInside() {
    return !layers().isEmpty() && layers().stream().allMatch(Layer::isBuilt);
  }

  // ---------------------------------------------------------------- files

  /**
   * Writes the whole model: {@code .keras} or {@code .h5} by the name's ending, a SavedModel where
   * it has none.
   */
  public void save(String path) {
    save(path, SaveOptions.defaults());
  }

  /**
   * Writes the whole model.
   *
   * @throws UncheckedIOException if the disk fails; an older file then is as it was
   */
  public void save(String path, SaveOptions options) {
    requireBuilt();
    ModelFormats.save(this, path, options);
  }

  /** Writes a SavedModel that serves the model, as {@code export} of Keras 3, and says so. */
  public void export(String path) {
    export(path, ExportOptions.defaults());
  }

  /**
   * Writes what serves the model, and cannot be trained. A SavedModel has the function {@code
   * serve}, and as signatures {@code serve} and {@code serving_default}, whose outputs are {@code
   * output_0} and so on.
   *
   * <p>Differs from Keras: an input of a Sequential model that was not named is called as its layer
   * ({@code input_layer}); Keras numbers it.
   *
   * @throws UncheckedIOException if the disk fails; an older folder then is as it was
   */
  public void export(String path, ExportOptions options) {
    requireBuilt();
    ModelFormats.export(this, path, options);
  }

  /** Writes the weights. */
  public void saveWeights(String path) {
    saveWeights(path, SaveOptions.defaults());
  }

  /**
   * Writes the weights.
   *
   * @throws UncheckedIOException if the disk fails; an older file then is as it was
   */
  public void saveWeights(String path, SaveOptions options) {
    requireBuilt();
    ModelFormats.saveWeights(this, path, options);
  }

  /** Reads weights; the model is as it was if that fails. */
  public void loadWeights(String path) {
    loadWeights(path, LoadOptions.defaults());
  }

  /** Reads weights; the model is as it was if that fails. */
  public void loadWeights(String path, LoadOptions options) {
    loadWeights(Path.of(path), options);
  }

  /** Reads weights; the model is as it was if that fails. */
  public void loadWeights(Path path) {
    loadWeights(path, LoadOptions.defaults());
  }

  /** Reads weights; the model is as it was if that fails. */
  public void loadWeights(Path path, LoadOptions options) {
    loadWeights(Source.of(path), options);
  }

  /** Reads weights of a file in memory; the model is as it was if that fails. */
  public void loadWeights(byte[] file) {
    loadWeights(file, LoadOptions.defaults());
  }

  /** Reads weights of a file in memory; the model is as it was if that fails. */
  public void loadWeights(byte[] file, LoadOptions options) {
    loadWeights(Source.of(file), options);
  }

  /** Reads weights of a stream, which the caller closes; the model is as it was if that fails. */
  public void loadWeights(InputStream stream) {
    loadWeights(stream, LoadOptions.defaults());
  }

  /** Reads weights of a stream, which the caller closes; the model is as it was if that fails. */
  public void loadWeights(InputStream stream, LoadOptions options) {
    loadWeights(Source.of(stream), options);
  }

  /** Reads weights, of a resource among others; the model is as it was if that fails. */
  public void loadWeights(Source source) {
    loadWeights(source, LoadOptions.defaults());
  }

  /** Reads weights, of a resource among others; the model is as it was if that fails. */
  public void loadWeights(Source source, LoadOptions options) {
    requireBuilt();
    ModelFormats.loadWeights(this, source, options);
  }

  /** Returns the model's architecture, and what it is compiled with, as Keras 3's JSON. */
  public String toJson() {
    return toJson(SaveOptions.defaults().dialect(SaveOptions.Dialect.KERAS_3));
  }

  /**
   * Returns the model's architecture as JSON in a dialect: Keras 3's with what the model is
   * compiled with, as Keras 3 has it; the others without.
   *
   * @throws UnsupportedOperationException if tf_keras is to read it and could not
   */
  public String toJson(SaveOptions options) {
    return ModelFormats.toJson(this, options);
  }
}
