package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Structure;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.LSTM;
import keras.layers.Layer;
import keras.layers.Reshape;
import keras.losses.BinaryCrossentropy;
import keras.metrics.BinaryAccuracy;
import keras.models.Model;
import keras.ops.Expr;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.NdArray;

/** What scripts of keras.io do, beside Python; docs/scripts.md says which were tried. */
@ExtendWith(PythonExtension.class)
class PublicScriptsTest {
  private static final String PYTHON =
      """
      L = keras.layers
      class Masked(L.Layer):
          def __init__(self):
              super().__init__()
              self.embedding = L.Embedding(50, 16, mask_zero=True)
              self.lstm = L.LSTM(8)

          def call(self, x):
              return self.lstm(self.embedding(x))

      class LogisticEndpoint(L.Layer):
          def __init__(self, name=None):
              super().__init__(name=name)
              self.loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
              self.accuracy_metric = keras.metrics.BinaryAccuracy(name="accuracy")

          def call(self, targets, logits, sample_weights=None):
              self.add_loss(self.loss_fn(targets, logits, sample_weights))
              self.accuracy_metric.update_state(targets, logits, sample_weights)
              return keras.ops.softmax(logits)

      keras.utils.set_random_seed(42)
      words = np.array([[1, 2, 0], [3, 0, 0]], "int32")
      masked = Masked()
      result["run"] = masked(words).numpy().tolist()
      i = keras.Input((None,), dtype="int32")
      model = keras.Model(i, L.GlobalAveragePooling1D()(L.Embedding(100, 8)(i)))
      lines = []
      model.summary(print_fn=lambda line, line_break=False: lines.append(line))
      result["summary"] = "\\n".join(lines)

      n = keras.Input((), name="n")
      numbers = keras.Model(n, L.Reshape((1,), name="column")(n))
      lines = []
      numbers.summary(print_fn=lambda line, line_break=False: lines.append(line))
      result["numbers"] = "\\n".join(lines)

      inputs = keras.Input((3,), name="inputs")
      targets = keras.Input((2,), name="targets")
      logits = L.Dense(2)(inputs)
      ends = keras.Model([inputs, targets], LogisticEndpoint(name="predictions")(targets, logits))
      ends.compile("adam")
      data = {"inputs": np.array([[1, 2, 3], [3, 1, 2.]]), "targets": np.array([[0, 1], [1, 1.]])}
      result["history"] = ends.fit(data, epochs=3, batch_size=1, verbose=0).history
      """;

  /** Holds a layer that draws seeds when it is made, and one that draws some more. */
  private static final class Masked extends Layer {
    private final Embedding embedding = new Embedding(50, 16).maskZero(true);
    private final LSTM lstm = new LSTM(8);

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return lstm.apply(embedding.apply(x, ctx), ctx);
    }
  }

  /** Adds its loss and follows its accuracy, as Keras' guides on training have it. */
  private static final class LogisticEndpoint extends Layer {
    private final BinaryCrossentropy lossFn = new BinaryCrossentropy().fromLogits(true);
    private final BinaryAccuracy accuracyMetric = new BinaryAccuracy().name("accuracy");

    @Override
    public List<String> callArguments() {
      return List.of("targets", "logits", "sample_weights");
    }

    @Override
    protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
      Expr targets = in.tensor("targets");
      Expr logits = in.tensor("logits");
      Expr weights = in.find("sample_weights");
      ctx.addLoss(lossFn.apply(targets, logits, weights));
      accuracyMetric.updateState(targets, logits, weights, ctx);
      return Structure.of(logits.softmax(-1));
    }
  }

  @Test
  void doTheSameHere(Python python) {
    PythonResult expected = python.keras3().exec("keras.backend.clear_session()\n" + PYTHON);
    Keras.clearSession();
    Keras.setRandomSeed(42);
    NdArray<?> run = new Masked().run(new int[][] {{1, 2, 0}, {3, 0, 0}});
    List<?> rows = expected.list("run");
    for (int i = 0; i < rows.size(); i++) {
      List<?> row = (List<?>) rows.get(i);
      for (int j = 0; j < row.size(); j++) {
        assertEquals(
            ((Number) row.get(j)).doubleValue(),
            ((Number) run.getObject(i, j)).doubleValue(),
            1e-6,
            "a layer that holds others has their seeds in Python's order");
      }
    }

    KerasTensor words = Keras.input(null, "int32", -1);
    try (Model model =
        Model.of(words, new GlobalAveragePooling1D().apply(new Embedding(100, 8).apply(words)))) {
      List<String> lines = new ArrayList<>();
      model.summary(lines::add);
      String summary = String.join("\n", lines);
      assertTrue(summary.contains("Total params: 800 (3.12 KB)"), summary);
      assertEquals(expected.text("summary").strip(), summary.strip());
    }

    KerasTensor n = Keras.input("n");
    try (Model model = Model.of(n, new Reshape(1).name("column").apply(n))) {
      List<String> lines = new ArrayList<>();
      model.summary(lines::add);
      assertEquals(expected.text("numbers").strip(), String.join("\n", lines).strip());
    }

    KerasTensor inputs = Keras.input("inputs", 3);
    KerasTensor targets = Keras.input("targets", 2);
    KerasTensor logits = new Dense(2).apply(inputs);
    KerasTensor predictions =
        new LogisticEndpoint().name("predictions").apply(targets, c -> c.with("logits", logits));
    try (Model ends = Model.of(List.of(inputs, targets), List.of(predictions))) {
      ends.compile(c -> c.optimizer("adam"));
      var history =
          ends.fit(
              Map.of(
                  "inputs",
                  new float[][] {{1, 2, 3}, {3, 1, 2}},
                  "targets",
                  new float[][] {{0, 1}, {1, 1}}),
              f -> f.epochs(3).batchSize(1).verbose(0));
      for (String name : List.of("loss", "accuracy")) {
        double[] series = expected.series("history", name);
        for (int i = 0; i < series.length; i++) {
          assertEquals(series[i], history.get(name).get(i), 2e-6, name + " of epoch " + i);
        }
      }
    }
  }
}
