package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import keras.Keras;
import keras.activations.Activation;
import keras.callbacks.Logs;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.GlorotUniform;
import keras.initializers.Zeros;
import keras.layers.Layer;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.models.Model;
import keras.ops.Expr;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** Classes of one's own whose constructors take arguments are made by factories. */
@ExtendWith(PythonExtension.class)
class FactoriesTest {
  private static final String PYTHON =
      """
      class Linear(keras.layers.Layer):
          def __init__(self, units, activation, **kwargs):
              super().__init__(**kwargs)
              self.units = units
              self.activation = keras.activations.get(activation)

          def build(self, input_shape):
              self.kernel = self.add_weight(
                  name="kernel", shape=(input_shape[-1], self.units), initializer="glorot_uniform")
              self.built = True

          def call(self, x):
              return self.activation(tf.matmul(x, self.kernel))

          def get_config(self):
              return {**super().get_config(), "units": self.units,
                      "activation": keras.activations.serialize(self.activation)}

      class Scaled(keras.losses.Loss):
          def __init__(self, factor, **kwargs):
              super().__init__(**kwargs)
              self.factor = factor

          def call(self, y_true, y_pred):
              return self.factor * tf.reduce_mean(tf.square(y_true - y_pred), -1)

          def get_config(self):
              return {**super().get_config(), "factor": self.factor}

      class Over(keras.metrics.Mean):
          def __init__(self, limit, **kwargs):
              super().__init__(**kwargs)
              self.limit = limit

          def update_state(self, y_true, y_pred, sample_weight=None):
              return super().update_state(tf.cast(y_pred > self.limit, tf.float32))

          def get_config(self):
              return {**super().get_config(), "limit": self.limit}

      OWN = {"Linear": Linear, "Scaled": Scaled, "Over": Over}
      """;

  private static final float[][] X = {{1, 0.5f}, {-0.3f, 0.8f}, {0.2f, -1}, {0.7f, 0.1f}};
  private static final float[][] Y = {{1}, {0}, {0.5f}, {2}};

  /** Knows its arguments by its constructor alone. */
  private static final class Linear extends Layer {
    private final int units;
    private final Activation activation;
    private @Nullable Variable kernel;

    Linear(int units, Activation activation) {
      this.units = units;
      this.activation = activation;
    }

    @Override
    protected void build(Shape input) {
      kernel = addWeight("kernel", Shape.of(input.get(-1), units), new GlorotUniform());
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return activation.call(x.matmul(ctx.read(Objects.requireNonNull(kernel))));
    }

    @Override
    public Map<String, @Nullable Object> config() {
      Map<String, @Nullable Object> config = super.config();
      config.put("units", units);
      config.put("activation", activation.id());
      return config;
    }
  }

  private static final class Scaled extends Loss {
    private final double factor;

    Scaled(double factor) {
      super("scaled");
      this.factor = factor;
    }

    @Override
    public Expr call(Expr yTrue, Expr yPred) {
      return yTrue.sub(yPred).square().mean(-1).mul(factor);
    }

    @Override
    public Map<String, @Nullable Object> config() {
      Map<String, @Nullable Object> config = super.config();
      config.put("factor", factor);
      return config;
    }
  }

  private static final class Over extends Metric {
    private final double limit;
    private @Nullable Variable total;
    private @Nullable Variable count;

    Over(double limit) {
      this.limit = limit;
    }

    @Override
    protected void build() {
      total = addVariable("total", Shape.scalar(), new Zeros());
      count = addVariable("count", Shape.scalar(), new Zeros());
    }

    @Override
    protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
      Expr over = yPred.greater(limit).cast(dtype());
      Variable sum = Objects.requireNonNull(total);
      Variable all = Objects.requireNonNull(count);
      ctx.assign(sum, ctx.read(sum).add(over.sum()));
      ctx.assign(all, ctx.read(all).add(over.mul(0).add(1).sum()));
    }

    @Override
    public Expr result(CallContext ctx) {
      return ctx.read(Objects.requireNonNull(total)).div(ctx.read(Objects.requireNonNull(count)));
    }

