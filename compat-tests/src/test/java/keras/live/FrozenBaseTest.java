package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.models.Model;
import keras.optimizers.SGD;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Models trained in Python become parts of models trained in Java: frozen, called as at inference,
 * then freed from the top.
 */
@ExtendWith(PythonExtension.class)
class FrozenBaseTest {
  private static final float[][] X = new float[12][5];
  private static final float[][] Y = new float[12][1];

  static {
    for (int i = 0; i < X.length; i++) {
      for (int j = 0; j < X[i].length; j++) {
        X[i][j] = (float) Math.sin(3 * i + 7 * j);
      }
      Y[i][0] = i % 2;
    }
  }

  private final Path dir;

  FrozenBaseTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static double[] losses(Model model) {
    double[] losses = new double[3];
    Arrays.setAll(losses, i -> model.trainOnBatch(X, Y).loss());
    return losses;
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void trainsAsInPython(Framework framework, Python python) {
    // Keras 3's dropout follows the whole model's training flag; tf_keras' the call's
    String last = framework == Framework.KERAS3 ? "drop" : "top";
    Path base = dir.resolve("base.h5");
    Path ours = dir.resolve("java.h5");
    Map<String, Object> parameters =
        Map.of(
            "x",
            HostTensorOf.strings(X),
            "y",
            HostTensorOf.strings(Y),
            "path",
            base,
            "ours",
            ours,
            "last",
            last);
    String common =
        """
        L = keras.layers

        def losses(model):
            model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
            return [float(model.train_on_batch(x, y)) for _ in range(3)]
        """;
    PythonResult theirs =
        python
            .of(framework)
            .exec(
                common
                    + """
                    keras.utils.set_random_seed(7)
                    i = keras.Input((5,))
                    h = L.BatchNormalization(name="norm")(L.Dense(4, activation="relu", name="low")(i))
                    h = L.Dropout(0.5, seed=3, name="drop")(L.Dense(3, activation="tanh", name="top")(h))
                    base = keras.Model(i, L.Dense(2, activation="softmax", name="classes")(h), name="base")
                    base.compile("adam", "sparse_categorical_crossentropy")
                    base.fit(x, y, epochs=3, verbose=0)
                    base.save(path)

                    base = keras.models.load_model(path)
                    cut = keras.Model(base.input, base.get_layer(last).output, name="cut")
                    cut.trainable = False
                    i = keras.Input((5,))
                    model = keras.Model(i, L.Dense(1, activation="sigmoid", name="head")(cut(i, training=False)))
                    result["head"] = model.get_layer("head").get_weights()
                    result["frozen"] = losses(model)
                    cut.trainable = True
                    for layer in cut.layers[:3]:
                        layer.trainable = False
                    result["freed"] = losses(model)
                    result["weights"] = model.get_weights()
                    result["y"] = model.predict(x, verbose=0)
                    """,
                parameters);

    try (Model whole = Keras.loadModel(base);
        Model cut = Model.of(whole.input(), whole.layer(last).output())) {
      cut.name("cut").trainable(false);
      KerasTensor i = Keras.input(5);
      Dense head = new Dense(1).activation("sigmoid").name("head");
      try (Model model = Model.of(i, head.apply(cut.apply(i, c -> c.training(false))))) {
        head.setWeights(theirs.arrays("head").stream().map(HostTensor::toNdArray).toList());
        model.compile(new SGD(0.1), "binary_crossentropy");
        assertArrayEquals(theirs.numbers("frozen"), losses(model), 1e-6);
        cut.trainable(true);
        cut.layers().subList(0, 3).forEach(layer -> layer.trainable(false));
        model.compile(new SGD(0.1), "binary_crossentropy");
        assertArrayEquals(theirs.numbers("freed"), losses(model), 1e-6);
        Arrays32.assertNear("weights", theirs.arrays("weights"), model.getWeights(), 1e-6);
        model.save(
            ours.toString(),
            SaveOptions.defaults()
                .dialect(
                    framework == Framework.KERAS3
                        ? SaveOptions.Dialect.KERAS_3
                        : SaveOptions.Dialect.TF_KERAS));
      }
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                """
                model = keras.models.load_model(ours)
                result["y"] = model.predict(x, verbose=0)
                result["trains"] = [w.name for w in model.trainable_weights]
                """,
                parameters);
    assertArrayEquals(theirs.array("y").floats(), read.array("y").floats(), 1e-6f);
    assertEquals(4, read.list("trains").size(), "the kernels and biases of top and head");
  }
}
