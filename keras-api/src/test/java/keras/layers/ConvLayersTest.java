package keras.layers;

import static keras.testing.Refusals.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import keras.config.Configs;
import keras.ops.DType;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

class ConvLayersTest {
  @Test
  void takesOneNumberForAllAxes() {
    assertEquals(List.of(3, 3), new Conv2D(4, 3).config().get("kernel_size"));
    assertEquals(List.of(2, 2, 2), new Conv3D(4, 3).strides(2).config().get("strides"));
    Conv2D read =
        Configs.from(Conv2D.class, Map.of("filters", 4, "kernel_size", 3, "dilation_rate", 2));
    assertEquals(List.of(2, 2), read.config().get("dilation_rate"));
    assertEquals(List.of(3, 2), new MaxPooling2D(3, 2).config().get("strides"));
  }

  @Test
  void refusesOptionsThatFitNoConvolution() {
    refuses(
        "Conv2D: `filters` must be a positive integer. Received: filters=0.",
        () -> new Conv2D(0, 3));
    refuses(
        "Conv2D: `kernel_size` must be 1 or 2 positive integers. Received: kernel_size=[3, 3, 3].",
        () -> new Conv2D(4, 3, 3, 3));
    refuses(
        "Conv2D: `strides` must be 1 or 2 positive integers. Received: strides=[0].",
        () -> new Conv2D(4, 3).strides(0));
    refuses(
        "Conv2D: `filters` must divide by `groups`. Received: filters=4, groups=3.",
        () -> new Conv2D(4, 3).groups(3));
    refuses(
        "Conv2D: either `strides` or `dilation_rate` must be 1."
            + " Received: strides=[2, 2], dilation_rate=[1, 2].",
        () -> new Conv2D(4, 3).strides(2).dilationRate(1, 2));
    refuses(
        "Conv2D: `padding` must be one of 'valid', 'same', 'causal'. Received: padding='full'.",
        () -> new Conv2D(4, 3).padding("full"));
    refuses(
        "Conv2D: `padding` must be 'valid' or 'same'. Received: padding='causal'.",
        () -> new Conv2D(4, 3).padding("causal"));
    refuses(
        "MaxPooling1D: `padding` must be 'valid' or 'same'. Received: padding='causal'.",
        () -> new MaxPooling1D(2).padding(Padding.CAUSAL));
    refuses(
        "MaxPooling2D: `pool_size` must be 1 or 2 positive integers. Received: pool_size=[-1].",
        () -> new MaxPooling2D(-1));
    refuses(
        "DepthwiseConv2D: `depth_multiplier` must be a positive integer."
            + " Received: depth_multiplier=0.",
        () -> new DepthwiseConv2D(3).depthMultiplier(0));
  }

  @Test
  void refusesInputsThatDoNotFit() {
    refuses(
        "Conv2D 'c': expected inputs of 4 axes. Received: shape (None, 28, 28).",
        () -> new Conv2D(4, 3).name("c").apply(Calls.tensor(-1, 28, 28)));
    refuses(
        "Conv2D 'c': expected inputs with a known number of channels, along axis 3."
            + " Received: shape (None, 28, 28, None).",
        () -> new Conv2D(4, 3).name("c").apply(Calls.tensor(-1, 28, 28, -1)));
    refuses(
        "Conv2D 'c': expected inputs whose channels divide by `groups`."
            + " Received: groups=2, shape (None, 28, 28, 3).",
        () -> new Conv2D(4, 3).groups(2).name("c").apply(Calls.tensor(-1, 28, 28, 3)));
    refuses(
        "Conv2D 'c': expected inputs of at least [5, 3] along the axes [1, 2]."
            + " Received: shape (None, 4, None, 3).",
        () -> new Conv2D(4, 3).dilationRate(2, 1).name("c").apply(Calls.tensor(-1, 4, -1, 3)));
    refuses(
        "MaxPooling2D 'p': expected inputs of at least [2, 2] along the axes [2, 3]."
            + " Received: shape (None, 3, 1, 4).",
        () ->
            new MaxPooling2D()
                .dataFormat("channels_first")
                .name("p")
                .apply(Calls.tensor(-1, 3, 1, 4)));
    refuses(
        "Conv2D 'c': expected floating-point inputs. Received: dtype uint8."
            + " Put `new Rescaling(1 / 255.0)` before the layer, or give floats.",
        () -> new Conv2D(4, 3).name("c").apply(Calls.tensor(DType.UINT8, -1, 28, 28, 1)));
    refuses(
        "DepthwiseConv2D 'c': `strides` must be the same for all axes, as TensorFlow has no kernel"
            + " for others. Received: strides=[1, 2].",
        () -> new DepthwiseConv2D(3).strides(1, 2).name("c").apply(Calls.tensor(-1, 9, 9, 2)));
    Conv2D built = new Conv2D(4, 3).name("c");
    built.apply(Calls.tensor(-1, 28, 28, 3));
    refuses(
        "Conv2D 'c': expected inputs with 3 channels along axis 3."
            + " Received: shape (None, 28, 28, 1).",
        () -> built.apply(Calls.tensor(-1, 28, 28, 1)));
  }

  /** Keras needs oneDNN for this, so no fixture shows it. */
  @Test
  void convolvesChannelsFirst() {
    float[] numbers = new float[2 * 2 * 3 * 4];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 7 % 11) - 5;
    }
    NdArray<Float> last = StdArrays.ndCopyOf(new float[2][3][4][2]);
    NdArray<Float> first = StdArrays.ndCopyOf(new float[2][2][3][4]);
    for (int b = 0; b < 2; b++) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 4; column++) {
          for (int c = 0; c < 2; c++) {
            float v = numbers[((b * 3 + row) * 4 + column) * 2 + c];
            last.setObject(v, b, row, column, c);
            first.setObject(v, b, c, row, column);
          }
        }
      }
    }
    Conv2D ofLast = new Conv2D(1, 2).dilationRate(1, 2).kernelInitializer("ones");
    Conv2D ofFirst = new Conv2D(1, 2).dilationRate(1, 2).kernelInitializer("ones");
    ofFirst.dataFormat(DataFormat.CHANNELS_FIRST);
    float[] expected = Calls.values(ofLast, false, last);
    assertEquals(2 * 2 * 2, expected.length);
    assertArrayEquals(expected, Calls.values(ofFirst, false, first));
    assertEquals(Shape.of(2, 2, 2, 1), ofFirst.weights().get(0).shape());
  }
}
