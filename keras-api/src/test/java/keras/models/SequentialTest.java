package keras.models;

import static keras.testing.Refusals.one;
import static keras.testing.Refusals.refuses;
import static keras.testing.Refusals.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Configs;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.layers.InputLayer;
import keras.layers.Layer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

class SequentialTest {
  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }

  private static List<String> names(Model model) {
    return model.layers().stream().map(Layer::name).toList();
  }

  @Test
  void growsAndShrinksBetweenTrainings() {
    Dense first = new Dense(3).name("first");
    Dense top = new Dense(1).name("top");
    try (Sequential model = new Sequential(first.inputShape(2))) {
      model.compile("sgd", "mse");
      model.fit(zeros(2, 2), zeros(2, 3), f -> f.verbose(0));
      model.add(top);
      assertEquals(List.of("first", "top"), names(model));
      model.compile("sgd", "mse");
      model.fit(zeros(2, 2), zeros(2, 1), f -> f.verbose(0));
      assertEquals(9 + 4, model.countParams());
      List<?> kept = first.getWeights();
      assertSame(top, model.pop());
      assertEquals(kept, first.getWeights());
      assertEquals(Shape.of(2, 3), model.predict(zeros(2, 2)).shape());
      model.add(new Dense(5).name("other"));
      assertEquals(Shape.of(2, 5), model.predict(zeros(2, 2)).shape());
    }
  }

  @Test
  void isBuiltByWhateverTellsItsInput() {
    try (Sequential a = new Sequential(new Dense(1));
        Sequential b = new Sequential(new Dense(1));
        Sequential c = new Sequential(new InputLayer(2), new Dense(1));
        Sequential d = new Sequential(new Dense(1))) {
      assertFalse(a.isBuilt());
      assertEquals(List.of(), a.getWeights());
      assertEquals(3, a.build(-1, 2).countParams());
      b.predict(zeros(1, 2));
      assertEquals(3, b.countParams());
      assertTrue(c.isBuilt());
      d.compile("sgd", "mse");
      d.fit(zeros(1, 2), zeros(1, 1), f -> f.verbose(0));
      assertTrue(d.isBuilt());
    }
  }

  @Test
  void goesOnAfterAModelOfKnownInput() {
    try (Sequential inner = new Sequential(new InputLayer(2), new Dense(3));
        Sequential outer = new Sequential(inner, new Dense(1))) {
      assertTrue(outer.isBuilt());
      assertEquals(9 + 4, outer.countParams());
      assertEquals(Shape.of(5, 1), outer.predict(zeros(5, 2)).shape());
    }
  }

  @Test
  void comesBackFromItsConfig() {
    try (Sequential model =
            new Sequential(new Flatten().inputShape(2, 3), new Dense(4, "relu").name("d"))
                .name("m");
        Sequential again = Configs.from(Sequential.class, model.config())) {
      assertEquals(model.config(), again.config());
      again.setWeights(model.getWeights());
      float[][][] x = {{{1, 2, 3}, {4, 5, 6}}};
      assertEquals(model.predict(x), again.predict(x));
    }
  }

  @Test
  void givesAutomaticNamesInOrder() {
    try (Sequential a = new Sequential(new Dense(1), new Dense(1));
        Sequential b = new Sequential(new Dense(1))) {
      assertEquals("sequential", a.name());
      assertEquals("sequential_1", b.name());
      assertEquals(List.of("dense", "dense_1"), names(a));
      assertEquals(List.of("dense_2"), names(b));
    }
  }

  @Test
  void refusesTwoLayersOfOneName() {
    refuses(
        "Sequential 'm': all layers need unique names. Received: a second layer named 'd'.",
        () -> new Sequential().name("m").add(new Dense(1).name("d")).add(new Dense(1).name("d")));
    Dense d = new Dense(1).name("d");
    refuses(
        "Sequential 'm': all layers need unique names. Received: a second layer named 'd'.",
        () -> new Sequential().name("m").add(d).add(d));
  }

  @Test
  void takesANameThatIsFreeAgain() {
    Dense d = new Dense(1).name("d");
    try (Sequential model = new Sequential(new Dense(2).name("a"), d)) {
      model.pop();
      assertEquals(List.of("a", "d"), names(model.add(new Dense(3).name("d"))));
      model.pop();
      assertEquals(List.of("a", "d"), names(model.add(d)));
      d.name("e");
      assertEquals(List.of("a", "e", "d"), names(model.add(new Dense(3).name("d"))));
    }
  }

  @Test
  void refusesInputsThatComeLate() {
    refuses(
        "Sequential 'm': already has the input shape (None, 2). Received: a second InputLayer 'b'.",
        () ->
            new Sequential()
                .name("m")
                .add(new InputLayer(2).name("a"))
                .add(new InputLayer(2).name("b")));
    refuses(
        "Sequential 'm': an InputLayer must come first. Received: InputLayer 'b' after 1 layer(s).",
        () -> new Sequential().name("m").add(new Dense(2)).add(new InputLayer(2).name("b")));
  }

  @Test
  void refusesToBeNothing() {
    Sequential empty = new Sequential().name("m");
    refuses(IllegalStateException.class, "Sequential 'm': there are no layers to pop.", empty::pop);
    refuses(
        IllegalStateException.class,
        "Sequential 'm': cannot be built because it has no layers. Call add(layer).",
        () -> empty.build(-1, 2));
    refuses(
        IllegalStateException.class,
        "Sequential 'm': cannot be built because it has no layers. Call add(layer).",
        () -> empty.predict(zeros(1, 2)));
  }

  @Test
  void refusesAnotherInputThanItHas() {
    refuses(
        "Sequential 'm': already has the input shape (None, 2). Received: (None, 5).",
        () -> one().build(-1, 5));
  }

  @Test
  void saysThatItsInputIsNotKnown() {
    refuses(
        IllegalStateException.class,
        "Sequential 'm': the input shape is not known yet. Give the first layer an inputShape(...),"
            + " call build(...), or fit the model on data.",
        () -> new Sequential(new Dense(1)).name("m").inputs());
  }

  // ---------------------------------------------------------------- what all models have

  @Test
  void findsLayers() {
    try (Model model = one()) {
      assertEquals("out", model.layer(0).name());
      assertSame(model.layer(0), model.layer("out"));
      refuses("Sequential 'm': no layer named 'x'. Layers: [out].", () -> model.layer("x"));
      refuses("Sequential 'm': no layer at index 7. It has 1 layers.", () -> model.layer(7));
      refuses("Sequential 'm': no layer at index -1. It has 1 layers.", () -> model.layer(-1));
    }
  }

  @Test
  void setsAllWeightsOrNone() {
    try (Model model = one()) {
      List<?> before = model.getWeights();
      refuses(
          "Sequential 'm'.setWeights: expected 2 arrays, one a weight. Received: 0.",
          () -> model.setWeights(List.of()));
      refuses(
          "<Variable path=m/out/kernel, shape=(2, 3), dtype=float32>: expected a value of shape (2,"
              + " 3). Received: shape (2, 4).",
          () ->
              model.setWeights(
                  List.of(NdArrays.ofFloats(Shape.of(2, 4)), NdArrays.ofFloats(Shape.of(3)))));
      refuses(
          "<Variable path=m/out/bias, shape=(3,), dtype=float32>: expected a value of shape (3,)."
              + " Received: shape (2,).",
          () ->
              model.setWeights(
                  List.of(NdArrays.ofFloats(Shape.of(2, 3)), NdArrays.ofFloats(Shape.of(2)))));
      assertEquals(before, model.getWeights());
      model.setWeights(List.of(NdArrays.ofFloats(Shape.of(2, 3)), NdArrays.ofFloats(Shape.of(3))));
      assertNotEquals(before, model.getWeights());
    }
  }

  @Test
  void isOfNoUseOnceItIsClosed() {
    Model model = one();
    List<?> weights = model.getWeights();
    model.predict(zeros(1, 2));
    model.close();
    assertEquals(weights, model.getWeights());
    refuses(
        IllegalStateException.class,
        "Sequential 'm' is closed. Build it again from its layers or load it again.",
        () -> model.predict(zeros(1, 2)));
  }

  @Test
  void resetsMetrics() {
    try (Model model = one()) {
      Map<String, Double> once =
          model.evaluate(zeros(2, 2), zeros(2, 3), e -> e.verbose(0)).asMap();
      model.resetMetrics();
      assertEquals(once, model.evaluate(zeros(2, 2), zeros(2, 3), e -> e.verbose(0)).asMap());
    }
  }

  @Test
  void isCutAtALayerBeforeItRan() {
    try (Sequential model =
            new Sequential(new Dense(3).name("h").inputShape(2), new Dense(1).name("top"));
        Model cut = Model.of(model.inputs(), List.of(model.layer("h").output()))) {
      assertEquals("h", cut.output().node().operation().name());
    }
    try (Sequential model = new Sequential(new Dense(3).inputShape(2))) {
      assertEquals(3, model.layer(0).output().shape().get(1));
    }
  }
}
