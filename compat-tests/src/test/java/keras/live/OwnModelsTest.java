package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.initializers.RandomNormal;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/**
 * Layers and models of one's own, as Keras' guide "Making new layers and models via subclassing"
 * makes them: the fields hold the layers, some of them in lists, lists of lists and maps, some made
 * in {@code build}; the model takes two inputs. They go both ways in every kind of file.
 */
@ExtendWith(PythonExtension.class)
class OwnModelsTest {
  private static final String CLASSES =
      """
      import tensorflow as tf
      register = keras.saving.register_keras_serializable(package="own")

      @register
      class Linear(keras.layers.Layer):
          def __init__(self, units=32, **kwargs):
              super().__init__(**kwargs)
              self.units = units
          def build(self, shape):
              self.w = self.add_weight(
                  name="w", shape=(shape[-1], self.units), initializer="random_normal")
              self.b = self.add_weight(
                  name="b", shape=(self.units,), initializer="random_normal")
          def call(self, x):
              return tf.matmul(x, self.w) + self.b
          def get_config(self):
              return {**super().get_config(), "units": self.units}

      @register
      class MLPBlock(keras.layers.Layer):
          def __init__(self, units=3, **kwargs):
              super().__init__(**kwargs)
              self.units = units
              self.linear_1 = Linear(4)
              self.second_linear = Linear(units)
          def call(self, x):
              return self.second_linear(tf.nn.relu(self.linear_1(x)))
          def get_config(self):
              return {**super().get_config(), "units": self.units}

      @register
      class Late(keras.layers.Layer):
          def build(self, shape):
              self.scale = self.add_weight(name="scale", shape=(), initializer="ones")
              self.inner = MLPBlock(2)
              super().build(shape)
          def call(self, x):
              return self.inner(x) * self.scale

      @register
      class Own(keras.Model):
          def __init__(self, **kwargs):
              super().__init__(**kwargs)
              self.stem = Linear(4)
              self.blocks = [MLPBlock(3), MLPBlock(3)]
              self.late = Late()
              self.grid = [[Linear(2)], [Linear(2)]]
              self.heads = {"b": Linear(1), "a": Linear(1)}
          def call(self, inputs):
              a, b = inputs
              x = self.stem(a)
              for block in self.blocks:
                  x = block(x)
              x = self.late(tf.concat([x, b], -1))
              for row in self.grid:
                  for layer in row:
                      x = layer(x)
              return self.heads["a"](x) + self.heads["b"](x)
          def get_config(self):
              return {"name": self.name}
      """;

