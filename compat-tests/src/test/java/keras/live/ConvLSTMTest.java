package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.NdArray;

/**
 * The forecaster of frames of Keras' examples, made small, and heads with the channels first: Java
 * predicts and trains three steps as the Keras that wrote the file, which then reads Java's.
 */
@ExtendWith(PythonExtension.class)
class ConvLSTMTest {
  private static final String WRITE =
      """
      L = keras.layers
      rng = np.random.default_rng(4)
      frames = keras.Input((3, 6, 6, 1))
      y = L.ConvLSTM2D(4, (5, 5), padding="same", return_sequences=True, activation="relu")(frames)
      y = L.BatchNormalization()(y)
      y = L.ConvLSTM2D(4, (3, 3), padding="same", return_sequences=True, activation="relu")(y)
      y = L.BatchNormalization()(y)
      y = L.ConvLSTM2D(4, (1, 1), padding="same", return_sequences=True, activation="relu")(y)
      y = L.Conv3D(1, (3, 3, 3), activation="sigmoid", padding="same")(y)
      heads = [L.Flatten()(y)]
      if first:
          heads.append(L.Flatten()(L.ConvLSTM2D(2, 2, data_format="channels_first")(L.Permute((1, 4, 2, 3))(frames))))
      model = keras.Model(frames, L.Concatenate()(heads))
      model.set_weights([rng.uniform(0.1 if w.ndim == 1 else -0.4, 0.5, w.shape).astype("float32") for w in model.get_weights()])
      model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
      model.save(path)
      x = rng.uniform(size=(2, 3, 6, 6, 1)).astype("float32")
      t = rng.uniform(size=(2,) + model.output_shape[1:]).astype("float32")
      result["x"], result["t"], result["y"] = x, t, model.predict(x, verbose=0)
      result["losses"] = [float(model.train_on_batch(x, t)) for _ in range(3)]
      result["trained"] = model.predict(x, verbose=0)
      """;

  private static final String READ =
      """
      result["y"] = keras.models.load_model(path).predict(x, verbose=0)
      """;

  @ParameterizedTest
  @EnumSource(Framework.class)
  void forecastsAndTrainsAsTheWriter(Framework framework, Python python, @TempDir Path folder) {
    String path = folder.resolve("python.keras").toString();
    PythonResult written = python.of(framework).exec(WRITE, Map.of("path", path, "first", true));
    NdArray<?> x = written.array("x").toNdArray();
    Closeness close = Closeness.relative(1e-4);
    try (Model model = Keras.loadModel(path)) {
      close.check("y", List.of(written.array("y").toNdArray()), List.of(model.predict(x)));
      for (double loss : written.numbers("losses")) {
        assertEquals(loss, model.trainOnBatch(x, written.array("t").toNdArray()).loss(), 1e-4);
      }
      NdArray<?> trained = model.predict(x);
      close.check("trained", List.of(written.array("trained").toNdArray()), List.of(trained));
      for (String ending : List.of(".keras", ".h5")) {
        String java = folder.resolve("java" + ending).toString();
        model.save(java);
        PythonResult read = python.of(framework).exec(READ, Map.of("path", java, "x", x));
        close.check(ending, List.of(read.array("y").toNdArray()), List.of(trained));
      }
    }
  }
}
