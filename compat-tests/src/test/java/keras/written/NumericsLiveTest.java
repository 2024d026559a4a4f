package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.utils.Console;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * What tf_keras and Keras 3 compute differently: the Keras that wrote a file decides how Java goes
 * on, and so it stays through the files that Java writes, in every dialect.
 */
@ExtendWith(PythonExtension.class)
class NumericsLiveTest {
  private static final IntNdArray X = words(22);
  private static final NdArray<?> Y = numbers(22, 2, 2);
  private static final NdArray<?> Z = numbers(22, 1, 3);

  /** Words repeat in a batch, the last batch is short, and there are two outputs. */
  private static final String TRAIN =
      """
      layers, optimizers = keras.layers, keras.optimizers
      keras.utils.set_random_seed(3)
      i = layers.Input((6,), dtype="int32", name="words")
      h = layers.Embedding(9, 4, name="embedding")(i)
      if kind != "words":
          h = layers.Reshape((3, 2, 4))(h)
          h = layers.BatchNormalization(momentum=0.5, renorm=kind == "renorm", name="bn")(h)
      h = layers.Flatten()(h)
      outputs = [layers.Dense(2, name="a")(h), layers.Dense(1, name="b")(h)]
      model = keras.Model(i, outputs)
      losses = ["mean_squared_error", "mean_absolute_error"]
      model.compile(eval(optimizer), losses, loss_weights=[0.7, 0.4])
      if start:
          model.fit(x, [y, z], epochs=start, batch_size=8, shuffle=False, verbose=0)
      model.save(path)
      if forgets:  # the state of a legacy optimizer is in no .keras file
          model = keras.models.load_model(path)
      result["history"] = model.fit(
          x, [y, z], epochs=3, batch_size=8, shuffle=False, verbose=0).history
      result["weights"] = model.get_weights()
      """;

  private static final String GO_ON =
      """
      model = keras.models.load_model(path)
      result["history"] = model.fit(
          x, [y, z], epochs=3, batch_size=8, shuffle=False, verbose=0).history
      result["weights"] = model.get_weights()
      """;

  private final Path dir;

  NumericsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static IntNdArray words(int rows) {
    Random random = new Random(1);
    int[][] words = new int[rows][6];
    for (int[] row : words) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(5); // and so the last of nine words never come
      }
    }
    return StdArrays.ndCopyOf(words);
  }

  private static NdArray<?> numbers(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextFloat() * 2 - 1;
      }
    }
    return StdArrays.ndCopyOf(values);
  }

  static Stream<Arguments> files() {
    List<Arguments> all = new ArrayList<>();
    List<String> both =
        List.of(
            "words; optimizers.Adam(0.01)",
            "words; optimizers.Adam(0.01, amsgrad=True, clipnorm=0.1)",
            "words; optimizers.RMSprop(0.01)",
            "words; optimizers.RMSprop(0.01, momentum=0.5, centered=True)",
            "words; optimizers.SGD(0.1, momentum=0.9, nesterov=True)",
            "words; optimizers.Adam(0.01, use_ema=True, ema_momentum=0.9)",
            "words; optimizers.SGD(0.1, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=2)",
            "renorm; optimizers.SGD(0.1)",
            "images; optimizers.SGD(0.1)");
    List<String> legacy =
        List.of(
            "words; optimizers.legacy.Adam(0.01)",
            "words; optimizers.legacy.RMSprop(0.01, epsilon=0.01)",
            "words; optimizers.legacy.RMSprop(0.01, epsilon=0.01, momentum=0.5, centered=True)",
            "words; optimizers.legacy.SGD(0.1, momentum=0.9)",
            "words; optimizers.legacy.SGD(0.1, momentum=0.9, nesterov=True)");
    List<String> rowsOfOlder =
        List.of(
            "optimizers.legacy.Adadelta(0.5)",
            "optimizers.legacy.Adagrad(0.1, epsilon=0.01)",
            "optimizers.legacy.Adamax(0.01)",
            "optimizers.legacy.Ftrl(0.1, l2_shrinkage_regularization_strength=0.1)");
    List<String> inOneFormat =
        List.of(
            "optimizers.Adadelta(0.5)",
            "optimizers.Adafactor(0.1)",
            "optimizers.Adagrad(0.1, initial_accumulator_value=0.3)",
            "optimizers.Adamax(0.01)",
            "optimizers.Ftrl(0.1, l1_regularization_strength=0.1)",
            "optimizers.Lion(0.01)");
    for (Framework writer : Framework.values()) {
      List<String> cases = new ArrayList<>(both);
      if (writer == Framework.TF_KERAS) {
        cases.addAll(legacy);
      }
      for (String each : writer == Framework.TF_KERAS ? rowsOfOlder : List.<String>of()) {
        all.add(Arguments.of(writer, ".h5", "words", each, 1));
      }
      for (String each : inOneFormat) {
        all.add(Arguments.of(writer, ".keras", "words", each, 1));
      }
      for (String each : cases) {
        String[] parts = each.split("; ", -1);
        for (String ending : List.of(".h5", ".keras")) {
          all.add(Arguments.of(writer, ending, parts[0], parts[1], 1));
        }
        if (each.contains("use_ema")) {
          all.add(Arguments.of(writer, ".keras", parts[0], parts[1], 0));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void theWriterDecides(
      Framework writer, String ending, String kind, String optimizer, int start, Python python) {
    Path file = dir.resolve("python" + ending);
    boolean isLegacy = optimizer.contains("legacy");
    PythonResult unbroken =
        python
            .of(writer)
            .exec(
                TRAIN,
                Map.ofEntries(
                    Map.entry("x", X),
                    Map.entry("y", Y),
                    Map.entry("z", Z),
                    Map.entry("path", file),
                    Map.entry("kind", kind),
                    Map.entry("optimizer", optimizer),
                    Map.entry("start", start),
                    Map.entry("forgets", ending.equals(".keras") && isLegacy)));
    List<String> printed = new ArrayList<>();
    Consumer<String> before = Console.redirect(printed::add);
    try {
      List<Path> saved = new ArrayList<>();
      try (Model model = read(file)) {
        for (Dialect dialect : Dialect.values()) {
          Path path = dir.resolve(dialect + ending);
          model.save(path.toString(), SaveOptions.defaults().dialect(dialect));
          saved.add(path);
        }
        goesOn("from Python", unbroken, model);
      }
      for (Path path : saved) {
        try (Model model = read(path)) {
          goesOn("from " + path.getFileName(), unbroken, model);
        }
      }
    } finally {
      Console.redirect(before);
    }
    Dialect own = writer == Framework.KERAS3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
    boolean untold = printed.stream().noneMatch(line -> line.contains(own + ending));
    boolean carries = writer == Framework.TF_KERAS || ending.equals(".keras");
    if (untold && carries) { // what is told cannot be so in Python
      PythonResult resumed =
          python
              .of(writer)
              .exec(GO_ON, Map.of("x", X, "y", Y, "z", Z, "path", dir.resolve(own + ending)));
      for (String name : unbroken.map("history").keySet()) {
        Closeness.relative(1e-5)
            .check(
                "in Python, " + name,
                unbroken.series("history", name),
                resumed.series("history", name));
      }
    }
    assertTrue(untold || isLegacy, printed::toString);
  }

  private static Model read(Path file) {
    List<String> notes = new ArrayList<>();
    Model model =
        Keras.loadModel(
            file.toString(), LoadOptions.defaults().report(r -> notes.addAll(r.notes())));
    assertEquals(List.of(), notes);
    return model;
  }

  private static void goesOn(String what, PythonResult python, Model model) {
    History history =
        model.fit(
            List.of(X), List.of(Y, Z), f -> f.epochs(3).batchSize(8).shuffle(false).verbose(0));
    for (String name : python.map("history").keySet()) {
      Closeness.relative(1e-5)
          .check(
              what + ": " + name,
              python.series("history", name),
              history.get(name).stream().mapToDouble(v -> v).toArray());
    }
    List<NdArray<?>> expected = new ArrayList<>();
    python.arrays("weights").forEach(w -> expected.add(w.toNdArray()));
    new Closeness(2e-5, 2e-5).check(what + ": weights", expected, model.getWeights());
  }
}
