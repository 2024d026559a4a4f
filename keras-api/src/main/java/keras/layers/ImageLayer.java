package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * A layer that prepares images: a batch of them, or a single one without a batch axis.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py}.
 */
public abstract class ImageLayer<L extends ImageLayer<L>> extends FluentLayer<L>
    implements DataFormatOptions<L> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  ImageLayer() {}

  @Override
  public boolean trainsByDefault() {
    return true;
  }

  /** Transforms a batch of images whose channels are last. */
  abstract Expr transform(Expr images, CallContext ctx);

  @Override
  protected final Expr call(Expr x, CallContext ctx) {
    if (x.rank() != 3 && x.rank() != 4) {
      throw new IllegalArgumentException(
          "%s: expected images, as inputs of 4 axes, or of 3 for a single one. Received: shape %s."
              .formatted(this, Shapes.show(x.shape())));
    }
    boolean single = x.rank() == 3;
    boolean first = dataFormat == DataFormat.CHANNELS_FIRST;
    Expr images = single ? x.expandDims(0) : x;
    Expr y = transform(first ? images.transpose(0, 2, 3, 1) : images, ctx);
    Expr out = first ? y.transpose(0, 3, 1, 2) : y;
    return single ? Numpy.squeeze(out, 0) : out;
  }
}
