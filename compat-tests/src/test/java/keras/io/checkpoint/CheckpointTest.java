package keras.io.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.golden.CaseClasses;
import keras.golden.GoldenCase;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.layers.Add;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Normalization;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Checkpoints of tf_keras in Java, and of Java in tf_keras. */
@ExtendWith(PythonExtension.class)
class CheckpointTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  /** Nested and shared layers, and layers with state. */
  private static final String MODEL =
      """
      def make():
          layers = keras.layers
          i = layers.Input((3,))
          n = layers.Normalization()(i)
          shared = layers.Dense(3, "tanh")
          inner_in = layers.Input((3,))
          inner = keras.Model(inner_in, layers.BatchNormalization()(shared(inner_in)))
          stack = keras.Sequential([layers.Dense(4), layers.Dense(3, "relu")])
          a = inner(n)
          b = stack(a)
          return keras.Model(i, layers.Dense(2)(layers.Add()([a, b])))
      """;

  private final Path dir;

  CheckpointTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static Model make() {
    KerasTensor i = Keras.input(3);
    KerasTensor n = new Normalization().apply(i);
    Dense shared = new Dense(3, "tanh");
    KerasTensor innerIn = Keras.input(3);
    Model inner = Model.of(innerIn, new BatchNormalization().apply(shared.apply(innerIn)));
    Sequential stack = new Sequential(new Dense(4), new Dense(3, "relu"));
    KerasTensor a = inner.apply(n);
    KerasTensor b = stack.apply(a);
    return Model.of(i, new Dense(2).apply(new Add().apply(a, b)));
  }

  static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("ckpt/ckpt.index") && c.has("model.h5"))
        .filter(CaseClasses::allExist);
  }

  @Test
  void thereAreManyCases() {
    assertTrue(cases().count() >= 19, () -> cases().count() + " checkpoints");
  }

  /** The case's {@code model.h5} was saved at the same moment as its checkpoint. */
  @ParameterizedTest
  @MethodSource("cases")
  void readsTheStateThatTfKerasSaved(GoldenCase golden) {
    try (Model model = Keras.loadModel(golden.file("model.h5").toString())) {
      List<Variable> variables = new ArrayList<>(model.weights());
      if (model.isCompiled()) {
        variables.addAll(model.optimizer().variables());
      }
      List<HostTensor> saved = Values.read(variables);
      Values.write(variables, saved.stream().map(CheckpointTest::zeros).toList());
      model.loadWeights(golden.file("ckpt/ckpt").toString());
      List<HostTensor> loaded = Values.read(variables);
      for (int i = 0; i < variables.size(); i++) {
        boolean rate = variables.get(i).path().endsWith("/learning_rate");
        assertEquals(rate ? loaded.get(i) : saved.get(i), loaded.get(i), variables.get(i).path());
        assertTrue(!rate || loaded.get(i).floats()[0] > 0);
      }
    }
  }

  private static HostTensor zeros(HostTensor like) {
    return new HostTensor(like.dtype(), like.shape(), ByteBuffer.allocate(like.data().remaining()));
  }

  @Test
  void tfKerasGoesOnFromACheckpointOfJava(Python python) {
    Path prefix = dir.resolve("ckpt");
    try (Model model = make()) {
      model.compile(new Adam(0.01), "mean_squared_error");
      model.fit(X, Y, f -> f.epochs(2).shuffle(false).verbose(0));
      model.saveWeights(prefix.toString());
      PythonResult read =
          python
              .tfKeras()
              .exec(
                  MODEL
                      + """
                      model = make()
                      model.compile(keras.optimizers.Adam(0.5), "mse")
                      model.load_weights(path).expect_partial()
                      model.layers[1].finalize_state()
                      result["y"] = model.predict(x, verbose=0)
                      result["history"] = model.fit(x, y, epochs=3, shuffle=False, verbose=0).history
                      result["iterations"] = int(model.optimizer.iterations.numpy())
                      model.save_weights(path + "-again")
                      """,
                  Map.of("path", prefix, "x", X, "y", Y));
      assertArrayEquals(read.array("y").floats(), HostTensor.of(model.predict(X)).floats(), 1e-5f);
      History history = model.fit(X, Y, f -> f.epochs(3).shuffle(false).verbose(0));
      assertArrayEquals(
          read.series("history", "loss"),
          history.get("loss").stream().mapToDouble(d -> d).toArray(),
          1e-5);
      try (Model again = make()) {
        again.compile(new Adam(0.5), "mean_squared_error");
        again.loadWeights(prefix + "-again");
        assertEquals(model.optimizer().iterations(), again.optimizer().iterations());
        assertArrayEquals(
            HostTensor.of(model.predict(X)).floats(),
            HostTensor.of(again.predict(X)).floats(),
            1e-4f);
      }
    }
  }

  /** Between its two indexes a save over an older one has its data in a second shard. */
  @Test
  void tfKerasReadsWhatAnInterruptedSaveLeaves(Python python) {
    Path prefix = dir.resolve("ckpt");
    AtomicInteger indexes = new AtomicInteger();
    Disk full =
        (path, body) -> {
          if (path.toString().endsWith(".index") && indexes.incrementAndGet() == 2) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }
          AtomicFile.write(path, body);
        };
    try (Model model = make()) {
      model.compile(new Adam(0.01), "mean_squared_error");
      model.saveWeights(prefix.toString());
      model.fit(X, Y, f -> f.epochs(2).shuffle(false).verbose(0));
      new CheckpointFormat(full).writeWeights(model, prefix, SaveOptions.defaults());
      assertTrue(Files.exists(dir.resolve("ckpt.data-00001-of-00002")));
      PythonResult read =
          python
              .tfKeras()
              .exec(
                  MODEL
                      + """
                      model = make()
                      model.load_weights(path).expect_partial()
                      model.layers[1].finalize_state()
                      result["y"] = model.predict(x, verbose=0)
                      """,
                  Map.of("path", prefix, "x", X));
      assertArrayEquals(read.array("y").floats(), HostTensor.of(model.predict(X)).floats(), 1e-5f);
      model.saveWeights(prefix.toString());
      assertFalse(Files.exists(dir.resolve("ckpt.data-00001-of-00002")));
      try (Model back = make()) {
        back.loadWeights(prefix.toString());
        assertEquals(model.getWeights(), back.getWeights());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Adam(0.01)", "SGD(0.01, momentum=0.9)", "RMSprop(0.01)"})
  void goesOnFromTheOptimizersOfTensorFlow210(String optimizer, Python python) {
    Path prefix = dir.resolve("old");
    PythonResult trained =
        python
            .tfKeras()
            .exec(
                """
                model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
                model.compile(eval("keras.optimizers.legacy." + optimizer), "mse")
                model.fit(x, y, epochs=2, shuffle=False, verbose=0)
                model.save_weights(path)
                result["history"] = model.fit(x, y, epochs=3, shuffle=False, verbose=0).history
                """,
                Map.of("path", prefix, "x", X, "y", Y, "optimizer", optimizer));
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      keras.optimizers.Optimizer mine =
          optimizer.startsWith("Adam")
              ? new Adam(0.5)
              : optimizer.startsWith("SGD")
                  ? new keras.optimizers.SGD(0.5).momentum(0.9)
                  : new keras.optimizers.RMSprop(0.5);
      model.compile(mine, "mean_squared_error");
      model.loadWeights(prefix.toString());
      History history = model.fit(X, Y, f -> f.epochs(3).shuffle(false).verbose(0));
      assertArrayEquals(
          trained.series("history", "loss"),
          history.get("loss").stream().mapToDouble(d -> d).toArray(),
          1e-5);
    }
  }

  @Test
  void saysWhichVariablesDoNotFitAndChangesNothing() {
    String prefix = dir.resolve("two").toString();
    try (Model two = new Sequential(new Dense(2).inputShape(3).name("d"));
        Model four = new Sequential(new Dense(4).inputShape(3).name("d"))) {
      two.saveWeights(prefix);
      List<?> before = four.getWeights();
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> four.loadWeights(prefix));
      assertEquals(
          prefix
              + ".index: its variables do not fit the model, which is as it was before: layer 'd'"
              + " (Dense): file has kernel (3, 2), the model expects (3, 4); layer 'd' (Dense):"
              + " file has bias (2,), the model expects (4,).",
          e.getMessage());
      assertEquals(before, four.getWeights());
    }
  }

  @Test
  void refusesEveryDamage() throws IOException {
    Path prefix = dir.resolve("whole");
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      model.saveWeights(prefix.toString());
      List<?> before = model.getWeights();
      for (String ending : List.of(".index", ".data-00000-of-00001")) {
        Path file = dir.resolve("whole" + ending);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i += 3) {
          byte[] bad = good.clone();
          bad[i] ^= 0x15;
          Files.write(file, bad);
          loadOrRefuse(model, prefix);
          assertEquals(before, model.getWeights());
        }
        for (int length = 0; length < good.length; length += 7) {
          Files.write(file, java.util.Arrays.copyOf(good, length));
          assertThrows(ModelFormatException.class, () -> model.loadWeights(prefix.toString()));
        }
        Files.write(file, good);
      }
      model.loadWeights(prefix.toString());
    }
  }

  /** A flipped bit in the padding of the footer changes nothing; any other is refused. */
  private static void loadOrRefuse(Model model, Path prefix) {
    try {
      model.loadWeights(prefix.toString());
    } catch (ModelFormatException refused) {
      assertTrue(
          String.valueOf(refused.getMessage()).startsWith(prefix.toString()), refused::toString);
    }
  }

  /** How people write checkpoints themselves, in both Kerases. */
  private static final String BY_HAND =
      """
      import tensorflow as tf
      i = keras.Input((3,))
      h = keras.layers.BatchNormalization()(keras.layers.Dense(3, "tanh")(i))
      m = keras.Model(i, keras.layers.Dense(2)(h))
      m.compile("adam", "mse")
      managed = tf.train.CheckpointManager(tf.train.Checkpoint(model=m), path + "/managed", 2)
      managed.save()
      m.fit(x, y, epochs=3, verbose=0)
      managed.save()
      result["y"] = m.predict(x, verbose=0)
      tf.train.Checkpoint(step=tf.Variable(1), model=m).write(path + "/model")
      tf.train.Checkpoint(net=m, optimizer=m.optimizer).write(path + "/net")
      tf.train.Checkpoint(weights=m.weights).write(path + "/weights")
      tf.train.Checkpoint(root=m).write(path + "/root")
      m.save(path + "/m.h5", include_optimizer=False)
      result["history"] = m.fit(x, y, epochs=2, shuffle=False, verbose=0).history
      """;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsCheckpointsThatPeopleWriteThemselves(boolean keras3, Python python) {
    PythonResult written =
        (keras3 ? python.keras3() : python.tfKeras())
            .exec(BY_HAND, Map.of("path", dir, "x", X, "y", Y));
    for (String name : List.of("managed", "model", "net", "root", "weights")) {
      try (Model model = Keras.loadModel(dir.resolve("m.h5").toString())) {
        model.compile(new Adam(), "mean_squared_error");
        Values.write(
            model.weights(), Values.read(model.weights()).stream().map(v -> zeros(v)).toList());
        model.loadWeights(dir.resolve(name).toString());
        assertArrayEquals(
            written.array("y").floats(), HostTensor.of(model.predict(X)).floats(), 1e-5f, name);
        if (!name.equals("weights")) { // the others keep the optimizer's state too
          History history = model.fit(X, Y, f -> f.epochs(2).shuffle(false).verbose(0));
          assertArrayEquals(
              written.series("history", "loss"),
              history.get("loss").stream().mapToDouble(d -> d).toArray(),
              1e-5,
              name);
        }
      }
    }
  }

  @Test
  void readsTheLatestCheckpointOfAFolderAndNothingElsewhere() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("managed"));
    Path note = folder.resolve("checkpoint");
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      model.saveWeights(dir.resolve("outside").toString());
      model.saveWeights(folder.resolve("ckpt-1").toString());
      for (String moved : List.of("/somewhere/else/ckpt-1", "ckpt-1", "../ckpt-1")) {
        Files.writeString(note, "model_checkpoint_path: \"" + moved + "\"\n");
        model.loadWeights(folder.toString());
      }
      for (String outside : List.of("../outside", dir.resolve("outside").toString())) {
        Files.writeString(note, "model_checkpoint_path: \"" + outside + "\"\n");
        assertEquals(
            folder
                + ": checkpoint: it names the checkpoint 'outside', and there is no file"
                + " outside.index beside it.",
            refusal(model, folder));
      }
      for (String nothing : List.of("", "model_checkpoint_path: \"..\"\n", "\0", "all: 1")) {
        Files.writeString(note, nothing);
        assertEquals(
            folder + ": checkpoint: expected a line `model_checkpoint_path: \"NAME\"` in it.",
            refusal(model, folder));
      }
      Files.writeString(note, "model_checkpoint_path: \"ckpt-1\"\n");
      Files.delete(folder.resolve("ckpt-1.index"));
      Files.createSymbolicLink(folder.resolve("ckpt-1.index"), dir.resolve("outside.index"));
      assertTrue(refusal(model, folder).contains("it is a link that leads out of the folder"));
    }
  }

  private static String refusal(Model model, Path path) {
    return String.valueOf(
        assertThrows(ModelFormatException.class, () -> model.loadWeights(path.toString()))
            .getMessage());
  }
}
