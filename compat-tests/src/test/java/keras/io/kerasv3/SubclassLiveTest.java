package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.layers.Dense;
import keras.models.Model;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/**
 * Models of one's own class, whose files name layers by attributes, before and after {@code layers}
 * in the alphabet, in other ways in each Keras.
 */
@ExtendWith(PythonExtension.class)
class SubclassLiveTest {
  private static final String CLASS =
      """
      layers = keras.layers
      @keras.saving.register_keras_serializable(package="own")
      class Tower(keras.Model):
          def __init__(self, **kwargs):
              super().__init__(**kwargs)
              self.start = layers.Dense(4, "relu")
              self.blocks = [layers.Dense(5), layers.Dense(6, "tanh")]
              self.out = layers.Dense(2)

          def call(self, x):
              x = self.start(x)
              for block in self.blocks:
                  x = block(x)
              return self.out(x)

          def get_config(self):
              return {"name": self.name}
      """;

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}});

  private final Path dir;

  SubclassLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** The same in Java. */
  static final class Tower extends Model {
    private final Dense start = track("start", new Dense(4, "relu"));
    private final Dense first = track("blocks.0", new Dense(5));
    private final Dense second = track("blocks.1", new Dense(6, "tanh"));
    private final Dense out = track("out", new Dense(2));

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr y = x;
      for (Dense layer : new Dense[] {start, first, second, out}) {
        y = layer.apply(y, ctx);
      }
      return y;
    }
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void goesBothWays(Framework framework, Python python) {
    Path weights = dir.resolve("python.weights.h5");
    Path whole = dir.resolve("python.keras");
    PythonResult written =
        python
            .of(framework)
            .exec(
                CLASS
                    + """
                    keras.utils.set_random_seed(5)
                    model = Tower()
                    model.compile(keras.optimizers.Adam(0.01), keras.losses.MeanSquaredError())
                    model.fit(x, x[:, :2], verbose=0)
                    model.save_weights(weights)
                    model.save(whole)
                    result["y"] = model.predict(x, verbose=0)
                    """,
                Map.of("weights", weights, "whole", whole, "x", X));
    Path java = dir.resolve("java.weights.h5");
    Path javaWhole = dir.resolve("java.keras");
    CustomObjects own = CustomObjects.none().with("own>Tower", Tower.class);
    Keras.clearSession();
    try (Model model = new Tower();
        Model back = Keras.loadModel(whole.toString(), own)) {
      model.buildFor(Shape.of(-1, 3));
      model.loadWeights(weights.toString());
      assertClose(written.array("y"), model.predict(X));
      assertClose(written.array("y"), back.predict(X));
      assertTrue(back.optimizer() instanceof Adam);
      Dialect dialect = framework == Framework.KERAS3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
      model.saveWeights(java.toString(), SaveOptions.defaults().dialect(dialect));
      back.save(javaWhole.toString(), SaveOptions.defaults().dialect(dialect));
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                CLASS
                    + """
                    model = Tower()
                    model(x)
                    model.load_weights(weights)
                    result["y"] = model.predict(x, verbose=0)
                    again = keras.models.load_model(whole, custom_objects={"Tower": Tower})
                    result["again"] = again.predict(x, verbose=0)
                    """,
                Map.of("weights", java, "whole", javaWhole, "x", X));
    assertArrayEquals(written.array("y").floats(), read.array("y").floats(), 1e-6f);
    assertArrayEquals(written.array("y").floats(), read.array("again").floats(), 1e-6f);
  }

  private static void assertClose(HostTensor expected, FloatNdArray actual) {
    assertArrayEquals(expected.floats(), HostTensor.of(actual).floats(), 1e-6f);
  }
}
