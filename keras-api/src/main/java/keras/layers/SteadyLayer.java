package keras.layers;

import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * A layer of images that draws nothing: it does the same in each call.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py}.
 *
 * @param <L> the layer
 */
public abstract class SteadyLayer<L extends SteadyLayer<L>> extends ImageLayer<L, Expr> {
  SteadyLayer() {}

  @Override
  final Expr getRandomTransformation(Expr images, CallContext ctx) {
    return images;
  }
}
