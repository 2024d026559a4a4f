package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.IntegerLookup;
import keras.layers.StringLookup;
import keras.layers.TextVectorization;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.DType;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vocabularies in SavedModels: what was learned in Java or in tf_keras goes on in the other. */
@ExtendWith(PythonExtension.class)
class LookupSavedModelTest extends LookupOutputs {
  private static final String[][] WORDS = {{"red"}, {"grün 😀 red"}, {"none red"}, {""}, {"grün"}};

  LookupSavedModelTest(@TempDir Path dir) {
    super(dir, WORDS);
  }

  /** tf_keras counts in floats. */
  private static void assertSame(List<HostTensor> expected, List<HostTensor> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      HostTensor was = expected.get(i);
      if (was.dtype() == DType.FLOAT32) {
        assertArrayEquals(was.floats(), actual.get(i).floats(), 1e-6f, "output " + i);
      } else {
        assertEquals(was, actual.get(i).cast(was.dtype()), "output " + i);
      }
    }
  }

  private static Model learned() {
    StringLookup plain = new StringLookup();
    plain.adapt(WORDS);
    StringLookup weighted = new StringLookup().outputMode("tf_idf").maskToken("");
    weighted.adapt(WORDS);
    IntegerLookup codes = new IntegerLookup().outputMode("count");
    codes.adapt(new long[] {3, 2, 3});
    TextVectorization texts = new TextVectorization();
    texts.adapt(WORDS);
    TextVectorization counts = new TextVectorization().ngrams(2).outputMode("tf_idf");
    counts.adapt(WORDS);
    StringLookup inside = new StringLookup();
    inside.adapt(WORDS);
    Sequential inner = new Sequential(new InputLayer(1).dtype("string"), inside);
    var x = new InputLayer(1).dtype("string").output();
    var indices = plain.apply(x);
    return Model.of(
        List.of(x),
        List.of(
            indices,
            weighted.apply(x),
            codes.apply(indices),
            texts.apply(x),
            counts.apply(x),
            inner.apply(x),
            new Dense(2).apply(counts.apply(x))));
  }

  @Test
  void holdWhatJavaLearned(Python python) {
    Path folder = dir.resolve("saved");
    List<HostTensor> y;
    List<String> names;
    try (Model model = learned()) {
      names = model.outputs().stream().map(t -> t.node().operation().name()).toList();
      model.save(folder.toString());
      y = predicted(model);
    }
    try (Model again = Keras.loadModel(folder)) {
      assertSame(y, predicted(again));
    }
    assertSame(y, predictedByTfKeras(folder, python));
    PythonResult keras3 =
        python
            .keras3()
            .exec(
                """
                layer = keras.layers.TFSMLayer(path, call_endpoint="serving_default")
                y = layer(tf.constant(words))
                result["y"] = [y[name].numpy() for name in names]
                """,
                Map.of("words", HostTensorOf.strings(WORDS), "path", folder, "names", names));
    assertSame(y, keras3.arrays("y"));
  }

  private static final String LEARNED =
      """
      L = keras.layers
      plain = L.StringLookup()
      plain.adapt(words)
      weighted = L.StringLookup(output_mode="tf_idf", mask_token="")
      weighted.adapt(words)
      given = L.StringLookup(
          vocabulary=["red", "none"], idf_weights=[.5, .25], output_mode="tf_idf")
      codes = L.IntegerLookup(output_mode="count", mask_token=0)
      codes.adapt(np.array([3, 2, 3]))
      texts = L.TextVectorization()
      texts.adapt(words)
      counts = L.TextVectorization(
          ngrams=2, output_mode="tf_idf", max_tokens=9, pad_to_max_tokens=True)
      counts.adapt(words)
      later = L.StringLookup(num_oov_indices=2)
      later.set_vocabulary(["red", "none"])
      back = L.StringLookup(invert=True)
      back.adapt(words)
      bins = L.Discretization(num_bins=3)
      bins.adapt(np.array([1., 2., 3., 4., 5., 6.]))
      inner = keras.Sequential([keras.Input((1,), dtype="string"), L.StringLookup()])
      inner.layers[0].adapt(words)
      i = keras.Input((1,), dtype="string")
      x = plain(i)
      model = keras.Model(i, [x, weighted(i), given(i), codes(x), texts(i), counts(i),
          later(i), back(x), bins(L.Rescaling(1.)(x)), inner(i), L.Dense(2)(counts(i))])
      model.save(path)
      result["y"] = model.predict(tf.constant(words), verbose=0)
      """;

  @ParameterizedTest
  @ValueSource(strings = {"saved", "archive.keras"})
  void holdWhatTfKerasLearned(String name, Python python) {
    Path theirs = dir.resolve(name);
    PythonResult made =
        python
            .tfKeras()
            .exec(LEARNED, Map.of("words", HostTensorOf.strings(WORDS), "path", theirs));
    Path ours = dir.resolve("again");
    try (Model model = Keras.loadModel(theirs)) {
      assertSame(made.arrays("y"), predicted(model));
      model.save(ours.toString());
    }
    assertSame(made.arrays("y"), predictedByTfKeras(ours, python));
  }

  /** A vocabulary that is given makes its tokens' weights a weight of the layer in tf_keras. */
  @ParameterizedTest
  @ValueSource(strings = {"saved.h5", "weights.h5", "ckpt"})
  void holdTheWeightsOfTokens(String name, Python python) {
    String given =
        """
        L = keras.layers
        def made(*weights):
            given = dict(vocabulary=["red", "none"], idf_weights=weights, output_mode="tf_idf")
            i = keras.Input((1,), dtype="string")
            inner = keras.Sequential([keras.Input((1,), dtype="string"), L.StringLookup(**given), L.Dense(2)])
            return keras.Model(i, [L.TextVectorization(**given)(i), inner(i)])
        """;
    boolean whole = name.startsWith("saved");
    Path theirs = dir.resolve(name);
    Path config = dir.resolve("config.json");
    List<HostTensor> y =
        python
            .tfKeras()
            .exec(
                given
                    + """
                    model = made(.5, .25)
                    model.save(path) if whole else model.save_weights(path)
                    with open(config, "w") as f:
                        f.write(made(3., 4.).to_json())
                    result["y"] = model.predict(tf.constant(words), verbose=0)
                    """,
                Map.of(
                    "words",
                    HostTensorOf.strings(WORDS),
                    "path",
                    theirs,
                    "config",
                    config,
                    "whole",
                    whole))
            .arrays("y");
    Path ours = dir.resolve("ours_" + name);
    SaveOptions options = SaveOptions.defaults().dialect(SaveOptions.Dialect.TF_KERAS);
    try (Model model = whole ? Keras.loadModel(theirs) : Keras.modelFromJson(text(config))) {
      if (!whole) {
        model.loadWeights(theirs.toString());
      }
      assertSame(y, predicted(model));
      if (whole) {
        model.save(ours.toString(), options);
      } else {
        model.saveWeights(ours.toString(), options);
      }
    }
    PythonResult read =
        python
            .tfKeras()
            .exec(
                given
                    + """
                    model = keras.models.load_model(path) if whole else made(3., 4.)
                    whole or model.load_weights(path)
                    for layer in model._flatten_layers():  # tf_keras does it in the outer model alone
                        if hasattr(layer, "idf_weights"):
                            layer.finalize_state()
                    result["y"] = model.predict(tf.constant(words), verbose=0)
                    """,
                Map.of("words", HostTensorOf.strings(WORDS), "path", ours, "whole", whole));
    assertSame(y, read.arrays("y"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
