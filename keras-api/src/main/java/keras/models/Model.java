package keras.models;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.callbacks.TrainedModel;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.engine.Home;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.losses.Loss;
import keras.optimizers.Optimizer;
import keras.saving.LoadOptions;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.FloatNdArray;
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
 * FloatNdArray p = model.predict(xNew);
 * }</pre>
 *
 * <p>Data are arrays whose first axis counts samples: {@code float[][]} and the like, {@link
 * NdArray}s, lists of those in the order of the inputs, or maps by input name.
 *
 * <p>Models that share layers share their weights. {@code predict} may run in many threads at once,
 * and while another thread trains; {@code fit} and {@code evaluate} hold the model. A model holds
 * native memory until it is closed.
 *
 * <p>Keras: {@code keras/src/models/model.py}, {@code keras/src/trainers/trainer.py}.
 */
public abstract class Model extends Layer implements TrainedModel, AutoCloseable {
  private final Home home = new Home(this::toString);
  private final Trainer trainer = new Trainer(this, home);

  /** Makes a model from one input to one output. */
  public static Model of(KerasTensor input, KerasTensor output) {
    return of(List.of(input), List.of(output));
  }

  /** Makes a model from inputs to outputs. */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
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
  boolean isFunctionalLike() {
    return this instanceof Functional;
  }

  /** Returns the layers, in Keras' order. */
  public List<Layer> layers() {
    return List.copyOf(children().values());
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
    return layers().get(index);
  }

  /** Returns the names of the inputs, in order. */
  public List<String> inputNames() {
    return inputs().stream().map(t -> t.node().operation().name()).toList();
  }

  /** Returns the names of the outputs, in order. */
  public List<String> outputNames() {
    return outputs().stream().map(t -> t.node().operation().name()).toList();
  }

  /** Prints Keras' table of the layers. */
  public void summary() {
    summary(SummaryPrinter::print);
  }

  /** Hands Keras' table of the layers, line by line, to {@code printer}. */
  public void summary(Consumer<String> printer) {
    Summary.of(this).lines().forEach(printer);
  }

  // ---------------------------------------------------------------- training

