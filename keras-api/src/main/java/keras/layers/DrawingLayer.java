package keras.layers;

import java.util.Objects;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A layer of images that draws what it does from a seed generator: its own, or that of a layer
 * around it.
 *
 * @param <L> the layer
 * @param <T> what is drawn for a call: a record of tensors, or one tensor
 */
public abstract class DrawingLayer<L extends DrawingLayer<L, T>, T> extends ImageLayer<L, T> {
  private @Nullable SeedGenerator generator;

  DrawingLayer() {}

  /** Makes the generator, or gives it another seed. */
  final void seedWith(@Nullable Integer seed) {
    generator = seeded(generator, seed);
  }

  /** Returns the generator that the layer made. */
  final SeedGenerator generator() {
    return Objects.requireNonNull(generator);
  }

  /** Draws what happens to a batch of images, in Keras' order. */
  abstract T draw(Draws draws);

  @Override
  final T getRandomTransformation(Expr images, CallContext ctx) {
    return draw(new Draws(images, drawing(generator), ctx));
  }
}
