package keras.live;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;

/** What models make of words, in Java and in tf_keras. */
abstract class LookupOutputs {
  final Path dir;

  private final String[][] words;

  LookupOutputs(Path dir, String[][] words) {
    this.dir = dir;
    this.words = words;
  }

  final List<HostTensor> predicted(Model model) {
    return model.predictAll(words).stream().map(HostTensor::of).toList();
  }

  /** Loads a file in tf_keras. */
  final List<HostTensor> predictedByTfKeras(Path file, Python python) {
    return python
        .tfKeras()
        .exec(
            """
            model = keras.models.load_model(path)
            result["y"] = model.predict(tf.constant(words), verbose=0)
            """,
            Map.of("words", HostTensorOf.strings(words), "path", file))
        .arrays("y");
  }
}
