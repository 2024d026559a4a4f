package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;

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

  /** Keras loads them, and with the same limit splits the same values in the same way. */
  @Test
  void writesTheFilesThatKerasWrites(Python python) throws IOException {
    Path again = Files.createDirectory(dir.resolve("again"));
    float[][] x = {{1, 2, 3}, {4, 5, 6}};
    try (Model model = make()) {
      model.compile(new Adam(), "mse");
      model.fit(x, new float[2][2], f -> f.verbose(0));
      for (double bytes : new double[] {1e9, 120, 100, 64}) {
        double size = bytes / (1 << 30);
        model.saveWeights(map.toString(), SaveOptions.defaults().maxShardSize(size));
        PythonResult read =
            python
                .keras3()
                .exec(
                    """
                    layers = keras.layers
                    model = keras.Sequential([
                        layers.Input((3,)), layers.Dense(4), layers.BatchNormalization(),
                        layers.Dense(2)])
                    model.compile("adam", "mse")
                    model.optimizer.build(model.trainable_variables)
                    model.load_weights(path)
                    result["weights"] = model.get_weights()
                    result["optimizer"] = [np.asarray(v) for v in model.optimizer.variables]
                    again = os.path.join(folder, "m.weights.json")
                    for name in os.listdir(folder):
                        os.remove(os.path.join(folder, name))
                    model.save_weights(again, max_shard_size=size)
                    def listed(folder):
                        lines = []
                        def visit(name, o):
                            data = o[()].tolist() if isinstance(o, h5py.Dataset) else ""
                            lines.append(f"{file}: {name} {data} {dict(o.attrs)}")
                        for file in sorted(os.listdir(folder)):
                            if file.endswith(".h5"):
                                with h5py.File(os.path.join(folder, file)) as f:
                                    f.visititems(visit)
                        return "\\n".join(lines)
                    result["java"] = listed(os.path.dirname(path))
                    result["python"] = listed(folder)
                    """,
                    Map.of("path", map, "folder", again, "size", size));
        assertEquals(Files.readString(again.resolve("m.weights.json")), Files.readString(map));
        assertEquals(named(read.text("python"), model), read.text("java"));
        assertEquals(Values.read(model.weights()), read.arrays("weights"));
        assertEquals(Values.read(model.optimizer().variables()), read.arrays("optimizer"));
      }
    }
  }

  /** Between its two maps a save over an older one has its shards under other names. */
  @Test
  void kerasReadsWhatAnInterruptedSaveLeaves(Python python) {
    AtomicInteger maps = new AtomicInteger();
    Disk full =
        (path, body) -> {
          if (path.equals(map) && maps.incrementAndGet() == 2) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }
          AtomicFile.write(path, body);
        };
    SaveOptions options = SaveOptions.defaults().maxShardSize(64.0 / (1 << 30));
    try (Model model = make()) {
      model.saveWeights(map.toString(), options);
      model.setWeights(model.getWeights().stream().<NdArray<?>>map(ShardedLiveTest::ones).toList());
      new WeightsFormat(full).writeWeights(model, map, options);
      assertTrue(Files.exists(dir.resolve("m_00001-1.weights.h5")));
      PythonResult read =
          python
              .keras3()
              .exec(
                  """
                  layers = keras.layers
                  model = keras.Sequential([
                      layers.Input((3,)), layers.Dense(4), layers.BatchNormalization(),
                      layers.Dense(2)])
                  model.load_weights(path)
                  result["weights"] = model.get_weights()
                  """,
                  Map.of("path", map));
      assertEquals(Values.read(model.weights()), read.arrays("weights"));
    }
  }

  private static NdArray<?> ones(NdArray<?> like) {
    float[] ones = new float[Math.toIntExact(like.shape().size())];
    Arrays.fill(ones, 1f);
    return NdArrays.wrap(like.shape(), DataBuffers.of(ones));
  }

  /** Python's model has another name, and says so in the file. */
  private static String named(String listed, Model model) {
    return listed.replaceAll("'name': 'sequential\\w*'", "'name': '" + model.name() + "'");
  }

  @Test
  void refusesAVariableThatNoFileMayHold() {
    try (Model model = make()) {
      SaveOptions small = SaveOptions.defaults().maxShardSize(16.0 / (1 << 30));
      assertEquals(
          map
              + ": a variable of /layers/dense/vars has 48 bytes, more than a file may hold:"
              + " `maxShardSize` of 1.4901161193847656E-8 GiB is 16 bytes. Make it larger.",
          assertThrows(
                  IllegalArgumentException.class, () -> model.saveWeights(map.toString(), small))
              .getMessage());
      assertEquals(0, dir.toFile().listFiles().length);
    }
  }

  @Test
  void saysWhichNamesAreForShards() {
    try (Model model = make()) {
      SaveOptions sharded = SaveOptions.defaults().maxShardSize(1);
      String h5 = dir.resolve("m.h5").toString();
      refuses(
          "model.saveWeights: the name must end in .weights.json where `maxShardSize` is given."
              + " Received: "
              + h5
              + ".",
          () -> model.saveWeights(h5, sharded));
      refuses(
          "model.save: `maxShardSize` is for weights alone. Received: "
              + h5
              + ". Use model.saveWeights, with a name that ends in .weights.json.",
          () -> model.save(h5, sharded));
      refuses(
          "model.toJson: `maxShardSize` is for weights alone; leave it out.",
          () -> model.toJson(sharded));
      refuses(
          "model.saveWeights: names that end in .weights.json are for weights in several files,"
              + " which SaveOptions.maxShardSize asks for. Received: "
              + map
              + ". Use a name that ends in .weights.h5.",
          () -> model.saveWeights(map.toString()));
      refuses(
          "SaveOptions: `maxShardSize` must be a positive number of GiB. Received: 0.0.",
          () -> sharded.maxShardSize(0));
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () ->
                  model.saveWeights(map.toString(), sharded.dialect(SaveOptions.Dialect.TF_KERAS)));
      assertEquals(
          map + ": tf_keras cannot read weights in several files. Leave out `maxShardSize`.",
          e.getMessage());
    }
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
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
