package keras.models;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.data.FloatArray;
import keras.engine.CallContext;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import keras.trainers.Compile;
import keras.trainers.Evaluate;
import keras.trainers.Fit;
import keras.trainers.ModelSteps;
import keras.trainers.Predict;
import keras.trainers.StepData;
import keras.trainers.Training;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * What a {@link Model} does with data: it is compiled, trained, evaluated and used.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
abstract sealed class ModelTraining extends Layer implements Compilable, AutoCloseable
    permits Model {
  private final Training training = new Training(self(), new OwnSteps());

  private Model self() {
    return (Model) this;
  }

  final Training training() {
    return training;
  }

  /** Hands the steps that a subclass may override to the trainer. */
  private final class OwnSteps implements ModelSteps {
    @Override
    public Map<String, Expr> train(StepData data, CallContext ctx) {
      return trainStep(data, ctx);
    }

    @Override
    public Map<String, Expr> test(StepData data, CallContext ctx) {
      return testStep(data, ctx);
    }

    @Override
    public List<Expr> predict(StepData data, CallContext ctx) {
      return predictStep(data, ctx);
    }

    @Override
    public Expr loss(StepData data, List<Expr> yPred, CallContext ctx) {
      return computeLoss(data, yPred, ctx);
    }

    @Override
    public Map<String, Expr> metrics(StepData data, List<Expr> yPred, CallContext ctx) {
      return computeMetrics(data, yPred, ctx);
    }
  }

  // ---------------------------------------------------------------- to override

  /**
   * Takes one training step on a batch, in the function being built, and returns the logs: values
   * of metrics, one number each. A step of one's own reads like Keras' {@code train_step}:
   *
   * <pre>{@code
   * @Override protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
   *   List<Expr> yPred = ctx.training(true, () -> applyAll(data.xs(), ctx));
   *   Expr loss = computeLoss(data, yPred, ctx);
   *   optimizer().minimize(loss, trainableWeights(), ctx);
   *   lossTracker.update(loss, null, ctx);
   *   return Map.of("loss", lossTracker.result(ctx));
   * }
   * }</pre>
   *
   * <p>As in Keras, a layer that is called here is not training unless {@link CallContext#training}
   * says so. Metrics that are updated here are put back to their start every epoch if {@link
   * #metrics} returns them.
   */
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    return training.steps().train(data, ctx);
  }

  /** Takes one step of an evaluation, in the function being built, and returns the logs. */
  protected Map<String, Expr> testStep(StepData data, CallContext ctx) {
    return training.steps().test(data, ctx);
  }

  /** Returns the outputs for a batch, in the function being built. */
  protected List<Expr> predictStep(StepData data, CallContext ctx) {
    return training.steps().predict(data, ctx);
  }

  /**
   * Returns what training minimises, a scalar: unless overridden, what compile was given, what
   * layers added in the last call of the model, and the penalties on weights.
   */
  protected Expr computeLoss(StepData data, List<Expr> yPred, CallContext ctx) {
    return training.steps().loss(data, yPred, ctx);
  }

  /** Updates the metrics that compile was given, and returns the logs: of all {@link #metrics}. */
  protected Map<String, Expr> computeMetrics(StepData data, List<Expr> yPred, CallContext ctx) {
    return training.steps().metrics(data, yPred, ctx);
  }

  /**
   * Returns what layers added to the loss in the last call of the model, or of its parts, and the
   * penalties on weights: Keras' {@code model.losses}.
   */
  protected final List<Expr> losses(CallContext ctx) {
    return training.losses(ctx);
  }

  // ---------------------------------------------------------------- compile and fit

  /** Configures training with Keras' defaults: for a model with steps of its own. */
  public Model compile() {
    return compile(c -> {});
  }

  @Override
  public Model compile(Consumer<Compile> options) {
    training.compile(options);
    return self();
  }

  /**
   * Configures training as {@link #compileConfig} says, and makes the optimizer's variables if the
   * model is built.
   *
   * @param custom classes of the caller's own that the config names
   */
  public Model compileFromConfig(Map<String, ?> config, CustomObjects custom) {
    training.compileFromConfig(config, custom);
    return self();
  }

  /**
   * The same for files: losses and metrics that are not known here keep their places, and say in
   * training what is missing.
   *
   * @param missing takes a sentence for each of them
   * @param outputNames what losses and metrics call the outputs; null for the model's own names
   */
  public Model compileFromConfig(
      Map<String, ?> config,
      CustomObjects custom,
      Consumer<String> missing,
      @Nullable List<String> outputNames) {
    training.compileFromConfig(config, custom, missing, outputNames);
    return self();
  }

  /** Trains one epoch in batches of 32, without targets. */
  public History fit(Object x) {
    return fit(x, f -> {});
  }

  /** Trains without targets: {@code f -> f.epochs(30).batchSize(64)}. */
  public History fit(Object x, Consumer<Fit> options) {
    return training.fit(x, null, options);
  }

  /** Trains one epoch in batches of 32. */
  public History fit(Object x, Object y) {
    return fit(x, y, f -> {});
  }

  /**
   * Trains: {@code f -> f.epochs(30).batchSize(64)}.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, between two
   *     batches; the thread stays interrupted, and the model is as the last batch left it
   */
  public History fit(Object x, Object y, Consumer<Fit> options) {
    return training.fit(x, y, options);
  }

  /** Trains one epoch on batches that are streamed. */
  public History fit(Dataset data) {
    return fit(data, f -> {});
  }

  /** Trains on batches that are streamed. */
  public History fit(Dataset data, Consumer<Fit> options) {
    return training.fit(data, options);
  }

  /** Computes the loss and the metrics in batches of 32, without targets. */
  public Logs evaluate(Object x) {
    return evaluate(x, e -> {});
  }

  /** Computes the loss and the metrics without targets: {@code e -> e.batchSize(64).verbose(0)}. */
  public Logs evaluate(Object x, Consumer<Evaluate> options) {
    return training.evaluate(x, null, options);
  }

  /** Computes the loss and the metrics in batches of 32. */
  public Logs evaluate(Object x, Object y) {
    return evaluate(x, y, e -> {});
  }

  /** Computes the loss and the metrics: {@code e -> e.batchSize(64).verbose(0)}. */
  public Logs evaluate(Object x, Object y, Consumer<Evaluate> options) {
    return training.evaluate(x, y, options);
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  public Logs evaluate(Dataset data) {
    return evaluate(data, e -> {});
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  public Logs evaluate(Dataset data, Consumer<Evaluate> options) {
    return training.evaluate(data, options);
  }

  /**
   * Returns the output, for models of one float32 output.
   *
   * <p>Differs from Keras: nothing is shown; {@code predict(x, p -> {})} shows a progress bar.
   */
  public FloatArray predict(Object x) {
    return predict(x, FloatArray.class);
  }

  /** Returns the one output as an array of a type, as in {@code DoubleNdArray.class}. */
  public <T extends NdArray<?>> T predict(Object x, Class<T> type) {
    return training.only(predictAll(x), type);
  }

  /** Returns the one float32 output: {@code p -> p.batchSize(64)}. */
  public FloatArray predict(Object x, Consumer<Predict> options) {
    return training.only(predictAll(x, options), FloatArray.class);
  }

  /** Returns every output, in order. */
  public List<NdArray<?>> predictAll(Object x) {
    return predictAll(x, p -> p.verbose(0));
  }

  /** Returns every output, in order: {@code p -> p.batchSize(64)}. */
  public List<NdArray<?>> predictAll(Object x, Consumer<Predict> options) {
    return training.predict(x, options);
  }

  /**
   * Returns every output by its name: that by which the model gives it, or that of the layer it
   * comes from.
   *
   * @throws IllegalStateException for a model of one's own, whose outputs have no names
   */
  public Map<String, NdArray<?>> predictByName(Object x) {
    return training.byName(predictAll(x));
  }

  /** Takes one training step on one batch, without targets. */
  public Logs trainOnBatch(Object x) {
    return training.trainOnBatch(x, null, null, null);
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
    return training.trainOnBatch(x, y, sampleWeight, classWeight);
  }

  /** Computes the loss and the metrics of one batch, without targets. */
  public Logs testOnBatch(Object x) {
    return training.testOnBatch(x, null, null);
  }

  /** Computes the loss and the metrics of one batch. */
  public Logs testOnBatch(Object x, Object y) {
    return testOnBatch(x, y, null);
  }

  /** Computes the loss and the metrics of one batch, samples weighted. */
  public Logs testOnBatch(Object x, Object y, @Nullable Object sampleWeight) {
    return training.testOnBatch(x, y, sampleWeight);
  }

  /** Returns the outputs of one batch. */
  public List<NdArray<?>> predictOnBatch(Object x) {
    return training.predictOnBatch(x);
  }

  /** Returns the optimizer that the model was compiled with. */
  public Optimizer optimizer() {
    return training.optimizer();
  }

  /** Whether {@link #compile} was called. */
  public boolean isCompiled() {
    return training.isCompiled();
  }

  /** Returns what compile was given, as Keras' {@code get_compile_config}; null before compile. */
  public @Nullable Map<String, @Nullable Object> compileConfig() {
    return training.compileConfig();
  }

  /**
   * Returns what training follows, as Keras' {@code metrics}: the mean loss, those of the outputs
   * where there are several, and the metrics; of these only the first before a batch was seen, and
   * none before compile. A model with metrics of its own overrides this, as in Keras; what it
   * returns is put back to its start every epoch.
   */
  public List<Metric> metrics() {
    return training.metrics();
  }

  @Override
  public List<NdArray<?>> getWeights() {
    return super.getWeights();
  }

  @Override
  public void setWeights(List<? extends NdArray<?>> values) {
    super.setWeights(values);
  }

  /** Puts all metrics back to their start. */
  public void resetMetrics() {
    training.resetMetrics();
  }

  /** Whether training is to stop after this batch. */
  public boolean stopTraining() {
    return training.stopTraining();
  }

  /** Sets whether training is to stop after this batch. */
  public void stopTraining(boolean stop) {
    training.stopTraining(stop);
  }

  /** Drops the functions, after the layers or what trains have changed. */
  final void forgetFunctions() {
    training.forgetFunctions();
  }

  /** Frees the graph, unless another open model shares it; the layers keep their values. */
  @Override
  public void close() {
    training.close();
  }
}
