package keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.OpCall;
import keras.ops.Ops;

/** Colours of batches of images with the channels last, by Keras' operations. */
final class Colours {
  private Colours() {}

  private static OpCall last(OpCall call) {
    return call.with("data_format", "channels_last");
  }

  /** Returns grey pictures of one channel. */
  static Expr grey(Expr images) {
    return Ops.call("image.rgb_to_grayscale", images, Colours::last);
  }

  /** Changes one of hue, saturation and value, by its place. */
  static Expr inHsv(Expr images, int place, UnaryOperator<Expr> change) {
    Expr hsv = Ops.call("image.rgb_to_hsv", images, Colours::last);
    List<Expr> parts = new ArrayList<>(Numpy.split(hsv, 3, 3));
    parts.set(place, change.apply(parts.get(place)));
    Expr rgb = Ops.call("image.hsv_to_rgb", Numpy.concatenate(parts, 3), Colours::last);
    return Core.stopGradient(rgb); // TensorFlow says of the op that it has none
  }
}
