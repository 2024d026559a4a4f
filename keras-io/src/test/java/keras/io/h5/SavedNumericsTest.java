package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import keras.Keras;
import keras.io.GoldenCases;
import keras.io.hdf5.Hdf5File;
import keras.layers.BatchNormalization;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Keras 2 and Keras 3 compute differently from the same config, through .h5 files. */
class SavedNumericsTest {
  private final String file;

  SavedNumericsTest(@TempDir Path folder) {
    file = folder.resolve("model.h5").toString();
  }

  @Test
  void savesTheHardSigmoidOfKeras2ForTfKeras() {
    String tfKeras = GoldenCases.file("mlp_hard_sigmoid", "model.h5").toString();
    float[][] x = {{1, 2, 3, 4, 5, 6}};
    try (Model model = Keras.loadModel(tfKeras)) {
      model.save(file);
      try (Hdf5File saved = Hdf5File.open(Path.of(file))) {
        assertEquals("2.21.0", saved.root().requireAttribute("keras_version").string());
      }
      try (Model again = Keras.loadModel(file)) {
        assertEquals(model.predict(x), again.predict(x));
      }
      SaveOptions keras3 = SaveOptions.defaults().dialect(Dialect.KERAS_3);
      String why =
          String.valueOf(
              assertThrows(UnsupportedOperationException.class, () -> model.save(file, keras3))
                  .getMessage());
      assertTrue(why.startsWith(file + ": Keras 3 cannot read this model: "), why);
    }
  }

  @Test
  void keepsHowVariancesAreAveraged() {
    for (boolean fused : new boolean[] {false, true}) {
      for (Dialect dialect : new Dialect[] {Dialect.PORTABLE, Dialect.TF_KERAS}) {
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
