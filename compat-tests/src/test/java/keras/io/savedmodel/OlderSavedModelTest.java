package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.CustomObjects;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * SavedModels of TensorFlow 2.0 to 2.4, whose configs stand in the program: a real tf_keras loads
 * each folder too.
 */
@ExtendWith(PythonExtension.class)
class OlderSavedModelTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  /** What the older TensorFlow did: each object's JSON beside the object. */
  private static final String BEFORE_2_5 =
      """
      import os
      from tensorflow.core.protobuf import saved_model_pb2
      from tf_keras.protobuf import saved_metadata_pb2

      def before_2_5(path):
          beside = path + "/keras_metadata.pb"
          with open(path + "/saved_model.pb", "rb") as file:
              program = saved_model_pb2.SavedModel.FromString(file.read())
          with open(beside, "rb") as file:
              metadata = saved_metadata_pb2.SavedMetadata.FromString(file.read())
          objects = program.meta_graphs[0].object_graph_def.nodes
          for node in metadata.nodes:
              objects[node.node_id].user_object.metadata = node.metadata
          with open(path + "/saved_model.pb", "wb") as file:
              file.write(program.SerializeToString())
          os.remove(beside)
      """;

  @Test
  void givesTheModelBack(@TempDir Path dir, Python python) {
    Path saved = dir.resolve("saved");
    PythonResult trained =
        python
            .tfKeras()
            .exec(
                BEFORE_2_5
                    + """
                    i = keras.Input((3,))
                    h = keras.layers.BatchNormalization()(keras.layers.Dense(4, "relu")(i))
                    model = keras.Model(i, keras.layers.Dense(2)(h))
                    model.compile(keras.optimizers.Adam(0.01), "mse")
                    model.fit(x, y, epochs=2, shuffle=False, verbose=0)
                    model.save(path, save_format="tf")
                    before_2_5(path)
                    same = keras.models.load_model(path)
                    result["predicted"] = same.predict(x, verbose=0)
                    result["loss"] = same.evaluate(x, y, verbose=0)
                    """,
                Map.of("path", saved, "x", X, "y", Y));
    assertTrue(Files.notExists(saved.resolve("keras_metadata.pb")));
    try (Model model = Keras.loadModel(saved.toString())) {
      Closeness close = Closeness.relative(1e-6);
      close.check(
          "prediction", List.of(trained.array("predicted").toNdArray()), List.of(model.predict(X)));
      Double loss = model.evaluate(X, Y, e -> e.verbose(0)).get("loss");
      assertEquals(trained.number("loss"), loss, 1e-6);
    }
    assertEquals(
        "SavedModel of tf_keras",
        ModelFormats.inspect(saved.toString(), CustomObjects.none()).format());
  }

  @Test
  void tellsWhatTheProgramIsGoodForWithoutTheClasses(@TempDir Path dir, Python python) {
    Path saved = dir.resolve("saved");
    python
        .tfKeras()
        .exec(
            BEFORE_2_5
                + """
                class Twice(keras.layers.Layer):
                    def call(self, x):
                        return x * 2

                i = keras.Input((3,), name="numbers")
                keras.Model(i, Twice()(i)).save(path, save_format="tf")
                before_2_5(path)
                """,
            Map.of("path", saved));
    assertEquals(
        saved
            + "/saved_model.pb: root: the model cannot be built:\n"
            + "  Twice (layer 'twice') is not known; if it is yours, add CustomObjects.of(Twice.class).\n"
            + "  Or run the program that the SavedModel holds: SavedModel.load(Path.of(\""
            + saved
            + "\")).call(\"serving_default\", Map.of(\"numbers\", numbers)).",
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(saved.toString()))
            .getMessage());
    try (SavedModel program = SavedModel.load(saved)) {
      FloatNdArray twice =
          (FloatNdArray)
              program.call("serving_default", Map.of("numbers", X)).values().iterator().next();
      assertArrayEquals(
          new float[][] {{2, 4, 6}, {-2, 0, 2}, {1, -1, 4}, {6, 2, 0}},
          StdArrays.array2dCopyOf(twice));
    }
  }
}
