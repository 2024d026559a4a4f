package keras.trainers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.metrics.Metric;
import keras.models.Model;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.regularizers.Regularizer;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * The steps of Keras' own trainer, of what compile was given.
 *
 * <p>Each part that a model may override is asked of the model.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/trainer.py}, {@code keras/src/trainers/trainer.py}.
 */
final class CompiledSteps implements ModelSteps {
  private final Model model;
  private final ModelSteps own;
  private final Trainer trainer;

  /**
   * Makes the steps.
   *
   * @param own the model's, which may override some of these
   */
  CompiledSteps(Model model, ModelSteps own, Trainer trainer) {
    this.model = model;
    this.own = own;
    this.trainer = trainer;
  }

  @Override
  public Map<String, Expr> train(StepData data, CallContext ctx) {
    return ctx.training(true, () -> step(true, data, ctx));
  }

  @Override
  public Map<String, Expr> test(StepData data, CallContext ctx) {
    return ctx.training(false, () -> step(false, data, ctx));
  }

  private Map<String, Expr> step(boolean train, StepData data, CallContext ctx) {
    Compiled compiled = trainer.compiled("fit");
    List<Expr> yPred = model.applyAll(data.xs(), ctx);
    Expr loss = own.loss(data, yPred, ctx);
    compiled.trackLoss(loss, batch(data), ctx);
    if (train) {
      minimize(loss, compiled, ctx);
    }
    return own.metrics(data, yPred, ctx);
  }

  private void minimize(Expr loss, Compiled compiled, CallContext ctx) {
    List<Variable> trainable = model.trainableWeights();
    if (trainable.isEmpty()) {
      Console.printLine("The model does not have any trainable weights.");
    } else {
      compiled.optimizer().minimize(loss, trainable, ctx);
    }
  }

  @Override
  public List<Expr> predict(StepData data, CallContext ctx) {
    return ctx.training(false, () -> model.applyAll(data.xs(), ctx));
  }

  private static Expr batch(StepData data) {
    return data.batchSize().cast(DType.FLOAT32);
  }

  /** Adds what layers and regularizers add to the losses of the outputs. */
  @Override
  public Expr loss(StepData data, List<Expr> yPred, CallContext ctx) {
    Compiled compiled = trainer.compiled("fit");
    if (!data.hasY() && compiled.hasLoss()) {
      throw new IllegalArgumentException(
          "%s: the loss needs targets. Received: y=null.".formatted(model));
    }
    List<Expr> parts = new ArrayList<>();
    Expr outputs = compiled.loss(targets(compiled, data, yPred), yPred, batch(data), ctx);
    if (outputs != null) {
      parts.add(outputs);
    }
    for (Expr l : added(ctx)) {
      parts.add((l.rank() == 0 ? l : l.sum(l.axes())).cast(DType.FLOAT32));
    }
    if (parts.isEmpty()) {
      throw new IllegalStateException(
          model + ": there is no loss to minimise. Give compile a loss, or add one in a layer.");
    }
    return parts.size() == 1 ? parts.get(0) : Numpy.stack(parts).sum(0);
  }

  /** What layers added in their calls, then the penalties on weights. */
  List<Expr> added(CallContext ctx) {
    List<Expr> all = new ArrayList<>(ctx.losses(model.flattened()));
    for (Variable v : model.trainableWeights()) {
      Regularizer r = v.regularizer();
      if (r != null) {
        all.add(r.call(ctx.readRaw(v)));
      }
    }
    return all;
  }

  private Targets targets(Compiled compiled, StepData data, List<Expr> yPred) {
    return compiled.resolve(
        model.toString(), outputNames(compiled), data.ys(), data.sampleWeights(), yPred);
  }

  private @Nullable List<String> outputNames(Compiled compiled) {
    List<String> given = compiled.options().outputNames;
    return given != null ? given : model.graph() != null ? model.outputNames() : null;
  }

  @Override
  public Map<String, Expr> metrics(StepData data, List<Expr> yPred, CallContext ctx) {
    Compiled compiled = trainer.compiled("fit");
    compiled.updateMetrics(targets(compiled, data, yPred), yPred, ctx);
    return results(ctx);
  }

  /** The values of all that the model follows, by name. */
  Map<String, Expr> results(CallContext ctx) {
    Map<String, Expr> results = new LinkedHashMap<>();
    followed().forEach((name, metric) -> results.put(name, metric.result(ctx)));
    return results;
  }

  /** The names of all that the model follows. */
  Set<String> resultNames() {
    return followed().keySet();
  }

  private Map<String, Metric> followed() {
    List<Metric> all = model.metrics();
    Map<String, Metric> followed = new LinkedHashMap<>(trainer.compiled("fit").named());
    followed.values().retainAll(all);
    for (Metric m : all) {
      if (!followed.containsValue(m)) {
        followed.put(m.name(), m);
      }
    }
    return followed;
  }
}
