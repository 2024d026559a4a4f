package keras.layers;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;
import keras.ops.Numpy;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer that changes one side of images by a share it draws.
 *
 * <p>Keras: {@code keras/src/legacy/layers.py}.
 */
public abstract class RandomSizeLayer<L extends RandomSizeLayer<L>> extends FluentLayer<L>
    implements FactorOptions<L>, SeedOptions<L> {
  @Arg private Object factor = 0.0;
  @Arg private Interpolation interpolation = Interpolation.BILINEAR;
  @Arg private @Nullable Integer seed;

  private @Nullable SeedGenerator generator;

  RandomSizeLayer() {}

  RandomSizeLayer(double factor) {
    this.factor = factor;
    requireValid();
  }

  /** Sets how new pixels come from old ones. */
  public L interpolation(Interpolation interpolation) {
    return with(() -> this.interpolation = interpolation);
  }

  /** Sets how new pixels come from old ones by Keras' name, as in {@code "nearest"}. */
  public L interpolation(String id) {
    return interpolation(Options.named(this, "interpolation", Interpolation.class, id));
  }

  @Override
  protected void validate() {
    Factor range = range();
    if (range.high() < range.low() || range.low() < -1) {
      throw new IllegalArgumentException(
          "%s: `factor` must be a number, or two in order, from -1 on. Received: factor=%s."
              .formatted(getClass().getSimpleName(), factor));
    }
    generator = seeded(generator, seed);
  }

  private Factor range() {
    if (factor instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number low
        && list.get(1) instanceof Number high) {
      return new Factor(low.doubleValue(), high.doubleValue());
    } else if (factor instanceof Number n) {
      return new Factor(-n.doubleValue(), n.doubleValue());
    }
    return new Factor(0, -1);
  }

  @Override
  public boolean trainsByDefault() {
    return true;
  }

  /** Returns the axis that changes: 1 for rows, 2 for columns. */
  abstract int axis();

  @Override
  protected Expr call(Expr given, CallContext ctx) {
    if (given.rank() != 3 && given.rank() != 4) {
      throw new IllegalArgumentException(
          "%s: expected images, as inputs of 4 axes, or of 3 for a single one. Received: shape %s."
              .formatted(this, Shapes.show(given.shape())));
    }
    DType dtype = dtypePolicy().computeDtype();
    Expr x = given.cast(dtype);
    if (!ctx.training() && !ctx.infersShapes()) {
      return x;
    }
    boolean single = x.rank() == 3;
    Expr images = single ? x.expandDims(0) : x;
    Expr size = Core.size(images, axis()).cast(DType.FLOAT32).mul(share(images, ctx));
    Expr changed = size.cast(DType.INT32);
    Expr sizes =
        Numpy.stack(
            axis() == 1
                ? List.of(changed, Core.size(images, 2))
                : List.of(Core.size(images, 1), changed));
    String how = interpolation.name().toLowerCase(Locale.ROOT);
    Expr resized = ImageOps.resize(images, sizes, how, false).cast(dtype);
    long[] told = images.shape().asArray();
    told[axis()] = -1;
    Expr y = x.wrap(x.tf().ensureShape(resized, Shape.of(told)));
    return single ? Numpy.squeeze(y, 0) : y;
  }

  /** Draws; where only shapes are wanted the share is unknown, and so is the size, as in Keras. */
  private Expr share(Expr images, CallContext ctx) {
    if (ctx.infersShapes()) {
      return Core.size(images, 0).cast(DType.FLOAT32);
    }
    Factor range = range();
    SeedGenerator seeds = Objects.requireNonNull(generator);
    return seeds.uniform(List.of(), 1 + range.low(), 1 + range.high(), ctx);
  }
}
