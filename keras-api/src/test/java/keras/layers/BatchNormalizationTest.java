package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

class BatchNormalizationTest {
  private static final float[][] X = {{1, 2.5f, 3}, {4, 5, -6}, {.1f, .2f, .7f}};
  private static final float[] NORMAL = {
    -0.41975653f,
    -0.034006476f,
    0.98657405f,
    1.3792003f,
    1.2412344f,
    -1.3707268f,
    -0.95944357f,
    -1.2072281f,
    0.38415274f
  };
  private static final NdArray<?> TIMES =
      StdArrays.ndCopyOf(
          new float[][][] {{{0, 1}, {4, 9}, {16, 25}}, {{36, 49}, {64, 81}, {100, 121}}});

  private static void near(float[] expected, float[] got) {
    assertArrayEquals(expected, got, 1e-6f);
  }

  private static float[] state(Layer layer, String name) {
    Variable found =
        layer.weights().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    return found.value().floats();
  }

  @Test
  void writesKerasKeysAndDefaults() {
    Map<String, ?> config = Calls.own(new BatchNormalization());
    assertEquals(
        Set.of(
            "axis",
            "momentum",
            "epsilon",
            "center",
            "scale",
            "beta_initializer",
            "gamma_initializer",
            "moving_mean_initializer",
            "moving_variance_initializer",
            "beta_regularizer",
            "gamma_regularizer",
            "beta_constraint",
            "gamma_constraint",
            "synchronized",
            "renorm",
            "renorm_clipping",
            "renorm_momentum"),
        config.keySet());
    assertEquals(
        List.of(-1, 0.99, 0.001, true, true, false, false, 0.99),
        List.of(
            config.get("axis"),
            config.get("momentum"),
            config.get("epsilon"),
            config.get("center"),
            config.get("scale"),
            config.get("synchronized"),
            config.get("renorm"),
            config.get("renorm_momentum")));
    assertEquals(List.of(), Configs.pinned(BatchNormalization.class));
  }

  @Test
  void readsWhatItWrites() {
    Layer layer =
        new BatchNormalization()
            .axis(1)
            .renorm(true)
            .renormClipping(Map.of("rmax", 3.0))
            .synchronized_(true);
    assertEquals(layer.config(), Calls.copy(layer).config());
    assertEquals(Map.of(), new BatchNormalization().renorm(true).config().get("renorm_clipping"));
  }

  @Test
  void makesKerasWeightsInOrder() {
    Layer layer = new BatchNormalization().renorm(true).name("bn");
    assertEquals("(None, 5, 3)", Shapes.show(layer.apply(Calls.tensor(-1, 5, 3)).shape()));
    assertEquals(
        List.of(
            "bn/gamma",
            "bn/beta",
            "bn/moving_mean",
            "bn/moving_variance",
            "bn/moving_stddev",
            "bn/renorm_mean",
            "bn/renorm_stddev"),
        layer.weights().stream().map(Variable::path).toList());
    assertEquals(2, layer.trainableWeights().size());
  }

  @Test
  void normalizesByTheBatchAndMovesTheAverages() {
    Layer layer = new BatchNormalization().momentum(0.9);
    near(NORMAL, Calls.values(layer, true, X));
    near(new float[] {0.17f, 0.25666666f, -0.07666667f}, state(layer, "moving_mean"));
    near(new float[] {1.178f, 1.2842222f, 2.3575556f}, state(layer, "moving_variance"));
    near(
        new float[] {
          0.76440084f,
          1.9788127f,
          2.0033526f,
          3.5272956f,
          4.1840277f,
          -3.8569422f,
          -0.064467534f,
          -0.049984857f,
          0.5057217f
        },
        Calls.values(layer, false, X));
  }

  @Test
  void doesWithoutGammaOrBeta() {
    near(NORMAL, Calls.values(new BatchNormalization().scale(false), true, X));
    near(NORMAL, Calls.values(new BatchNormalization().center(false), true, X));
  }

  @Test
  void usesTheAveragesWhenFrozen() {
    Layer layer = new BatchNormalization().trainable(false);
    assertArrayEquals(Calls.values(layer, false, X), Calls.values(layer, true, X));
    near(new float[3], state(layer, "moving_mean"));
  }

  @Test
  void normalizesAlongAnyAxis() {
    Layer layer = new BatchNormalization().axis(1);
    near(
        new float[] {
          -0.9999989f, -0.95348734f, -1.0568795f, -0.9080233f, -1.0826946f, -0.8858411f,
          0.674418f, 1.2790684f, 0.72939575f, 1.235507f, 0.7546053f, 1.2139304f
        },
        Calls.values(layer, true, TIMES));
    near(new float[] {0.21499999f, 0.39499998f, 0.655f}, state(layer, "moving_mean"));
    near(new float[] {5.6125f, 12.272499f, 21.8925f}, state(layer, "moving_variance"));
  }

