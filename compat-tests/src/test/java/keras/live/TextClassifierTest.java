package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import keras.Keras;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.TextVectorization;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A classifier of raw texts: made in Python, trained on in Java, trained on in Python. */
@ExtendWith(PythonExtension.class)
class TextClassifierTest {
  private static final String[][] TEXTS = {
    {"A wonderful film, truly!"},
    {"Dull. Very dull…"},
    {"Wunderschön & ergreifend 😀"},
    {"the worst of the worst"},
    {"truly wonderful"},
    {""}
  };
  private static final float[][] LABELS = {{1}, {0}, {1}, {0}, {1}, {0}};

  private static final String STEPS =
      """
      def losses(model):
          return [float(model.train_on_batch(tf.constant(texts), labels)[0]) for _ in range(3)]
      """;

  private final Path dir;

  TextClassifierTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static double[] losses(Model model) {
    double[] losses = new double[3];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = model.trainOnBatch(TEXTS, LABELS).loss();
    }
    return losses;
  }

  private static Map<String, Object> data(Path from, Path to) {
    return Map.of(
        "texts",
        HostTensorOf.strings(TEXTS),
        "labels",
        HostTensorOf.strings(LABELS),
        "path",
        from,
        "to",
        to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"L.GlobalAveragePooling1D()", "L.Bidirectional(L.LSTM(3))"})
  void isUnbroken(String middle, Python python) {
    Path theirs = dir.resolve("python.keras");
    Path ours = dir.resolve("java.keras");
    Path further = dir.resolve("further.keras");
    PythonResult made =
        python
            .keras3()
            .exec(
                STEPS
                    + """
                    L = keras.layers
                    keras.utils.set_random_seed(7)
                    words = L.TextVectorization(max_tokens=20, output_sequence_length=6)
                    words.adapt(texts)
                    model = keras.Sequential([keras.Input((1,), dtype="string"), words,
                        L.Embedding(20, 4, mask_zero=True), MIDDLE, L.Dense(1, activation="sigmoid")])
                    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
                    losses(model)
                    model.save(path)
                    result["y"] = model.predict(tf.constant(texts), verbose=0)
                    result["losses"] = losses(model)
                    model.save(to)
                    result["further"] = losses(model)
                    result["words"] = words.get_vocabulary()
                    """
                        .replace("MIDDLE", middle),
                data(theirs, further));
    try (Model model = Keras.loadModel(theirs)) {
      TextVectorization words = (TextVectorization) model.layers().get(0);
      assertEquals(made.list("words"), words.getVocabulary());
      assertArrayEquals(
          made.array("y").floats(), HostTensor.of(model.predict(TEXTS)).floats(), 1e-6f);
      assertArrayEquals(made.numbers("losses"), losses(model), 1e-6);
      model.save(ours.toString());
    }
    PythonResult read =
        python
            .keras3()
            .exec(
                STEPS
                    + """
                    model = keras.models.load_model(path)
                    result["words"] = model.layers[0].get_vocabulary()
                    result["losses"] = losses(model)
                    """,
                data(ours, further));
    assertEquals(made.list("words"), read.list("words"));
    assertArrayEquals(made.numbers("further"), read.numbers("losses"), 1e-6);
  }

  @Test
  void learnsInJava(Python python) {
    Path ours = dir.resolve("java.keras");
    Path exported = dir.resolve("served");
    TextVectorization words = new TextVectorization().ngrams(2).outputMode("tf_idf");
    words.adapt(TEXTS);
    try (Sequential model =
        new Sequential(
            new InputLayer(1).dtype("string"), words, new Dense(1).activation("sigmoid"))) {
      model.compile(c -> c.optimizer("adam").loss("binary_crossentropy"));
      Dataset batches =
          Dataset.of(
              HostTensorOf.strings(TEXTS).toNdArray(), HostTensorOf.strings(LABELS).toNdArray());
      model.fit(batches, f -> f.epochs(2).verbose(0));
      model.fit(TEXTS, LABELS, f -> f.epochs(2).verbose(0));
      float[] y = HostTensor.of(model.predict(TEXTS)).floats();
      model.save(ours.toString());
      model.export(exported.toString());
      PythonResult read =
          python
              .keras3()
              .exec(
                  """
                  model = keras.models.load_model(path)
                  result["y"] = model.predict(tf.constant(texts), verbose=0)
                  again = keras.layers.TextVectorization(ngrams=2, output_mode="tf_idf")
                  again.adapt(texts)
                  result["words"] = again.get_vocabulary()
                  result["idf"] = again._lookup_layer.idf_weights.numpy()
                  served = tf.saved_model.load(to)
                  result["served"] = served.serve(tf.constant(texts)).numpy()
                  other = tf.saved_model.load(to)
                  result["twice"] = other.serve(tf.constant(texts)).numpy()
                  layer = keras.layers.TFSMLayer(to, call_endpoint="serve")
                  result["layer"] = layer(tf.constant(texts)).numpy()
                  """,
                  data(ours, exported));
      assertEquals(read.list("words"), words.getVocabulary());
      assertArrayEquals(y, read.array("y").floats(), 1e-6f);
      assertArrayEquals(y, read.array("served").floats(), 1e-6f);
      assertArrayEquals(y, read.array("twice").floats(), 1e-6f);
      assertArrayEquals(y, read.array("layer").floats(), 1e-6f);
    }
  }

  /** Keras' checkpoints have no vocabulary, and ours have none. */
  @Test
  void takesWeightsOfCheckpoints(Python python) {
    Path archive = dir.resolve("python.keras");
    Path checkpoint = dir.resolve("python.ckpt");
    PythonResult made =
        python
            .keras3()
            .exec(
                """
                L = keras.layers
                words = L.TextVectorization()
                words.adapt(texts)
                model = keras.Sequential([keras.Input((1,), dtype="string"), words,
                    L.Embedding(30, 4), L.GlobalAveragePooling1D(), L.Dense(1)])
                model.save(path)
                for w in model.weights:
                    w.assign(w + 0.5)
                tf.train.Checkpoint(model=model).write(to)
                result["y"] = model.predict(tf.constant(texts[:5]), verbose=0)
                """,
                data(archive, checkpoint));
    try (Model model = Keras.loadModel(archive)) {
      model.loadWeights(checkpoint.toString());
      String[][] some = Arrays.copyOf(TEXTS, 5);
      assertArrayEquals(
          made.array("y").floats(), HostTensor.of(model.predict(some)).floats(), 1e-6f);
    }
  }
}
