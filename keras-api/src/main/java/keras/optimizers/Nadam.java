package keras.optimizers;

import java.util.List;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Ones;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * {@link Adam} with Nesterov's momentum, which looks one step ahead (Dozat, 2015).
 *
 * <pre>{@code
 * new Nadam(1e-3).beta1(0.8)
 * }</pre>
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained, then one {@code
 * variable}, the product of the momentums of all steps so far.
 *
 * <p>With the steps of Keras 2 each variable multiplies that product once more, but in one step;
 * tf_keras does so, and its results are kept. Its older Nadam is not here.
 *
 * <p>Keras: {@code keras/src/optimizers/nadam.py}, {@code tf_keras/src/optimizers/nadam.py}.
 */
public final class Nadam extends MomentOptimizer<Nadam> {
  private static final double DECAY = 0.96;

  private @Nullable Variable product;
  private @Nullable Integer counted; // how far tf_keras' counter is before its program's first step

  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Nadam() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Nadam(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Nadam(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  @Override
  protected void buildSlots(List<Variable> trainable) {
    super.buildSlots(trainable);
    DType dtype = trainable.isEmpty() ? DType.FLOAT32 : trainable.get(0).dtype();
    product = addVariable("variable", Shape.scalar(), dtype, new Ones());
  }

  @Override
  protected void validate() {
    super.validate();
    if (isLegacy()) {
      throw new UnsupportedOperationException(
          "Nadam: the steps of tf_keras' older Nadam are not supported. Compile with another"
              + " optimizer, or with a Nadam of today.");
    }
  }

  @Override
  protected void begin(Step step, CallContext ctx) {
    Variable u = product();
    if (isOfKeras2()) {
      if (counted == null) {
        counted = iterations() == 0 ? step.variables().size() : 0; // it traces a new program twice
      }
      return;
    }
    Expr before = ctx.readRaw(u);
    ctx.assign(u, before.mul(beta1).mul(share(DECAY, step.number(u))));
  }

  @Override
  protected void update(Variable variable, Gradient gradient, Step step, CallContext ctx) {
    Expr number = step.number(variable);
    Expr one = number.constant(1);
    Expr beta = number.constant(Scalars.single(beta1));
    Expr now = beta.mul(share(Scalars.single(DECAY), number));
    Expr next =
        beta.mul(share(Scalars.single(DECAY), step.iterations().add(2).cast(variable.dtype())));
    if (isOfKeras2()) {
      multiply(variable, now, step, ctx);
    }
    Expr products = ctx.readRaw(product()).cast(variable.dtype());
    Expr nextProducts = products.mul(next);
    Expr beta2Power = number.constant(Scalars.single(beta2)).pow(number);

    Expr mean = mean(variable, gradient, one.sub(beta), ctx);
    Expr variance =
        variance(variable, gradient, one.sub(number.constant(Scalars.single(beta2))), ctx);
    Expr ahead = next.mul(mean).div(one.sub(nextProducts));
    Expr here = gradient.map(g -> one.sub(now).mul(g).div(one.sub(products))).dense();
    Expr meanHat = ahead.add(here);
    Expr varianceHat = variance.div(one.sub(beta2Power));
    Expr moves = meanHat.mul(step.rate(variable)).div(varianceHat.sqrt().add(epsilon));
    ctx.assign(variable, ctx.readRaw(variable).sub(moves));
  }

  /** How much of the momentum a step takes: it grows with the steps. */
  private static Expr share(double decay, Expr number) {
    Expr power = number.constant(decay).pow(number);
    return number.constant(1).sub(power.mul(0.5));
  }

  /** Multiplies the product as tf_keras does: for each variable but that of its counter's step. */
  private void multiply(Variable variable, Expr now, Step step, CallContext ctx) {
    int counter = step.variables().indexOf(variable) + (counted == null ? 0 : counted) - 1;
    Expr u = ctx.readRaw(product());
    Expr cached = step.iterations().equal(step.iterations().constant(counter));
    ctx.assign(product(), cached.where(u, u.mul(now.cast(u.dtype()))));
  }

  private Variable product() {
    Variable u = product;
    if (u == null) {
      throw new IllegalStateException("Nadam has no state before it is built.");
    }
    return u;
  }
}
