package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.Keras;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.layers.Activation;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.SGD;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.utils.Console;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Dtypes, names, long lists, classes of one's own and weights alone, read by both Kerases. */
@ExtendWith(PythonExtension.class)
class H5KindsLiveTest {
  private static final NdArray<?> X = SavedCase.table(3);

  private static final String PREDICT =
      """
      class Scale(keras.layers.Layer):
          def __init__(self, start=1.0, **kwargs):
              super().__init__(**kwargs)
              self.start = start
          def build(self, shape):
              self.scale = self.add_weight(
                  name="scale", shape=(shape[-1],),
                  initializer=keras.initializers.Constant(self.start))
          def call(self, x):
              return x * self.scale
          def get_config(self):
              return {**super().get_config(), "start": self.start}
      model = keras.models.load_model(path, custom_objects={"Scale": Scale})
      if weights:
          model.set_weights([w * 0 for w in model.get_weights()])
          model.load_weights(weights)
      result["y"] = np.asarray(model(x, training=False)).astype("float32")
      """;

  /** A layer of one's own. */
  static final class Scale extends Layer {
    @Arg double start = 1.0;
    private Variable scale;

    Scale() {}

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.of(input.get(-1)), new Constant(start));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(scale));
    }
  }

  private final Path dir;

  H5KindsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
    Keras.setRandomSeed(1);
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void readsEveryDtype(Framework reader, Python python) {
    for (String dtype : List.of("float64", "float16", "mixed_bfloat16", "bfloat16")) {
      try (Model model =
          new Sequential(
              new Dense(4, "tanh").inputShape(3).dtype(dtype), new Dense(2).dtype("float32"))) {
        predictsTheSame(model, Dialect.PORTABLE, python, reader, 1e-2f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void readsNamesThatNoAttributeHolds(Framework reader, Python python) {
    KerasTensor input = Keras.input("x", 3);
    KerasTensor x = input;
    for (int i = 0; i < 36; i++) {
      x = new Activation("linear").name("n%02d_".formatted(i) + "x".repeat(1806)).apply(x);
    }
    try (Model model = Model.of(input, new Dense(2).name("out").apply(x))) {
      predictsTheSame(model, Dialect.PORTABLE, python, reader, 1e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void readsClassesOfOnesOwn(Framework reader, Python python) {
    Scale scale = new Scale();
    scale.start = 1.5;
    try (Model model = new Sequential(new Dense(2).inputShape(3), scale)) {
      predictsTheSame(model, Dialect.PORTABLE, python, reader, 1e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void readsWeightsAlone(Framework reader, Python python) {
    Path file = dir.resolve("model.h5");
    Path weights = dir.resolve("w.h5");
    try (Model model = SavedCase.portable().get(3).make().get()) {
      NdArray<?> x = SavedCase.table(4);
      model.save(file.toString());
      model.saveWeights(weights.toString());
      PythonResult read =
          python.of(reader).exec(PREDICT, Map.of("path", file, "weights", weights, "x", x));
      assertArrayEquals(read.array("y").floats(), floats(model, x), 1e-6f);
    }
  }

  @Test
  void saysOnceThatAFileIsForKeras3Alone(Python python) {
    List<String> printed = new ArrayList<>();
    Consumer<String> before = Console.redirect(printed::add);
    try (Model model = new Sequential(new Dense(2).inputShape(3).name("größe"))) {
      predictsTheSame(model, Dialect.PORTABLE, python, Framework.KERAS3, 1e-6f);
      model.save(dir.resolve("model.h5").toString());
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        List.of(
            dir.resolve("model.h5")
                + ": written for Keras 3 alone: Dense 'größe': tf_keras takes names of ASCII"
                + " letters, digits and any of _.\\/>- alone.\n"),
        printed);
  }

  @Test
  void saysWhereTfKerasReadsAllButTheOptimizer(Python python) {
    Path file = dir.resolve("model.h5");
    List<String> printed = new ArrayList<>();
    Consumer<String> before = Console.redirect(printed::add);
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      model.compile(new SGD(0.1).gradientAccumulationSteps(2).name("sgd"), "mse");
      model.save(file.toString());
      String read =
          "result['y'] = keras.models.load_model(path, compile=False).predict(x, verbose=0)";
      PythonResult y = python.tfKeras().exec(read, Map.of("path", file, "x", X));
      assertArrayEquals(y.array("y").floats(), floats(model, X), 1e-6f);
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () -> model.save(file.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS)));
      assertEquals(
          file
              + ": tf_keras cannot read this model: SGD 'sgd': `gradient_accumulation_steps=2` is"
              + " Keras 3's alone. Save it for Keras 3, by SaveOptions.Dialect.KERAS_3.",
          e.getMessage());
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        List.of(
            file
                + ": tf_keras loads it with compile=False alone: SGD 'sgd':"
                + " `gradient_accumulation_steps=2` is Keras 3's alone.\n"),
        printed);
  }

  /** tf_keras makes its older optimizers of portable files, and they have no weight decay. */
  @Test
  void saysWhereTfKerasHasNoSuchOptimizer(Python python) {
    List<String> printed = new ArrayList<>();
    Consumer<String> before = Console.redirect(printed::add);
    Path file = dir.resolve("model.h5");
    String read =
        "result['decay'] = keras.models.load_model(path).optimizer.get_config()['weight_decay']";
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      model.compile(new SGD(0.1).weightDecay(0.25), "mse");
      model.save(file.toString());
      assertEquals(0.25, python.keras3().exec(read, Map.of("path", file)).number("decay"));
      String uncompiled =
          "result['y'] = keras.models.load_model(path, compile=False).predict(x, verbose=0)";
      PythonResult y = python.tfKeras().exec(uncompiled, Map.of("path", file, "x", X));
      assertArrayEquals(y.array("y").floats(), floats(model, X), 1e-6f);
      model.save(file.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      assertEquals(0.25, python.tfKeras().exec(read, Map.of("path", file)).number("decay"));
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        List.of(
            file
                + ": tf_keras loads it with compile=False alone: SGD 'sgd': tf_keras makes its older"
                + " one of such files, without `weight_decay`.\n"),
        printed);
  }

  private void predictsTheSame(
      Model model, Dialect dialect, Python python, Framework reader, float tolerance) {
    Path file = dir.resolve("model.h5");
    model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
    PythonResult read =
        python.of(reader).exec(PREDICT, Map.of("path", file, "weights", "", "x", X));
    assertArrayEquals(read.array("y").floats(), floats(model, X), tolerance);
  }

  private static float[] floats(Model model, NdArray<?> x) {
    return HostTensor.of(model.predict(x)).floats();
  }
}
