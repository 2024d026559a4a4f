package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.Layer;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.trainers.StepData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Classes that extend Sequential or Functional: their files and their clones. */
@ExtendWith(PythonExtension.class)
class ExtendedModelsTest {
  private static final float[][] X = {{1, 0.5f, -1}, {-0.3f, 0.8f, 2}};

  private static final String PYTHON =
      """
      class Doubled(keras.Sequential):
          def predict_step(self, data):
              return 2 * self(data, training=False)

      class Graph(keras.Model):
          def predict_step(self, data):
              return 2 * self(data, training=False)

      class Taking(keras.Model):
          def __init__(self, *args, **kwargs):
              super().__init__(*args, **kwargs)

      class Fixed(keras.Model):
          def __init__(self):
              i = keras.Input((3,))
              super().__init__(i, keras.layers.Dense(2)(i))
      """;

  static final class Doubled extends Sequential {
    Doubled() {}

    Doubled(Layer... layers) {
      super(layers);
    }

    @Override
    protected List<Expr> predictStep(StepData data, CallContext ctx) {
      return super.predictStep(data, ctx).stream().map(y -> y.mul(2)).toList();
    }
  }

  /** Takes any graph. */
  static final class Taking extends Functional {
    private Taking() {}

    Taking(KerasTensor input, KerasTensor output) {
      super(List.of(input), List.of(output));
    }
  }

  /** Makes its own graph. */
  static final class Fixed extends Functional {
    Fixed() {
      this(Keras.input(3));
    }

    private Fixed(KerasTensor input) {
      super(List.of(input), List.of(new Dense(2).apply(input)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS3, KERAS_3, model.keras",
    "KERAS3, PORTABLE, model.h5",
    "TF_KERAS, TF_KERAS, model.keras",
    "TF_KERAS, TF_KERAS, model.h5",
    "TF_KERAS, TF_KERAS, model",
  })
  void passAStackOfAnotherClass(
      Framework framework, Dialect dialect, String name, Python python, @TempDir Path folder) {
    String theirs = folder.resolve(name).toString();
    String ours = folder.resolve("java_" + name).toString();
    Map<String, Object> parameters =
        Map.of("x", StdArrays.ndCopyOf(X), "theirs", theirs, "ours", ours);
    PythonResult written =
        python
            .of(framework)
            .exec(
                PYTHON
                    + """
                    model = Doubled([keras.Input((3,)), keras.layers.Dense(4, activation="tanh"),
                                     keras.layers.Dense(2)])
                    model.compile("sgd", "mse")
                    model.save(theirs)
                    result["y"] = model.predict(x, verbose=0)
                    """,
                parameters);
    try (Model model = Keras.loadModel(theirs, CustomObjects.of(Doubled.class))) {
      assertInstanceOf(Doubled.class, model);
      FloatNdArray y = model.predict(X, p -> p.verbose(0));
      Arrays32.assertNear("theirs", written.array("y"), y, 1e-6);
      model.save(ours, SaveOptions.defaults().dialect(dialect));
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                PYTHON
                    + """
                    model = keras.models.load_model(ours, custom_objects={"Doubled": Doubled})
                    result["class"] = type(model).__name__
                    result["y"] = model.predict(x, verbose=0)
                    """,
                parameters);
    assertEquals("Doubled", read.text("class"));
    assertEquals(written.array("y"), read.array("y"));
  }

  @Test
  void cloneToTheClassesThatKerasClonesTo(Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                PYTHON
                    + """
                    def kind(model):
                        return type(keras.models.clone_model(model)).__name__
                    stack = Doubled([keras.Input((3,)), keras.layers.Dense(2)])
                    i = keras.Input((3,))
                    taking = Taking(i, keras.layers.Dense(2)(i))
                    result["kinds"] = [kind(stack), kind(taking), kind(Fixed())]
                    """);
    KerasTensor input = Keras.input(3);
    try (Model stack = new Doubled(new InputLayer(3), new Dense(2));
        Model taking = new Taking(input, new Dense(2).apply(input));
        Model fixed = new Fixed()) {
      assertEquals(expected.list("kinds"), List.of(kind(stack), kind(taking), kind(fixed)));
    }
  }

  private static String kind(Model model) {
    try (Model clone = Keras.cloneModel(model)) {
      clone.setWeights(model.getWeights());
      assertEquals(model.layers().size(), clone.layers().size());
      return clone.getClass().getSimpleName();
    }
  }
}
