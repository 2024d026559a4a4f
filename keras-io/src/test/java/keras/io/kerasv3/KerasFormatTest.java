package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.callbacks.ModelCheckpoint;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.saving.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerasFormatTest {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  private final Path dir;
  private final Path file;
  private Model model = stack(4);

  KerasFormatTest(@TempDir Path dir) {
    this.dir = dir;
    file = dir.resolve("m.keras");
  }

  private static Sequential stack(int units) {
    Keras.clearSession();
    return new Sequential(
        new Dense(units, "relu").inputShape(3).name("h1"),
        new Dropout(0.5).seed(7),
        new Dense(2).name("out"));
  }

  @BeforeEach
  void save() {
    model.compile(c -> c.optimizer(new Adam(0.01)).loss("mse"));
    model.optimizer().build(model.trainableWeights());
    model.save(file.toString());
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void readsAFolderOfTheMembers() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("unpacked"));
    Zips.read(file).forEach((name, bytes) -> Zips.write(folder.resolve(name), bytes));
    try (Model back = Keras.loadModel(folder.toString())) {
      assertEquals(model.getWeights(), back.getWeights());
    }
  }

  @Test
  void readsACompressedZip() {
    Zips.write(file, Zips.read(file));
    try (Model back = Keras.loadModel(file.toString())) {
      assertEquals(model.getWeights(), back.getWeights());
      assertTrue(back.optimizer() instanceof Adam);
    }
  }

  /** Python wrote and read them, by src/test/python/make_zips.py. */
  @ParameterizedTest
  @ValueSource(strings = {"bzip2.keras", "lzma.keras", "bom.keras", "prefix.keras"})
  void readsEveryZipThatPythonReads(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
      Files.write(file, in.readAllBytes());
    }
    float[][] x = {{1, 1}};
    try (Model back = Keras.loadModel(file.toString());
        Model same = Keras.loadModel(Source.resource(getClass(), name))) {
      assertEquals(2, back.predict(x).getFloat(0, 0));
      assertEquals(2, same.predict(x).getFloat(0, 0));
    }
  }

  @Test
  void readsTheWeightsAloneIntoAModel() {
    try (Model other = stack(4)) {
      other.loadWeights(file.toString());
      assertEquals(model.getWeights(), other.getWeights());
      assertFalse(other.isCompiled());
    }
  }

  @Test
  void doesNotCompileUnlessAsked() {
    try (Model back = Keras.loadModel(file.toString(), LoadOptions.defaults().compile(false))) {
      assertFalse(back.isCompiled());
    }
  }

  @Test
  void keepsWhereDropoutStands() {
    model
        .layer(1)
        .seedGenerators()
        .get(0)
        .state()
        .assign(HostTensor.of(keras.data.SampleArray.of("x", new long[] {7, 9}).toNdArray()));
    model.save(file.toString());
    try (Model back = Keras.loadModel(file.toString())) {
      assertEquals(
          Values.read(model.variables()).toString(), Values.read(back.variables()).toString());
    }
  }

  @Test
  void isWhatModelCheckpointSaves() {
    float[][] x = {{1, 2, 3}, {4, 5, 6}};
    float[][] y = {{1, 2}, {3, 4}};
    String whole = dir.resolve("{epoch:02d}.keras").toString();
    String weights = dir.resolve("sub/{epoch}.weights.h5").toString();
    model.fit(
        x,
        y,
        f ->
            f.epochs(2)
                .verbose(0)
                .callbacks(
                    new ModelCheckpoint(whole),
                    new ModelCheckpoint(weights).saveWeightsOnly(true).monitor("loss")));
    try (Model back = Keras.loadModel(dir.resolve("02.keras").toString());
        Model other = stack(4)) {
      assertEquals(model.getWeights(), back.getWeights());
      assertEquals(2, back.optimizer().iterations());
      other.loadWeights(dir.resolve("sub/2.weights.h5").toString());
      assertEquals(model.getWeights(), other.getWeights());
      other.loadWeights(dir.resolve("sub/1.weights.h5").toString());
      assertFalse(model.getWeights().equals(other.getWeights()));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void writesTheSameBytesForTheSameModel(Dialect dialect) {
    SaveOptions options = SaveOptions.defaults().dialect(dialect);
    model.save(file.toString(), options);
    Map<String, byte[]> first = Zips.read(file);
    model.save(file.toString(), options);
    Map<String, byte[]> second = Zips.read(file);
    assertEquals(List.of("metadata.json", CONFIG, WEIGHTS), List.copyOf(first.keySet()));
    assertArrayEquals(first.get(CONFIG), second.get(CONFIG));
    assertArrayEquals(first.get(WEIGHTS), second.get(WEIGHTS));
  }

  @Test
  void datesByTheEnvironment() {
    ZonedDateTime now = ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(5));
    assertEquals("2026-01-02@03:04:05", DateSaved.text(null, now));
    assertEquals("1970-01-02@00:00:00", DateSaved.text("86400", now));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DateSaved.text("today", now));
    assertEquals(
        "SOURCE_DATE_EPOCH: expected seconds since 1970. Received: today.", e.getMessage());
  }

  // ---------------------------------------------------------------- what does not fit

  @Test
  void listsWhatDoesNotFitAndLeavesTheModelAsItWas() {
    try (Model other = stack(5)) {
      List<?> before = other.getWeights();
      assertEquals(
          file
              + ": model.weights.h5: its variables do not fit the model, which is as it was before."
              + " Dense 'h1' at /layers/dense/vars: the model has kernel (3, 5), bias (5,), the"
              + " file has 0: (3, 4), 1: (4,); Dense 'out' at /layers/dense_1/vars: the model has"
              + " kernel (5, 2), bias (2,), the file has 0: (4, 2), 1: (2,).",
          refusal(() -> other.loadWeights(file.toString())));
      assertEquals(before, other.getWeights());
    }
  }

  @Test
  void listsWhatTheFileHasAndTheModelHasNot() {
    Keras.clearSession();
    try (Model other = new Sequential(new Dense(4).inputShape(3), new Dense(4), new Dense(4))) {
      model = stack(4);
      model.save(file.toString());
      String message = refusal(() -> other.loadWeights(file.toString()));
      assertTrue(
          message.contains(
              "Dense 'dense_2' at /layers/dense_2/vars: the model has kernel (4, 4), bias (4,),"
                  + " the file has nothing"),
          message);
    }
    try (Model other = new Sequential(new Dense(5).inputShape(3))) {
      String message = refusal(() -> other.loadWeights(file.toString()));
      assertTrue(
          message.endsWith(" The file also has /layers/dense_1/vars with 0: (4, 2), 1: (2,)."),
          message);
    }
  }

  @Test
  void skipsWhatDoesNotFitIfAsked() {
    try (Model other = new Sequential(new Dense(4).inputShape(3), new Dropout(0.5), new Dense(3))) {
      List<?> before = other.getWeights();
      other.loadWeights(file.toString(), LoadOptions.defaults().skipMismatch(true));
      assertEquals(model.getWeights().subList(0, 2), other.getWeights().subList(0, 2));
      assertEquals(before.subList(2, 4), other.getWeights().subList(2, 4));
    }
  }

  @Test
  void reportsWhatBecameOfEachWeight() {
    List<String> all = new ArrayList<>();
    LoadOptions options =
        LoadOptions.defaults()
            .skipMismatch(true)
            .report(
                r -> {
                  all.addAll(r.loaded());
                  r.skipped().forEach(s -> all.add("skipped: " + s));
                  r.missing().forEach(s -> all.add("missing: " + s));
                  r.unexpected().forEach(s -> all.add("unexpected: " + s));
                  all.addAll(r.notes());
                });
    Keras.clearSession();
    try (Model other = new Sequential(new Dense(4).inputShape(3), new BatchNormalization())) {
      other.compile("adam", "mse");
      other.loadWeights(file.toString(), options);
    }
    assertEquals(
        List.of(
            "dense/kernel (3, 4)",
            "dense/bias (4,)",
            "skipped: BatchNormalization 'batch_normalization' at /layers/batch_normalization/vars:"
                + " the model has gamma (4,), beta (4,), moving_mean (4,), moving_variance (4,),"
                + " the file has nothing",
            "missing: batch_normalization/gamma (4,)",
            "missing: batch_normalization/beta (4,)",
            "missing: batch_normalization/moving_mean (4,)",
            "missing: batch_normalization/moving_variance (4,)",
            "unexpected: /layers/dense_1/vars with 0: (4, 2), 1: (2,)",
            "Adam has taken no step yet, so the file's 10 variables of an optimizer were left out."
                + " Fit the model first, or load the whole model."),
        all);
  }

  @Test
  void refusesToMatchByName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> model.loadWeights(file.toString(), LoadOptions.defaults().byName(true)));
    assertEquals(
        "loadWeights: `byName` is for legacy .h5 files; "
            + file
            + ": model.weights.h5 holds weights by the place of their layer.",
        e.getMessage());
  }

  @Test
  void saysWhichNamesAreForWhat() {
    IllegalArgumentException weights =
        assertThrows(IllegalArgumentException.class, () -> model.saveWeights(file.toString()));
    assertEquals(
        "model.saveWeights: the name must end in .weights.h5. Received: "
            + file
            + ". For the whole model there is model.save(path).",
        weights.getMessage());
    String path = dir.resolve("m.weights.h5").toString();
    IllegalArgumentException whole =
        assertThrows(IllegalArgumentException.class, () -> model.save(path));
    assertEquals(
        "model.save: names that end in .weights.h5 are for weights. Received: "
            + path
            + ". Use a name that ends in .keras or .h5, or model.saveWeights(path).",
        whole.getMessage());
    model.saveWeights(path);
    IllegalArgumentException load =
        assertThrows(IllegalArgumentException.class, () -> Keras.loadModel(path));
    assertEquals(
        "loadModel: "
            + path
            + " holds weights, not a model. Make the model and call model.loadWeights(path).",
        load.getMessage());
  }

  private static String refusal(Executable action) {
    return Objects.requireNonNull(assertThrows(ModelFormatException.class, action).getMessage());
  }
}
