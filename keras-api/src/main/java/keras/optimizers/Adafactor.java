package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.optimizers.schedules.LearningRateSchedule;
import org.tensorflow.ndarray.Shape;

/**
 * Gradient descent by the gradients over the root of their running variance, of which only the
 * means of rows and columns are kept over the steps (Shazeer and Stern, 2018).
 *
 * <pre>{@code
 * new Adafactor(1e-2).clipThreshold(0.5)
 * }</pre>
 *
 * <p>Weights: for each variable trained two of its own name, the means without the last axis and
 * without the one before, then {@code velocity}. Where a variable has fewer than two axes, the two
 * are int32 scalars without use, as in Keras.
 *
 * <p>As both are called as their variable, which other layers' are called too, Keras 3 itself
 * cannot save a model with this optimizer as {@code .h5}; as {@code .keras} it can.
 *
 * <p>Keras: {@code keras/src/optimizers/adafactor.py}.
 */
public final class Adafactor extends GradientOptimizer<Adafactor> {
  @Arg("beta_2_decay")
  private double beta2Decay = -0.8;

  @Arg("epsilon_1")
  private double epsilon1 = 1e-30;

  @Arg("epsilon_2")
  private double epsilon2 = 1e-3;

  @Arg private double clipThreshold = 1.0;
  @Arg private boolean relativeStep = true;

  private final Map<Variable, Variable> rows = new LinkedHashMap<>();
  private final Map<Variable, Variable> columns = new LinkedHashMap<>();
  private final Map<Variable, Variable> velocities = new LinkedHashMap<>();

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Adafactor() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Adafactor(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Adafactor(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets the power of the step's number by which the mean forgets less and less. */
  public Adafactor beta2Decay(double beta2Decay) {
    return with(() -> this.beta2Decay = beta2Decay);
  }

  /** Sets what is added to the squared gradients. */
  public Adafactor epsilon1(double epsilon1) {
    return with(() -> this.epsilon1 = epsilon1);
  }

  /** Sets what a variable's root mean square counts at least. */
  public Adafactor epsilon2(double epsilon2) {
    return with(() -> this.epsilon2 = epsilon2);
  }

  /** Sets the root mean square of a move above which it is scaled down. */
  public Adafactor clipThreshold(double clipThreshold) {
    return with(() -> this.clipThreshold = clipThreshold);
  }

  /**
   * Sets whether the learning rate is at most one over the root of the step's number. The paper's
   * moves are so anyhow: in Keras, and here, this changes nothing.
   */
  public Adafactor relativeStep(boolean relativeStep) {
    return with(() -> this.relativeStep = relativeStep);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    for (Variable v : trainable) {
      Shape shape = v.shape();
      int rank = shape.numDimensions();
      boolean factored = rank >= 2;
      DType dtype = factored ? v.dtype() : DType.INT32;
      Shape ofRows = factored ? shape.subShape(0, rank - 1) : Shape.scalar();
      Shape ofColumns =
          factored ? shape.subShape(0, rank - 2).append(shape.get(-1)) : Shape.scalar();
      rows.put(v, addVariable(v.name(), ofRows, dtype, new Zeros()));
      columns.put(v, addVariable(v.name(), ofColumns, dtype, new Zeros()));
      velocities.putAll(addSlots(List.of(v), "velocity"));
    }
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Expr number = step.number(v);
    Expr one = number.constant(1);
    Expr least = one.div(number.sqrt());
    Expr share = step.rate(v).minimum(least); // with or without relative steps, in Keras too
    Expr weights = ctx.readRaw(v);
    Expr alpha = rms(weights).maximum(Scalars.single(epsilon2)).mul(share);
    Expr squares = square(gradient).add(epsilon1);
    Expr beta2 = one.sub(number.pow(beta2Decay));
    Variable velocity = Objects.requireNonNull(velocities.get(v));
    Expr variance =
        v.shape().numDimensions() >= 2
            ? factored(v, squares, beta2, ctx)
            : moved(velocity, squares, beta2, ctx);
    ctx.assign(velocity, variance);
    Gradient move = gradient.with(variance.sqrt(), Expr::div);
    Expr size = square(move).mean().sqrt();
    Expr clipped = move.dense().div(size.div(clipThreshold).maximum(one));
    ctx.assign(v, weights.sub(alpha.mul(clipped)));
  }

  private Expr factored(Variable v, Expr squares, Expr beta2, CallContext ctx) {
    Variable r = Objects.requireNonNull(rows.get(v));
    Variable c = Objects.requireNonNull(columns.get(v));
    int rank = squares.rank();
    Expr ofRows = moved(r, squares.mean(rank - 1), beta2, ctx);
    Expr ofColumns = moved(c, squares.mean(rank - 2), beta2, ctx);
    ctx.assign(r, ofRows);
    ctx.assign(c, ofColumns);
    Expr shares = ofRows.div(Numpy.mean(ofRows, ofRows.rank() - 1, true));
    return shares.expandDims(-1).mul(ofColumns.expandDims(-2));
  }

  private static Expr moved(Variable slot, Expr to, Expr beta2, CallContext ctx) {
    return beta2.mul(ctx.readRaw(slot)).add(beta2.constant(1).sub(beta2).mul(to));
  }

  private static Expr rms(Expr x) {
    return x.square().mean().sqrt();
  }
}
