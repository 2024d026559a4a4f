package keras.trainers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Container;
import keras.engine.Saveable;
import keras.engine.WorkspaceRef;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.models.Model;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import keras.trainers.data.TrainingData;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * What one model does with data: it takes the options of {@code compile}, {@code fit}, {@code
 * evaluate} and {@code predict} and has its trainer do the work.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
public final class Training implements AutoCloseable {
  private final Model model;
  private final WorkspaceRef workspace;
  private final Trainer trainer;

  /**
   * Prepares training for a model under construction, of which nothing is asked yet.
   *
   * @param own the model's steps
   */
  public Training(Model model, ModelSteps own) {
    this.model = model;
    this.workspace = new WorkspaceRef(() -> model.toString());
    this.trainer = new Trainer(model, workspace, own);
  }

  /** Returns the steps that the model takes where it overrides none. */
  public ModelSteps steps() {
    return trainer.steps();
  }

  /** Returns what layers added to the loss so far, and the penalties on weights. */
  public List<Expr> losses(CallContext ctx) {
    return trainer.steps().added(ctx);
  }

  /** Configures training. */
  public void compile(Consumer<Compile> options) {
    Compile c = new Compile();
    options.accept(c);
    trainer.compile(c);
  }

  /** Compiles the model as another one is, with an optimizer and metrics of its own. */
  public void compileLike(Training other) {
    if (other.isCompiled()) {
      trainer.compile(other.trainer.compiled("compile").options().copy());
      if ((model.graph() != null || model.isBuilt()) && !optimizer().isMissing()) {
        optimizer().build(model.trainableWeights());
      }
    }
  }

  /**
   * Configures training as a config says; makes the optimizer's variables if the model is built.
   */
  public void compileFromConfig(Map<String, ?> config, CustomObjects custom) {
    compileFromConfig(config, custom, null, null);
  }

  /**
   * The same, in which losses and metrics that are not known here keep their places, and say so in
   * training.
   *
   * @param missing takes a sentence for each of them; null if they are to be refused
   * @param outputNames what losses and metrics call the outputs; null for the model's own names
   */
  public void compileFromConfig(
      Map<String, ?> config,
      CustomObjects custom,
      @Nullable Consumer<String> missing,
      @Nullable List<String> outputNames) {
    compile(
        c -> {
          c.outputNames = outputNames;
          CompileConfig.read(config, custom, missing, c);
        });
    if ((model.graph() != null || model.isBuilt()) && !optimizer().isMissing()) {
      model.requireBuilt();
      optimizer().build(model.trainableWeights());
    }
  }

  /** Trains on arrays. */
  public History fit(Object x, @Nullable Object y, Consumer<Fit> options) {
    Fit f = new Fit();
    options.accept(f);
    return trainer.fit(TrainingData.of("model.fit", x, y, f.sampleWeight), f);
  }

  /** Trains on batches that are streamed. */
  public History fit(Dataset data, Consumer<Fit> options) {
    Fit f = new Fit();
    options.accept(f);
    return trainer.fit(TrainingData.of("model.fit", data), f);
  }

  /** Computes the loss and the metrics on arrays. */
  public Logs evaluate(Object x, @Nullable Object y, Consumer<Evaluate> options) {
    Evaluate e = new Evaluate();
    options.accept(e);
    return trainer.evaluate(TrainingData.of("model.evaluate", x, y, e.sampleWeight), e);
  }

  /** Computes the loss and the metrics on batches that are streamed. */
  public Logs evaluate(Dataset data, Consumer<Evaluate> options) {
    Evaluate e = new Evaluate();
    options.accept(e);
    OptionChecks.forArraysOnly(
        "model.evaluate", "sampleWeight", e.sampleWeight, "Put the weights in its batches.");
    return trainer.evaluate(TrainingData.of("model.evaluate", data), e);
  }

