package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;

class RescalingTest {
  private static final float[][] X = {{1, 2, 3}, {4, 5, 6}};

  @Test
  void writesKerasKeys() {
    assertEquals(Map.of("scale", 2.0, "offset", 0.0), Calls.own(new Rescaling(2)));
    assertEquals(
        Map.of("scale", List.of(1.0, 2.0), "offset", List.of(3.0, 4.0)),
        Calls.own(new Rescaling(1, 2).offset(3, 4)));
  }

  @Test
  void scalesBytes() {
    assertArrayEquals(
        new float[] {-1, -0.2156862f, 1},
        Calls.values(
            new Rescaling(1 / 127.5).offset(-1),
            false,
            NdArrays.vectorOf((byte) 0, (byte) 100, (byte) 255)),
        1e-6f);
  }

  @Test
  void broadcastsLists() {
    assertArrayEquals(
        new float[] {1.1f, 2.4f, 3.9f, 1.4f, 3, 4.8f},
        Calls.values(new Rescaling(.1, .2, .3).offset(1, 2, 3), false, X),
        1e-6f);
  }

  @Test
  void readsArraysAsKerasWritesThem() {
    Map<String, ?> scale =
        Map.of(
            "class_name",
            "__numpy__",
            "config",
            Map.of("value", List.of(1.0, 2.0, 0.5), "dtype", "float64"));
    Rescaling layer = Configs.from(Rescaling.class, Map.of("scale", scale, "offset", 1));
    assertArrayEquals(new float[] {2, 5, 2.5f, 5, 11, 4}, Calls.values(layer, false, X));
    assertEquals(layer.config(), Calls.copy(layer).config());
  }

  @Test
  void refusesWhatIsNotNumbers() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Configs.from(Rescaling.class, Map.of("scale", "two")));
    assertEquals(
        "Rescaling: `scale` must be a number or lists of numbers. Received: scale=two.",
        e.getMessage());
  }

  @Test
  void activationAppliesItsFunction() {
    Activation layer = new Activation("relu");
    assertEquals(Map.of("activation", "relu"), Calls.own(layer));
    assertArrayEquals(new float[] {0, 2}, Calls.values(layer, false, new float[][] {{-1}, {2}}));
    assertEquals(layer.config(), Calls.copy(layer).config());
  }
}
