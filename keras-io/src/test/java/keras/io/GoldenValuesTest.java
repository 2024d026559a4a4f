package keras.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.Keras;
import keras.config.CustomObjects;
import keras.data.Npz;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Discretization;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import keras.saving.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;

/** Golden values of models of every kind, and those that no model predicts. */
class GoldenValuesTest {
  private static final LoadOptions VERIFY = LoadOptions.defaults().verify(true);
  private static final float[][] A = {{1, -2}, {0, 3}};
  private static final float[][] B = {{5, 0.5f}, {2, -1}};

  private final Path dir;

  GoldenValuesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
    Keras.setRandomSeed(4);
  }

  private Set<String> stored(String name, Model model, Object x, LoadOptions options) {
    String path = dir.resolve(name).toString();
    try (model) {
      model.save(path, SaveOptions.defaults().verifyWith(x));
    }
    Keras.loadModel(path, options).close();
    return ModelFormats.goldenValues(Source.of(Path.of(path))).keySet();
  }

  private static KerasTensor weighed(KerasTensor a, KerasTensor b) {
    return new Dense(2).apply(new Concatenate().apply(a, b));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5", "saved"})
  void takesOneInputAndListsByPlaceAndMapsByName(String name) {
    KerasTensor a = Keras.input("a", 2);
    KerasTensor b = Keras.input("b", 2);
    Model one = Model.of(a, new Dense(2).apply(a));
    assertEquals(Set.of("in0", "out0"), stored("1" + name, one, A, VERIFY));
    Model two = Model.of(List.of(a, b), List.of(weighed(a, b)));
    assertEquals(Set.of("in0", "in1", "out0"), stored("2" + name, two, List.of(A, B), VERIFY));
    KerasTensor second = Keras.input("in1", 2);
    KerasTensor first = Keras.input("in0", 2);
    Model odd = Model.of(List.of(second, first), List.of(weighed(second, first)));
    assertEquals(Set.of("in1", "in0", "out0"), stored("3" + name, odd, List.of(A, B), VERIFY));
  }

  @Test
  void takesMapsOfModelsThatGoByNames() {
    KerasTensor a = Keras.input("a", 2);
    KerasTensor b = Keras.input("b", 2);
    Model model = Model.of(Map.of("left", a, "right", b), Map.of("sum", weighed(a, b)));
    assertEquals(
        Set.of("left", "right", "out0"),
        stored("model.keras", model, Map.of("left", A, "right", B), VERIFY));
  }

  /** A model without a graph. */
  static final class Own extends Model {
    private final Dense dense = new Dense(2);

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      return List.of(dense.apply(in.get(0).add(in.get(1)), ctx));
    }
  }

  @Test
  void takesModelsOfOnesOwn() {
    Model model = new Own();
    model.predictAll(List.of(A, B));
    assertEquals(
        Set.of("in0", "in1", "out0"),
        stored(
            "model.keras",
            model,
            List.of(A, B),
            VERIFY.customObjects(CustomObjects.of(Own.class))));
  }

  @Test
  void takesHalfFloats() {
    KerasTensor a = Keras.input("a", 2);
    Model model = Model.of(a, new Dense(2).dtype("mixed_float16").apply(a));
    assertEquals(Set.of("in0", "out0"), stored("model.keras", model, A, VERIFY));
  }

  @Test
  void comparesWholeNumbersExactly() throws IOException {
    Path path = dir.resolve("model.keras");
    Model model = new Sequential(new InputLayer(2), new Discretization(0.0, 1.0).name("bins"));
    assertEquals(Set.of("in0", "out0"), stored("model.keras", model, A, VERIFY));
    rewrite(path, Map.of("in0", A, "out0", new long[][] {{2, 0}, {1, 3}}));
    assertTrue(
        message(path, VERIFY.atol(5))
            .startsWith(
                path
                    + ": output 'bins': at [1, 1], expected the golden value 3. Received: a"
                    + " prediction of 2. 1 of 4 numbers are off, by 1.0 at most;"));
  }

  @Test
  void refusesGoldenValuesThatNoModelTakes() throws IOException {
    Path path = dir.resolve("model.keras");
    Model model = new Sequential(new InputLayer(2), new Dense(1));
    stored("model.keras", model, A, VERIFY);
    NdArray<?> scalar = NdArrays.scalarOf(1f);
    for (Map<String, ?> golden :
        List.of(
            Map.of("out0", A),
            Map.of("in0", scalar, "out0", A),
            Map.of("in0", new float[0][2], "out0", A),
            Map.of("in0", A, "in1", A, "out0", A),
            Map.of("x", A, "in0", A, "out0", A),
            Map.of("in0", A, "out1", A),
            Map.of("in0", A, "out0", scalar))) {
      rewrite(path, new HashMap<>(golden));
      assertTrue(message(path, VERIFY).startsWith(path + ": "), golden::toString);
    }
  }

  private static String message(Path path, LoadOptions options) {
    return String.valueOf(
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(path, options))
            .getMessage());
  }

  private static void rewrite(Path file, Map<String, ?> arrays) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.write(zip.getPath("golden.npz"), Npz.bytes(arrays));
    }
  }
}
