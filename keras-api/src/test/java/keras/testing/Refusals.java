package keras.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import keras.Keras;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import org.junit.jupiter.api.function.Executable;

/** Small models, and what is thrown at bad input to them. */
public final class Refusals {
  private Refusals() {}

  /** Whether an action throws an exception of exactly a class, with exactly a message. */
  public static void refuses(
      Class<? extends RuntimeException> type, String message, Executable action) {
    RuntimeException e = assertThrows(RuntimeException.class, action);
    assertEquals(message, e.getMessage());
    assertEquals(type, e.getClass());
  }

  /** Whether an action throws an IllegalArgumentException with exactly a message. */
  public static void refuses(String message, Executable action) {
    refuses(IllegalArgumentException.class, message, action);
  }

  /** A model of two inputs and three outputs, compiled. */
  public static Sequential one() {
    Keras.clearSession();
    Sequential model = new Sequential(new InputLayer(2).name("in"), new Dense(3).name("out"));
    model.name("m").compile("sgd", "mse");
    return model;
  }

  /** A classifier of three classes. */
  public static Sequential classifier() {
    Keras.clearSession();
    Sequential model =
        new Sequential(new InputLayer(2).name("in"), new Dense(3, "softmax").name("out"));
    model.name("m").compile("sgd", "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /** A model of inputs "a" (2) and "b" (3) and outputs "p" (1) and "q" (2). */
  public static Model two() {
    Keras.clearSession();
    KerasTensor a = Keras.input("a", 2);
    KerasTensor b = Keras.input("b", 3);
    Model model =
        Model.of(
            java.util.List.of(a, b),
            java.util.List.of(new Dense(1).name("p").apply(a), new Dense(2).name("q").apply(b)));
    model.name("m").compile(c -> c.optimizer("sgd").loss("mse"));
    return model;
  }

  public static float[][] zeros(int samples, int width) {
    return new float[samples][width];
  }
}
