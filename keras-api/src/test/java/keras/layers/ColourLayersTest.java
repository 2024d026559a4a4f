package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What layers that change colours, or mix samples, refuse. */
class ColourLayersTest {
  private static String refused(Class<? extends RuntimeException> type, Executable work) {
    return String.valueOf(assertThrows(type, work).getMessage());
  }

  private static String refused(Executable work) {
    return refused(IllegalArgumentException.class, work);
  }

  @Test
  void refuseFactorsOutOfTheirRange() {
    assertEquals(
        "RandomBrightness: `factor` must be a number, or two numbers, in [-1, 1]. Received:"
            + " factor=2.0.",
        refused(() -> new RandomBrightness(2)));
    assertEquals(
        "RandomErasing: `scale` must be a number, or two numbers, in [0, 1]. Received: scale=-0.5.",
        refused(() -> new RandomErasing().scale(-0.5)));
    assertEquals(
        "Solarization: `threshold_factor` must be a number in [0, 1], or two. Received:"
            + " threshold_factor=[0.5, 1.5].",
        refused(() -> new Solarization().thresholdFactor(0.5, 1.5)));
    assertEquals(
        "RandomPosterization: `factor` must be a number, or two numbers, in [1, 8]. Received:"
            + " factor=9.",
        refused(() -> new RandomPosterization(9)));
    assertEquals(
        "RandomGrayscale: `factor` must be between 0 and 1. Received: factor=1.5.",
        refused(() -> new RandomGrayscale().factor(1.5)));
    assertEquals(
        "RandomHue: `factor` must be a number, or two numbers, in [0, 1]. Received: factor=3.0.",
        refused(() -> new RandomColorJitter().hueFactor(3)));
    assertEquals(
        "MixUp: `alpha` must be above 0. Received: alpha=0.0.",
        refused(() -> new MixUp().alpha(0)));
  }

  @Test
  void refuseSizesThatAreNone() {
    assertEquals(
        "RandomGaussianBlur: `kernel_size` must be an odd number above 0, or two. Received:"
            + " kernel_size=4.",
        refused(() -> new RandomGaussianBlur().kernelSize(4)));
    assertEquals(
        "RandomErasing: `fill_value` must be a number or three. Received: fill_value=[1.0, 2.0].",
        refused(() -> new RandomErasing().fillValue(1, 2)));
    assertEquals(
        "Equalization: `bins` must be a positive integer. Received: bins=0.",
        refused(() -> new Equalization().bins(0)));
    assertEquals(
        "ContrastLimitedAdaptiveHistogramEqualization: `tile_grid_size` must be two numbers above"
            + " 0. Received: tile_grid_size=[0, 2].",
        refused(() -> new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(0, 2)));
  }

  @Test
  void refuseWhatKerasCannotMix() {
    float[][][][] images = new float[2][3][3][1];
    CutMix cut = new CutMix().boundingBoxFormat("xyxy").name("c");
    var boxes = Map.of("boxes", new float[2][1][4], "labels", new int[2][1]);
    assertEquals(
        "CutMix 'c': takes no `bounding_boxes`, as in Keras. Leave them out.",
        refused(
            UnsupportedOperationException.class,
            () -> cut.runAll(Map.of("images", images, "bounding_boxes", boxes), true)));
    MixUp mix = new MixUp().name("m");
    assertEquals(
        "MixUp 'm': takes no `segmentation_masks`; Keras mixes them with single pixels, or fails."
            + " Leave them out.",
        refused(
            UnsupportedOperationException.class,
            () -> mix.runAll(Map.of("images", images, "segmentation_masks", images), true)));
  }
}
