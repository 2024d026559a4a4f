package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.engine.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ExtentLayersTest {
  private static String refusal(Executable makes) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, makes).getMessage());
  }

  @Test
  void takesNumbersAsKerasDoes() {
    assertEquals(List.of(2, 2), new ZeroPadding1D(2).config().get("padding"));
    assertEquals(List.of(2, 0), new ZeroPadding1D(2, 0).config().get("padding"));
    assertEquals(
        List.of(List.of(1, 1), List.of(2, 2)), new ZeroPadding2D(1, 2).config().get("padding"));
    assertEquals(
        List.of(List.of(0, 1), List.of(2, 3)), new Cropping2D(0, 1, 2, 3).config().get("cropping"));
    Cropping3D one = Configs.from(Cropping3D.class, Map.of("cropping", 1));
    assertEquals(
        List.of(List.of(1, 1), List.of(1, 1), List.of(1, 1)), one.config().get("cropping"));
  }

  @Test
  void refusesEdgesThatDoNotFit() {
    assertEquals(
        "ZeroPadding1D: `padding` must be an integer of at least 0, or two, for the beginning and"
            + " the end. Received: padding=[1, 2, 3].",
        refusal(() -> new ZeroPadding1D(1, 2, 3)));
    assertEquals(
        "Cropping2D: `cropping` must be an integer of at least 0, or 2 of them, or 2 pairs of them."
            + " Received: cropping=-1.",
        refusal(() -> new Cropping2D(-1)));
  }

  @Test
  void refusesToCropAllThereIs() {
    Cropping1D layer = new Cropping1D(2).name("c");
    assertEquals(
        "Cropping1D 'c': expected inputs that are longer than what is cropped. Received:"
            + " cropping=[2, 2] for inputs of shape (None, 4, 3).",
        refusal(() -> layer.apply(Calls.tensor(-1, 4, 3))));
  }

  @Test
  void findsSizesThatAreKnown() {
    assertEquals(
        "(None, None, 9, 2)",
        Shapes.show(
            new UpSampling2D(2, 3)
                .interpolation("bilinear")
                .apply(Calls.tensor(-1, -1, 3, 2))
                .shape()));
    assertEquals(
        "(None, None, 4)", Shapes.show(new UpSampling1D(2).apply(Calls.tensor(-1, -1, 4)).shape()));
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertEquals(
        "SpatialDropout1D: `rate` must be between 0 and 1. Received: rate=1.5.",
        refusal(() -> new SpatialDropout1D(1.5)));
    assertEquals(
        "RepeatVector: `n` must be a positive integer. Received: n=0.",
        refusal(() -> new RepeatVector(0)));
    assertEquals(
        "LeakyReLU: `negative_slope` must be at least 0. Received: negative_slope=-0.1.",
        refusal(() -> new LeakyReLU(-0.1)));
    assertEquals(
        "GaussianNoise: `stddev` must be between 0 and 1. Received: stddev=2.0.",
        refusal(() -> new GaussianNoise(2)));
  }

  @Test
  void keepsAPolicyThatComputesInAnotherDtype() {
    SpatialDropout1D layer = new SpatialDropout1D(0.5).dtype("mixed_bfloat16");
    assertEquals(
        "mixed_bfloat16",
        Configs.from(SpatialDropout1D.class, layer.config()).dtypePolicy().name());
    assertEquals("float64", new SpatialDropout1D(0.5).dtype("float64").config().get("dtype"));
  }
}
