package keras.layers;

import keras.config.Arg;
import keras.config.Args;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.constraints.Constraint;
import keras.initializers.GlorotUniform;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;

/**
 * The three arguments that Keras' layers have for one of their weights: what it starts from, its
 * penalty, and its projection after each step.
 *
 * <p>A layer holds one for each weight, in a field with {@link Args}; the setters are declared in
 * an interface such as {@link KernelOptions}, which all layers with such a weight implement.
 *
 * <pre>{@code
 * @Args("kernel")
 * private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");
 * }</pre>
 */
public final class WeightOptions {
  /** Null in a file where Python's was {@code None}; see {@link #start}. */
  @Arg @Nullable Initializer initializer;

  @Arg @Nullable Regularizer regularizer;
  @Arg @Nullable Constraint constraint;

  /** Makes the options of a weight that starts from an initializer, by its Keras name. */
  public WeightOptions(String initializer) {
    this.initializer = Initializer.get(initializer);
  }

  /** Returns what the weight starts from; Glorot's uniform distribution where nothing is said. */
  Initializer start() {
    return initializer == null ? new GlorotUniform() : initializer;
  }

  /** Takes over other options; the initializer draws a seed of its own, if it has none. */
  void copy(WeightOptions other) {
    Initializer start = other.initializer;
    initializer = start == null ? null : ConstructionOrder.held(() -> Configs.again(start));
    regularizer = other.regularizer;
    constraint = other.constraint;
  }
}
