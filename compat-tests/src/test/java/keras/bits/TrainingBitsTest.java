package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Flatten;
import keras.layers.Layer;
import keras.models.Sequential;
import keras.optimizers.Optimizer;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.StdArrays;

/**
 * The same script, the same seed, the same bits: the article's classifier of Fashion-MNIST from
 * {@code setRandomSeed(42)}, shuffled, in Python and in Java on this machine.
 *
 * <p>Three epochs on the 900 images of the examples; {@code -Dfashion.data=FOLDER} names the four
 * files of the whole data set instead, {@code -Dfashion.epochs=30} the number of epochs.
 */
@ExtendWith(PythonExtension.class)
class TrainingBitsTest {
  private static final Path DATA =
      Path.of(
          System.getProperty("fashion.data", "../examples/src/main/resources/fashion-mnist-mini"));

  private static final int EPOCHS = Integer.getInteger("fashion.epochs", 3);

  /** The script in Python; {@code between} and {@code optimizer} are expressions. */
  private static final String SCRIPT =
      """
      L = keras.layers
      keras.utils.set_random_seed(42)
      model = keras.Sequential([
          L.Flatten(input_shape=[28, 28]),
          L.Dense(300, activation="relu"),
          *eval(between),
          L.Dense(100, activation="relu"),
          L.Dense(10, activation="softmax"),
      ])
      model.compile(eval(optimizer), "sparse_categorical_crossentropy", metrics=["accuracy"])
      history = model.fit(images / 255.0, labels, epochs=epochs, validation_split=0.1, verbose=0)
      result["history"] = history.history
      result["weights"] = model.get_weights()
      result["optimizer"] = list(model.optimizer.variables)
      result["scores"] = model.evaluate(images / 255.0, labels, verbose=0)
      result["predictions"] = model.predict(images[:100] / 255.0, verbose=0)
      """;

  /** The script's variants in both languages. */
  enum Variant {
    SGD("'sgd'", "[]"),
    MOMENTUM("keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True)", "[]"),
    ADAM("'adam'", "[]"),
    RMSPROP("'rmsprop'", "[]"),
    DROPOUT("'sgd'", "[L.Dropout(0.3)]"),
    BATCH_NORMALIZATION("'sgd'", "[L.BatchNormalization()]");

    private final String optimizer;
    private final String between;

    Variant(String optimizer, String between) {
      this.optimizer = optimizer;
      this.between = between;
    }

    Optimizer optimizer() {
      return switch (this) {
        case MOMENTUM -> new SGD(0.01).momentum(0.9).nesterov(true);
        case ADAM -> Optimizer.get("adam");
        case RMSPROP -> Optimizer.get("rmsprop");
        default -> Optimizer.get("sgd");
      };
    }

