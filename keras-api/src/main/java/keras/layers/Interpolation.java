package keras.layers;

/**
 * How the pixels of a resized image come from those of the first.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/image.py}.
 */
public enum Interpolation {
  /** The average of the four nearest pixels, by distance. */
  BILINEAR,
  /** The nearest pixel. */
  NEAREST,
  /** Cubic curves through the nearest sixteen pixels. */
  BICUBIC,
  /** Lanczos' kernel of radius 3. */
  LANCZOS3,
  /** Lanczos' kernel of radius 5. */
  LANCZOS5,
  /** The average of the area that a pixel covers; no gradient goes through. */
  AREA
}
