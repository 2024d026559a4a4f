package keras.layers;

import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.ImageOps;

/**
 * Resizes images, at training and otherwise.
 *
 * <pre>{@code
 * new Resizing(128, 128).interpolation("bicubic").cropToAspectRatio(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch; with the
 * channels first if {@code dataFormat} says so. Outputs: the same axes, with {@code height} rows
 * and {@code width} columns, in the dtype of the inputs; integers are rounded.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: integer images can be padded; Keras fails on them. Images come as tensors,
 * not as dictionaries with boxes and labels.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/resizing.py}.
 */
public final class Resizing extends ImageLayer<Resizing> {
  @Arg private int height;
  @Arg private int width;
  @Arg private Interpolation interpolation = Interpolation.BILINEAR;
  @Arg private boolean cropToAspectRatio;
  @Arg private boolean padToAspectRatio;
  @Arg private String fillMode = "constant";
  @Arg private double fillValue;
  @Arg private boolean antialias;

  private Resizing() {}

  /** Makes a layer that gives images of a height and a width, in pixels. */
  public Resizing(int height, int width) {
    this.height = height;
    this.width = width;
    validate();
  }

  /** Sets how new pixels come from old ones. */
  public Resizing interpolation(Interpolation interpolation) {
    return with(() -> this.interpolation = interpolation);
  }

  /** Sets how new pixels come from old ones by Keras' name, as in {@code "nearest"}. */
  public Resizing interpolation(String id) {
    return interpolation(Options.named(this, "interpolation", Interpolation.class, id));
  }

  /** Sets whether the image is cut first, so that it keeps its proportions. */
  public Resizing cropToAspectRatio(boolean cropToAspectRatio) {
    return Options.checked(this, "crop_to_aspect_ratio", cropToAspectRatio);
  }

  /** Sets whether the image is padded first, so that it keeps its proportions. */
  public Resizing padToAspectRatio(boolean padToAspectRatio) {
    return Options.checked(this, "pad_to_aspect_ratio", padToAspectRatio);
  }

  /** Sets what the padding holds; Keras knows {@code "constant"} alone. */
  public Resizing fillMode(String fillMode) {
    return Options.checked(this, "fill_mode", fillMode);
  }

  /** Sets the value of the padding. */
  public Resizing fillValue(double fillValue) {
    return with(() -> this.fillValue = fillValue);
  }

  /** Sets whether a smaller image takes all pixels into account. */
  public Resizing antialias(boolean antialias) {
    return with(() -> this.antialias = antialias);
  }

  @Override
  protected void validate() {
    requirePositive("height", height);
    requirePositive("width", width);
    if (cropToAspectRatio && padToAspectRatio) {
      throw new IllegalArgumentException(
          "Resizing: only one of `crop_to_aspect_ratio` and `pad_to_aspect_ratio` can be true."
              + " Received: both.");
    }
    if (!fillMode.equals("constant")) {
      throw new IllegalArgumentException(
          "Resizing: `fill_mode` must be 'constant'. Received: fill_mode='%s'."
              .formatted(fillMode));
    }
  }

  @Override
  Expr transform(Expr images, CallContext ctx) {
    Expr x = images;
    if (cropToAspectRatio) {
      x = ImageOps.cropToAspectRatio(x, height, width);
    } else if (padToAspectRatio) {
      x = ImageOps.padToAspectRatio(x, height, width, fillValue);
    }
    String how = interpolation.name().toLowerCase(Locale.ROOT);
    return ImageOps.saturated(ImageOps.resize(x, height, width, how, antialias), images.dtype());
  }
}
