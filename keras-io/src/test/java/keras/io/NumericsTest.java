package keras.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import keras.Keras;
import keras.layers.BatchNormalization;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Keras 2 and Keras 3 compute differently stays what it was, through files of this library.
 */
class NumericsTest {
  private final Path folder;

  NumericsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void keepsTheHardSigmoidOfKeras2(String ending) {
    String tfKeras = GoldenCases.file("mlp_hard_sigmoid", "model.h5").toString();
    String file = folder.resolve("model" + ending).toString();
    try (Model model = Keras.loadModel(tfKeras)) {
      model.save(file);
      try (Model again = Keras.loadModel(file)) {
        assertEquals(
            model.predict(new float[][] {{1, 2, 3, 4, 5, 6}}),
            again.predict(new float[][] {{1, 2, 3, 4, 5, 6}}));
      }
      SaveOptions keras3 = SaveOptions.defaults().dialect(Dialect.KERAS_3);
      String why =
          String.valueOf(
              assertThrows(UnsupportedOperationException.class, () -> model.save(file, keras3))
                  .getMessage());
      assertTrue(
          why.startsWith(file + ": Keras 3 cannot read this model: ")
              && why.endsWith("Save it for tf_keras, by SaveOptions.Dialect.TF_KERAS."),
          why);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void keepsHowVariancesAreAveraged(String ending) {
    for (boolean fused : new boolean[] {false, true}) {
      for (Dialect dialect : new Dialect[] {Dialect.PORTABLE, Dialect.TF_KERAS}) {
        String file = folder.resolve(dialect + ending).toString();
        BatchNormalization layer = new BatchNormalization().fused(fused);
        layer.inputShape(2, 2, 3);
        try (Model model = new Sequential(layer)) {
          model.save(file, SaveOptions.defaults().dialect(dialect));
        }
        try (Model again = Keras.loadModel(file)) {
          assertEquals(fused, again.layer(0).config().containsKey("fused"), dialect.toString());
        }
      }
    }
  }
}
