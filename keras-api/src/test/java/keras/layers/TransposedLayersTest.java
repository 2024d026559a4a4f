package keras.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import keras.engine.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TransposedLayersTest {
  private static String refusal(Executable makes) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, makes).getMessage());
  }

  @Test
  void findsSizesWithTheChannelsFirst() {
    Conv2DTranspose layer =
        new Conv2DTranspose(3, 2).strides(2).padding("same").dataFormat("channels_first");
    assertEquals(
        "(None, 3, None, 10)", Shapes.show(layer.apply(Calls.tensor(-1, 4, -1, 5)).shape()));
  }

  @Test
  void refusesStridesBesideADilation() {
    assertEquals(
        "Conv1DTranspose: either `strides` or `dilation_rate` must be 1. Received: strides=[2],"
            + " dilation_rate=[2].",
        refusal(() -> new Conv1DTranspose(3, 2).strides(2).dilationRate(2)));
  }

  @Test
  void refusesAnOutputPaddingOfAStride() {
    assertEquals(
        "Conv2DTranspose: `output_padding` must be 1 or 2 integers from 0 on, less than the"
            + " strides. Received: output_padding=[1], strides=[1, 1].",
        refusal(() -> new Conv2DTranspose(3, 2).outputPadding(1)));
  }

  @Test
  void refusesStridesThatDifferWithoutADilation() {
    SeparableConv2D layer = new SeparableConv2D(3, 2).strides(1, 2).name("s");
    assertEquals(
        "SeparableConv2D 's': `strides` must be the same for all axes, as TensorFlow has no kernel"
            + " for others. Received: strides=[1, 2].",
        refusal(() -> layer.apply(Calls.tensor(-1, 5, 5, 2))));
  }

  @Test
  void refusesGroupsThatDoNotDivide() {
    GroupNormalization layer = new GroupNormalization(3).name("g");
    assertEquals(
        "GroupNormalization 'g': expected inputs whose channels divide by `groups`. Received:"
            + " groups=3 for inputs of shape (None, 4).",
        refusal(() -> layer.apply(Calls.tensor(-1, 4))));
    assertEquals(
        "GroupNormalization: `groups` must be a positive integer, or -1 for one a channel."
            + " Received: groups=0.",
        refusal(() -> new GroupNormalization(0)));
  }
}
