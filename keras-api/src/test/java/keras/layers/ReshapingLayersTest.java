package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.engine.Shapes;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

class ReshapingLayersTest {
  private static NdArray<?> range(long... shape) {
    float[] v = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = i;
    }
    return NdArrays.wrap(Shape.of(shape), DataBuffers.of(v));
  }

  @Test
  void flattenWritesKerasKeys() {
    assertEquals(Map.of("data_format", "channels_last"), Calls.own(new Flatten()));
    Flatten first =
        Configs.from(Flatten.class, Map.of("data_format", "channels_first", "name", "f"));
    assertEquals(Map.of("data_format", "channels_first"), Calls.own(first));
  }

  @Test
  void flattenMultipliesTheSizes() {
    assertEquals("(None, 12)", Shapes.show(new Flatten().apply(Calls.tensor(-1, 3, 4)).shape()));
    assertEquals("(None, 1)", Shapes.show(new Flatten().apply(Calls.tensor(-1)).shape()));
    assertEquals("(None, None)", Shapes.show(new Flatten().apply(Calls.tensor(-1, -1, 4)).shape()));
    assertEquals("(5, None)", Shapes.show(new Flatten().apply(Calls.tensor(5, -1, 4)).shape()));
  }

  @Test
  void flattenPutsTheChannelsInnermost() {
    assertArrayEquals(
        new float[] {0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11},
        Calls.values(
            new Flatten().dataFormat(DataFormat.CHANNELS_FIRST), false, range(1, 2, 3, 2)));
  }

  @Test
  void reshapeWritesKerasKeys() {
    Reshape layer = new Reshape(2, -1);
    assertEquals(Map.of("target_shape", List.of(2L, -1L)), Calls.own(layer));
    assertEquals(layer.config(), Calls.copy(layer).config());
  }

  @Test
  void reshapeFindsTheOpenSize() {
    assertEquals(
        "(None, 2, 6)", Shapes.show(new Reshape(2, -1).apply(Calls.tensor(-1, 3, 4)).shape()));
    assertEquals(
        "(None, 2, None)", Shapes.show(new Reshape(2, -1).apply(Calls.tensor(-1, -1, 4)).shape()));
    assertEquals("(None, 12)", Shapes.show(new Reshape(12).apply(Calls.tensor(-1, 3, 4)).shape()));
    assertArrayEquals(
        new float[] {0, 1, 2, 3, 4, 5}, Calls.values(new Reshape(-1, 1), false, range(2, 3)));
  }

  @Test
  void reshapeRefusesTwoOpenSizes() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new Reshape(-1, -1));
    assertEquals(
        "Reshape: `target_shape` must hold sizes of at least 0, and -1 at most once."
            + " Received: target_shape=[-1, -1].",
        e.getMessage());
  }

  @Test
  void reshapeRefusesInputsThatDoNotDivide() {
    Reshape layer = new Reshape(5, -1).name("r");
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, 3, 4)));
    assertEquals(
        "Reshape 'r': expected inputs that `target_shape` [5, -1] divides."
            + " Received: shape (None, 3, 4).",
        e.getMessage());
  }
}
