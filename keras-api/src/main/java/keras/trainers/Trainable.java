package keras.trainers;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.data.FloatArray;
import keras.metrics.Metric;
import keras.models.Compilable;
import keras.models.Model;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * What a {@link Model} does with data: it is compiled, trained, evaluated and used. Only {@link
 * Model} implements it.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
public interface Trainable extends Compilable {
  /** Returns what does the work; for this library's own packages. */
  Training training();

  private Model self() {
    return (Model) this;
  }

  /** Configures training with Keras' defaults: for a model with steps of its own. */
  default Model compile() {
    return compile(c -> {});
  }

  @Override
  default Model compile(Consumer<Compile> options) {
    training().compile(options);
    return self();
  }

  /**
   * Configures training as {@link #compileConfig} says, and makes the optimizer's variables if the
   * model is built.
   *
   * @param custom classes of the caller's own that the config names
   */
  default Model compileFromConfig(Map<String, ?> config, CustomObjects custom) {
    training().compileFromConfig(config, custom);
    return self();
  }

  /**
   * The same for files: losses and metrics that are not known here keep their places, and say in
   * training what is missing.
   *
   * @param missing takes a sentence for each of them
   * @param outputNames what losses and metrics call the outputs; null for the model's own names
   */
  default Model compileFromConfig(
      Map<String, ?> config,
      CustomObjects custom,
      Consumer<String> missing,
      @Nullable List<String> outputNames) {
    training().compileFromConfig(config, custom, missing, outputNames);
    return self();
  }

  /** Trains one epoch in batches of 32, without targets. */
  default History fit(Object x) {
    return fit(x, f -> {});
  }

  /** Trains without targets: {@code f -> f.epochs(30).batchSize(64)}. */
  default History fit(Object x, Consumer<Fit> options) {
    return training().fit(x, null, options);
  }

  /** Trains one epoch in batches of 32. */
  default History fit(Object x, Object y) {
    return fit(x, y, f -> {});
  }

  /**
   * Trains: {@code f -> f.epochs(30).batchSize(64)}.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, between two
   *     batches; the thread stays interrupted, and the model is as the last batch left it
   */
  default History fit(Object x, Object y, Consumer<Fit> options) {
    return training().fit(x, y, options);
  }

  /** Trains one epoch on batches that are streamed. */
  default History fit(Dataset data) {
    return fit(data, f -> {});
  }

  /** Trains on batches that are streamed. */
  default History fit(Dataset data, Consumer<Fit> options) {
    return training().fit(data, options);
  }

  /** Computes the loss and the metrics in batches of 32, without targets. */
  default Logs evaluate(Object x) {
    return evaluate(x, e -> {});
  }

  /** Computes the loss and the metrics without targets: {@code e -> e.batchSize(64).verbose(0)}. */
  default Logs evaluate(Object x, Consumer<Evaluate> options) {
    return training().evaluate(x, null, options);
  }

  /** Computes the loss and the metrics in batches of 32. */
  default Logs evaluate(Object x, Object y) {
    return evaluate(x, y, e -> {});
  }

  /** Computes the loss and the metrics: {@code e -> e.batchSize(64).verbose(0)}. */
  default Logs evaluate(Object x, Object y, Consumer<Evaluate> options) {
    return training().evaluate(x, y, options);
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  default Logs evaluate(Dataset data) {
    return evaluate(data, e -> {});
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  default Logs evaluate(Dataset data, Consumer<Evaluate> options) {
    return training().evaluate(data, options);
  }

  /**
   * Returns the output, for models of one float32 output.
   *
   * <p>Differs from Keras: nothing is shown; {@code predict(x, p -> {})} shows a progress bar.
   */
  default FloatArray predict(Object x) {
    return predict(x, FloatArray.class);
  }

  /** Returns the one output as an array of a type, as in {@code DoubleNdArray.class}. */
  default <T extends NdArray<?>> T predict(Object x, Class<T> type) {
    return training().only(predictAll(x), type);
  }

  /** Returns the one float32 output: {@code p -> p.batchSize(64)}. */
  default FloatArray predict(Object x, Consumer<Predict> options) {
    return training().only(predictAll(x, options), FloatArray.class);
  }

  /** Returns every output, in order. */
  default List<NdArray<?>> predictAll(Object x) {
    return predictAll(x, p -> p.verbose(0));
  }

  /** Returns every output, in order: {@code p -> p.batchSize(64)}. */
  default List<NdArray<?>> predictAll(Object x, Consumer<Predict> options) {
    return training().predict(x, options);
  }

  /**
   * Returns every output by its name: that by which the model gives it, or that of the layer it
   * comes from.
   *
   * @throws IllegalStateException for a model of one's own, whose outputs have no names
   */
  default Map<String, NdArray<?>> predictByName(Object x) {
    return training().byName(predictAll(x));
  }

  /** Takes one training step on one batch, without targets. */
  default Logs trainOnBatch(Object x) {
    return training().trainOnBatch(x, null, null, null);
  }

  /** Takes one training step on one batch. */
  default Logs trainOnBatch(Object x, Object y) {
    return trainOnBatch(x, y, null, null);
  }

  /** Takes one training step on one batch, samples and classes weighted. */
  default Logs trainOnBatch(
      Object x,
      Object y,
      @Nullable Object sampleWeight,
      @Nullable Map<Integer, Double> classWeight) {
    return training().trainOnBatch(x, y, sampleWeight, classWeight);
  }

  /** Computes the loss and the metrics of one batch, without targets. */
  default Logs testOnBatch(Object x) {
    return training().testOnBatch(x, null, null);
  }

  /** Computes the loss and the metrics of one batch. */
  default Logs testOnBatch(Object x, Object y) {
    return testOnBatch(x, y, null);
  }

  /** Computes the loss and the metrics of one batch, samples weighted. */
  default Logs testOnBatch(Object x, Object y, @Nullable Object sampleWeight) {
    return training().testOnBatch(x, y, sampleWeight);
  }

  /** Returns the outputs of one batch. */
  default List<NdArray<?>> predictOnBatch(Object x) {
    return training().predictOnBatch(x);
  }

  /** Returns the optimizer that the model was compiled with. */
  default Optimizer optimizer() {
    return training().optimizer();
  }

  /** Whether {@link #compile} was called. */
  default boolean isCompiled() {
    return training().isCompiled();
  }

  /** Returns what compile was given, as Keras' {@code get_compile_config}; null before compile. */
  default @Nullable Map<String, @Nullable Object> compileConfig() {
    return training().compileConfig();
  }

  /**
   * Returns what training follows, as Keras' {@code metrics}: the mean loss, those of the outputs
   * where there are several, and the metrics; of these only the first before a batch was seen, and
   * none before compile. A model with metrics of its own overrides this, as in Keras; what it
   * returns is put back to its start every epoch.
   */
  default List<Metric> metrics() {
    return training().metrics();
  }

  /** Puts all metrics back to their start. */
  default void resetMetrics() {
    training().resetMetrics();
  }

  /** Whether training is to stop after this batch. */
  default boolean stopTraining() {
    return training().stopTraining();
  }

  /** Sets whether training is to stop after this batch. */
  default void stopTraining(boolean stop) {
    training().stopTraining(stop);
  }
}