  /** Configures training by names. */
  public Model compile(String optimizer, String loss, String... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics((Object[]) metrics));
  }

  /** Configures training. */
  public Model compile(Optimizer optimizer, String loss, String... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics((Object[]) metrics));
  }

  /** Configures training. */
  public Model compile(Optimizer optimizer, Loss loss, Object... metrics) {
    return compile(c -> c.optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures training: {@code c -> c.optimizer("adam").loss("mse").metrics("mae")}. */
  public Model compile(Consumer<Compile> options) {
    Compile c = new Compile();
    options.accept(c);
    trainer.compile(c);
    return this;
  }

  /** Compiles this model as another one is, with an optimizer and metrics of its own. */
  final void compileLike(Model other) {
    if (other.isCompiled()) {
      trainer.compile(other.trainer.compiled("compile").options().copy());
      if (isFunctionalLike() || isBuilt()) {
        optimizer().build(trainableWeights());
      }
    }
  }

  /**
   * Configures training as {@link #compileConfig} says, and makes the optimizer's variables if the
   * model is built.
   *
   * @param custom classes of the caller's own that the config names
   */
  public Model compileFromConfig(Map<String, ?> config, CustomObjects custom) {
    compile(c -> CompileConfig.read(config, custom, c));
    if (isBuilt() || isFunctionalLike()) {
      requireBuilt();
      optimizer().build(trainableWeights());
    }
    return this;
  }

  /** Trains one epoch in batches of 32. */
  public History fit(Object x, Object y) {
    return fit(x, y, f -> {});
  }

  /** Trains: {@code f -> f.epochs(30).batchSize(64)}. */
  public History fit(Object x, Object y, Consumer<Fit> options) {
    Fit f = new Fit();
    options.accept(f);
    return trainer.fit(Feed.of("model.fit", x, y, f.sampleWeight), f);
  }

  /** Trains on batches that are streamed. */
  public History fit(Dataset data, Consumer<Fit> options) {
    Fit f = new Fit();
    options.accept(f);
    return trainer.fit(Feed.of(data), f);
  }

  /** Computes the loss and the metrics in batches of 32. */
  public Logs evaluate(Object x, Object y) {
    return evaluate(x, y, e -> {});
  }

  /** Computes the loss and the metrics: {@code e -> e.batchSize(64).verbose(0)}. */
  public Logs evaluate(Object x, Object y, Consumer<Evaluate> options) {
    Evaluate e = new Evaluate();
    options.accept(e);
    return trainer.evaluate(Feed.of("model.evaluate", x, y, e.sampleWeight), e);
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  public Logs evaluate(Dataset data, Consumer<Evaluate> options) {
    Evaluate e = new Evaluate();
    options.accept(e);
    return trainer.evaluate(Feed.of(data), e);
  }

  /** Returns the output, for models of one float32 output. */
  public FloatNdArray predict(Object x) {
    return predict(x, FloatNdArray.class);
  }

  /** Returns the one output as an array of a type, as in {@code DoubleNdArray.class}. */
  public <T extends NdArray<?>> T predict(Object x, Class<T> type) {
    return Predictions.only(this, predictAll(x, p -> p.verbose(0)), type);
  }

  /** Returns the one float32 output: {@code p -> p.batchSize(64)}. */
  public FloatNdArray predict(Object x, Consumer<Predict> options) {
    return Predictions.only(this, predictAll(x, options), FloatNdArray.class);
  }

  /** Returns every output, in order. */
  public List<NdArray<?>> predictAll(Object x) {
    return predictAll(x, p -> p.verbose(0));
  }

  /** Returns every output, in order: {@code p -> p.batchSize(64)}. */
  public List<NdArray<?>> predictAll(Object x, Consumer<Predict> options) {
    Predict p = new Predict();
    options.accept(p);
    return trainer.predict(
        x instanceof Dataset d ? Feed.of(d) : Feed.of("model.predict", x, null, null), p);
  }

  /** Takes one training step on one batch. */
  public Logs trainOnBatch(Object x, Object y) {
    return trainOnBatch(x, y, null, null);
  }

  /** Takes one training step on one batch, samples and classes weighted. */
  public Logs trainOnBatch(
      Object x,
      Object y,
      @Nullable Object sampleWeight,
      @Nullable Map<Integer, Double> classWeight) {
    return trainer.onBatch(true, Feed.of("model.trainOnBatch", x, y, sampleWeight), classWeight);
  }

  /** Computes the loss and the metrics of one batch. */
  public Logs testOnBatch(Object x, Object y) {
    return testOnBatch(x, y, null);
  }

  /** Computes the loss and the metrics of one batch, samples weighted. */
  public Logs testOnBatch(Object x, Object y, @Nullable Object sampleWeight) {
    return trainer.onBatch(false, Feed.of("model.testOnBatch", x, y, sampleWeight), null);
  }

  /** Returns the outputs of one batch. */
  public List<NdArray<?>> predictOnBatch(Object x) {
    return trainer.predictBatch(Feed.of("model.predictOnBatch", x, null, null));
  }

  @Override
  public Optimizer optimizer() {
    return trainer.compiled("optimizer").optimizer();
  }

  /** Whether {@link #compile} was called. */
  public boolean isCompiled() {
    return trainer.isCompiled();
  }

  /** Returns what compile was given, as Keras' {@code get_compile_config}; null before compile. */
  public @Nullable Map<String, @Nullable Object> compileConfig() {
    return trainer.isCompiled() ? trainer.compiled("compileConfig").config() : null;
  }

  /** Puts all metrics back to their start. */
  public void resetMetrics() {
    trainer.resetMetrics();
  }

  @Override
  public boolean stopTraining() {
    return trainer.stopTraining();
  }

  @Override
  public void stopTraining(boolean stop) {
    trainer.stopTraining(stop);
  }

  /** Drops the functions, after the layers or what trains have changed. */
  final void forgetFunctions() {
    trainer.forgetFunctions();
  }

  /** Makes the weights of a model that is not a graph, for inputs of such shapes. */
  public final void buildFor(Shape... shapes) {
    trainer.buildOn(List.of(shapes));
  }

  /** Returns the variables that files hold, throwing where the model is not built. */
  final List<Variable> requireBuilt() {
    if (isFunctionalLike()) {
      inputs();
    }
    if (!isBuilt() && !isFunctionalLike()) {
      throw new IllegalStateException(
          this + " is not built: its weights do not exist yet. Build it or fit it first.");
    }
    return variables();
  }

  // ---------------------------------------------------------------- files

  /** Writes the whole model: {@code .keras} or {@code .h5} by the name's ending. */
  @Override
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

  /** Writes the weights. */
  @Override
  public void saveWeights(String path) {
    requireBuilt();
    ModelFormats.saveWeights(this, path, SaveOptions.defaults());
  }

  /** Reads weights; the model is as it was if that fails. */
  @Override
  public void loadWeights(String path) {
    loadWeights(path, LoadOptions.defaults());
  }

  /** Reads weights; the model is as it was if that fails. */
  public void loadWeights(String path, LoadOptions options) {
    requireBuilt();
    ModelFormats.loadWeights(this, path, options);
  }

  /** Returns the model's architecture as JSON. */
  public String toJson() {
    return ModelFormats.toJson(this);
  }

  /** Frees the graph, unless another open model shares it; the layers keep their values. */
  @Override
  public void close() {
    home.close();
  }
}
