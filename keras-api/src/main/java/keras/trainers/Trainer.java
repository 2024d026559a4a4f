package keras.trainers;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.callbacks.CallbackList;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.engine.Arguments;
import keras.engine.GraphFunction;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.DType;
import keras.ops.Expr;
import keras.trainers.data.EpochBatches;
import keras.trainers.data.TrainingData;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;

/** The loops of {@code fit}, {@code evaluate} and {@code predict}. */
final class Trainer {
  private final Model model;
  private final WorkspaceRef home;
  private final CompiledSteps compiledSteps;
  private final StepFunctions steps;
  private final Object building = new Object();
  private @Nullable Compiled compiled;
  private @Nullable GraphFunction reset;
  private @Nullable GraphFunction results;
  private List<Variable> resetVariables = List.of();

  /** How often something changed what the metrics say. */
  private long metricUses;

  private volatile boolean stop;

  Trainer(Model model, WorkspaceRef home, ModelSteps own) {
    this.model = model;
    this.home = home;
    this.compiledSteps = new CompiledSteps(model, own, this);
    this.steps = new StepFunctions(model, home, own);
  }

  CompiledSteps steps() {
    return compiledSteps;
  }

  void compile(Compile options) {
    boolean scales = options.autoScaleLoss && model.dtypePolicy().name().equals("mixed_float16");
    @Nullable List<String> names =
        options.outputNames == null ? outputNames() : options.outputNames;
    compiled = new Compiled(options, scales, names, compiled);
    stop = false;
    forgetFunctions();
  }

  /** The names of the outputs, where they are known. */
  private @Nullable List<String> outputNames() {
    return !model.layers().isEmpty() && model.graph() != null ? model.outputNames() : null;
  }

  boolean isCompiled() {
    return compiled != null;
  }

