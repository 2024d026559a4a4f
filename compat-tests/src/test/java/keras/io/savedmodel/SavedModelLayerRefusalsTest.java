package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.TFSMLayer;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.ExportOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a layer of a SavedModel refuses, and how it says so. */
class SavedModelLayerRefusalsTest {
  private static Path saved = Path.of("");

  @BeforeAll
  static void export(@TempDir Path dir) {
    saved = dir.resolve("saved");
    try (Sequential model = new Sequential(new InputLayer(3), new Dense(2))) {
      model.export(saved.toString(), ExportOptions.defaults().verbose(false));
    }
  }

  private static void refuses(
      Class<? extends Exception> type, String message, Executable executable) {
    assertEquals(message, assertThrows(type, executable).getMessage());
  }

  @Test
  void namesAFolderThatIsNotThere() {
    refuses(
        IllegalArgumentException.class,
        "No SavedModel in 'nowhere'. Check the path; it is relative to %s."
            .formatted(Path.of("").toAbsolutePath()),
        () -> new TFSMLayer("nowhere"));
  }

  @Test
  void namesTheSignaturesWhereAnEndpointIsUnknown() {
    for (String argument : List.of("call_endpoint", "call_training_endpoint")) {
      refuses(
          IllegalArgumentException.class,
          ("TFSMLayer: the endpoint 'wrong' is neither a function that is an attribute of the"
                  + " SavedModel in %s nor one of its signatures, which are [serve,"
                  + " serving_default]. Give another `%s`.")
              .formatted(saved, argument),
          () -> {
            TFSMLayer layer = new TFSMLayer(saved);
            if (argument.equals("call_endpoint")) {
              layer.callEndpoint("wrong");
            } else {
              layer.callTrainingEndpoint("wrong");
            }
          });
    }
  }

  @Test
  void saysWhatAnEndpointTakes() {
    String expected =
        "TFSMLayer 'base': the endpoint 'serve' expects float32 (None, 3). Received: ";
    TFSMLayer layer = new TFSMLayer(saved).name("base");
    refuses(
        IllegalArgumentException.class,
        expected + "float32 (None, 4).",
        () -> layer.apply(Keras.input(4)));
    refuses(
        IllegalArgumentException.class,
        expected + "int32 (None, 3).",
        () -> layer.apply(Keras.input("i", "int32", 3)));
    refuses(
        IllegalArgumentException.class,
        expected + "{x: float32 (None, 3)}.",
        () ->
            layer.apply(
                Arguments.of(KerasTensor.class, "inputs", Map.of("x", Keras.input("x", 3)))));
    refuses(
        IllegalArgumentException.class,
        "TFSMLayer 'wide': the endpoint 'serve' expects float32 (None, 3). Received: float64"
            + " (None, 3).",
        () -> new TFSMLayer(saved).name("wide").dtype("float64").apply(Keras.input(3)));
  }

  @Test
  void isMadeByNoConfigThatNamesASavedModel() {
    TFSMLayer layer = new TFSMLayer(saved).name("base");
    Map<String, ?> spec = Configs.serialize(layer);
    assertEquals(saved.toString(), layer.config().get("filepath"));
    String refusal =
        "Keras' class 'keras.layers.TFSMLayer' is not supported: it runs a SavedModel, a program,"
            + " which no config loads here; give the layer by its name,"
            + " `LoadOptions.custom(name, () -> new TFSMLayer(path))`.";
    refuses(UnsupportedOperationException.class, refusal, () -> Configs.deserialize(spec));
    refuses(
        UnsupportedOperationException.class,
        refusal,
        () -> Configs.deserialize(spec, CustomObjects.of(TFSMLayer.class)));
  }

  @Test
  void isMadeByAFactoryOfTheSavedModelThatTheFactoryNames() {
    Map<String, Object> config =
        Map.of("name", "other", "filepath", "/nowhere", "call_endpoint", "serving_default");
    Map<String, Object> spec =
        Map.of("module", "keras.layers", "class_name", "TFSMLayer", "config", config);
    TFSMLayer made =
        (TFSMLayer)
            Configs.deserialize(spec, CustomObjects.of("TFSMLayer", c -> new TFSMLayer(saved)));
    assertEquals(saved.toString(), made.config().get("filepath"));
    assertEquals("serving_default", made.config().get("call_endpoint"));
    assertEquals(
        List.of("output_0"),
        List.copyOf(names(made.apply(Arguments.of(KerasTensor.class, "inputs", Keras.input(3))))));
  }

  private static java.util.Set<String> names(keras.engine.Structure<KerasTensor> outputs) {
    return ((keras.engine.Structure.Fields<KerasTensor>) outputs).fields().keySet();
  }

  @Test
  void trainsAgainOnceItIsFreed() {
    TFSMLayer layer = new TFSMLayer(saved).trainable(false);
    layer.apply(Keras.input(3));
    assertEquals(List.of(), layer.trainableWeights());
    layer.trainable(true);
    assertEquals(layer.weights(), layer.trainableWeights());
    layer.trainable(false);
    assertEquals(List.of(), layer.trainableWeights());
    assertEquals(2, layer.weights().size());
  }

  @Test
  void isClonedWithWeightsOfItsOwn() {
    try (Sequential model = new Sequential(new InputLayer(3), new TFSMLayer(saved), new Dense(2));
        Model clone = Keras.cloneModel(model)) {
      assertEquals(4, model.weights().size());
      assertEquals(4, clone.weights().size());
      float[][] x = {{1, 2, 3}};
      clone.setWeights(model.getWeights());
      assertEquals(model.predict(x), clone.predict(x));
    }
  }
}
