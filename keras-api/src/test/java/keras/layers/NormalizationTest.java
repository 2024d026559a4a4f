package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.Variable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

class NormalizationTest {
  private static final float[][] X = {{1, 2.5f, 3}, {4, 5, -6}, {.1f, .2f, .7f}};

  /** {@code (np.arange(n) * .37 % 1).astype('float32').reshape(shape)}. */
  private static NdArray<?> saw(long... shape) {
    float[] v = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) (i * .37 % 1);
    }
    return NdArrays.wrap(Shape.of(shape), DataBuffers.of(v));
  }

  private static float[] weight(Layer layer, int index) {
    return layer.weights().get(index).value().floats();
  }

  private static void adapted(Normalization layer, NdArray<?> data, float[] mean, float[] var) {
    layer.adapt(data);
    assertArrayEquals(mean, weight(layer, 0));
    assertArrayEquals(var, weight(layer, 1));
  }

  @Test
  void writesKerasKeys() {
    Map<String, @Nullable Object> expected = new HashMap<>();
    expected.put("axis", List.of(-1));
    expected.put("invert", false);
    expected.put("mean", null);
    expected.put("variance", null);
    assertEquals(expected, Calls.own(new Normalization()));
    Layer set = new Normalization().mean(1, 2).variance(3, 4).invert(true);
    assertEquals(
        Map.of(
            "axis",
            List.of(-1),
            "invert",
            true,
            "mean",
            List.of(1.0, 2.0),
            "variance",
            List.of(3.0, 4.0)),
        Calls.own(set));
    assertEquals(set.config(), Calls.copy(set).config());
  }

  @Test
  void readsAnAxisThatIsANumberOrNull() {
    Map<String, @Nullable Object> config = new HashMap<>();
    config.put("axis", null);
    assertEquals(List.of(), Configs.from(Normalization.class, config).config().get("axis"));
    config.put("axis", 1);
    assertEquals(List.of(1), Configs.from(Normalization.class, config).config().get("axis"));
  }

  @Test
  void makesKerasWeights() {
    Layer layer = new Normalization().name("n");
    layer.apply(Calls.tensor(-1, 3));
    assertEquals(
        List.of("n/mean", "n/variance", "n/count"),
        layer.weights().stream().map(Variable::path).toList());
    assertEquals("int64", layer.weights().get(2).dtype().id());
    assertEquals(0, layer.trainableWeights().size());
  }

  @Test
  void findsTheMomentsThatNumPyFinds() {
    adapted(new Normalization().axis(), saw(1000), new float[] {0.495f}, new float[] {0.08332499f});
    adapted(
        new Normalization(),
        saw(1000, 3),
        new float[] {0.49500006f, 0.49500003f, 0.49499995f},
        new float[] {0.08332506f, 0.083325066f, 0.08332505f});
    adapted(
        new Normalization().axis(1),
        saw(2, 3, 500),
        new float[] {0.495f, 0.495f, 0.495f},
        new float[] {0.083325f, 0.083325f, 0.083325f});
    adapted(new Normalization(), saw(1000, 1), new float[] {0.495f}, new float[] {0.08332499f});
  }

  @Test
  void findsTheMomentsOfIntegers() {
    int[] v = new int[30];
    for (int i = 0; i < v.length; i++) {
      v[i] = i * 37 % 11;
    }
    adapted(
        new Normalization(),
        NdArrays.wrap(Shape.of(10, 3), DataBuffers.of(v)),
        new float[] {4.5f, 5.2f, 4.8f},
        new float[] {8.25f, 10.56f, 10.56f});
  }

  @Test
  void findsTheMomentsOfBatches() {
    Normalization layer = new Normalization();
    layer.adapt(Dataset.of(saw(1000, 3)).batch(300));
    assertArrayEquals(new float[] {0.49499995f, 0.4950001f, 0.49500006f}, weight(layer, 0), 1e-7f);
    assertArrayEquals(
        new float[] {0.083324954f, 0.083324954f, 0.08332496f}, weight(layer, 1), 1e-8f);
  }

  @Test
  void normalizesAndBack() {
    Normalization layer = new Normalization();
    layer.adapt(X);
    assertArrayEquals(
        new float[] {
          -0.41983205f,
          -0.03401082f,
          0.9866079f,
          1.3794484f,
          1.2413961f,
          -1.3707739f,
          -0.9596161f,
          -1.2073852f,
          0.38416594f
        },
        Calls.values(layer, false, X),
        1e-6f);
    Normalization back = new Normalization().invert(true);
    back.adapt(X);
    assertArrayEquals(
        new float[] {
          3.3673332f,
          7.4670634f,
          10.686718f,
          8.369333f,
          12.36746f,
          -23.673435f,
          1.8667333f,
          2.9586983f,
          1.9057896f
        },
        Calls.values(back, false, X),
        1e-5f);
  }

  @Test
  void normalizesByGivenMoments() {
    assertArrayEquals(
        new float[] {
          0, 0.2236068f, 0, 1.5f, 1.3416407f, -3.6742344f, -0.45f, -0.80498445f, -0.93897104f
        },
        Calls.values(new Normalization().mean(1, 2, 3).variance(4, 5, 6), false, X),
        1e-6f);
    assertArrayEquals(
        new float[] {-.5f, .25f, .5f, 1, 1.5f, -4, -.95f, -.9f, -.65f},
        Calls.values(new Normalization().axis().mean(2).variance(4), false, X),
        1e-6f);
  }

  @Test
  void refusesAMeanWithoutAVariance() {
    Layer layer = new Normalization().mean(1);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, 3)));
    assertEquals(
        "Normalization: `mean` and `variance` must be set both. Received: mean=1.0, variance=null.",
        e.getMessage());
  }

  @Test
  void refusesMomentsOfDifferentShapes() {
    Layer layer = new Normalization().mean(1, 2).variance(3);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, 2)));
    assertEquals(
        "Normalization: `mean` and `variance` must be numbers of the same shape."
            + " Received: mean=[1.0, 2.0], variance=3.0.",
        e.getMessage());
  }

  @Test
  void refusesToAdaptWhenMomentsAreGiven() {
    Normalization layer = new Normalization().mean(1).variance(2).name("n");
    Exception e = assertThrows(IllegalStateException.class, () -> layer.adapt(X));
    assertEquals(
        "Normalization 'n': `mean` and `variance` are set, so there is nothing to adapt."
            + " Drop either.",
        e.getMessage());
  }

  @Test
  void refusesToAdaptToNothing() {
    Normalization layer = new Normalization().name("n");
    Dataset none = () -> List.<Batch>of().iterator();
    Exception e = assertThrows(IllegalArgumentException.class, () -> layer.adapt(none));
    assertEquals(
        "Normalization 'n'.adapt: expected at least one batch. Received: an empty dataset.",
        e.getMessage());
  }

  @Test
  void refusesAnAxisOfUnknownSize() {
    Layer layer = new Normalization().axis(1).name("n");
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, -1, 2)));
    assertEquals(
        "Normalization 'n': `axis` must hold axes of known size."
            + " Received: axis=[1] for inputs of shape (None, None, 2).",
        e.getMessage());
  }

  @Test
  void refusesOtherSizesThanItWasBuiltFor() {
    Normalization layer = new Normalization().name("n");
    layer.adapt(X);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, 4)));
    assertEquals(
        "Normalization 'n': expected inputs of 2 axes with the sizes [3] along the axes [1]."
            + " Received: shape (None, 4).",
        e.getMessage());
  }
}
