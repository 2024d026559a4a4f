package keras.io.h5;

import java.util.List;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.golden.GoldenCase;
import keras.layers.Activation;
import keras.layers.Dense;
import keras.models.Model;
import keras.python.Framework;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** What the contract of stored files does not reach: {@code keras.golden.StoredFileTest}. */
class LegacyFilesTest {
  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @Test
  void readsLayerNamesThatAreTooLongForOneAttribute() {
    GoldenCase golden = GoldenCase.of("long_layer_names");
    KerasTensor input = Keras.input("x", 3);
    KerasTensor x = input;
    for (int i = 0; i < 36; i++) {
      x = new Activation("linear").name("n%02d_".formatted(i) + "x".repeat(1806)).apply(x);
    }
    try (Model model = Model.of(input, new Dense(2).name("out").apply(x))) {
      String file = golden.file("weights.h5").toString();
      model.loadWeights(file);
      golden.checkOutputs(Framework.TF_KERAS, model.predictAll(golden.inputs()));
      LoadOptions byName = LoadOptions.defaults().byName(true);
      model.setWeights(List.of(NdArrays.ofFloats(Shape.of(3, 2)), NdArrays.ofFloats(Shape.of(2))));
      model.loadWeights(file, byName);
      golden.checkOutputs(Framework.TF_KERAS, model.predictAll(golden.inputs()));
    }
  }
}
