package keras.preprocessing;

import java.util.List;
import java.util.Locale;

/** What {@link ImageDatasets} take. */
public final class ImageOptions extends DirectoryOptions<ImageOptions> {
  private static final List<String> INTERPOLATIONS =
      List.of(
          "bilinear",
          "nearest",
          "bicubic",
          "area",
          "lanczos3",
          "lanczos5",
          "gaussian",
          "mitchellcubic");

  int channels = 3;
  int height = 256;
  int width = 256;
  String interpolation = "bilinear";
  boolean crops;
  boolean pads;
  boolean channelsFirst;

  ImageOptions(String function) {
    super(function);
  }

  @Override
  ImageOptions self() {
    return this;
  }

  /** Sets the colours: {@code "rgb"}, the default, {@code "rgba"} or {@code "grayscale"}. */
  public ImageOptions colorMode(String colorMode) {
    channels =
        switch (colorMode) {
          case "rgb" -> 3;
          case "rgba" -> 4;
          case "grayscale" -> 1;
          default -> throw error("colorMode must be \"rgb\", \"rgba\" or \"grayscale\"", colorMode);
        };
    return this;
  }

  /** Sets the size that all images get, in pixels; 256 by 256 by default. */
  public ImageOptions imageSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw error("imageSize must be positive", height + " by " + width);
    }
    this.height = height;
    this.width = width;
    return this;
  }

  /**
   * Sets how images are resized: {@code "bilinear"}, the default, {@code "nearest"}, {@code
   * "bicubic"}, {@code "area"}, {@code "lanczos3"}, {@code "lanczos5"}, {@code "gaussian"} or
   * {@code "mitchellcubic"}. Nearest pixels come as uint8, others as float32.
   */
  public ImageOptions interpolation(String interpolation) {
    String how = interpolation.toLowerCase(Locale.ROOT);
    if (!INTERPOLATIONS.contains(how)) {
      throw error("interpolation must be one of " + INTERPOLATIONS, interpolation);
    }
    this.interpolation = how;
    return this;
  }

  /** Cuts the largest window of the right proportions out of the middle before it is resized. */
  public ImageOptions cropToAspectRatio(boolean cropToAspectRatio) {
    crops = cropToAspectRatio;
    return this;
  }

  /** Puts zeros around images, so that they keep their proportions. */
  public ImageOptions padToAspectRatio(boolean padToAspectRatio) {
    pads = padToAspectRatio;
    return this;
  }

  /**
   * Sets where the channels are: {@code "channels_last"}, the default, or {@code "channels_first"}.
   */
  public ImageOptions dataFormat(String dataFormat) {
    if (!dataFormat.equals("channels_last") && !dataFormat.equals("channels_first")) {
      throw error("dataFormat must be \"channels_last\" or \"channels_first\"", dataFormat);
    }
    channelsFirst = dataFormat.equals("channels_first");
    return this;
  }

  @Override
  void check(boolean both) {
    super.check(both);
    if (crops && pads) {
      throw error("only one of cropToAspectRatio and padToAspectRatio can be true", "both");
    }
    if (crops && List.of("area", "gaussian", "mitchellcubic").contains(interpolation)) {
      throw error("cropToAspectRatio has no such interpolation, as in Keras", interpolation);
    }
  }
}
