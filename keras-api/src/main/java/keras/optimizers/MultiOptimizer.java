package keras.optimizers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Arg;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Gives variables to different optimizers, each of which steps with its own.
 *
 * <pre>{@code
 * new MultiOptimizer(new OptimizerMap(new SGD(0.01)).put("encoder/.*", new Adam()))
 * }</pre>
 *
 * <p>Weights: those of the optimizers, in the order of {@link #optimizers}.
 *
 * <p>Differs from Keras: variables are given out by an {@link OptimizerMap} alone, not by a
 * function, which no file can hold.
 *
 * <p>Keras: {@code keras/src/optimizers/multi_optimizer.py}.
 */
public final class MultiOptimizer extends Optimizer {
  @Arg("optimizer_map")
  private @Nullable OptimizerMap optimizerMap;

  @Arg("loss_scale_factor")
  private @Nullable Double lossScaleFactor;

  private MultiOptimizer() {}

  /** Makes the optimizer of several others. */
  public MultiOptimizer(OptimizerMap optimizerMap) {
    this.optimizerMap = optimizerMap;
    validate();
  }

  /** Names the optimizer. */
  public MultiOptimizer name(String name) {
    requireOpen();
    this.name = name;
    return this;
  }

  /** Sets the factor of the loss, and the divisor of the gradients, for all the optimizers. */
  public MultiOptimizer lossScaleFactor(double lossScaleFactor) {
    requireOpen();
    lossScale(lossScaleFactor);
    return this;
  }

  @Override
  protected void validate() {
    lossScale(lossScaleFactor);
  }

  @Override
  void lossScale(@Nullable Double factor) {
    lossScaleFactor = factor;
    super.lossScale(factor);
  }

  /** Returns the config, in Keras' order. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("name", config.remove("name"));
    return config;
  }

  private OptimizerMap map() {
    if (optimizerMap == null) {
      throw new IllegalArgumentException(
          "MultiOptimizer: `optimizer_map` must be an OptimizerMap. Received: None.");
    }
    return optimizerMap;
  }

  /** Returns the optimizers: those with paths of their own, then the default one. */
  public List<Optimizer> optimizers() {
    Set<Optimizer> all = new LinkedHashSet<>(map().optimizers().values());
    all.add(map().defaultOptimizer());
    return List.copyOf(all);
  }

  @Override
  public Map<String, Optimizer> children() {
    Map<String, Optimizer> children = new LinkedHashMap<>();
    for (Optimizer o : optimizers()) {
      String name = "optimizers/" + Names.snake(o.getClass().getSimpleName());
      int n = 0;
      String free = name;
      while (children.containsKey(free)) {
        free = name + "_" + ++n;
      }
      children.put(free, o);
    }
    return Collections.unmodifiableMap(children);
  }

  // ---------------------------------------------------------------- a step

  @Override
  protected void buildState(List<Variable> trainable) {
    for (Optimizer o : optimizers()) {
      List<Variable> own = trainable.stream().filter(v -> map().get(v.path()) == o).toList();
      if (!own.isEmpty()) {
        o.build(own);
      }
    }
  }

  @Override
  public Expr scaleLoss(Expr loss, CallContext ctx) {
    return lossScaleFactor == null ? loss : loss.mul(lossScaleFactor);
  }

  @Override
  protected void step(
      List<Variable> variables, List<@Nullable Gradient> gradients, CallContext ctx) {
    for (Optimizer o : optimizers()) {
      List<Variable> own = new ArrayList<>();
      List<@Nullable Gradient> its = new ArrayList<>();
      for (int i = 0; i < variables.size(); i++) {
        if (map().get(variables.get(i).path()) == o) {
          own.add(variables.get(i));
          its.add(gradients.get(i));
        }
      }
      o.applyGradients(own, its, ctx);
    }
    state.countStep(ctx);
  }

  // ---------------------------------------------------------------- the learning rate

  /** Throws: each of the {@link #optimizers} has its own. */
  @Override
  public double learningRate() {
    throw ofSeveral();
  }

  /** Throws: each of the {@link #optimizers} has its own. */
  @Override
  public void learningRate(double newRate) {
    throw ofSeveral();
  }

  private static IllegalStateException ofSeveral() {
    return new IllegalStateException(
        "MultiOptimizer: there is one learning rate for each of its optimizers. Take them from"
            + " optimizers().");
  }

  @Override
  public long iterations() {
    return Scalars.integer(state.iteration());
  }
}
