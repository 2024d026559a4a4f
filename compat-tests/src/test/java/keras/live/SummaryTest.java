package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import keras.Keras;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.Embedding;
import keras.layers.Flatten;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import keras.models.summary.SummaryOptions;
import keras.ops.Expr;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.Shape;

/** Summaries are Keras' own, character by character. */
@ExtendWith(PythonExtension.class)
class SummaryTest {
  private static void same(
      Python python,
      String build,
      String arguments,
      Model model,
      Consumer<SummaryOptions> options) {
    String expected =
        python
            .keras3()
            .exec(
                "L = keras.layers\n"
                    + build
                    + "\nlines = []\nm.summary(print_fn=lines.append"
                    + arguments
                    + ")\nresult['text'] = lines[0]")
            .text("text");
    List<String> lines = new ArrayList<>();
    SummaryOptions o = new SummaryOptions().printFn(lines::add);
    options.accept(o);
    model.summary(o);
    assertEquals(expected, String.join("\n", lines) + "\n");
  }

  private static void same(Python python, String build, Model model) {
    same(python, build, "", model, o -> {});
  }

  /** The same graph as {@link #BRANCHED} in Python. */
  private static Model branched() {
    Keras.clearSession();
    KerasTensor a = Keras.input("first", 4);
    KerasTensor b = Keras.input("third", "int32", 3);
    KerasTensor innerIn = Keras.input("inner_in", 4);
    Model inner =
        Model.of(
                List.of(innerIn), List.of(new Dense(2).apply(innerIn), new Dense(3).apply(innerIn)))
            .name("inner");
    Dense shared = new Dense(1200).name("shared_between_two_inputs");
    List<KerasTensor> cd = inner.applyAll(List.of(a));
    Sequential stack =
        new Sequential(new Dense(5), new BatchNormalization(), new Dropout(0.5)).name("stack");
    KerasTensor e =
        stack.apply(
            new Concatenate().apply(cd.get(0), cd.get(1), shared.apply(a), shared.apply(a)));
    KerasTensor f = new Flatten().apply(new Embedding(7, 2).name("e").apply(b));
    return Model.of(List.of(a, b), List.of(e, f, cd.get(0))).name("outer");
  }

  private static final String BRANCHED =
      """
      a, b = keras.Input((4,), name="first"), keras.Input((3,), name="third", dtype="int32")
      inner_in = keras.Input((4,), name="inner_in")
      inner = keras.Model(inner_in, [L.Dense(2)(inner_in), L.Dense(3)(inner_in)], name="inner")
      shared = L.Dense(1200, name="shared_between_two_inputs")
      c, d = inner(a)
      stack = keras.Sequential([L.Dense(5), L.BatchNormalization(), L.Dropout(0.5)], name="stack")
      e = stack(L.Concatenate()([c, d, shared(a), shared(a)]))
      f = L.Flatten()(L.Embedding(7, 2, name="e")(b))
      m = keras.Model([a, b], [e, f, c], name="outer")
      """;

  @Test
  void showsBranches(Python python) {
    try (Model model = branched()) {
      same(python, BRANCHED, model);
    }
  }

  @Test
  void showsModelsInsideAndWhatTrains(Python python) {
    try (Model model = branched()) {
      same(
          python,
          BRANCHED,
          ", line_length=76, expand_nested=True, show_trainable=True",
          model,
          o -> o.lineLength(76).expandNested(true).showTrainable(true));
      model.layer("stack").trainable(false);
      same(
          python,
          BRANCHED + "m.get_layer('stack').trainable = False",
          ", expand_nested=True, show_trainable=True",
          model,
          o -> o.expandNested(true).showTrainable(true));
    }
  }

  @Test
  void fitsLinesOfAnyLength(Python python) {
    try (Model model = branched()) {
      for (int length : new int[] {40, 47, 55, 61, 80}) {
        same(
            python,
            BRANCHED,
            ", line_length=%d".formatted(length),
            model,
            o -> o.lineLength(length));
      }
      same(
          python,
          BRANCHED,
          ", positions=[0.4, 0.6, 0.8, 1.0], line_length=70",
          model,
          o -> o.positions(0.4, 0.6, 0.8, 1.0).lineLength(70));
    }
  }

