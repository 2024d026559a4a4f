package keras.trainers;

import java.util.List;
import java.util.Map;
import keras.callbacks.CallbackList;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.engine.GraphFunction;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.models.Model;
import keras.ops.DType;
import keras.trainers.data.EpochBatches;
import keras.trainers.data.TrainingData;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The loops of {@code fit}, {@code evaluate} and {@code predict}. */
final class Trainer {
  private final Model model;
  private final WorkspaceRef home;
  private final StepFunctions steps;
  private final Object building = new Object();
  private @Nullable Compiled compiled;
  private @Nullable GraphFunction reset;
  private List<Variable> resetVariables = List.of();
  private volatile boolean stop;

  Trainer(Model model, WorkspaceRef home) {
    this.model = model;
    this.home = home;
    this.steps = new StepFunctions(model, home);
  }

  void compile(Compile options) {
    boolean scales = options.autoScaleLoss && model.dtypePolicy().name().equals("mixed_float16");
    compiled = new Compiled(options, scales, outputNames());
    stop = false;
    forgetFunctions();
  }

  /** The names of the outputs, where they are known. */
  private @Nullable List<String> outputNames() {
    return model.isFunctionalLike() && !model.layers().isEmpty() ? model.outputNames() : null;
  }

  boolean isCompiled() {
    return compiled != null;
  }

  Compiled compiled(String caller) {
    Compiled c = compiled;
    if (c == null) {
      throw new IllegalStateException(
          "%s: the model is not compiled. Call model.compile(...) before model.%s."
              .formatted(model, caller));
    }
    return c;
  }

  void forgetFunctions() {
    steps.forget();
    reset = null;
  }

  boolean stopTraining() {
    return stop;
  }

  void stopTraining(boolean value) {
    stop = value;
  }

  void resetMetrics() {
    Compiled c = compiled;
    if (c == null) {
      return;
    }
    List<Variable> variables = c.metricVariables();
    GraphFunction f = reset;
    if (f == null || !variables.equals(resetVariables)) {
      f = steps.reset(variables);
      reset = f;
      resetVariables = variables;
    }
    f.run(List.of(), none -> none);
  }

  /** Makes the weights of a model that has none yet, from what its inputs look like. */
  void buildOn(List<Shape> shapes) {
    build(shapes.stream().map(s -> new TensorSpec(s, DType.FLOAT32)).toList());
  }

  private void build(List<TensorSpec> x) {
    if (model.isFunctionalLike() || model.isBuilt()) {
      return;
    }
    synchronized (building) {
      if (!model.isBuilt()) {
        List<TensorSpec> out = Tracing.infer(x, (ctx, in) -> model.applyAll(in, ctx));
        if (out.isEmpty()) {
          throw new IllegalStateException(model + " has no outputs.");
        }
      }
    }
  }

  // ---------------------------------------------------------------- fit

  synchronized History fit(TrainingData data, Fit f) {
    Compiled c = compiled("fit");
    TrainingData train = data;
    TrainingData validation = f.validation;
    if (f.validationSplit > 0 && validation == null) {
      int split = BatchPlans.split(data, f.validationSplit);
      validation = data.slice(split, data.count());
      train = data.slice(0, split);
    }
    EpochBatches source = BatchPlans.train(train, f, model);
    EpochBatches val = validation == null ? null : BatchPlans.validation(validation, f, model);
    estimate(source);
    CallbackList callbacks =
        new CallbackList(f.callbacks, true, f.verbose, f.epochs, source.batches(), model);
    stop = false;
    callbacks.onTrainBegin();
    Logs last = Logs.empty();
    try {
      for (int epoch = f.initialEpoch; epoch < f.epochs; epoch++) {
        callbacks.onEpochBegin(epoch);
        last = epoch(c, source, callbacks);
        if (val != null && f.validatesAfter(epoch)) {
          val.reset();
          last = last.withValidation(evaluate("model.fit: validation_data", c, val, callbacks));
        }
        callbacks.onEpochEnd(epoch, last);
        if (stop) {
          break;
        }
      }
    } finally {
      source.reset();
      if (val != null) {
        val.reset();
      }
    }
    c.optimizer().finalizeVariableValues();
    callbacks.onTrainEnd(last);
    return callbacks.history();
  }

  private Logs epoch(Compiled c, EpochBatches source, CallbackList callbacks) {
    Progress progress = new Progress();
    source.each(
        c.stepsPerExecution(),
        callbacks::onTrainBatchBegin,
        batch -> progress.logs = run(true, c, batch, progress),
        step -> {
          callbacks.onTrainBatchEnd(step, progress.logs);
          return !stop;
        });
    progress.requireStarted("model.fit");
    return progress.logs;
  }

