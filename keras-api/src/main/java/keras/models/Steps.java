package keras.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keras.engine.CallContext;
import keras.engine.GraphFunction;
import keras.engine.Home;
import keras.engine.TensorSpec;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * The train, test and predict functions of a model, each built once for each form of its inputs.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/trainer.py}.
 */
final class Steps {
  private enum Kind {
    TRAIN,
    TEST,
    PREDICT
  }

  private record Key(Kind kind, List<TensorSpec> inputs, int x, int y) {}

  private final Model model;
  private final Home home;
  private final Map<Key, GraphFunction> functions = new ConcurrentHashMap<>();

  Steps(Model model, Home home) {
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
                home, "predict", false, x, model.variables(), (ctx, in) -> model.apply(ctx, in)));
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
    List<Expr> given = in.subList(nx + ny, in.size());
    List<Expr> yPred = model.apply(ctx, x);
    List<String> names = model.isFunctionalLike() ? model.outputNames() : numbered(yPred.size());
    checkTargets(compiled, names, y);
    compiled.resolve(names, y, yPred);
    List<@Nullable Expr> weights = weights(given, yPred.size());
    List<Expr> parts = new ArrayList<>();
    Expr own = compiled.loss(y, yPred, weights, ctx);
    if (own != null) {
      parts.add(own);
    }
    parts.addAll(ctx.losses());
    parts.addAll(penalties(ctx));
    if (parts.isEmpty()) {
      throw new IllegalStateException(
          model + ": there is no loss to minimise. Give compile a loss, or add one in a layer.");
    }
    Expr loss = parts.get(0);
    if (parts.size() > 1) {
      Expr extra = parts.get(own == null ? 0 : 1);
      for (int i = own == null ? 1 : 2; i < parts.size(); i++) {
        extra = extra.add(parts.get(i).cast(extra.dtype()));
      }
      loss = own == null ? extra : own.add(extra.cast(own.dtype()));
    }
    Ops tf = ctx.tf();
    Expr batch =
        ctx.of(tf.gather(x.get(0).sizes(), tf.constant(0), tf.constant(0))).cast(DType.FLOAT32);
    compiled.trackLoss(loss, batch, ctx);
    if (train) {
      descend(compiled.optimizer(), loss, ctx);
    }
    compiled.updateMetrics(y, yPred, weights, ctx);
    List<Expr> results =
        compiled.results(ctx).stream().map(e -> e.cast(DType.FLOAT32).reshape()).toList();
    return List.of(Expr.stack(results));
  }

  private void checkTargets(Compiled compiled, List<String> names, List<Expr> y) {
    if (y.isEmpty() && compiled.hasLoss()) {
      throw new IllegalArgumentException(
          "%s: the loss needs targets for the outputs %s. Received: y=null."
              .formatted(model, names));
    }
  }

  private void descend(Optimizer optimizer, Expr loss, CallContext ctx) {
    List<Variable> trainable = model.trainableWeights();
    if (trainable.isEmpty()) {
      return;
    }
    optimizer.build(trainable);
    List<@Nullable Expr> gradients = ctx.gradients(optimizer.scaleLoss(loss), trainable);
    optimizer.apply(trainable, gradients, ctx);
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

  private static List<@Nullable Expr> weights(List<Expr> given, int outputs) {
    if (given.size() == outputs) {
      return new ArrayList<>(given);
    }
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          "`sample_weight` needs one array, or one for each of the %d outputs. Received: %d arrays."
              .formatted(outputs, given.size()));
    }
    return new ArrayList<>(Collections.nCopies(outputs, given.isEmpty() ? null : given.get(0)));
  }

  private static List<String> numbered(int n) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add("output_" + i);
    }
    return names;
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
