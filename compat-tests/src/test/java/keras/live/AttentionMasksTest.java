package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.layers.Concatenate;
import keras.layers.Embedding;
import keras.layers.GlobalAveragePooling1D;
import keras.layers.MultiHeadAttention;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keras 3 takes the masks off what it attends to, for all layers that take it later, but not those
 * that a functional model was described with; tf_keras takes none. Files keep their meaning.
 */
@ExtendWith(PythonExtension.class)
class AttentionMasksTest {
  private static final int[][] WORDS = {{3, 1, 4, 0, 0}, {1, 5, 0, 0, 0}, {2, 6, 5, 3, 5}};

  private static final List<List<Integer>> LISTS =
      Arrays.stream(WORDS).map(row -> Arrays.stream(row).boxed().toList()).toList();

  private static final String BUILD =
      """
      L = keras.layers
      i = keras.Input((5,), dtype="int32")
      x = L.Embedding(9, 4, mask_zero=True)(i)
      y = L.MultiHeadAttention(2, 3)(x, x)
      before = L.GlobalAveragePooling1D()(x)
      after = L.GlobalAveragePooling1D()(L.Add()([x, y]))
      model = keras.Model(i, L.Concatenate()([before, after]))
      model.save(path)
      result["y"] = model.predict(np.array(words, "int32"), verbose=0)
      """;

  private static final String READ =
      """
      model = keras.models.load_model(path)
      result["y"] = model.predict(np.array(words, "int32"), verbose=0)
      """;

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @CsvSource({"KERAS3, keras", "KERAS3, h5", "TF_KERAS, keras", "TF_KERAS, h5"})
  void filesKeepTheirMeaning(
      Framework framework, String format, Python python, @TempDir Path folder) {
    Path file = folder.resolve("model." + format);
    float[] expected = python(python, framework, BUILD, file);
    Path again = folder.resolve("again." + format);
    try (Model model = Keras.loadModel(file)) {
      assertArrayEquals(expected, predicted(model), 1e-6f);
      model.save(again.toString());
    }
    try (Model model = Keras.loadModel(again)) {
      assertArrayEquals(expected, predicted(model), 1e-6f);
    }
    if (framework == Framework.KERAS3) {
      assertArrayEquals(expected, python(python, framework, READ, again), 1e-6f);
    }
  }

  /** A functional model keeps the masks that it was described with; a layer that calls does not. */
  @Test
  void aModelDescribedHereMeansTheSameInPython(Python python, @TempDir Path folder) {
    KerasTensor i = Keras.input(null, "int32", 5);
    KerasTensor x = new Embedding(9, 4).maskZero(true).apply(i);
    KerasTensor y = new MultiHeadAttention(2, 3).apply(x, x);
    KerasTensor before = new GlobalAveragePooling1D().apply(x);
    KerasTensor after = new GlobalAveragePooling1D().apply(new Add().apply(x, y));
    Path file = folder.resolve("described.keras");
    try (Model model = Model.of(i, new Concatenate().apply(before, after))) {
      model.save(file.toString());
      float[] expected = python(python, Framework.KERAS3, READ, file);
      assertArrayEquals(expected, predicted(model), 1e-6f);
    }
    try (Model model = Keras.loadModel(file)) {
      assertArrayEquals(python(python, Framework.KERAS3, READ, file), predicted(model), 1e-6f);
    }
  }

  private static float[] python(Python python, Framework framework, String code, Path file) {
    PythonResult result =
        python.of(framework).exec(code, Map.of("path", file.toString(), "words", LISTS));
    assertEquals(24, result.array("y").shape().size());
    return result.array("y").floats();
  }

  private static float[] predicted(Model model) {
    HostTensor y = HostTensor.of(model.predict(WORDS));
    assertTrue(y.shape().size() == 24, y.toString());
    return y.floats();
  }
}
