package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.config.Configs;
import keras.engine.HostTensor;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/** Models that Java trains and saves as .h5, and Python loads, predicts with and trains on. */
@ExtendWith(PythonExtension.class)
class H5LiveTest {
  private static final String GO_ON =
      """
      model = keras.models.load_model(path)
      model.run_eagerly = True  # which spares the tracing
      x = x[0] if len(x) == 1 else x
      y = y[0] if len(y) == 1 else y
      p = model.predict(x, verbose=0)
      result["p"] = list(p) if isinstance(p, (list, tuple)) else [p]
      result["history"] = model.fit(
          x, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history
      model.save(again)
      with h5py.File(again) as f:
          result["config"] = json.loads(f.attrs["model_config"])
      q = model.predict(x, verbose=0)
      result["q"] = list(q) if isinstance(q, (list, tuple)) else [q]
      """;

  /** What the Kerases write and do not need, or find out by themselves. */
  private static final String NOT_NEEDED =
      ".*\\.(axis: expected -1\\. Received: \\[1\\]\\."
          + "|(quantization_config|kwargs\\.mask): not expected: null\\."
          + "|fused: expected: false\\."
          + "|(input|output)_layers: expected \\[\\w.*\\]\\. Received: \\[\\[.*"
          + "|batch_input_shape: not expected: .*"
          + "|(build_config|module|registered_name): not expected: .*)";

  private final Path dir;

  H5LiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  static Stream<Arguments> readers() {
    List<Arguments> all = new ArrayList<>();
    for (SavedCase saved : SavedCase.portable()) {
      for (Framework reader : Framework.values()) {
        all.add(Arguments.of(saved, Dialect.PORTABLE, reader));
      }
    }
    Stream.concat(SavedCase.portable().stream(), Stream.of(SavedCase.nested()))
        .forEach(
            saved -> {
              all.add(Arguments.of(saved, Dialect.KERAS_3, Framework.KERAS3));
              all.add(Arguments.of(saved, Dialect.TF_KERAS, Framework.TF_KERAS));
            });
    return all.stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
    Keras.setRandomSeed(1);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void isLoadedAndTrained(SavedCase saved, Dialect dialect, Framework reader, Python python) {
    Path file = dir.resolve("model.h5");
    Path again = dir.resolve("again.h5");
    try (Model model = saved.make().get()) {
      train(model, saved);
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
      List<NdArray<?>> predictions = model.predictAll(saved.x());
      PythonResult read =
          python
              .of(reader)
              .exec(GO_ON, Map.of("path", file, "again", again, "x", saved.x(), "y", saved.y()));
      assertNear("predictions", read.arrays("p"), predictions, 1e-5);
      assertEquals(List.of(), differences(model, reader, read.map("config")));
      boolean carried = dialect == Dialect.TF_KERAS;
      History history = carried ? train(model, saved) : trainAnew(model, saved);
      assertEquals(history.history().size(), read.map("history").size());
      for (String key : history.history().keySet()) {
        boolean unprefixed = dialect == Dialect.PORTABLE && reader == Framework.TF_KERAS;
        double[] expected = read.series("history", unprefixed ? unprefixed(key) : key);
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], history.get(key).get(i), saved.tolerance(), key);
        }
      }
      try (Model back = Keras.loadModel(again.toString())) {
        assertNear("saved again", read.arrays("q"), back.predictAll(saved.x()), 1e-5);
      }
    }
  }

  /** Compares what Python reports of the model with what this library says to that Python. */
  private static List<String> differences(Model model, Framework reader, Object reported) {
    Target target = reader == Framework.KERAS3 ? Target.KERAS_3 : Target.TF_KERAS;
    Map<String, @Nullable Object> said =
        FromKeras3.legacy(FromKeras3.convert(Configs.serialize(model), target).config(), target);
    return JsonDiff.of(said, reported).stream().filter(line -> !line.matches(NOT_NEEDED)).toList();
  }

  /**
   * tf_keras takes a metric's name from a file as it is; Keras 3 puts the output's before it, so
   * that a file for both has it without.
   */
  private static String unprefixed(String key) {
    return key.endsWith("_loss") ? key : key.replaceFirst("^(main|aux)_output_", "");
  }

  private static History train(Model model, SavedCase saved) {
    return model.fit(saved.x(), saved.y(), f -> f.epochs(2).batchSize(8).shuffle(false).verbose(0));
  }

  /** Goes on with a new optimizer, as a Keras does that finds no state where it looks for it. */
  private static History trainAnew(Model model, SavedCase saved) {
    try (Model anew = saved.make().get()) {
      anew.predictAll(saved.x()); // which builds it
      anew.setWeights(model.getWeights());
      return train(anew, saved);
    }
  }

  private static void assertNear(
      String what, List<HostTensor> python, List<NdArray<?>> java, double tolerance) {
    assertEquals(python.size(), java.size(), what);
    for (int i = 0; i < python.size(); i++) {
      HostTensor mine = HostTensor.of(java.get(i));
      assertEquals(python.get(i).shape(), mine.shape(), what);
      assertArrayEquals(python.get(i).floats(), mine.floats(), (float) tolerance, what);
    }
  }
}