  @CanIgnoreReturnValue
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
    results = null;
  }

  boolean stopTraining() {
    return stop;
  }

  void stopTraining(boolean value) {
    stop = value;
  }

  void resetMetrics() {
    metricUses++;
    if (compiled == null) {
      return;
    }
    Set<Variable> all = new LinkedHashSet<>();
    model.metrics().forEach(m -> all.addAll(m.variables()));
    List<Variable> variables = List.copyOf(all);
    if (variables.isEmpty()) {
      return;
    }
    GraphFunction f = reset;
    if (f == null || !variables.equals(resetVariables)) {
      f = steps.reset(variables);
      reset = f;
      resetVariables = variables;
    }
    f.run(List.of(), none -> none);
  }

  /** Makes the weights of a model that has none yet, for a call. */
  void buildOn(Arguments<Shape> shapes) {
    List<TensorSpec> x = new ArrayList<>();
    Arguments<Place> places =
        shapes.map(
            Place.class,
            shape -> {
              x.add(new TensorSpec(shape, DType.FLOAT32));
              return new Place(x.size() - 1);
            });
    build(x, (ctx, in) -> model.apply(places.map(Expr.class, p -> in.get(p.index())), ctx).flat());
  }

  /** Where a tensor of a call stands among all of them. */
  private record Place(int index) {}

  private void build(List<TensorSpec> x, Tracing.Body body) {
    if (model.graph() != null || model.isBuilt()) {
      return;
    }
    synchronized (building) {
      if (!model.isBuilt()) {
        List<TensorSpec> out = Tracing.infer(x, body);
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
    home.samples(source.batchSize());
    CallbackList callbacks =
        new CallbackList(f.callbacks, true, f.verbose, f.epochs, source.batches(), model);
    stop = false;
    source.restart();
    Interruption interruption = new Interruption("model.fit");
    callbacks.onTrainBegin();
    Logs last = Logs.empty();
    try {
      for (int epoch = callbacks.initialEpoch(f.initialEpoch); epoch < f.epochs; epoch++) {
        model.resetMetrics();
        callbacks.onEpochBegin(epoch);
        last = epoch(c, source, callbacks, interruption);
        if (val != null && f.validatesAfter(epoch)) {
          val.reset();
          last =
              last.withValidation(
                  evaluate("model.fit: validationData", c, val, callbacks, interruption));
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

  private Logs epoch(
      Compiled c, EpochBatches source, CallbackList callbacks, Interruption interruption) {
    Progress progress = new Progress(interruption);
    boolean loop = c.stepsPerExecution() > 1;
    source.each(
        c.stepsPerExecution(),
        loop,
        callbacks::onTrainBatchBegin,
        batch -> progress.logs = run(true, loop, batch, progress),
        step -> {
          callbacks.onTrainBatchEnd(step, progress.logs);
          return !stop;
        });
    progress.requireStarted("model.fit");
    return endOfEpoch(progress);
  }

  /**
   * The logs of an epoch: what the metrics say, where the steps of the model's own give logs of the
   * same names, or a callback used the metrics after the last step, as an evaluation does; else
   * those of the last step.
   */
  private Logs endOfEpoch(Progress progress) {
    Logs lastStep = progress.logs;
    boolean ofKeras = model.getClass() == Sequential.class || model.getClass() == Functional.class;
    if ((ofKeras && progress.uses == metricUses)
        || !compiledSteps.resultNames().equals(Set.copyOf(lastStep.names()))) {
      return lastStep;
    }
    GraphFunction f = results;
    if (f == null) {
      f = steps.results(compiledSteps::results);
      results = f;
    }
    return run(f, List.of());
  }

  /** How far an epoch got. */
  private static final class Progress {
    private final Interruption interruption;
    private Logs logs = Logs.empty();
    private long uses;

    Progress(Interruption interruption) {
      this.interruption = interruption;
    }

    void requireStarted(String caller) {
      if (uses == 0) {
        throw new IllegalArgumentException(
            "%s: the Dataset has no batches. Expected one or more in every pass."
                .formatted(caller));
      }
    }
  }

  /**
   * Runs batches.
   *
   * @param loop whether there may be several, one after the other in one run
   */
  private Logs run(
      boolean train, boolean loop, EpochBatches.BatchTensors batch, Progress progress) {
    progress.interruption.next(batch.count());
    GraphFunction function = steps.step(train, loop, batch.specs(), batch.x(), batch.y());
    progress.uses = ++metricUses;
    if (!loop) {
      return run(function, batch.tensors());
    }
    try (TInt32 bounds =
        TInt32.vectorOf(batch.bounds().stream().mapToInt(Integer::intValue).toArray())) {
      List<Tensor> all = new ArrayList<>(batch.tensors());
      all.add(bounds);
      return run(function, all);
    }
  }

  private static Logs run(GraphFunction function, List<Tensor> tensors) {
    return function.runNamed(tensors, StepFunctions::read);
  }

  // ---------------------------------------------------------------- evaluate and predict

  synchronized Logs evaluate(TrainingData data, Evaluate e) {
    Compiled c = compiled("evaluate");
    EpochBatches source = BatchPlans.inOrder(data, e.batchSize, e.steps, model);
    home.samples(source.batchSize());
    CallbackList callbacks =
        new CallbackList(e.callbacks, false, e.verbose, 1, source.batches(), model);
    try {
      return evaluate("model.evaluate", c, source, callbacks, new Interruption("model.evaluate"));
    } finally {
      source.reset();
    }
  }

  private Logs evaluate(
      String caller,
      Compiled c,
      EpochBatches source,
      CallbackList callbacks,
      Interruption interruption) {
    source.restart();
    callbacks.onTestBegin();
    model.resetMetrics();
    Progress progress = new Progress(interruption);
    boolean loop = c.stepsPerExecution() > 1;
    source.each(
        c.stepsPerExecution(),
        loop,
        callbacks::onTestBatchBegin,
        batch -> progress.logs = run(false, loop, batch, progress),
        step -> {
          callbacks.onTestBatchEnd(step, progress.logs);
          return true;
        });
    progress.requireStarted(caller);
    Logs last = endOfEpoch(progress);
    callbacks.onTestEnd(last);
    return last;
  }

  List<NdArray<?>> predict(TrainingData data, Predict p) {
    EpochBatches source = BatchPlans.inOrder(data, p.batchSize, p.steps, model);
    home.samples(source.batchSize());
    Predictions all = new Predictions(data.caller());
    Interruption interruption = new Interruption(data.caller());
    Compiled c = compiled;
    int q = c == null ? 1 : c.stepsPerExecution();
    try {
      if (p.verbose.equals(0) && p.callbacks.isEmpty()) {
        source.each(
            q, false, step -> {}, batch -> predictInto(all, batch, interruption), step -> true);
        return all.join();
      }
      CallbackList callbacks =
          new CallbackList(p.callbacks, false, p.verbose, 1, source.batches(), model);
      callbacks.onPredictBegin();
      source.each(
          q,
          false,
          step -> {
            all.mark();
            callbacks.onPredictBatchBegin(step);
          },
          batch -> predictInto(all, batch, interruption),
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

  private void predictInto(
      Predictions all, EpochBatches.BatchTensors batch, Interruption interruption) {
    interruption.next(1);
    List<TensorSpec> x = batch.specs().subList(0, batch.x());
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
    compiled(train ? "trainOnBatch" : "testOnBatch");
    EpochBatches source =
        EpochBatches.inOrder(data.columns(model, classWeight), data.count(), null);
    home.samples(source.batchSize());
    model.resetMetrics();
    try (EpochBatches.Pass pass = source.pass()) {
      return run(train, false, pass.next(), new Progress(new Interruption(data.caller())));
    }
  }
}
