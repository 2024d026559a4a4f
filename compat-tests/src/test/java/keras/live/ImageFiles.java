package keras.live;

import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Models that take images, in files that pass between Java and both Kerases. */
final class ImageFiles {
  private final Path dir;
  private final FloatNdArray x;

  /** Keeps files in a folder; scripts know the images as {@code x}. */
  ImageFiles(Path dir, FloatNdArray x) {
    this.dir = dir;
    this.x = x;
  }

  /** Returns images whose pixels hold whole numbers below 251. */
  static FloatNdArray images(long... shape) {
    FloatNdArray images = NdArrays.ofFloats(Shape.of(shape));
    int[] count = {0};
    images.scalars().forEachIndexed((at, pixel) -> pixel.setFloat(count[0]++ * 37 % 251));
    return images;
  }

  /** Runs a script that knows a file of a name as {@code path}. */
  PythonResult run(PythonKeras keras, String name, String script) {
    return keras.exec(script, Map.of("path", path(name), "x", x));
  }

  /** Reads a file of a name. */
  Model load(String name) {
    return Keras.loadModel(path(name));
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  /** Saves a model, and returns as {@code next} what Keras 3 makes of that file at training. */
  PythonResult drawn(Python python, Model model, String name) {
    model.save(path(name), SaveOptions.defaults().dialect(Dialect.KERAS_3));
    return run(
        python.keras3(),
        name,
        """
        model = keras.models.load_model(path)
        result["next"] = model(x, training=True)
        """);
  }

  /** Saves a model, and returns what tf_keras predicts by that file. */
  float[] predicted(Python python, Model model, String name) {
    model.save(path(name), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
    return run(
            python.tfKeras(),
            name,
            """
            model = keras.models.load_model(path)
            result["y"] = model.predict(x, verbose=0)
            """)
        .array("y")
        .floats();
  }

  /** Returns what a model predicts here. */
  float[] predicted(Model model) {
    return HostTensor.of(model.predict(x)).floats();
  }

  /** Returns what a model makes of the images at training. */
  float[] drawn(Model model) {
    return HostTensor.of(model.run(x, true)).floats();
  }

  /** Returns how many numbers are further apart than a distance. */
  static int apart(float[] expected, float[] actual, double distance) {
    int apart = 0;
    for (int i = 0; i < expected.length; i++) {
      apart += Math.abs(expected[i] - actual[i]) <= distance ? 0 : 1;
    }
    return apart;
  }
}
