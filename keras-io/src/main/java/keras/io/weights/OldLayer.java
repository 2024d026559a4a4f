package keras.io.weights;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer whose weights a file holds in an older form.
 *
 * @param className the class, as in Keras 3
 * @param config its config in Keras 3's form
 * @param expected the shapes of its weights
 * @param keras1 whether Keras 1 wrote the file
 * @param theano whether Keras ran on Theano, whose convolutions turn the kernel round
 */
record OldLayer(
    String className,
    Map<String, @Nullable Object> config,
    List<Shape> expected,
    boolean keras1,
    boolean theano) {
  boolean channelsFirst() {
    return "channels_first".equals(config.get("data_format"));
  }
}
