package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;

/**
 * A layer that moves, turns, stretches or shears images by a matrix it draws for each.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py}.
 *
 * @param <L> the layer
 * @param <T> what is drawn for a call
 */
public abstract class AffineLayer<L extends AffineLayer<L, T>, T> extends WarpLayer<L, T> {
  private static final List<String> MODES = List.of("reflect", "wrap", "constant", "nearest");

  @Arg private String fillMode = "reflect";

  AffineLayer() {}

  /**
   * Sets where pixels from outside of the image come from.
   *
   * @param fillMode {@code "reflect"}: the image, mirrored at its edges; {@code "wrap"}: the image
   *     again; {@code "nearest"}: the pixels at the edge; {@code "constant"}: {@code fillValue}
   */
  public L fillMode(String fillMode) {
    return Options.checked(this, "fill_mode", fillMode);
  }

  @Override
  protected void validate() {
    if (!MODES.contains(fillMode)) {
      throw new IllegalArgumentException(
          "%s: `fill_mode` must be one of %s. Received: fill_mode='%s'."
              .formatted(getClass().getSimpleName(), MODES, fillMode));
    }
    super.validate();
  }

  /** Returns the eight numbers for each image by which TensorFlow moves pixels. */
  abstract Expr matrices(Expr x, T transformation);

  @Override
  final Expr warp(Expr x, T transformation, String how, CallContext ctx) {
    Expr matrices = matrices(x, transformation);
    return Ops.call(
        "image.affine_transform",
        x,
        c ->
            c.with("transform", matrices)
                .with("interpolation", how)
                .with("fill_mode", fillMode)
                .with("fill_value", fillValue()));
  }

  /**
   * Joins the numbers of matrices, each {@code (batch, 1)}: the column of a pixel comes from {@code
   * a0 x + a1 y + a2}, its row from {@code b0 x + b1 y + b2}.
   */
  static Expr matrix(Expr a0, Expr a1, Expr a2, Expr b0, Expr b1, Expr b2) {
    Expr zero = Numpy.zerosLike(a0);
    return Numpy.concatenate(List.of(a0, a1, a2, b0, b1, b2, zero, zero), 1);
  }
}
