package keras.initializers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.testing.Goldens;
import keras.testing.Specs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerConfigTest {

  static List<List<String>> configs() {
    return Goldens.lines(InitializerConfigTest.class, "configs.txt");
  }

  static List<List<String>> names() {
    return Goldens.lines(InitializerConfigTest.class, "names.txt");
  }

  private static Initializer make(String className, Map<String, @Nullable Object> config) {
    return Specs.make(Initializer.class, "keras.initializers", className, config);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesKerasKeysAndDefaults(List<String> golden) {
    Initializer initializer = Initializer.get(golden.get(0));
    assertEquals(
        Goldens.loose(
            Specs.spec("keras.initializers", golden.get(0), Goldens.arguments(golden.get(1)))),
        Goldens.loose(Configs.serialize(initializer)));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void readsWhatItWrote(List<String> golden) {
    Map<String, @Nullable Object> written = Configs.serialize(Initializer.get(golden.get(0)));
    KerasObject read = Configs.deserialize(written);
    assertEquals(written, Configs.serialize(read));
  }

  @ParameterizedTest
  @MethodSource("names")
  void knowsEveryNameThatKerasKnows(List<String> golden) {
    assertEquals(golden.get(1), Initializer.get(golden.get(0)).getClass().getSimpleName());
  }

  @Test
  void keepsEveryOptionInItsConfig() {
    assertEquals(
        "{seed=7, input_axes=[0], output_axes=[1, -1], scale=0.5, mode=fan_avg, distribution=uniform}",
        new VarianceScaling(0.5, "fan_avg", "Uniform")
            .seed(7)
            .inputAxes(0)
            .outputAxes(1, -1)
            .config()
            .toString());
    assertEquals("{seed=null, gain=1.5}", new Orthogonal().gain(1.5).config().toString());
    assertEquals(
        "{seed=1, mean=0.5, stddev=2.0}",
        new RandomNormal().mean(0.5).stddev(2).seed(1).config().toString());
    assertEquals(
        "{seed=null, mean=0.5, stddev=2.0}",
        new TruncatedNormal().mean(0.5).stddev(2).config().toString());
    assertEquals(
        "{seed=null, minval=0.0, maxval=1.0}",
        new RandomUniform().minval(0).maxval(1).config().toString());
    assertEquals("{value=0.5}", new Constant(0.5).config().toString());
    assertEquals(
        "{side=imag, window=[0.5, 1.0], scaling=null, periodic=true}",
        new STFT().side("imag").window(0.5, 1).scaling(null).periodic(true).config().toString());
  }

  @Test
  void writesTheGainOfAnIdentityOnlyWhereItIsNotOne() {
    assertEquals(Map.of(), new Identity().config());
    assertEquals(Map.of("gain", 0.9), new Identity().gain(0.9).config());
    assertEquals(Map.of("gain", 0.9), make("Identity", new Identity().gain(0.9).config()).config());
  }

  @Test
  void callsNormalTruncatedAsKerasDoes() {
    assertEquals(
        "truncated_normal",
        new VarianceScaling().distribution("normal").config().get("distribution"));
    assertEquals(
        "truncated_normal",
        make("VarianceScaling", Goldens.arguments("distribution=\"normal\""))
            .config()
            .get("distribution"));
  }

  @Test
  void suggestsANameForAnUnknownOne() {
    refuses(
        "Unknown initializer 'glorot_unifrom'. Did you mean 'glorot_uniform'?",
        () -> Initializer.get("glorot_unifrom"));
    refuses(
        "Unknown initializer 'xyz'. Known: zeros, ones, constant, identity, stft, random_normal,"
            + " random_uniform, truncated_normal, variance_scaling, glorot_normal, glorot_uniform,"
            + " he_normal, he_uniform, lecun_normal, lecun_uniform, orthogonal.",
        () -> Initializer.get("xyz"));
  }

  @Test
  void refusesAScaleThatIsNotPositive() {
    refuses(
        "VarianceScaling: `scale` must be positive. Received: scale=0.0.",
        () -> new VarianceScaling().scale(0));
    refuses(
        "VarianceScaling: `scale` must be positive. Received: scale=-1.0.",
        () -> make("VarianceScaling", Goldens.arguments("scale=-1")));
  }

  @Test
  void refusesAModeOrDistributionThatKerasHasNot() {
    refuses(
        "VarianceScaling: `mode` must be one of fan_in, fan_out, fan_avg. Received: mode='fan'.",
        () -> new VarianceScaling().mode("fan"));
    refuses(
        "VarianceScaling: `distribution` must be one of uniform, truncated_normal,"
            + " untruncated_normal. Received: distribution='gamma'.",
        () -> new VarianceScaling().distribution("gamma"));
  }

  @Test
  void refusesASeedThatIsNeitherAnIntegerNorAGenerator() {
    refuses(
        "HeNormal: `seed` must be an integer or a SeedGenerator. Received: seed=1.5.",
        () -> make("HeNormal", Goldens.arguments("seed=1.5")));
    refuses(
        "RandomNormal: `seed` must be an integer or a SeedGenerator. Received: seed={class_name=Dense}.",
        () -> make("RandomNormal", Map.of("seed", Map.of("class_name", "Dense"))));
  }

  @Test
  void refusesInputAxesWithoutOutputAxes() {
    refuses(
        "GlorotUniform: `input_axes` and `output_axes` must be set together."
            + " Received: input_axes=[0], output_axes=None.",
        () -> make("GlorotUniform", Goldens.arguments("input_axes=[0]")));
  }

  @Test
  void refusesSidesScalingsAndWindowsThatKerasHasNot() {
    refuses(
        "STFT: `side` must be 'real' or 'imag'. Received: side='both'.",
        () -> new STFT().side("both"));
    refuses(
        "STFT: `scaling` must be 'density', 'spectrum' or None. Received: scaling='power'.",
        () -> new STFT().scaling("power"));
    refuses(
        "STFT: unknown window 'haning'. Did you mean 'hann'?", () -> new STFT().window("haning"));
    refuses(
        "STFT: `window` must be a window's name, its values or None. Received: window=3.",
        () -> make("STFT", Goldens.arguments("window=3")));
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
