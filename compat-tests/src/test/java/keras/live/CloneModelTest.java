package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Layer;
import keras.models.CloneModel;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clones have the names, and from one seed the weights, that Python's have. */
@ExtendWith(PythonExtension.class)
class CloneModelTest {
  private static final String REPORT =
      """
      def report(clone):
          result["name"] = clone.name
          result["layers"] = [l.name for l in clone.layers]
          result["trainable"] = [l.trainable for l in clone.layers]
          result["weights"] = [w.numpy() for w in clone.weights]
          result["names"] = ["/".join(w.path.split("/")[-2:]) for w in clone.weights]
          result["compiled"] = clone.compiled
          lines = []
          clone.summary(print_fn=lines.append)
          result["summary"] = lines[0]
      """;

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
    Keras.setRandomSeed(7);
  }

  private static PythonResult python(Python python, String build) {
    return python.keras3().exec(REPORT + "keras.utils.set_random_seed(7)\n" + build);
  }

  private static void assertSame(PythonResult python, Model clone) {
    assertEquals(python.text("name"), clone.name());
    assertEquals(python.list("layers"), clone.layers().stream().map(Layer::name).toList());
    assertEquals(python.list("trainable"), clone.layers().stream().map(Layer::trainable).toList());
    assertEquals(
        python.list("names"),
        clone.weights().stream().map(v -> v.path().replaceAll(".*/(.*/)", "$1")).toList());
    assertEquals(python.values().get("compiled"), clone.isCompiled());
    Arrays32.assertNear("weights", python.arrays("weights"), clone.getWeights(), 0);
    assertEquals(python.text("summary"), Summaries.of(clone));
  }

  @Test
  void clonesASequential(Python python) {
    PythonResult expected =
        python(
            python,
            """
            m = keras.Sequential([
                keras.Input((4,), name="in"),
                keras.layers.Dense(5, activation="relu", kernel_initializer="he_normal"),
                keras.layers.Dropout(0.3),
                keras.layers.BatchNormalization(),
                keras.layers.Dense(2, name="out", trainable=False)], name="stack")
            m.compile("adam", "mse", metrics=["mae"])
            report(keras.models.clone_model(m))
            """);
    try (Sequential model =
            new Sequential(
                    new keras.layers.InputLayer(4).name("in"),
                    new Dense(5, "relu").kernelInitializer("he_normal"),
                    new Dropout(0.3),
                    new BatchNormalization(),
                    new Dense(2).name("out").trainable(false))
                .name("stack");
        Model clone = compiledClone(model)) {
      assertSame(expected, clone);
    }
  }

  private static Model compiledClone(Model model) {
    model.compile("adam", "mse", "mae");
    return Keras.cloneModel(model);
  }

  @Test
  void clonesASequentialThatIsNotBuilt(Python python) {
    PythonResult expected =
        python(
            python,
            """
            m = keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(2)])
            clone = keras.models.clone_model(m)
            clone.build((None, 4))
            report(clone)
            """);
    try (Sequential model = new Sequential(new Dense(3), new Dense(2));
        Sequential clone = (Sequential) Keras.cloneModel(model)) {
      assertFalse(clone.isBuilt());
      clone.build(-1, 4);
      assertSame(expected, clone);
    }
  }

  private static final String GRAPH =
      """
      a = keras.Input((4,), name="a")
      b = keras.Input((4,), name="b")
      shared = keras.layers.Dense(3, activation="tanh", name="shared")
      inner = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)], name="inner")
      x = keras.layers.Concatenate(name="join")([shared(a), shared(b)])
      y = inner(shared(b))
      m = keras.Model([a, b], [keras.layers.Dense(2, name="left")(x), keras.layers.Add(name="right")([y, shared(a)])],
                      name="graph")
      """;

  private static Model graph() {
    KerasTensor a = Keras.input("a", 4);
    KerasTensor b = Keras.input("b", 4);
    Dense shared = new Dense(3, "tanh").name("shared");
    Sequential inner = new Sequential(new keras.layers.InputLayer(3), new Dense(3)).name("inner");
    KerasTensor x = new Concatenate().name("join").apply(shared.apply(a), shared.apply(b));
    KerasTensor y = inner.apply(shared.apply(b));
    return Model.of(
            List.of(a, b),
            List.of(
                new Dense(2).name("left").apply(x),
                new Add().name("right").apply(y, shared.apply(a))))
        .name("graph");
  }

  @Test
  void clonesAGraphWithSharedLayersAndAModelInside(Python python) {
    PythonResult expected = python(python, GRAPH + "report(keras.models.clone_model(m))\n");
    try (Model model = graph();
        Model clone = Keras.cloneModel(model)) {
      assertSame(expected, clone);
    }
  }

  @Test
  void clonesModelsInsideLayerByLayer(Python python) {
    PythonResult expected =
        python(
            python,
            GRAPH
                + """
                def wider(layer):
                    config = layer.get_config()
                    if isinstance(layer, keras.layers.Dense):
                        config["use_bias"] = False
                    return layer.__class__.from_config(config)
                report(keras.models.clone_model(m, clone_function=wider, recursive=True))
                """);
    try (Model model = graph();
        Model clone =
            Keras.cloneModel(
                model,
                c ->
                    c.recursive(true)
                        .cloneFunction(
                            layer ->
                                CloneModel.layer(layer) instanceof Dense d
                                    ? d.useBias(false)
                                    : CloneModel.layer(layer)))) {
      assertSame(expected, clone);
      assertEquals(1, clone.layer("inner").weights().size());
    }
  }

  @Test
  void buildsUponTensorsThatAreGiven(Python python) {
    PythonResult expected =
        python(
            python,
            GRAPH
                + """
                c, d = keras.Input((4,), name="c"), keras.Input((4,), name="d")
                report(keras.models.clone_model(m, input_tensors=[c, d]))
                """);
    try (Model model = graph()) {
      KerasTensor c = Keras.input("c", 4);
      KerasTensor d = Keras.input("d", 4);
      try (Model clone = Keras.cloneModel(model, o -> o.inputTensors(c, d))) {
        assertSame(expected, clone);
        assertEquals(List.of(c, d), clone.inputs());
      }
    }
  }

  @Test
  void callsLayersAsItIsTold(Python python) {
    PythonResult expected =
        python(
            python,
            GRAPH
                + """
                def twice(layer, *args, **kwargs):
                    out = layer(*args, **kwargs)
                    return layer(out) if layer.name == "inner" else out
                report(keras.models.clone_model(m, call_function=twice))
                """);
    try (Model model = graph();
        Model clone =
            Keras.cloneModel(
                model,
                c ->
                    c.callFunction(
                        (layer, x) -> {
                          List<KerasTensor> out = layer.applyAll(x);
                          return layer.name().equals("inner") ? layer.applyAll(out) : out;
                        }))) {
      assertSame(expected, clone);
    }
  }

  @Test
  void predictsAsTheModelDoesOnceItHasItsWeights() {
    Supplier<float[][]> x = () -> new float[][] {{1, 2, 3, 4}, {-1, 0.5f, 2, 0}};
    try (Model model = graph();
        Model clone = Keras.cloneModel(model)) {
      clone.setWeights(model.getWeights());
      Map<String, Object> inputs = Map.of("a", x.get(), "b", x.get());
      assertEquals(model.predictAll(inputs), clone.predictAll(inputs));
      assertNotEquals(model.getWeights(), graph().getWeights());
    }
  }
}
