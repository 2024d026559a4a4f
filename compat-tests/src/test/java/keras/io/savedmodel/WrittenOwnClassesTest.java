package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** SavedModels with classes of one's own, which tf_keras is given by their names. */
@ExtendWith(PythonExtension.class)
class WrittenOwnClassesTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});

  private final String path;

  WrittenOwnClassesTest(@TempDir Path dir) {
    this.path = dir.resolve("model").toString();
  }

  private static float[] floats(HostTensor tensor) {
    return tensor.floats();
  }

  private static float[] predicted(Model model) {
    return HostTensor.of(model.predict(X)).floats();
  }

  /** A layer of one's own. */
  static final class Scale extends Layer {
    @Arg private double start = 2.0;
    private Variable scale;

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.of(input.get(-1)), new Constant(start));
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(scale));
    }
  }

  @Test
  void goesWithALayerOfOnesOwn(Python python) {
    try (Model model = new Sequential(new Dense(2).inputShape(3), new Scale())) {
      float[] expected = predicted(model);
      model.save(path);
      PythonResult result =
          python
              .tfKeras()
              .exec(
                  """
                  class Scale(keras.layers.Layer):
                      def __init__(self, start=1.0, **kwargs):
                          super().__init__(**kwargs)
                          self.start = start
                      def build(self, shape):
                          self.scale = self.add_weight(name="scale", shape=shape[-1:])
                      def call(self, x):
                          return x * self.scale
                      def get_config(self):
                          return {**super().get_config(), "start": self.start}
                  model = keras.models.load_model(path, custom_objects={name: Scale})
                  result["y"] = np.asarray(model(x))
                  """,
                  Map.of("path", path, "x", X, "name", registered()));
      assertArrayEquals(expected, floats(result.array("y")), 1e-6f);
      LoadOptions own = LoadOptions.defaults().customObjects(CustomObjects.of(Scale.class));
      try (Model back = Keras.loadModel(path, own)) {
        assertArrayEquals(expected, predicted(back), 0);
      }
    }
  }

  private static String registered() {
    return String.valueOf(keras.config.Configs.serialize(new Scale()).get("registered_name"));
  }

  /** A model of one's own, with layers in a list. */
  static final class Tower extends Model {
    private final Dense start = track("start", new Dense(4, "relu"));
    private final Dense first = track("blocks.0", new Dense(5));
    private final Dense second = track("blocks.1", new Dense(2, "tanh"));

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      Expr y = x;
      for (Dense layer : List.of(start, first, second)) {
        y = layer.apply(y, ctx);
      }
      return y;
    }
  }

  @Test
  void goesWithAModelOfOnesOwn(Python python) {
    try (Model model = new Tower()) {
      assertThrows(IllegalStateException.class, () -> model.save(path));
      float[] expected = predicted(model);
      model.save(path);
      PythonResult result =
          python
              .tfKeras()
              .exec(
                  """
                  import tensorflow as tf
                  class Tower(keras.Model):
                      def __init__(self, **kwargs):
                          super().__init__(**kwargs)
                          self.start = keras.layers.Dense(4, "relu")
                          self.blocks = [keras.layers.Dense(5), keras.layers.Dense(2, "tanh")]
                      def call(self, x):
                          x = self.start(x)
                          for block in self.blocks:
                              x = block(x)
                          return x
                      def get_config(self):
                          return {"name": self.name}
                      @classmethod
                      def from_config(cls, config):
                          return cls(name=config["name"])
                  model = keras.models.load_model(path, custom_objects={name: Tower})
                  result["type"] = type(model).__name__
                  result["y"] = np.asarray(model(x))
                  f = tf.saved_model.load(path).signatures["serving_default"]
                  result["served"] = f(input_1=tf.constant(x, tf.float32))["output_1"]
                  """,
                  Map.of(
                      "path",
                      path,
                      "x",
                      X,
                      "name",
                      String.valueOf(
                          keras.config.Configs.serialize(model).get("registered_name"))));
      assertEquals("Tower", result.text("type"));
      assertArrayEquals(expected, floats(result.array("y")), 1e-6f);
      assertArrayEquals(expected, floats(result.array("served")), 1e-6f);
    }
  }
}