  @Test
  void computesTheSameFromSums() {
    Layer layer = new BatchNormalization().synchronized_(true);
    near(NORMAL, Calls.values(layer, true, X));
    near(new float[] {1.0178f, 1.0284222f, 1.1357555f}, state(layer, "moving_variance"));
  }

  @Test
  void keepsMaskedStepsOutOfTheMoments() {
    Layer layer = new BatchNormalization();
    List<float[]> out =
        Calls.values(
            (ctx, in) ->
                layer.applyAll(List.of(in.get(0).withMask(Numpy.notEqual(in.get(1), 0))), ctx),
            layer,
            true,
            TIMES,
            StdArrays.ndCopyOf(new float[][] {{1, 1, 0}, {1, 0, 0}}));
    near(
        new float[] {
          -0.82760423f, -0.8889998f, -0.57932293f, -0.5079999f, 0.16552085f, 0.254f,
          1.4069271f, 1.3969998f, 3.144896f, 2.9209998f, 5.3794274f, 4.8259993f
        },
        out.get(0));
    near(new float[] {0.13333333f, 0.19666666f}, state(layer, "moving_mean"));
    near(new float[] {3.5855558f, 5.3988886f}, state(layer, "moving_variance"));
  }

  @Test
  void renormalizes() {
    Layer layer =
        new BatchNormalization()
            .renorm(true)
            .renormClipping(Map.of("rmax", 1.5, "rmin", .5, "dmax", .3))
            .renormMomentum(.8);
    near(
        new float[] {
          -0.3296349f,
          0.24899042f,
          1.1798611f,
          2.3688004f,
          2.161852f,
          -2.35609f,
          -1.1391655f,
          -1.5108421f,
          0.27622908f
        },
        Calls.values(layer, true, X));
    near(
        new float[] {
          -0.31754172f,
          0.24899042f,
          1.1798611f,
          2.3290658f,
          2.161852f,
          -2.35609f,
          -1.111524f,
          -1.5108421f,
          0.27622908f
        },
        Calls.values(layer, true, X));
    near(new float[] {0.03383f, 0.051076666f, -0.015256667f}, state(layer, "moving_mean"));
    near(new float[] {1.0257483f, 1.0375897f, 1.1142981f}, state(layer, "moving_variance"));
    near(new float[] {1.0132859f, 1.0191122f, 1.0560768f}, state(layer, "moving_stddev"));
    near(new float[] {0.612f, 0.924f, -0.27600002f}, state(layer, "renorm_mean"));
    near(new float[] {1.2403479f, 1.345749f, 2.0144534f}, state(layer, "renorm_stddev"));
  }

  @Test
  void computesInFloat32ForHalves() {
    Layer layer = new BatchNormalization().dtype("mixed_float16");
    float[] out = Calls.values(layer, true, X);
    assertArrayEquals(
        new float[] {
          -0.4197f, -0.034f, 0.9863f, 1.379f, 1.241f, -1.371f, -0.9595f, -1.207f, 0.3843f
        },
        out,
        1e-3f);
    near(new float[] {0.016999917f, 0.025666503f, -0.0076660155f}, state(layer, "moving_mean"));
  }

  @Test
  void refusesAnAxisThatIsNotThere() {
    Layer layer = new BatchNormalization().axis(2).name("bn");
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, 3)));
    assertEquals(
        "BatchNormalization 'bn': `axis` must be an axis of known size."
            + " Received: axis=2 for inputs of shape (None, 3).",
        e.getMessage());
  }

  @Test
  void refusesOtherFeaturesThanItWasBuiltFor() {
    Layer layer = new BatchNormalization().name("bn");
    layer.apply(Calls.tensor(-1, 3));
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> layer.apply(Calls.tensor(-1, 4)));
    assertEquals(
        "BatchNormalization 'bn': expected inputs of 2 axes with 3 features along axis -1."
            + " Received: shape (None, 4).",
        e.getMessage());
  }

  @Test
  void refusesClippingsThatMakeNoSense() {
    BatchNormalization layer = new BatchNormalization().renorm(true);
    assertEquals(
        "BatchNormalization: `renorm_clipping` may have the keys rmax, rmin and dmax."
            + " Received: renorm_clipping={max=1.0}.",
        refusal(layer, Map.of("max", 1.0)));
    assertEquals(
        "BatchNormalization: rmax must be at least rmin in `renorm_clipping`."
            + " Received: rmax=1.0, rmin=2.0.",
        refusal(layer, Map.of("rmax", 1.0, "rmin", 2.0)));
    assertEquals(
        "BatchNormalization: dmax must be at least 0 in `renorm_clipping`. Received: dmax=-1.0.",
        refusal(layer, Map.of("dmax", -1.0)));
  }

  private static @Nullable String refusal(BatchNormalization layer, Map<String, Double> clipping) {
    return assertThrows(IllegalArgumentException.class, () -> layer.renormClipping(clipping))
        .getMessage();
  }
}
