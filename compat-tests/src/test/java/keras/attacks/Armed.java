package keras.attacks;

import keras.layers.Layer;

/** A layer on the class path that nobody gave to the reader; it notes that it was initialised. */
public final class Armed extends Layer {
  static {
    System.setProperty("keras.attacks.armed", "true");
  }

  /** Makes the layer. */
  public Armed() {}
}
