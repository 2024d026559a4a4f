package keras.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import keras.Keras;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.models.Model;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Complex numbers within models, and what is refused of them. */
class ComplexOpsTest {
  private static final FloatNdArray X = StdArrays.ndCopyOf(new float[][] {{3, 4}, {-5, 12}});

  private static Model model(UnaryOperator<KerasTensor> body) {
    KerasTensor x = Keras.input(2);
    return Model.of(x, body.apply(Ops.call("view_as_complex", x)));
  }

  private static void refused(String expected, Runnable action) {
    String message = String.valueOf(assertThrows(RuntimeException.class, action::run).getMessage());
    assertTrue(message.contains(expected), message);
  }

  @Test
  void computesWithinAModel() {
    try (Model model = model(z -> Ops.call("abs", z))) {
      FloatNdArray y = (FloatNdArray) model.predict(X);
      assertEquals(5, y.getFloat(0), 1e-6);
      assertEquals(13, y.getFloat(1), 1e-6);
    }
  }

  @Test
  void refusesOperationsThatAreOfRealNumbers() {
    refused("Softmax", () -> model(z -> Ops.call("softmax", z)));
    KerasTensor pairs = Ops.call("view_as_complex", Keras.input(3, 2));
    refused("complex64", () -> new Dense(2).apply(pairs));
  }

  @Test
  void refusesComplexInputsAndOutputs() {
    try (Model model = model(z -> z)) {
      refused("Take the parts, by keras.ops.real", () -> model.predict(X));
    }
  }

  @Test
  void refusesGradientsThatAreNotKnown() {
    KerasTensor x = Keras.input(2);
    KerasTensor z = Ops.call("view_as_complex", new Dense(2).apply(x));
    KerasTensor power = Ops.call("power", z, c -> c.with("x2", 2.5));
    try (Model model = Model.of(x, Ops.call("abs", power))) {
      model.compile("sgd", "mse");
      float[] y = {1, 2};
      refused("Pow", () -> model.fit(X, y, f -> f.verbose(0)));
    }
  }
}