  @Test
  void showsARangeOfLayers(Python python) {
    try (Model model = branched()) {
      same(
          python,
          BRANCHED,
          ", layer_range=['inner', 'conc.*']",
          model,
          o -> o.layerRange("inner", "conc.*"));
      same(
          python,
          BRANCHED,
          ", layer_range=['stack', 'first']",
          model,
          o -> o.layerRange("stack", "first"));
    }
  }

  @Test
  void showsAStackBeforeAndAfterItIsBuilt(Python python) {
    Keras.clearSession();
    String build =
        "m = keras.Sequential([L.Flatten(), L.Dense(123456,"
            + " name='a_very_long_name_of_a_layer_that_is_too_long'), L.Dense(2)])\n";
    try (Sequential model =
        new Sequential(
            new Flatten(),
            new Dense(123456).name("a_very_long_name_of_a_layer_that_is_too_long"),
            new Dense(2))) {
      same(python, build, model);
      model.build(-1, 28, 28);
      same(python, build + "m.build((None, 28, 28))", model);
    }
    try (Sequential empty = new Sequential().name("empty")) {
      same(python, "m = keras.Sequential(name='empty')", empty);
    }
  }

  @Test
  void showsAChainWithAnOutputInTheMiddle(Python python) {
    Keras.clearSession();
    KerasTensor x = Keras.input("x", 2);
    KerasTensor h = new Dense(3).apply(x);
    try (Model model = Model.of(List.of(x), List.of(new Dense(1).apply(h), h))) {
      same(
          python,
          """
          x = keras.Input((2,), name="x")
          h = L.Dense(3)(x)
          m = keras.Model(x, [L.Dense(1)(h), h])
          """,
          model);
    }
  }

  @Test
  void showsALayerThatIsCalledTwice(Python python) {
    Keras.clearSession();
    KerasTensor x = Keras.input("x", 2);
    Dense twice = new Dense(2).name("twice");
    KerasTensor once = twice.apply(x);
    try (Model model = Model.of(x, new Add().apply(twice.apply(once), once))) {
      same(
          python,
          """
          x = keras.Input((2,), name="x")
          twice = L.Dense(2, name="twice")
          once = twice(x)
          m = keras.Model(x, L.Add()([twice(once), once]))
          """,
          model);
    }
  }

  @Test
  void countsTheOptimizersVariables(Python python) {
    Keras.clearSession();
    String build =
        """
        m = keras.Sequential([keras.Input((3,)), L.Dense(4), L.BatchNormalization(), L.Dense(2, trainable=False)])
        m.compile("adam", "mse")
        """;
    try (Model model =
        new Sequential(
            new InputLayer(3),
            new Dense(4),
            new BatchNormalization(),
            new Dense(2).trainable(false))) {
      model.compile("adam", "mse");
      same(python, build, model);
      model.fit(new float[2][3], new float[2][2], f -> f.verbose(0));
      same(python, build + "m.fit(np.zeros((2, 3)), np.zeros((2, 2)), verbose=0)", model);
    }
  }

  /** A model of the caller's own. */
  static final class Two extends Model {
    private final Dense a = track("a", new Dense(1));
    private final Dense b = track("b", new Dense(7));
    private final Sequential s = track("s", new Sequential(new Dense(2)));

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return List.of(a.apply(x, ctx), b.apply(s.applyAll(x, ctx), ctx));
    }
  }

  @Test
  void showsAModelOfOnesOwn(Python python) {
    Keras.clearSession();
    String build =
        """
        class Two(keras.Model):
            def __init__(self):
                super().__init__()
                self.a, self.b, self.s = L.Dense(1), L.Dense(7), keras.Sequential([L.Dense(2)])
            def call(self, x):
                return [self.a(x), self.b(self.s(x))]
        m = Two()
        """;
    try (Two model = new Two()) {
      same(python, build, model);
      model.buildFor(Shape.of(-1, 3));
      same(python, build + "m(keras.Input((3,)))", model);
    }
  }
}
