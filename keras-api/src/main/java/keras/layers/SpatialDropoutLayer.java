package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A layer that sets whole channels to zero while training, a random share of them, and scales the
 * others by {@code 1 / (1 - rate)} (Tompson et al., 2014).
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Its config has the dtype's name, as Keras', and the whole policy only where the layer computes
 * in another dtype, which Keras forgets.
 *
 * <p>Keras: {@code keras/src/layers/regularization/spatial_dropout.py}.
 */
public abstract class SpatialDropoutLayer<L extends SpatialDropoutLayer<L>> extends SpatialLayer<L>
    implements SeedOptions<L> {
  @Arg private double rate;
  @Arg private @Nullable Integer seed;

  private @Nullable SeedGenerator generator;

  SpatialDropoutLayer(int spatialAxes) {
    super(spatialAxes);
  }

  SpatialDropoutLayer(int spatialAxes, double rate) {
    super(spatialAxes);
    this.rate = rate;
    validate();
  }

  @Override
  protected void validate() {
    requireShare("rate", rate);
    if (rate > 0) {
      generator = seeded(generator, seed);
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    SeedGenerator seeds = generator;
    if (!ctx.training() || seeds == null) {
      return x;
    }
    if (rate == 1) {
      return Numpy.zerosLike(x);
    }
    requireFloating(x);
    List<Expr> sizes = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      boolean whole = i == 0 || i == channelAxis();
      sizes.add(whole ? Core.size(x, i) : Core.constant(x.tf(), 1, DType.INT32));
    }
    return Dropout.drop(x, rate, seeds, Numpy.stack(sizes), ctx);
  }

  /** Returns what Keras writes of the layer: neither whether it trains nor a policy. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.remove("trainable");
    DType variables = dtypePolicy().variableDtype();
    if (dtypePolicy().computeDtype() == variables) {
      config.put("dtype", variables.id());
    }
    return config;
  }
}
