package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Values;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Rescaling;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.optimizers.Optimizer;
import keras.optimizers.RMSprop;
import keras.optimizers.SGD;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** Whole models in {@code .keras} files, trained and saved in turns by Java and Python. */
@ExtendWith(PythonExtension.class)
class KerasLiveTest {
  private static final float TOLERANCE = 1e-5f;
  private static final FloatNdArray X = random(20, 4, 1);
  private static final FloatNdArray Y = random(20, 2, 2);

  private static final String GO_ON =
      """
      model = keras.models.load_model(path)
      result["y"] = model.predict(x, verbose=0)
      model.save(again)
      result["history"] = model.fit(
          x, y, epochs=3, batch_size=8, shuffle=False, verbose=0).history
      """;

  private static final String TRAIN =
      """
      layers, opt = keras.layers, keras.optimizers
      optimizer = {
          "sgd": lambda: opt.SGD(0.05),
          "momentum": lambda: opt.SGD(0.05, momentum=0.9, nesterov=True),
          "adam": lambda: opt.Adam(0.01),
          "rmsprop": lambda: opt.RMSprop(0.01, momentum=0.5, centered=True)}[optimizer]()
      keras.utils.set_random_seed(3)
      if kind == "stack":
          model = keras.Sequential([
              layers.Input((4,)), layers.Dense(6, "relu"), layers.BatchNormalization(),
              layers.Dense(2)])
      else:
          i = layers.Input((4,), name="x")
          a = layers.Dense(3, "tanh")(i)
          b = layers.Rescaling(0.5)(i)
          model = keras.Model(i, layers.Dense(2)(layers.Concatenate()([a, b])))
      model.compile(optimizer, "mean_squared_error", metrics=["mae"])
      model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0)
      model.save(path)
      result["y"] = model.predict(x, verbose=0)
      result["history"] = model.fit(
          x, y, epochs=3, batch_size=8, shuffle=False, verbose=0).history
      """;

  private final Path dir;

  KerasLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static FloatNdArray random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextFloat() * 2 - 1;
      }
    }
    return StdArrays.ndCopyOf(values);
  }

  private static Model make(String kind) {
    Keras.setRandomSeed(3);
    if (kind.equals("stack")) {
      return new Sequential(
          new Dense(6, "relu").inputShape(4), new BatchNormalization(), new Dense(2));
    }
    KerasTensor i = Keras.input("x", 4);
    KerasTensor a = new Dense(3, "tanh").apply(i);
    KerasTensor b = new Rescaling(0.5).apply(i);
    return Model.of(i, new Dense(2).apply(new Concatenate().apply(a, b)));
  }

  private static Optimizer optimizer(String name) {
    return switch (name) {
      case "sgd" -> new SGD(0.05);
      case "momentum" -> new SGD(0.05).momentum(0.9).nesterov(true);
      case "adam" -> new Adam(0.01);
      default -> new RMSprop(0.01).momentum(0.5).centered(true);
    };
  }

  private static History fit(Model model, int epochs) {
    return model.fit(X, Y, f -> f.epochs(epochs).batchSize(8).shuffle(false).verbose(0));
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS3, PORTABLE, stack, momentum",
    "KERAS3, PORTABLE, stack, adam",
    "KERAS3, PORTABLE, graph, rmsprop",
    "KERAS3, KERAS_3, graph, adam",
    "KERAS3, KERAS_3, stack, momentum",
    "TF_KERAS, PORTABLE, stack, sgd",
    "TF_KERAS, PORTABLE, graph, sgd",
    "TF_KERAS, TF_KERAS, stack, sgd",
    "TF_KERAS, TF_KERAS, stack, momentum",
    "TF_KERAS, TF_KERAS, graph, adam",
    "TF_KERAS, TF_KERAS, stack, rmsprop",
  })
  void pythonGoesOnWhereJavaStopped(
      Framework framework, Dialect dialect, String kind, String optimizer, Python python) {
    Path file = dir.resolve("java.keras");
    Path again = dir.resolve("again.keras");
    try (Model model = make(kind)) {
      model.compile(c -> c.optimizer(optimizer(optimizer)).loss("mse").metrics("mae"));
      fit(model, 2);
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
      PythonResult gone =
          python.of(framework).exec(GO_ON, Map.of("path", file, "again", again, "x", X, "y", Y));
      assertArrayEquals(gone.array("y").floats(), floats(model.predict(X)), TOLERANCE);
      try (Model back = Keras.loadModel(again.toString())) {
        // tf_keras counts its steps anew, which matters to no optimizer without state.
        assertEqualState(model, back, framework == Framework.KERAS3 || dialect == Dialect.TF_KERAS);
        assertHistory(gone, fit(back, 3));
      }
      assertHistory(gone, fit(model, 3));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS3, stack, momentum",
    "KERAS3, stack, adam",
    "KERAS3, graph, rmsprop",
    "TF_KERAS, stack, sgd",
    "TF_KERAS, stack, momentum",
    "TF_KERAS, graph, adam",
    "TF_KERAS, graph, rmsprop",
  })
  void javaGoesOnWherePythonStopped(
      Framework framework, String kind, String optimizer, Python python) {
    Path file = dir.resolve("python.keras");
    PythonResult trained =
        python
            .of(framework)
            .exec(
                TRAIN, Map.of("path", file, "kind", kind, "optimizer", optimizer, "x", X, "y", Y));
    try (Model model = Keras.loadModel(file.toString())) {
      assertArrayEquals(trained.array("y").floats(), floats(model.predict(X)), TOLERANCE);
      assertHistory(trained, fit(model, 3));
    }
  }

  @ParameterizedTest
  @CsvSource({"KERAS3, stack, momentum", "KERAS3, stack, adam", "TF_KERAS, stack, adam"})
  void trainsInTurnsAsInOneRun(Framework framework, String kind, String optimizer, Python python) {
    Path file = dir.resolve("first.keras");
    Path second = dir.resolve("second.keras");
    PythonResult unbroken =
        python
            .of(framework)
            .exec(
                TRAIN
                    + "more = model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0)\n"
                    + "result['more'] = more.history",
                Map.of("path", file, "kind", kind, "optimizer", optimizer, "x", X, "y", Y));
    Dialect dialect = framework == Framework.KERAS3 ? Dialect.PORTABLE : Dialect.TF_KERAS;
    try (Model model = Keras.loadModel(file.toString())) {
      assertHistory(unbroken, fit(model, 3));
      model.save(second.toString(), SaveOptions.defaults().dialect(dialect));
    }
    PythonResult resumed =
        python
            .of(framework)
            .exec(
                """
                model = keras.models.load_model(path)
                result["more"] = model.fit(
                    x, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history
                """,
                Map.of("path", second, "x", X, "y", Y));
    assertArrayEquals(
        unbroken.series("more", "loss"), resumed.series("more", "loss"), TOLERANCE, "loss");
  }

  private static void assertEqualState(Model expected, Model actual, boolean optimizerToo) {
    List<HostTensor> all = new ArrayList<>(Values.read(expected.weights()));
    List<HostTensor> read = new ArrayList<>(Values.read(actual.weights()));
    if (optimizerToo) {
      all.addAll(Values.read(expected.optimizer().variables()));
      read.addAll(Values.read(actual.optimizer().variables()));
    }
    assertEquals(all.size(), read.size());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(all.get(i).shape(), read.get(i).shape());
      assertEquals(all.get(i).data(), read.get(i).data(), "variable " + i);
    }
  }

  private static void assertHistory(PythonResult python, History java) {
    for (String key : List.of("loss", "mae")) {
      double[] expected = python.series("history", key);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], java.get(key).get(i), TOLERANCE, key + " of epoch " + i);
      }
    }
  }

  private static float[] floats(FloatNdArray array) {
    assertEquals(Shape.of(20, 2), array.shape());
    return HostTensor.of(array).floats();
  }
}
