package keras.models;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.engine.WorkspaceRef;
import keras.layers.Layer;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.optimizers.Optimizer;
import keras.trainers.Compile;
import keras.trainers.CompileConfig;
import keras.trainers.Evaluate;
import keras.trainers.Fit;
import keras.trainers.OptionChecks;
import keras.trainers.Predict;
import keras.trainers.Predictions;
import keras.trainers.Trainer;
import keras.trainers.data.TrainingData;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;

/**
 * What a {@link Model} does with data: it is compiled, trained, evaluated and used.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
abstract sealed class ModelTraining extends Layer implements AutoCloseable permits Model {
  private final WorkspaceRef home = new WorkspaceRef(this::toString);
  private final Trainer trainer = new Trainer(self(), home);

  private Model self() {
    return (Model) this;
  }

  final Trainer trainer() {
    return trainer;
  }

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
    return self();
  }

  /** Compiles this model as another one is, with an optimizer and metrics of its own. */
  final void compileLike(Model other) {
    if (other.isCompiled()) {
      trainer.compile(other.trainer().compiled("compile").options().copy());
      if (self().isFunctionalLike() || isBuilt()) {
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
    if (isBuilt() || self().isFunctionalLike()) {
      self().requireBuilt();
      optimizer().build(trainableWeights());
    }
    return self();
  }

  /** Trains one epoch in batches of 32. */
  public History fit(Object x, Object y) {
    return fit(x, y, f -> {});
  }

  /** Trains: {@code f -> f.epochs(30).batchSize(64)}. */
  public History fit(Object x, Object y, Consumer<Fit> options) {
    Fit f = new Fit();
    options.accept(f);
    return trainer.fit(TrainingData.of("model.fit", x, y, f.sampleWeight), f);
  }

  /** Trains one epoch on batches that are streamed. */
  public History fit(Dataset data) {
    return fit(data, f -> {});
  }

  /** Trains on batches that are streamed. */
  public History fit(Dataset data, Consumer<Fit> options) {
    Fit f = new Fit();
    options.accept(f);
    return trainer.fit(TrainingData.of("model.fit", data), f);
  }

  /** Computes the loss and the metrics in batches of 32. */
  public Logs evaluate(Object x, Object y) {
    return evaluate(x, y, e -> {});
  }

  /** Computes the loss and the metrics: {@code e -> e.batchSize(64).verbose(0)}. */
  public Logs evaluate(Object x, Object y, Consumer<Evaluate> options) {
    Evaluate e = new Evaluate();
    options.accept(e);
    return trainer.evaluate(TrainingData.of("model.evaluate", x, y, e.sampleWeight), e);
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  public Logs evaluate(Dataset data) {
    return evaluate(data, e -> {});
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  public Logs evaluate(Dataset data, Consumer<Evaluate> options) {
    Evaluate e = new Evaluate();
    options.accept(e);
    OptionChecks.forArraysOnly(
        "model.evaluate", "sample_weight", e.sampleWeight, "Put the weights in its batches.");
    return trainer.evaluate(TrainingData.of("model.evaluate", data), e);
  }

  /**
   * Returns the output, for models of one float32 output.
   *
   * <p>Differs from Keras: nothing is shown; {@code predict(x, p -> {})} shows a progress bar.
   */
  public FloatNdArray predict(Object x) {
    return predict(x, FloatNdArray.class);
  }

  /** Returns the one output as an array of a type, as in {@code DoubleNdArray.class}. */
  public <T extends NdArray<?>> T predict(Object x, Class<T> type) {
    return Predictions.only(self(), predictAll(x, p -> p.verbose(0)), type);
  }

  /** Returns the one float32 output: {@code p -> p.batchSize(64)}. */
  public FloatNdArray predict(Object x, Consumer<Predict> options) {
    return Predictions.only(self(), predictAll(x, options), FloatNdArray.class);
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
        x instanceof Dataset d
            ? TrainingData.of("model.predict", d)
            : TrainingData.of("model.predict", x, null, null),
        p);
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
    return trainer.onBatch(
        true, TrainingData.ofBatch("model.trainOnBatch", x, y, sampleWeight), classWeight);
  }

  /** Computes the loss and the metrics of one batch. */
  public Logs testOnBatch(Object x, Object y) {
    return testOnBatch(x, y, null);
  }

  /** Computes the loss and the metrics of one batch, samples weighted. */
  public Logs testOnBatch(Object x, Object y, @Nullable Object sampleWeight) {
    return trainer.onBatch(
        false, TrainingData.ofBatch("model.testOnBatch", x, y, sampleWeight), null);
  }

  /** Returns the outputs of one batch. */
  public List<NdArray<?>> predictOnBatch(Object x) {
    return trainer.predictBatch(TrainingData.ofBatch("model.predictOnBatch", x, null, null));
  }

  /** Returns the optimizer that the model was compiled with. */
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

  /**
   * Returns what training follows, as Keras' {@code metrics}: the mean loss, those of the outputs
   * where there are several, and the metrics; of these only the first before a batch was seen, and
   * none before compile.
   */
  public List<Metric> metrics() {
    return trainer.isCompiled() ? trainer.compiled("metrics").followed() : List.of();
  }

  /** Puts all metrics back to their start. */
  public void resetMetrics() {
    trainer.resetMetrics();
  }

  /** Whether training is to stop after this batch. */
  public boolean stopTraining() {
    return trainer.stopTraining();
  }

  /** Sets whether training is to stop after this batch. */
  public void stopTraining(boolean stop) {
    trainer.stopTraining(stop);
  }

  /** Drops the functions, after the layers or what trains have changed. */
  final void forgetFunctions() {
    trainer.forgetFunctions();
  }

  /** Frees the graph, unless another open model shares it; the layers keep their values. */
  @Override
  public void close() {
    home.close();
  }
}
