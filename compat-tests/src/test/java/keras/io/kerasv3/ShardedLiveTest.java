package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Weights in several files, as Keras 3 writes them from a size on. */
@ExtendWith(PythonExtension.class)
class ShardedLiveTest {
  private final Path dir;
  private final Path map;

  ShardedLiveTest(@TempDir Path dir) {
    this.dir = dir;
    map = dir.resolve("m.weights.json");
  }

  private PythonResult write(Python python) {
    return python
        .keras3()
        .exec(
            """
            layers = keras.layers
            model = keras.Sequential([
                layers.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(2)])
            model.compile("adam", "mse")
            model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
            model.save_weights(path, max_shard_size=120 / 1024**3)
            result["weights"] = model.get_weights()
            result["optimizer"] = [np.asarray(v) for v in model.optimizer.variables]
            result["shards"] = len([f for f in os.listdir(folder) if f.endswith(".h5")])
            """,
            Map.of("path", map, "folder", dir));
  }

  private static Model make() {
    Keras.clearSession();
    return new Sequential(new Dense(4).inputShape(3), new BatchNormalization(), new Dense(2));
  }

  @Test
  void readsAllShards(Python python) {
    PythonResult written = write(python);
    assertEquals(4, (int) written.number("shards"));
    try (Model model = make()) {
      model.compile(new Adam(), "mse");
      model.optimizer().build(model.trainableWeights());
      model.loadWeights(map.toString());
      for (int i = 0; i < 8; i++) {
        HostTensor expected = written.arrays("weights").get(i);
        assertEquals(expected.data(), Values.read(model.weights()).get(i).data());
      }
      for (int i = 0; i < model.optimizer().variables().size(); i++) {
        HostTensor expected = written.arrays("optimizer").get(i);
        assertEquals(expected.data(), model.optimizer().variables().get(i).value().data());
      }
    }
  }

  @Test
  void saysWhichShardIsMissing(Python python) throws IOException {
    write(python);
    Files.delete(dir.resolve("m_00001.weights.h5"));
    try (Model model = make()) {
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> model.loadWeights(map.toString()));
      assertEquals(
          map + ": expected the file m_00001.weights.h5 beside it, which is missing.",
          e.getMessage());
    }
  }

  @Test
  void refusesShardsInOtherFolders(Python python) throws IOException {
    write(python);
    String text = Files.readString(map);
    Files.writeString(map, text.replace("m_00001.weights.h5", "../m_00001.weights.h5"));
    try (Model model = make()) {
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> model.loadWeights(map.toString()));
      String place = e.place();
      assertEquals(
          map
              + ": "
              + place
              + ": expected the name of a .weights.h5 file in the same folder. Received:"
              + " ../m_00001.weights.h5.",
          e.getMessage());
    }
  }
}