    @Override
    public Map<String, @Nullable Object> config() {
      Map<String, @Nullable Object> config = super.config();
      config.put("limit", limit);
      return config;
    }
  }

  private static final CustomObjects OWN =
      CustomObjects.of(
              "Linear", c -> new Linear(c.integer("units"), c.get("activation", Activation.class)))
          .with("Scaled", c -> new Scaled(c.number("factor")))
          .with("Over", c -> new Over(c.number("limit")));

  @ParameterizedTest
  @CsvSource({
    "KERAS3, model.keras",
    "KERAS3, model.h5",
    "TF_KERAS, model.keras",
    "TF_KERAS, model.h5"
  })
  void makeWhatAFileNames(Framework framework, String name, Python python, @TempDir Path folder) {
    String file = folder.resolve(name).toString();
    Map<String, Object> parameters =
        Map.of("x", StdArrays.ndCopyOf(X), "y", StdArrays.ndCopyOf(Y), "file", file);
    PythonResult expected =
        python
            .of(framework)
            .exec(
                PYTHON
                    + """
                    i = keras.Input((2,))
                    h = Linear(3, "tanh", name="h")(i)
                    model = keras.Model(i, Linear(1, "linear", name="o")(h))
                    model.compile("sgd", Scaled(2.0), metrics=[Over(0.1, name="over")])
                    model.fit(x, y, verbose=0)
                    model.save(file)
                    result["scores"] = model.evaluate(x, y, verbose=0, return_dict=True)
                    model.fit(x, y, epochs=3, batch_size=4, verbose=0)
                    result["after"] = model.predict(x, verbose=0)
                    """,
                parameters);
    FloatNdArray after;
    try (Model model = Keras.loadModel(file, OWN);
        Model clone = Keras.cloneModel(model)) {
      Logs scores = model.evaluate(X, Y, e -> e.verbose(0));
      scores.asMap().forEach((key, value) -> assertEquals(number(expected, key), value, 1e-6, key));
      clone.setWeights(model.getWeights());
      model.fit(X, Y, f -> f.epochs(3).batchSize(4).verbose(0));
      clone.fit(X, Y, f -> f.epochs(3).batchSize(4).verbose(0));
      after = model.predict(X, p -> p.verbose(0));
      Arrays32.assertNear("predictions", expected.array("after"), after, 1e-6);
      assertEquals(after, clone.predict(X, p -> p.verbose(0)));
      model.save(file);
    }
    PythonResult again =
        python
            .of(framework)
            .exec(
                PYTHON
                    + """
                    model = keras.models.load_model(file, custom_objects=OWN)
                    result["units"] = [l.units for l in model.layers[1:]]
                    result["predictions"] = model.predict(x, verbose=0)
                    result["names"] = list(model.evaluate(x, y, verbose=0, return_dict=True))
                    """,
                parameters);
    assertEquals(3, ((Number) again.list("units").get(0)).intValue());
    Arrays32.assertNear("predictions", again.array("predictions"), after, 1e-6);
    assertEquals(expected.map("scores").keySet().size(), again.list("names").size());
  }

  @Test
  void areNamedWhereTheyAreWanting() {
    Map<String, Object> spec =
        Map.of(
            "class_name", "Linear", "config", Map.of("units", 3, "activation", "tanh", "more", 1));
    assertEquals(
        Linear.class.getName()
            + " has no constructor without arguments, by which a config could make it. Add one (it"
            + " may be private), or say how it is made: CustomObjects.of(\"Linear\", config -> new"
            + " Linear(config.integer(\"units\"))).",
        refusal(spec, CustomObjects.of(Linear.class)));
    assertEquals(
        "Linear: unknown config key(s) [more]. Known keys: [name, trainable, dtype,"
            + " activity_regularizer].",
        refusal(spec, OWN));
    assertEquals(
        "Linear: its factory expects `size` of type Integer. Received: a config with the keys"
            + " [activation, units].",
        refusal(
            Map.of(
                "class_name",
                "Linear",
                "config",
                new TreeMap<>(Map.of("units", 3, "activation", "tanh"))),
            CustomObjects.of("Linear", c -> new Scaled(c.integer("size")))));
    assertEquals(
        "Linear: `units` expects Integer. Received: tanh.",
        refusal(Map.of("class_name", "Linear", "config", Map.of("units", "tanh")), OWN));
  }

  private static double number(PythonResult expected, String key) {
    return expected.map("scores").get(key) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static @Nullable String refusal(Map<String, Object> spec, CustomObjects custom) {
    return assertThrows(
            IllegalArgumentException.class, () -> keras.config.Configs.deserialize(spec, custom))
        .getMessage();
  }
}
