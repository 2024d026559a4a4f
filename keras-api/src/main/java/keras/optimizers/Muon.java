package keras.optimizers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Moves matrices along the gradients' running mean made orthogonal, and all else as {@link AdamW}
 * does (Jordan, 2024; Liu et al., 2025).
 *
 * <pre>{@code
 * new Muon(1e-3).excludeLayers("output_dense")
 * }</pre>
 *
 * <p>As with AdamW move variables that have not two axes, those with "embedding" in their paths,
 * and those of {@link #excludeLayers}, to which the last layer of a model should belong.
 *
 * <p>Weights: {@code momentum} of each variable trained, followed by its {@code velocity} where it
 * moves as with AdamW.
 *
 * <p>Keras: {@code keras/src/optimizers/muon.py}.
 */
public final class Muon extends GradientOptimizer<Muon> {
  @Arg("adam_beta_1")
  private double adamBeta1 = 0.9;

  @Arg("adam_beta_2")
  private double adamBeta2 = 0.999;

  @Arg private @Nullable Double adamWeightDecay = 0.004;
  @Arg private double epsilon = 1e-7;
  @Arg private List<String> excludeLayers = List.of();
  @Arg private boolean excludeEmbeddings = true;
  @Arg private double muonA = 3.4445;
  @Arg private double muonB = -4.7750;
  @Arg private double muonC = 2.0315;
  @Arg private Number adamLrRatio = 1;
  @Arg private double momentum = 0.95;
  @Arg private int nsSteps = 5;
  @Arg private boolean nesterov = true;
  @Arg private @Nullable Double rmsRate = 0.2;

  private final Map<Variable, Variable> momentums = new LinkedHashMap<>();
  private final Map<Variable, Variable> velocities = new LinkedHashMap<>();

  /** Makes the optimizer with Keras' learning rate, 0.001, and weight decay, 0.004. */
  public Muon() {
    this(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Muon(double learningRate) {
    super(learningRate);
    options.weightDecay = 0.004;
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Muon(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  /** Sets how much of the gradients' mean AdamW keeps at each step. */
  public Muon adamBeta1(double adamBeta1) {
    return with(() -> this.adamBeta1 = adamBeta1);
  }

  /** Sets how much of the gradients' variance AdamW keeps at each step. */
  public Muon adamBeta2(double adamBeta2) {
    return with(() -> this.adamBeta2 = adamBeta2);
  }

  /** Sets the weight decay of what moves as with AdamW; null for none. */
  public Muon adamWeightDecay(@Nullable Double adamWeightDecay) {
    return with(() -> this.adamWeightDecay = adamWeightDecay);
  }

  /** Sets what AdamW adds to the divisor. */
  public Muon epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  /**
   * Sets which variables move as with AdamW.
   *
   * @param keywords parts of their paths; regular expressions
   */
  public Muon excludeLayers(String... keywords) {
    return excludeLayers(List.of(keywords));
  }

  /**
   * Sets which variables move as with AdamW.
   *
   * @param keywords parts of their paths; regular expressions
   */
  public Muon excludeLayers(Collection<String> keywords) {
    return with(() -> excludeLayers = List.copyOf(keywords));
  }

  /** Sets whether variables with "embedding" in their paths move as with AdamW. */
  public Muon excludeEmbeddings(boolean excludeEmbeddings) {
    return with(() -> this.excludeEmbeddings = excludeEmbeddings);
  }

  /** Sets the factor of X in a step towards the orthogonal matrix. */
  public Muon muonA(double muonA) {
    return with(() -> this.muonA = muonA);
  }

  /** Sets the factor of (XXᵀ)X in a step towards the orthogonal matrix. */
  public Muon muonB(double muonB) {
    return with(() -> this.muonB = muonB);
  }

  /** Sets the factor of (XXᵀ)²X in a step towards the orthogonal matrix. */
  public Muon muonC(double muonC) {
    return with(() -> this.muonC = muonC);
  }

  /** Sets what the learning rate is multiplied with where variables move as with AdamW. */
  public Muon adamLrRatio(double adamLrRatio) {
    return with(() -> this.adamLrRatio = adamLrRatio);
  }

  /** Sets how much of the gradients' mean is kept at each step. */
  public Muon momentum(double momentum) {
    return with(() -> this.momentum = momentum);
  }

  /** Sets how many steps are taken towards the orthogonal matrix. */
  public Muon nsSteps(int nsSteps) {
    return with(() -> this.nsSteps = nsSteps);
  }

  /** Sets whether the gradient counts as if it were taken after the momentum's step. */
  public Muon nesterov(boolean nesterov) {
    return with(() -> this.nesterov = nesterov);
  }

  /**
   * Sets by what orthogonal matrices are scaled, times the root of the longer side, so that the
   * learning rate and the decay may be AdamW's; null to leave them.
   */
  public Muon rmsRate(@Nullable Double rmsRate) {
    return with(() -> this.rmsRate = rmsRate);
  }

  /** Sets the weight decay of matrices; null for none. */
  public Muon weightDecay(@Nullable Double weightDecay) {
    return with(() -> options.weightDecay = weightDecay);
  }

  private boolean movesAsWithAdamW(Variable v) {
    return v.shape().numDimensions() != 2
        || (excludeEmbeddings && v.path().toLowerCase(Locale.ROOT).contains("embedding"))
        || excludeLayers.stream().anyMatch(k -> Pattern.compile(k).matcher(v.path()).find());
  }

  @Override
  @Nullable Double weightDecay(Variable v) {
    return movesAsWithAdamW(v) ? adamWeightDecay : options.weightDecay;
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    for (Variable v : trainable) {
      momentums.putAll(addSlots(List.of(v), "momentum"));
      if (movesAsWithAdamW(v)) {
        velocities.putAll(addSlots(List.of(v), "velocity"));
      }
    }
  }

  @Override
  protected void update(Variable v, Gradient gradient, Step step, CallContext ctx) {
    Variable m = Objects.requireNonNull(momentums.get(v));
    Variable velocity = velocities.get(v);
    Expr before = ctx.readRaw(m);
    if (velocity != null) {
      Expr mean = before.add(gradient.dense().sub(before).mul(1 - adamBeta1));
      ctx.assign(m, mean);
      adam(v, velocity, mean, square(gradient), step, ctx);
      return;
    }
    Expr mean = before.add(gradient.dense().add(before.mul(momentum - 1)));
    ctx.assign(m, mean);
    Expr ahead = nesterov ? gradient.dense().add(mean.mul(momentum)) : mean;
    boolean wide = v.dtype() == keras.ops.DType.FLOAT64;
    Expr rate = wide ? step.rate(v) : step.rate();
    Expr move = rate.mul(orthogonal(ahead).cast(rate.dtype()));
    if (rmsRate != null) {
      double longer = Math.max(v.shape().get(0), v.shape().get(1));
      move = move.mul(Math.sqrt(longer)).mul(rmsRate);
    }
    ctx.assign(v, ctx.readRaw(v).sub(move.cast(v.dtype())));
  }

  private void adam(
      Variable v, Variable velocity, Expr mean, Expr squares, Step step, CallContext ctx) {
    Expr number = step.number(v);
    Expr one = number.constant(1);
    Expr beta1Power = number.constant(Scalars.single(adamBeta1)).pow(number);
    Expr beta2Power = number.constant(Scalars.single(adamBeta2)).pow(number);
    Expr rate = step.rate().mul(adamLrRatio.doubleValue()).cast(v.dtype());
    Expr alpha = rate.mul(one.sub(beta2Power).sqrt()).div(one.sub(beta1Power));
    Expr before = ctx.readRaw(velocity);
    Expr variance = before.add(squares.sub(before).mul(1 - adamBeta2));
    ctx.assign(velocity, variance);
    Expr move = mean.mul(alpha).div(variance.sqrt().add(epsilon));
    ctx.assign(v, ctx.readRaw(v).sub(move));
  }

  /** Newton and Schulz's steps towards the orthogonal matrix that is nearest. */
  private Expr orthogonal(Expr matrix) {
    boolean tall = matrix.shape().get(0) > matrix.shape().get(1);
    Expr x = tall ? matrix.transpose(1, 0) : matrix;
    x = x.div(Numpy.sum(x.mul(x), x.axes(), true).sqrt().add(1e-7));
    for (int i = 0; i < nsSteps; i++) {
      Expr a = x.matmul(x.transpose(1, 0));
      Expr b = a.mul(muonB).add(a.mul(muonC).matmul(a));
      x = x.mul(muonA).add(b.matmul(x));
    }
    return tall ? x.transpose(1, 0) : x;
  }
}
