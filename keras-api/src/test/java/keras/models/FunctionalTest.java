package keras.models;

import static keras.testing.Refusals.refuses;
import static keras.testing.Refusals.two;
import static keras.testing.Refusals.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Configs;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Layer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

class FunctionalTest {
  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }

  @Test
  void tellsItsInputsAndOutputs() {
    try (Model model = two()) {
      assertEquals(List.of("a", "b"), model.inputNames());
      assertEquals(List.of("p", "q"), model.outputNames());
      assertEquals(List.of("a", "b", "p", "q"), model.layers().stream().map(Layer::name).toList());
      assertEquals("(None, 2)", keras.engine.Shapes.show(model.outputs().get(1).shape()));
    }
  }

  @Test
  void takesItsNameUntilItIsUsed() {
    KerasTensor x = Keras.input("x", 2);
    Model model = Model.of(x, new Dense(1).apply(x)).name("first").name("mine");
    assertEquals("mine", model.name());
    model.apply(x);
    refuses(
        IllegalStateException.class,
        "Functional 'mine' is already built; set its options before its first use.",
        () -> model.name("late"));
    model.close();
  }

  @Test
  void startsInTheMiddleOfAGraph() {
    KerasTensor x = Keras.input("x", 2);
    KerasTensor h = new Dense(3).name("h").apply(x);
    KerasTensor y = new Add().name("y").apply(new Dense(3).name("d").apply(h), h);
    try (Model whole = Model.of(x, y);
        Model front = Model.of(x, h);
        Model back = Model.of(h, y)) {
      assertEquals(List.of("hCLONE", "d", "y"), back.layers().stream().map(Layer::name).toList());
      float[][] data = {{1, 2}, {3, -4}};
      assertEquals(whole.predict(data), back.predict(front.predict(data)));
      Model again = Configs.from(Functional.class, back.config());
      again.setWeights(back.getWeights());
      assertEquals(back.predict(zeros(1, 3)), again.predict(zeros(1, 3)));
      again.close();
    }
  }

  @Test
  void sharesLayersBetweenCalls() {
    KerasTensor a = Keras.input("a", 2);
    KerasTensor b = Keras.input("b", 2);
    Dense shared = new Dense(2).name("shared");
    try (Model model =
        Model.of(List.of(a, b), List.of(new Add().apply(shared.apply(a), shared.apply(b))))) {
      assertEquals(6, model.countParams());
      float[][] x = {{1, 2}};
      float[][] none = {{0, 0}};
      assertEquals(model.predict(List.of(x, none)), model.predict(Map.of("b", x, "a", none)));
    }
  }

  @Test
  void givesOneOutputOrAll() {
    try (Model model = two()) {
      List<float[][]> x = List.of(zeros(4, 2), zeros(4, 3));
      List<NdArray<?>> all = model.predictAll(x);
      assertEquals(
          List.of(Shape.of(4, 1), Shape.of(4, 2)), all.stream().map(NdArray::shape).toList());
      refuses(
          "Functional 'm' has 2 outputs; call predictAll(x) to get them.", () -> model.predict(x));
    }
    KerasTensor x = Keras.input("x", 2);
    try (Model model = Model.of(x, new Dense(1).apply(x)).name("m")) {
      refuses(
          "Functional 'm': expected a IntNdArray. The output is a FloatArray; call predict(x,"
              + " type) or predictAll(x).",
          () -> model.predict(zeros(1, 2), IntNdArray.class));
    }
  }

  @Test
  void refusesAGraphWithAnInputThatIsNotGiven() {
    KerasTensor w = Keras.input("w", 2);
    refuses(
        "Model: output <KerasTensor shape=(None, 1), dtype=float32, from d> depends on input 'w',"
            + " which is not among the model's inputs [z].",
        () -> Model.of(Keras.input("z", 2), new Dense(1).name("d").apply(w)));
  }

  @Test
  void refusesTwoLayersOfOneName() {
    KerasTensor x = Keras.input("x", 2);
    refuses(
        "Model: the name 'd' is used by two layers. All layer names must be unique.",
        () -> Model.of(x, new Dense(2).name("d").apply(new Dense(2).name("d").apply(x))));
  }

  @Test
  void refusesLayersOnTensorsThatDoNotFit() {
    Dense d = new Dense(2).name("d");
    d.apply(Keras.input("x", 3));
    refuses(
        "Dense 'd': expected inputs with last axis 3. Received: shape (None, 4).",
        () -> d.apply(Keras.input("y", 4)));
    refuses(
        "Add 'add': expected inputs whose sizes are equal or 1. Received: shapes [(None, 3), (None,"
            + " 4)].",
        () -> new Add().name("add").apply(Keras.input("u", 3), Keras.input("v", 4)));
  }

  // ---------------------------------------------------------------- freezing

  private static Model stack() {
    KerasTensor x = Keras.input("x", 2);
    KerasTensor h = new BatchNormalization().name("bn").apply(new Dense(3).name("h").apply(x));
    return Model.of(x, new Dense(1).name("y").apply(h)).name("m");
  }

  private static void train(Model model) {
    float[][] x = {{1, 2}, {3, 4}, {-1, 0}};
    model.fit(x, new float[][] {{1}, {2}, {3}}, f -> f.epochs(2).verbose(0));
  }

  @Test
  void trainsWhatIsNotFrozen() {
    try (Model model = stack()) {
      model.layer("h").trainable(false);
      assertEquals(List.of("bn", "y"), trained(model));
      model.compile("sgd", "mse");
      List<?> h = model.layer("h").getWeights();
      List<?> y = model.layer("y").getWeights();
      train(model);
      assertEquals(h, model.layer("h").getWeights());
      assertNotEquals(y, model.layer("y").getWeights());
      model.layer("h").trainable(true);
      model.compile("sgd", "mse");
      train(model);
      assertNotEquals(h, model.layer("h").getWeights());
    }
  }

  private static List<String> trained(Model model) {
    return model.trainableWeights().stream()
        .map(v -> v.path().substring(0, v.path().indexOf('/')))
        .distinct()
        .toList();
  }

  @Test
  void leavesFrozenStatisticsAsTheyAre() {
    try (Model model = stack()) {
      model.layer("bn").trainable(false);
      model.compile("sgd", "mse");
      List<?> bn = model.layer("bn").getWeights();
      train(model);
      assertEquals(bn, model.layer("bn").getWeights());
    }
  }

  @Test
  void freezesAsAWhole() {
    try (Model model = stack()) {
      model.trainable(false);
      assertEquals(List.of(), model.trainableWeights());
      assertEquals(8, model.nonTrainableWeights().size());
      model.trainable(true);
      assertEquals(6, model.trainableWeights().size());
    }
  }

  @Test
  void saysThatNothingTrains() {
    StringBuilder text = new StringBuilder();
    var before = keras.utils.Console.redirect(text::append);
    try (Model model = stack()) {
      model.trainable(false);
      model.compile("sgd", "mse");
      List<?> weights = model.getWeights();
      train(model);
      assertEquals(weights, model.getWeights());
    } finally {
      keras.utils.Console.redirect(before);
    }
    assertEquals("The model does not have any trainable weights.\n", text.toString());
  }

  @Test
  void isCutAtTheOutputOfALayer() {
    KerasTensor in = Keras.input("in", 3);
    KerasTensor out = new Dense(1).apply(new Dense(2).name("h2").apply(in));
    try (Model base = Model.of(in, out)) {
      Layer h2 = base.layer("h2");
      assertEquals(in, h2.input());
      assertEquals(in, base.input());
      assertEquals(out, base.output());
      try (Model cut = Model.of(base.inputs(), List.of(h2.output()))) {
        assertEquals(List.of("in", "h2"), cut.layers().stream().map(Layer::name).toList());
      }
    }
    try (Model two = Model.of(List.of(in), List.of(out, out)).name("two")) {
      refuses(
          IllegalStateException.class,
          "Functional 'two' has 2 outputs. Take them all: outputs().",
          two::output);
    }
    refuses(
        IllegalStateException.class,
        "Dense 'alone' has never been called and thus has no defined output. Call it:"
            + " layer.apply(x).",
        () -> new Dense(1).name("alone").output());
  }
}
