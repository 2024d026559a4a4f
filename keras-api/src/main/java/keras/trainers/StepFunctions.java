package keras.trainers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.engine.WorkspaceRef;
import keras.models.Model;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.optimizers.Optimizer;
import keras.regularizers.Regularizer;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * The train, test and predict functions of a model, each built once for each form of its inputs.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/trainer.py}.
 */
final class StepFunctions {
  private enum Kind {
    TRAIN,
    TEST,
    PREDICT
  }

  private record Key(Kind kind, List<TensorSpec> inputs, int x, int y) {}

  private final Model model;
  private final WorkspaceRef home;
  private final Map<Key, GraphFunction> functions = new ConcurrentHashMap<>();

  StepFunctions(Model model, WorkspaceRef home) {
    this.model = model;
    this.home = home;
  }

  void forget() {
    functions.clear();
  }

  GraphFunction predict(List<TensorSpec> x) {
    return functions.computeIfAbsent(
        new Key(Kind.PREDICT, x, x.size(), 0),
        k ->
            new GraphFunction(
                home,
                "predict",
                false,
                x,
                model.variables(),
                (ctx, in) -> model.applyAll(in, ctx)));
  }

  GraphFunction step(boolean train, Compiled compiled, List<TensorSpec> specs, int x, int y) {
    return functions.computeIfAbsent(
        new Key(train ? Kind.TRAIN : Kind.TEST, specs, x, y),
        k ->
            new GraphFunction(
                home,
                train ? "train" : "test",
                train,
                specs,
                model.variables(),
                (ctx, in) -> step(train, compiled, ctx, in, x, y)));
  }

  private List<Expr> step(
      boolean train, Compiled compiled, CallContext ctx, List<Expr> in, int nx, int ny) {
    List<Expr> x = in.subList(0, nx);
    List<Expr> y = in.subList(nx, nx + ny);
    List<Expr> yPred = model.applyAll(x, ctx);
    if (y.isEmpty() && compiled.hasLoss()) {
      throw new IllegalArgumentException(
          "%s: the loss needs targets. Received: y=null.".formatted(model));
    }
    List<Expr> weights = in.subList(nx + ny, in.size());
    Targets targets = compiled.resolve(model.toString(), names(), y, weights, yPred);
    Ops tf = ctx.tf();
    Expr batch =
        ctx.wrap(tf.gather(Core.shape(x.get(0)), tf.constant(0), tf.constant(0)))
            .cast(DType.FLOAT32);
    Expr loss = total(compiled.loss(targets, yPred, batch, ctx), ctx);
    compiled.trackLoss(loss, batch, ctx);
    if (train) {
      descend(compiled.optimizer(), loss, ctx);
    }
    compiled.updateMetrics(targets, yPred, ctx);
    return List.of(compiled.results(ctx));
  }

  private @Nullable List<String> names() {
    return model.isFunctionalLike() ? model.outputNames() : null;
  }

  /** Adds what layers and regularizers add to the loss of the outputs. */
  private Expr total(@Nullable Expr own, CallContext ctx) {
    List<Expr> parts = new ArrayList<>();
    if (own != null) {
      parts.add(own);
    }
    List<Expr> added = new ArrayList<>(ctx.losses());
    added.addAll(penalties(ctx));
    added.forEach(l -> parts.add((l.rank() == 0 ? l : l.sum(l.axes())).cast(DType.FLOAT32)));
    if (parts.isEmpty()) {
      throw new IllegalStateException(
          model + ": there is no loss to minimise. Give compile a loss, or add one in a layer.");
    }
    return parts.size() == 1 ? parts.get(0) : Numpy.stack(parts).sum(0);
  }

  private void descend(Optimizer optimizer, Expr loss, CallContext ctx) {
    List<Variable> trainable = model.trainableWeights();
    if (trainable.isEmpty()) {
      Console.printLine("The model does not have any trainable weights.");
      return;
    }
    optimizer.minimize(loss, trainable, ctx);
  }

  private List<Expr> penalties(CallContext ctx) {
    List<Expr> out = new ArrayList<>();
    for (Variable v : model.trainableWeights()) {
      Regularizer r = v.regularizer();
      if (r != null) {
        out.add(r.call(ctx.readRaw(v)));
      }
    }
    return out;
  }

  /** Puts the metrics back to their start, in one run. */
  GraphFunction reset(List<Variable> metrics) {
    return new GraphFunction(
        home,
        "reset",
        false,
        List.of(),
        metrics,
        (ctx, in) -> {
          for (Variable v : metrics) {
            ctx.assign(v, v.initializer().call(ctx.tf(), v.shape(), v.dtype()));
          }
          return List.of();
        });
  }
}
