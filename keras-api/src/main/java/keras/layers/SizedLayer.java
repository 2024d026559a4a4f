package keras.layers;

import keras.config.Arg;

/**
 * A layer that gives images of a height and a width, at training and otherwise.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/resizing.py}, {@code
 * center_crop.py}, {@code random_crop.py}.
 *
 * @param <L> the layer
 * @param <T> what is drawn for a call
 */
public abstract class SizedLayer<L extends SizedLayer<L, T>, T> extends ImageLayer<L, T> {
  @Arg int height;
  @Arg int width;

  SizedLayer() {}

  /** Makes a layer; those that extend this one check what they then hold. */
  SizedLayer(int height, int width) {
    this.height = height;
    this.width = width;
  }

  @Override
  protected void validate() {
    requirePositive("height", height);
    requirePositive("width", width);
  }

  @Override
  final boolean transformsAlways() {
    return true;
  }
}
