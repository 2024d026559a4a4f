package keras.initializers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import keras.config.ConstructionOrder;
import keras.ops.DType;
import keras.testing.GoldenTensor;
import keras.testing.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.Shape;

class InitializerTest {

  private static GoldenTensor values(Initializer initializer, long... shape) {
    return Graphs.value(tf -> initializer.call(tf, Shape.of(shape), DType.FLOAT32));
  }

  @Test
  void givesTheSameValuesEachTime() {
    Initializer initializer = new HeNormal();
    assertEquals(values(initializer, 3, 4), values(initializer, 3, 4));
    assertNotEquals(values(initializer, 3, 4), values(new HeNormal(), 3, 4));
  }

  @Test
  void drawsSeedsInTheOrderOfConstruction() {
    ConstructionOrder.seed(42);
    Initializer first = new GlorotUniform();
    Initializer second = new GlorotUniform();
    GoldenTensor later = values(second, 2, 2);
    assertEquals(values(new GlorotUniform().seed(686579304), 2, 2), values(first, 2, 2));
    assertEquals(values(new GlorotUniform().seed(119540832), 2, 2), later);
  }

  @Test
  void drawsNothingWhereASeedIsSet() {
    ConstructionOrder.seed(42);
    Initializer seeded = new HeUniform().seed(1);
    Initializer drawn = new HeUniform();
    values(seeded, 2, 2);
    assertEquals(values(new HeUniform().seed(686579304), 2, 2), values(drawn, 2, 2));
  }

  @Test
  void drawsNothingForANameBeforeItIsUsed() {
    ConstructionOrder.seed(42);
    Initializer replaced = Initializer.get("glorot_uniform");
    Initializer used = new HeUniform();
    assertEquals(values(new HeUniform().seed(686579304), 2, 2), values(used, 2, 2));
    assertEquals(values(new GlorotUniform().seed(119540832), 2, 2), values(replaced, 2, 2));
  }

  @Test
  void refusesWeightsOfAnotherRank() {
    refuses(
        "Identity: expected a weight of rank 2. Received: shape (3,).",
        () -> values(new Identity(), 3));
    refuses(
        "Orthogonal: expected a weight of rank 2 at least. Received: shape (3,).",
        () -> values(new Orthogonal(), 3));
    refuses(
        "STFT: expected a weight of shape (frame_length, 1, bins). Received: shape (8, 2, 5).",
        () -> values(new STFT(), 8, 2, 5));
    refuses(
        "STFT: `window` must have one value for each of the 4 steps of the frame."
            + " Received: 2 values.",
        () -> values(new STFT().window(1, 2), 4, 1, 3));
  }

  @Test
  void refusesAxesBeyondTheWeight() {
    refuses(
        "LecunNormal: `output_axes` must lie within the weight's axes."
            + " Received: output_axes=[2] for shape (3, 4).",
        () -> values(new LecunNormal().inputAxes(0).outputAxes(2), 3, 4));
    refuses(
        "LecunNormal: `input_axes` and `output_axes` must be set together."
            + " Received: input_axes=None, output_axes=[1].",
        () -> values(new LecunNormal().outputAxes(1), 3, 4));
  }

  @Test
  void refusesRandomIntegers() {
    Initializer initializer = new RandomUniform();
    assertEquals(
        "RandomUniform: random values are made in floating-point dtypes only."
            + " Received: dtype=int32.",
        assertThrows(
                UnsupportedOperationException.class,
                () -> Graphs.value(tf -> initializer.call(tf, Shape.of(2), DType.INT32)))
            .getMessage());
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
