package keras.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.callbacks.Logs;
import keras.config.Configs;
import keras.engine.KerasTensor;
import keras.engine.Structure;
import keras.layers.Add;
import keras.layers.Concatenate;
import keras.layers.Dense;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;

/** Functional models whose inputs and outputs go by names. */
class NamedInputsTest {
  private static final float[][] ONE = {{1}};
  private static final float[][] TWO = {{2}};

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  /** Joins {@code z}, then {@code y}; gives that as {@code both}, and its sum as {@code all}. */
  private static Model model(String first, String second) {
    KerasTensor a = Keras.input("left", 1);
    KerasTensor b = Keras.input("right", 1);
    KerasTensor joined = new Concatenate().apply(a, b);
    KerasTensor sum =
        new Dense(1).kernelInitializer("ones").useBias(false).name("sum").apply(joined);
    return Model.of(Map.of(first, a, second, b), Map.of("both", joined, "all", sum));
  }

  @Test
  void takesAndGivesThemByName() {
    try (Model model = model("z", "y")) {
      assertEquals(List.of("y", "z"), model.inputNames());
      assertEquals(List.of("all", "both"), model.outputNames());
      var out = model.predictByName(Map.of("z", ONE, "y", TWO));
      assertEquals(List.of("all", "both"), List.copyOf(out.keySet()));
      List<NdArray<?>> values = List.copyOf(out.values());
      assertEquals(3f, values.get(0).getObject(0, 0));
      assertEquals(1f, values.get(1).getObject(0, 0));
      assertEquals(2f, values.get(1).getObject(0, 1));
    }
  }

  @Test
  void namesLossesAndLogsByTheOutputsNames() {
    try (Model model = model("z", "y")) {
      model.compile(c -> c.optimizer("sgd").loss(Map.of("all", "mse", "both", "mae")));
      Logs logs =
          model.trainOnBatch(
              Map.of("z", ONE, "y", TWO),
              Map.of("all", new float[][] {{1}}, "both", new float[][] {{1, 1}}));
      assertEquals(4, logs.get("all_loss"), 1e-6);
      assertEquals(0.5, logs.get("both_loss"), 1e-6);
    }
  }

  /** As Keras 3: only names that are those of the input layers go by place, too. */
  @Test
  void refusesAListForNamesOfItsOwn() {
    try (Model model = model("z", "y");
        Model plain = model("left", "right")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> model.predictAll(List.of(ONE, TWO)))
              .getMessage();
      assertEquals(
          "model.predict: the inputs of Functional 'functional' go by the names [y, z]. Give a map"
              + " of arrays by these names. Received: a list of 2.",
          message);
      assertEquals(2f, plain.predictAll(List.of(ONE, TWO)).get(1).getObject(0, 1));
    }
  }

  @Test
  void keepsNamesInConfigsAndCalls() {
    Model model = (Model) Configs.deserialize(Configs.serialize(model("z", "y")));
    assertEquals(List.of("y", "z"), model.inputNames());
    assertEquals(
        Map.of("z", List.of("left", 0, 0), "y", List.of("right", 0, 0)),
        model.config().get("input_layers"));
    KerasTensor a = Keras.input("a", 1);
    KerasTensor b = Keras.input("b", 1);
    Structure<KerasTensor> out = model.applyAll(Map.of("z", a, "y", b));
    KerasTensor end = new Add().apply(out.get("all").only(), out.get("both").only());
    Model around = Model.of(List.of(a, b), List.of(end));
    try (Model again = (Model) Configs.deserialize(Configs.serialize(around));
        Model clone = Keras.cloneModel(around)) {
      assertEquals(List.of("a", "b"), again.inputNames());
      assertEquals(4f, again.predictAll(List.of(ONE, TWO)).get(0).getObject(0, 0));
      assertEquals(5f, clone.predictAll(List.of(ONE, TWO)).get(0).getObject(0, 1));
    }
  }

  /** As Keras: a Sequential checks the number of axes, and leaves sizes to its layers. */
  @Test
  void sequentialTakesOtherLengthsWhereItsLayersDo() {
    try (Model model =
        new Sequential(
            new keras.layers.InputLayer(4, 2),
            new Dense(1).kernelInitializer("ones").useBias(false))) {
      assertEquals(
          5f, model.predictAll(new float[][][] {{{1, 2}, {2, 3}}}).get(0).getObject(0, 1, 0));
    }
  }
}
