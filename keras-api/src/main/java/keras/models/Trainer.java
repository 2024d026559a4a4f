package keras.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keras.callbacks.CallbackList;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Dataset;
import keras.engine.GraphFunction;
import keras.engine.Home;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.models.Feed.Columns;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The loops of {@code fit}, {@code evaluate} and {@code predict}. */
final class Trainer {
  static final int BATCH = 32;

  private final Model model;
  private final Home home;
  private final Steps steps;
  private final Object building = new Object();
  private @Nullable Compiled compiled;
  private @Nullable GraphFunction reset;
  private List<Variable> resetVariables = List.of();
  private volatile boolean stop;

  Trainer(Model model, Home home) {
    this.model = model;
    this.home = home;
    this.steps = new Steps(model, home);
  }

  void compile(Compile options) {
    if (options.autoScaleLoss && model.dtypePolicy().name().equals("mixed_float16")) {
      throw new UnsupportedOperationException(
          "compile: a model in mixed_float16 needs LossScaleOptimizer, which is not available yet."
              + " Use mixed_bfloat16, or autoScaleLoss(false).");
    }
    compiled = new Compiled(options);
    forgetFunctions();
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
        List<TensorSpec> out = Tracing.infer(x, model::apply);
        if (out.isEmpty()) {
          throw new IllegalStateException(model + " has no outputs.");
        }
      }
    }
  }

  // ---------------------------------------------------------------- fit

  synchronized History fit(Feed data, Fit f) {
    Compiled c = compiled("fit");
    Feed train = data;
    Feed validation = f.validation;
    if (f.validationSplit > 0 && validation == null) {
      if (!data.isArrays()) {
        throw new IllegalArgumentException(
            "model.fit: `validation_split` needs arrays; give a Dataset's validationData instead.");
      }
      int n = data.count();
      int split = (int) Math.floor(n * (1.0 - f.validationSplit));
      if (split == 0 || split == n) {
        throw new IllegalArgumentException(
            "model.fit: %d samples are not enough to split with validation_split=%s."
                .formatted(n, f.validationSplit));
      }
      validation = data.slice(split, n);
      train = data.slice(0, split);
    }
    BatchSource source = source(train, f.batchSize, f.stepsPerEpoch, f, f.classWeight);
    int valBatch =
        f.validationBatchSize != null
            ? f.validationBatchSize
            : f.batchSize != null ? f.batchSize : BATCH;
    BatchSource val =
        validation == null ? null : source(validation, valBatch, f.validationSteps, null, null);
    History history = new History();
    CallbackList callbacks =
        new CallbackList(f.callbacks, history, f.verbose, f.epochs, source.batches(), model);
    stop = false;
    callbacks.onTrainBegin();
    Logs last = Logs.empty();
    for (int epoch = f.initialEpoch; epoch < f.epochs; epoch++) {
      callbacks.onEpochBegin(epoch);
      Logs logs = epoch(c, source, callbacks);
      Map<String, Double> all = new LinkedHashMap<>(logs.asMap());
      if (val != null && f.validatesAfter(epoch)) {
        val.rewind();
        evaluate(c, val, callbacks).asMap().forEach((k, v) -> all.put("val_" + k, v));
      }
      last = Logs.of(all);
      callbacks.onEpochEnd(epoch, last);
      if (stop) {
        break;
      }
    }
    c.optimizer().finalizeVariableValues();
    callbacks.onTrainEnd(last);
    return history;
  }

  private Logs epoch(Compiled c, BatchSource source, CallbackList callbacks) {
    Logs logs = Logs.empty();
    boolean first = true;
    int step = 0;
    int q = c.stepsPerExecution();
    try (BatchSource.Pass pass = source.pass()) {
      while (!stop && pass.hasNext()) {
        if (!first) {
          callbacks.onTrainBatchBegin(step);
        }
        for (int i = 0; i < q && pass.hasNext(); i++, step++) {
          BatchSource.Step batch = pass.next();
          GraphFunction function = function(true, c, batch);
          if (first) {
            prepare(function, c);
            callbacks.onTrainBatchBegin(step);
            first = false;
          }
          logs = run(function, c, batch.tensors());
        }
        callbacks.onTrainBatchEnd(step - 1, logs);
      }
    }
    return logs;
  }

  private GraphFunction function(boolean train, Compiled c, BatchSource.Step batch) {
    build(batch.specs().subList(0, batch.x()));
    return steps.step(train, c, batch.specs(), batch.x(), batch.y());
  }

  /** The metrics are known once the function is built; then they start from zero. */
  private void prepare(GraphFunction function, Compiled c) {
    function.build();
    if (!c.logNames().isEmpty()) {
      resetMetrics();
    }
  }

  private static Logs run(GraphFunction function, Compiled c, List<Tensor> tensors) {
    return function.run(
        tensors,
        out -> {
          TFloat32 values = (TFloat32) out.get(0);
          Map<String, Double> logs = new TreeMap<>();
          List<String> names = c.logNames();
          for (int i = 0; i < names.size(); i++) {
            logs.put(names.get(i), (double) values.getFloat(i));
          }
          return Logs.of(logs);
        });
  }

  // ---------------------------------------------------------------- evaluate and predict

  synchronized Logs evaluate(Feed data, Evaluate e) {
    Compiled c = compiled("evaluate");
    BatchSource source = source(data, e.batchSize, e.steps, null, null);
    CallbackList callbacks =
        new CallbackList(e.callbacks, null, e.verbose, 1, source.batches(), model);
    return evaluate(c, source, callbacks);
  }

  private Logs evaluate(Compiled c, BatchSource source, CallbackList callbacks) {
    callbacks.onTestBegin();
    Logs logs = Logs.empty();
    int step = 0;
    try (BatchSource.Pass pass = source.pass()) {
      while (pass.hasNext()) {
        BatchSource.Step batch = pass.next();
        GraphFunction function = function(false, c, batch);
        if (step == 0) {
          prepare(function, c);
        }
        callbacks.onTestBatchBegin(step);
        logs = run(function, c, batch.tensors());
        callbacks.onTestBatchEnd(step, logs);
        step++;
      }
    }
    callbacks.onTestEnd(logs);
    return logs;
  }

  List<NdArray<?>> predict(Feed data, Predict p) {
    BatchSource source = source(data, p.batchSize, p.steps, null, null);
    CallbackList callbacks =
        p.verbose == 0 && p.callbacks.isEmpty()
            ? null
            : new CallbackList(p.callbacks, null, p.verbose, 1, source.batches(), model);
    Predictions all = new Predictions();
    int step = 0;
    if (callbacks != null) {
      callbacks.onPredictBegin();
    }
    try (BatchSource.Pass pass = source.pass()) {
      while (pass.hasNext()) {
        BatchSource.Step batch = pass.next();
        if (callbacks != null) {
          callbacks.onPredictBatchBegin(step);
        }
        predictInto(all, batch);
        if (callbacks != null) {
          callbacks.onPredictBatchEnd(step, Logs.empty());
        }
        step++;
      }
    }
    if (callbacks != null) {
      callbacks.onPredictEnd();
    }
    return all.join();
  }

  private void predictInto(Predictions all, BatchSource.Step batch) {
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

  List<NdArray<?>> predictBatch(Feed data) {
    Columns columns = data.columns(model, null);
    return predict(data, new Predict().batchSize(Math.max(1, columns.count())).verbose(0));
  }

  synchronized Logs onBatch(boolean train, Feed data, @Nullable Map<Integer, Double> classWeight) {
    Compiled c = compiled(train ? "trainOnBatch" : "testOnBatch");
    Columns columns = data.columns(model, classWeight);
    try (BatchSource.Pass pass =
        BatchSource.inOrder(columns, Math.max(1, columns.count()), null).pass()) {
      BatchSource.Step batch = pass.next();
      GraphFunction function = function(train, c, batch);
      prepare(function, c);
      return run(function, c, batch.tensors());
    }
  }

  // ---------------------------------------------------------------- batches

  private BatchSource source(
      Feed data,
      @Nullable Integer batchSize,
      @Nullable Integer stepsPerEpoch,
      @Nullable Fit fit,
      @Nullable Map<Integer, Double> classWeight) {
    Dataset dataset = data.dataset();
    if (dataset != null) {
      if (classWeight != null) {
        throw new IllegalArgumentException(
            "model.fit: `class_weight` needs arrays; give a Dataset's batches sample weights.");
      }
      home.work(WorkEstimate.of(model, BATCH));
      return BatchSource.streamed(dataset, stepsPerEpoch);
    }
    Columns columns = data.columns(model, classWeight);
    int n = columns.count();
    int size =
        batchSize != null
            ? batchSize
            : stepsPerEpoch != null ? (n + stepsPerEpoch - 1) / stepsPerEpoch : BATCH;
    home.work(WorkEstimate.of(model, Math.min(size, n)));
    if (fit == null || fit.shuffle == Fit.Shuffle.NONE) {
      return BatchSource.inOrder(columns, size, stepsPerEpoch);
    }
    return BatchSource.ordered(
        columns,
        size,
        stepsPerEpoch,
        fit.shuffle == Fit.Shuffle.ALL
            ? fit.order.shuffled(n, Seeding.get())
            : fit.order.shuffledInBatches(n, size, Seeding.get()));
  }
}