    Sequential model() {
      List<Layer> layers = new ArrayList<>();
      layers.add(new Flatten().inputShape(28, 28));
      layers.add(new Dense(300, "relu"));
      if (this == DROPOUT) {
        layers.add(new Dropout(0.3));
      } else if (this == BATCH_NORMALIZATION) {
        layers.add(new BatchNormalization());
      }
      layers.add(new Dense(100, "relu"));
      layers.add(new Dense(10, "softmax"));
      return new Sequential(layers);
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void trainsToTheBitsThatKerasTrainsTo(Variant variant, Python python, TestReporter reporter) {
    var data = FashionMnist.load(DATA).train();
    PythonResult expected =
        python
            .keras3()
            .exec(
                SCRIPT,
                Map.of(
                    "images",
                    HostTensor.of(data.x()),
                    "labels",
                    HostTensor.of(data.y()),
                    "between",
                    variant.between,
                    "optimizer",
                    variant.optimizer,
                    "epochs",
                    EPOCHS));
    var x = Np.divide(data.x(), 255.0);
    Keras.setRandomSeed(42);
    try (Sequential model = variant.model()) {
      model.compile(variant.optimizer(), "sparse_categorical_crossentropy", "accuracy");
      History history =
          model.fit(x, data.y(), f -> f.epochs(EPOCHS).validationSplit(0.1).verbose(0));
      Departures departures = new Departures();
      if (!departures.isMeasuredHere()) {
        reporter.publishEntry("remark", Processor.describe() + " is not known: losses only");
        assertArrayEquals(expected.series("history", "loss"), history.get("loss"));
        assertArrayEquals(expected.series("history", "val_loss"), history.get("val_loss"));
        return;
      }
      compareHistories(variant, departures, expected, history);
      compareState(variant, departures, expected, model);
      Logs scores = model.evaluate(x, data.y(), e -> e.verbose(0));
      double[] s = expected.numbers("scores");
      String key = key(variant, "scores");
      departures.compare(key, "loss", s[0], scores.loss());
      departures.compare(key, "accuracy", s[1], scores.get("accuracy"));
      departures.compare(
          key(variant, "predictions"),
          List.of(expected.array("predictions")),
          List.of(HostTensor.of(model.predict(Np.rows(x, 0, 100)))));
      departures.remarks().forEach(line -> reporter.publishEntry("remark", line));
      assertEquals("", String.join("\n", departures.forbidden()));
    }
  }

  @Test
  void letsMomentsFadeToZeroAsKerasDoes(Python python) {
    float[][] x = new float[320][3];
    x[0] = new float[] {1, 2, 3};
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                keras.utils.set_random_seed(42)
                model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
                optimizer = keras.optimizers.SGD(0.1, momentum=0.5)
                model.compile(optimizer, "mse")
                model.fit(x, 0 * x[:, :2], batch_size=1, epochs=1, shuffle=False, verbose=0)
                result["kernel"], result["momentum"] = model.layers[0].kernel, optimizer.variables[2]
                """,
                Map.of("x", StdArrays.ndCopyOf(x)));
    Keras.setRandomSeed(42);
    try (Sequential model = new Sequential(new Dense(2).inputShape(3))) {
      Optimizer optimizer = new SGD(0.1).momentum(0.5);
      model.compile(optimizer, "mse");
      model.fit(
          StdArrays.ndCopyOf(x),
          StdArrays.ndCopyOf(new float[320][2]),
          f -> f.batchSize(1).epochs(1).shuffle(false).verbose(0));
      HostTensor momentum = optimizer.variables().get(2).value();
      assertEquals(0, Distance.elements(expected.array("momentum"), momentum));
      for (float faded : momentum.floats()) {
        assertEquals(0, Math.abs(faded));
      }
      HostTensor kernel = HostTensor.of(model.getWeights().get(0));
      assertEquals(0, Distance.elements(expected.array("kernel"), kernel));
    }
  }

  private static void assertArrayEquals(double[] expected, List<Double> losses) {
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertEquals(expected[epoch], losses.get(epoch), 1e-4 * expected[epoch]);
    }
  }

  private static void compareHistories(
      Variant variant, Departures departures, PythonResult expected, History history) {
    for (String name : expected.map("history").keySet()) {
      double[] series = expected.series("history", name);
      for (int epoch = 0; epoch < series.length; epoch++) {
        departures.compare(
            key(variant, "history"), name, series[epoch], history.get(name).get(epoch));
      }
    }
  }

  private static void compareState(
      Variant variant, Departures departures, PythonResult expected, Sequential model) {
    List<HostTensor> weights = new ArrayList<>();
    model.getWeights().forEach(w -> weights.add(HostTensor.of(w)));
    departures.compare(key(variant, "weights"), expected.arrays("weights"), weights);
    List<HostTensor> own = model.optimizer().variables().stream().map(Variable::value).toList();
    departures.compare(key(variant, "optimizer"), expected.arrays("optimizer"), own);
  }

  private static String key(Variant variant, String what) {
    return "training " + variant.name().toLowerCase(Locale.ROOT) + " " + what;
  }
}