  /** Returns every output, in order. */
  public List<NdArray<?>> predict(Object x, Consumer<Predict> options) {
    Predict p = new Predict();
    options.accept(p);
    return trainer.predict(
        x instanceof Dataset d
            ? TrainingData.of("model.predict", d)
            : TrainingData.of("model.predict", x, null, null),
        p);
  }

  /** Returns the one output, as an array of a type. */
  public <T extends NdArray<?>> T only(List<NdArray<?>> outputs, Class<T> type) {
    return Predictions.only(model, outputs, type);
  }

  /** Returns the outputs by their names, in order. */
  public Map<String, NdArray<?>> byName(List<NdArray<?>> outputs) {
    List<String> names = model.outputNames();
    Map<String, NdArray<?>> all = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      all.put(names.get(i), outputs.get(i));
    }
    return Collections.unmodifiableMap(all);
  }

  /** Takes one training step on one batch. */
  public Logs trainOnBatch(
      Object x,
      @Nullable Object y,
      @Nullable Object weights,
      @Nullable Map<Integer, Double> classWeight) {
    return trainer.onBatch(
        true, TrainingData.ofBatch("model.trainOnBatch", x, y, weights), classWeight);
  }

  /** Computes the loss and the metrics of one batch. */
  public Logs testOnBatch(Object x, @Nullable Object y, @Nullable Object weights) {
    return trainer.onBatch(false, TrainingData.ofBatch("model.testOnBatch", x, y, weights), null);
  }

  /** Returns the outputs of one batch. */
  public List<NdArray<?>> predictOnBatch(Object x) {
    return trainer.predictBatch(TrainingData.ofBatch("model.predictOnBatch", x, null, null));
  }

  /** Makes the weights of a model that has none yet, for inputs of such shapes. */
  public void buildOn(Arguments<Shape> shapes) {
    trainer.buildOn(shapes);
  }

  /** Returns the optimizer that compile was given. */
  public Optimizer optimizer() {
    return trainer.compiled("optimizer").optimizer();
  }

  /** Whether the model was compiled. */
  public boolean isCompiled() {
    return trainer.isCompiled();
  }

  /** Returns what compile was given, as a config; null before compile. */
  public @Nullable Map<String, @Nullable Object> compileConfig() {
    return trainer.isCompiled() ? trainer.compiled("compileConfig").config() : null;
  }

  /**
   * Returns what training follows: the losses and the metrics that compile was given, none before
   * it; then those that the model and its layers hold.
   */
  public List<Metric> metrics() {
    Set<Metric> all = new LinkedHashSet<>();
    if (trainer.isCompiled()) {
      all.addAll(trainer.compiled("metrics").followed());
    }
    all.addAll(heldMetrics(model));
    return List.copyOf(all);
  }

  /** Returns the metrics that a layer and the layers inside hold in their fields, each once. */
  public static Set<Metric> heldMetrics(Layer of) {
    Set<Metric> all = new LinkedHashSet<>();
    of.flattened().forEach(layer -> addMetrics(layer, all));
    return all;
  }

  /** Adds what an object holds itself, or in lists and maps; layers inside are asked for theirs. */
  private static void addMetrics(Saveable of, Set<Metric> all) {
    for (Saveable child : of.children().values()) {
      if (child instanceof Metric metric) {
        all.add(metric);
      } else if (child instanceof Container) {
        addMetrics(child, all);
      }
    }
  }

  /** Puts all metrics back to their start. */
  public void resetMetrics() {
    trainer.resetMetrics();
  }

  /** Whether training was told to stop after the batch that runs. */
  public boolean stopTraining() {
    return trainer.stopTraining();
  }

  /** Says whether training is to stop after the batch that runs. */
  public void stopTraining(boolean stop) {
    trainer.stopTraining(stop);
  }

  /** Drops the built functions, after the layers or what trains have changed. */
  public void forgetFunctions() {
    trainer.forgetFunctions();
  }

  /** Frees the graph, unless another open model shares it. */
  @Override
  public void close() {
    workspace.close();
  }
}