  /** How far an epoch got. */
  private static final class Progress {
    private Logs logs = Logs.empty();
    private boolean started;

    void requireStarted(String caller) {
      if (!started) {
        throw new IllegalArgumentException(
            "%s: the Dataset has no batches. Expected one or more in every pass."
                .formatted(caller));
      }
    }
  }

  private Logs run(boolean train, Compiled c, EpochBatches.BatchTensors batch, Progress progress) {
    GraphFunction function = function(train, c, batch);
    if (!progress.started) {
      function.build(); // the metrics are known then
      resetMetrics();
      progress.started = true;
    }
    return run(function, c, batch.tensors());
  }

  private GraphFunction function(boolean train, Compiled c, EpochBatches.BatchTensors batch) {
    build(batch.specs().subList(0, batch.x()));
    return steps.step(train, c, batch.specs(), batch.x(), batch.y());
  }

  private static Logs run(GraphFunction function, Compiled c, List<Tensor> tensors) {
    return function.run(tensors, out -> c.logs((TFloat32) out.get(0)));
  }

  // ---------------------------------------------------------------- evaluate and predict

  synchronized Logs evaluate(TrainingData data, Evaluate e) {
    Compiled c = compiled("evaluate");
    EpochBatches source = BatchPlans.inOrder(data, e.batchSize, e.steps, model);
    estimate(source);
    CallbackList callbacks =
        new CallbackList(e.callbacks, false, e.verbose, 1, source.batches(), model);
    try {
      return evaluate("model.evaluate", c, source, callbacks);
    } finally {
      source.reset();
    }
  }

  private Logs evaluate(String caller, Compiled c, EpochBatches source, CallbackList callbacks) {
    callbacks.onTestBegin();
    Progress progress = new Progress();
    source.each(
        c.stepsPerExecution(),
        callbacks::onTestBatchBegin,
        batch -> progress.logs = run(false, c, batch, progress),
        step -> {
          callbacks.onTestBatchEnd(step, progress.logs);
          return true;
        });
    progress.requireStarted(caller);
    callbacks.onTestEnd(progress.logs);
    return progress.logs;
  }

  List<NdArray<?>> predict(TrainingData data, Predict p) {
    EpochBatches source = BatchPlans.inOrder(data, p.batchSize, p.steps, model);
    estimate(source);
    Predictions all = new Predictions(data.caller());
    Compiled c = compiled;
    int q = c == null ? 1 : c.stepsPerExecution();
    try {
      if (p.verbose.equals(0) && p.callbacks.isEmpty()) {
        source.each(q, step -> {}, batch -> predictInto(all, batch), step -> true);
        return all.join();
      }
      CallbackList callbacks =
          new CallbackList(p.callbacks, false, p.verbose, 1, source.batches(), model);
      callbacks.onPredictBegin();
      source.each(
          q,
          step -> {
            all.mark();
            callbacks.onPredictBatchBegin(step);
          },
          batch -> predictInto(all, batch),
          step -> {
            callbacks.onPredictBatchEnd(step, Logs.ofOutputs(all.sinceMark()));
            return true;
          });
      callbacks.onPredictEnd();
      return all.join();
    } finally {
      source.reset();
    }
  }

  private void predictInto(Predictions all, EpochBatches.BatchTensors batch) {
    List<TensorSpec> x = batch.specs().subList(0, batch.x());
    build(x);
    steps
        .predict(x)
        .run(
            batch.tensors().subList(0, batch.x()),
            out -> {
              all.add(out);
              return all;
            });
  }

  List<NdArray<?>> predictBatch(TrainingData data) {
    return predict(data, new Predict().batchSize(data.count()).verbose(0));
  }

  synchronized Logs onBatch(
      boolean train, TrainingData data, @Nullable Map<Integer, Double> classWeight) {
    Compiled c = compiled(train ? "trainOnBatch" : "testOnBatch");
    EpochBatches source =
        EpochBatches.inOrder(data.columns(model, classWeight), data.count(), null);
    estimate(source);
    try (EpochBatches.Pass pass = source.pass()) {
      return run(train, c, pass.next(), new Progress());
    }
  }

  /** Says how much work a step is, before the first one makes the session. */
  private void estimate(EpochBatches source) {
    home.work(WorkEstimate.of(model, source.batchSize()));
  }
}