  private static final float[][] A = {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}};
  private static final float[][] B = {{1, 2}, {-1, 0}, {0.5f, -0.5f}};

  /** Multiplies by a matrix. */
  static final class Linear extends Layer {
    @Arg private int units = 32;
    private @Nullable Variable w;
    private @Nullable Variable b;

    Linear() {}

    Linear(int units) {
      this.units = units;
    }

    @Override
    protected void build(Shape input) {
      w = addWeight("w", Shape.of(input.get(-1), units), new RandomNormal());
      b = addWeight("b", Shape.of(units), new RandomNormal());
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.matmul(ctx.read(Objects.requireNonNull(w))).add(ctx.read(Objects.requireNonNull(b)));
    }
  }

  /** Two layers, one of which Python calls by a name that is no Java name. */
  static final class MLPBlock extends Layer {
    @Arg private int units = 3;
    private final Linear first = track("linear_1", new Linear(4));
    private @Nullable Linear secondLinear;

    MLPBlock() {
      this(3);
    }

    MLPBlock(int units) {
      this.units = units;
      secondLinear = new Linear(units);
    }

    @Override
    protected void validate() {
      secondLinear = new Linear(units);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return Objects.requireNonNull(secondLinear).apply(first.apply(x, ctx).relu(), ctx);
    }
  }

  /** Makes its layer when it is built. */
  static final class Late extends Layer {
    private @Nullable Variable scale;
    private @Nullable MLPBlock inner;

    @Override
    protected void build(Shape input) {
      scale = addWeight("scale", Shape.scalar(), new keras.initializers.Ones());
      inner = new MLPBlock(2);
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return Objects.requireNonNull(inner)
          .apply(x, ctx)
          .mul(ctx.read(Objects.requireNonNull(scale)));
    }
  }

  /** Holds layers in every way. */
  static final class Own extends Model {
    private final Linear stem = new Linear(4);
    private final List<MLPBlock> blocks = List.of(new MLPBlock(3), new MLPBlock(3));
    private final Late late = new Late();
    private final List<List<Linear>> grid = List.of(List.of(new Linear(2)), List.of(new Linear(2)));
    private final Map<String, Linear> heads = new LinkedHashMap<>();

    Own() {
      heads.put("b", new Linear(1));
      heads.put("a", new Linear(1));
    }

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      Expr x = stem.apply(in.get(0), ctx);
      for (MLPBlock block : blocks) {
        x = block.apply(x, ctx);
      }
      x = late.apply(Numpy.concatenate(List.of(x, in.get(1)), -1), ctx);
      for (List<Linear> row : grid) {
        for (Linear layer : row) {
          x = layer.apply(x, ctx);
        }
      }
      return List.of(
          Objects.requireNonNull(heads.get("a"))
              .apply(x, ctx)
              .add(Objects.requireNonNull(heads.get("b")).apply(x, ctx)));
    }
  }

  private static final CustomObjects OWN =
      CustomObjects.none()
          .with("own>Own", Own.class)
          .with("own>Late", Late.class)
          .with("own>Linear", Linear.class)
          .with("own>MLPBlock", MLPBlock.class);

  private final Path dir;

  OwnModelsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static float[] predicted(Model model) {
    return HostTensor.of(model.predict(List.of(StdArrays.ndCopyOf(A), StdArrays.ndCopyOf(B))))
        .floats();
  }

  private static List<String> kinds(Framework framework) {
    return framework == Framework.KERAS3
        ? List.of("m.keras", "m.weights.h5")
        : List.of("m.keras", "m.weights.h5", "m.h5", "ckpt", "saved");
  }

  private static boolean isWhole(String file) {
    return file.equals("m.keras") || file.equals("saved");
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void goBothWaysInEveryKindOfFile(Framework framework, Python python) throws Exception {
    Path theirs = Files.createDirectory(dir.resolve("python"));
    Path ours = Files.createDirectory(dir.resolve("java"));
    List<String> kinds = kinds(framework);
    PythonResult written =
        python
            .of(framework)
            .exec(
                CLASSES
                    + """
                    keras.utils.set_random_seed(5)
                    model = Own()
                    model.compile(keras.optimizers.Adam(0.01), "mse")
                    model.fit([a, b], a[:, :1], verbose=0)
                    for kind in kinds:
                        path = folder + "/" + kind
                        if kind in ("m.keras", "saved"):
                            model.save(path)
                        else:
                            model.save_weights(path)
                    result["y"] = model.predict([a, b], verbose=0)
                    result["weights"] = len(model.get_weights())
                    """,
                Map.of(
                    "folder",
                    theirs.toString(),
                    "kinds",
                    kinds,
                    "a",
                    StdArrays.ndCopyOf(A),
                    "b",
                    StdArrays.ndCopyOf(B)));
    float[] expected = written.array("y").floats();
    Dialect dialect = framework == Framework.KERAS3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
    SaveOptions options = SaveOptions.defaults().dialect(dialect);
    List<String> more = new ArrayList<>(kinds);
    if (framework == Framework.KERAS3) {
      more.add("m.h5");
    }
    for (String kind : kinds) {
      Keras.clearSession();
      String path = theirs.resolve(kind).toString();
      try (Model model =
          isWhole(kind)
              ? Keras.loadModel(path, LoadOptions.defaults().customObjects(OWN))
              : new Own()) {
        if (!isWhole(kind)) {
          model.buildFor(Shape.of(-1, 3), Shape.of(-1, 2));
          model.loadWeights(path);
        }
        assertArrayEquals(expected, predicted(model), 1e-6f, kind);
        if (kind.equals("m.keras")) {
          for (String out : more) {
            String to = ours.resolve(out).toString();
            if (isWhole(out)) {
              model.save(to, options);
            } else {
              model.saveWeights(to, options);
            }
          }
          String npz = ours.resolve("m.npz").toString();
          model.saveWeights(npz);
          Keras.clearSession(); // .npz files go by names, and automatic names count on
          try (Model again = new Own()) {
            again.buildFor(Shape.of(-1, 3), Shape.of(-1, 2));
            again.loadWeights(npz);
            assertArrayEquals(expected, predicted(again), 1e-6f, "npz");
          }
        }
      }
    }
    PythonResult read =
        python
            .of(framework)
            .exec(
                CLASSES
                    + """
                    own = {"Own": Own, "Late": Late, "Linear": Linear, "MLPBlock": MLPBlock}
                    for kind in kinds:
                        path = folder + "/" + kind
                        if kind in ("m.keras", "saved"):
                            model = keras.models.load_model(path, custom_objects=own)
                        else:
                            model = Own()
                            model([np.asarray(a), np.asarray(b)])
                            model.load_weights(path)
                        result[kind] = np.asarray(model([np.asarray(a), np.asarray(b)]))
                    """,
                Map.of(
                    "folder",
                    ours.toString(),
                    "kinds",
                    more,
                    "a",
                    StdArrays.ndCopyOf(A),
                    "b",
                    StdArrays.ndCopyOf(B)));
    for (String kind : more) {
      assertArrayEquals(expected, read.array(kind).floats(), 1e-6f, kind);
    }
    assertEquals(23, written.number("weights"));
  }
}
