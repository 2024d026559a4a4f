package keras.io.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;

/** The names are those of tf_keras 2.21's and Keras 3.15's own files of the same models. */
class LegacyLayoutTest {
  /** The case siamese_nested of compat-tests/golden, left side only. */
  private static Model siamese(Sequential encoder) {
    KerasTensor left = Keras.input("left", 4);
    KerasTensor x = new Dense(5).name("shared").apply(left);
    return Model.of(left, new Dense(1).name("out").apply(encoder.apply(x)));
  }

  private static Sequential encoder() {
    return new Sequential(
            new Dense(5).inputShape(5).name("enc_d1"),
            new BatchNormalization().name("enc_bn"),
            new Dense(2).name("enc_d2"))
        .name("encoder");
  }

  @Test
  void putsAnInnerModelsTrainableWeightsFirst() {
    try (Model model = siamese(encoder())) {
      LegacyLayout layout = LegacyLayout.of(model);
      assertEquals(
          List.of("left", "shared", "encoder", "out"),
          layout.layers().stream().map(LegacyLayout.Entry::name).toList());
      assertEquals(List.of(), layout.layers().get(0).variables());
      assertEquals(List.of(), layout.topLevel());
      LegacyLayout.Entry inner = layout.layers().get(2);
      assertEquals(
          List.of(
              "enc_d1/kernel:0",
              "enc_d1/bias:0",
              "enc_bn/gamma:0",
              "enc_bn/beta:0",
              "enc_d2/kernel:0",
              "enc_d2/bias:0",
              "enc_bn/moving_mean:0",
              "enc_bn/moving_variance:0"),
          inner.tfKerasNames());
      assertEquals(
          List.of(
              "encoder/enc_d1/kernel",
              "encoder/enc_d1/bias",
              "encoder/enc_bn/gamma",
              "encoder/enc_bn/beta",
              "encoder/enc_d2/kernel",
              "encoder/enc_d2/bias",
              "encoder/enc_bn/moving_mean",
              "encoder/enc_bn/moving_variance"),
          inner.keras3Names());
    }
  }

  @Test
  void putsFrozenWeightsLast() {
    Sequential encoder = encoder();
    try (Model model = siamese(encoder)) {
      encoder.layer("enc_d1").trainable(false);
      assertEquals(
          List.of(
              "enc_bn/gamma:0",
              "enc_bn/beta:0",
              "enc_d2/kernel:0",
              "enc_d2/bias:0",
              "enc_d1/kernel:0",
              "enc_d1/bias:0",
              "enc_bn/moving_mean:0",
              "enc_bn/moving_variance:0"),
          LegacyLayout.of(model).layers().get(2).tfKerasNames());
    }
  }

  @Test
  void namesWeightsOfASequentialModel() {
    try (Sequential model = new Sequential(new Dense(2).inputShape(3).name("d")).name("mlp")) {
      model.build(-1, 3);
      LegacyLayout.Entry dense = LegacyLayout.of(model).layers().get(0);
      assertEquals(List.of("mlp/d/kernel", "mlp/d/bias"), dense.keras3Names());
      assertEquals(List.of("d/kernel:0", "d/bias:0"), dense.tfKerasNames());
    }
  }

  @Test
  void numbersNamesThatRepeat() {
    KerasTensor a = Keras.input("a", 2);
    Model one = Model.of(a, new Dense(2).name("d").useBias(false).apply(a));
    KerasTensor b = Keras.input("b", 2);
    Model two = Model.of(b, new Dense(2).name("d").useBias(false).apply(b));
    KerasTensor x = Keras.input("x", 2);
    Model pair = Model.of(x, two.apply(one.apply(x)));
    KerasTensor y = Keras.input("y", 2);
    try (Model model = Model.of(y, pair.apply(y))) {
      LegacyLayout.Entry entry = LegacyLayout.of(model).layers().get(1);
      assertEquals(List.of("d/kernel:0", "d/kernel_1:0"), entry.tfKerasNames());
      assertEquals(List.of("d/kernel", "d/kernel_1"), entry.keras3Names());
    }
  }
}
