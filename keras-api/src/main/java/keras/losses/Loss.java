package keras.losses;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.Described;
import keras.config.Functions;
import keras.config.KerasObject;
import keras.config.Names;
import keras.engine.DTypePolicy;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.LossWeights;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A number that says how far predictions are from targets, for training to make small.
 *
 * <p>A loss of one's own is a function, or a class that overrides {@link #call}:
 *
 * <pre>{@code
 * Loss quartic = Loss.of("quartic", (yTrue, yPred) -> yTrue.sub(yPred).pow(4).mean(-1));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/losses/loss.py}.
 */
public abstract class Loss extends KerasObject implements Deferred {
  private static final List<String> REDUCTIONS =
      List.of("sum_over_batch_size", "sum", "none", "mean", "mean_with_sample_weight");

  @Arg private @Nullable String name;
  @Arg private @Nullable String reduction = "sum_over_batch_size";
  @Arg private @Nullable String dtype;

  /** Makes a loss that takes its name from its class. */
  protected Loss() {
    ConstructionOrder.enrol(this);
  }

  /** Makes a loss with a name. */
  protected Loss(String name) {
    this.name = name;
  }

  /** Names the loss. */
  public Loss name(String name) {
    requireOpen();
    this.name = name;
    return this;
  }

  /** Returns the name; made from the class's where none was given. */
  public final String name() {
    if (name == null) {
      ConstructionOrder.takeTurnsUpTo(this);
    }
    return name == null ? getClass().getSimpleName() : name;
  }

  /**
   * Sets how the samples' losses become one number.
   *
   * @param reduction {@code "sum_over_batch_size"} or {@code "mean"} divide the sum by the number
   *     of values, {@code "mean_with_sample_weight"} by the sum of the weights; {@code "sum"};
   *     {@code "none"} or null leave the losses of the samples
   */
  public Loss reduction(@Nullable String reduction) {
    requireOpen();
    this.reduction = reduction;
    validate();
    return this;
  }

  /** Returns how the samples' losses become one number, by Keras' id. */
  public final @Nullable String reduction() {
    return reduction;
  }

  /** Sets the dtype of the computation, as in {@code "float64"}; null means float32. */
  public Loss dtype(@Nullable String dtype) {
    requireOpen();
    this.dtype = dtype;
    validate();
    return this;
  }

  /** Returns the dtype of the computation. */
  public final DType dtype() {
    return dtype == null ? DType.FLOAT32 : new DTypePolicy(dtype).computeDtype();
  }

  @Override
  protected void validate() {
    if (reduction != null && !REDUCTIONS.contains(reduction)) {
      throw new IllegalArgumentException(
          "%s: `reduction` must be one of %s. Received: reduction=%s."
              .formatted(getClass().getSimpleName(), String.join(", ", REDUCTIONS), reduction));
    }
    dtype();
  }

  @Override
  public void takeTurn() {
    if (name == null) {
      name = Names.auto(getClass().getSimpleName());
    }
  }

  /** Computes the losses of samples; both tensors are in the loss' dtype. */
  protected abstract Expr call(Expr yTrue, Expr yPred);

  /**
   * Computes the loss of a batch, weighed and reduced; entries that the mask of {@code yPred} rules
   * out count nothing.
   */
  public final Expr apply(Expr yTrue, Expr yPred, @Nullable Expr sampleWeight) {
    closeOptions();
    Expr in = yPred.mask();
    Expr losses = call(yTrue.cast(dtype()), yPred.cast(dtype()));
    Expr out = losses.mask();
    Expr mask = in == null ? out : out == null ? in : Numpy.logicalAnd(in, out);
    return LossWeights.reduce(losses, sampleWeight, mask, reduction, dtype());
  }

  /** Returns the loss with a Keras id or alias, as in {@code "mse"}. */
  public static Loss get(String id) {
    return Losses.get(id);
  }

  /**
   * Returns the loss with a Keras id; {@code "crossentropy"} and {@code "ce"} are the binary, the
   * sparse or the categorical one, by the shapes.
   *
   * <p>Keras: {@code keras/src/trainers/compile_utils.py}.
   */
  public static Loss get(String id, Shape yTrue, Shape yPred) {
    return Losses.get(id, yTrue, yPred);
  }

  /** Makes a loss of a function from targets and predictions to the losses of samples. */
  public static Loss of(String name, BinaryOperator<Expr> function) {
    return new OfFunction(name, function);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.remove("dtype");
    config.put("name", name());
    return config;
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(getClass().getSimpleName(), name());
  }

  private static final class OfFunction extends LossFunctionWrapper<OfFunction>
      implements Described {
    private final BinaryOperator<Expr> function;

    OfFunction(String name, BinaryOperator<Expr> function) {
      super(name);
      this.function = function;
    }

    @Override
    Expr function(Expr yTrue, Expr yPred) {
      return function.apply(yTrue, yPred);
    }

    @Override
    public Map<String, @Nullable Object> description() {
      return Functions.description(name());
    }

    @Override
    public KerasObject anew() {
      return new OfFunction(name(), function).reduction(reduction()).dtype(dtype().id());
    }

    @Override
    public String toString() {
      return name();
    }
  }
}
