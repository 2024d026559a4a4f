package keras.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keras.engine.HostTensor;
import keras.ops.Expr;
import keras.ops.Ops;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Transposed convolutions with dilations, and with the channels first: Keras' own CPU kernels
 * refuse them, so that they are held to what they are, gradients of convolutions.
 */
class TransposedConvolutionTest {
  private static HostTensor numbers(long... shape) {
    FloatNdArray values = NdArrays.ofFloats(Shape.of(shape));
    float[] flat = new float[(int) Shape.of(shape).size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) Math.sin(i + flat.length);
    }
    values.copyFrom(DataBuffers.of(flat));
    return HostTensor.of(values);
  }

  @Test
  void ofADilationIsTheGradientOfAConvolution() {
    List<HostTensor> made =
        Evaluation.tensors(
            List.of(numbers(1, 3, 4, 2), numbers(2, 3, 3, 2), numbers(1, 5, 8, 3)),
            (ctx, in) -> {
              Expr wide = in.get(2);
              Expr kernel = in.get(1);
              Expr y =
                  Ops.call("conv", wide, c -> c.with("kernel", kernel).with("dilation_rate", 2));
              Expr gradient = ctx.gradientsOf(y.mul(in.get(0)), List.of(wide)).get(0);
              Expr transposed =
                  Ops.call(
                      "conv_transpose",
                      in.get(0),
                      c -> c.with("kernel", kernel).with("dilation_rate", 2));
              return List.of(java.util.Objects.requireNonNull(gradient), transposed);
            });
    assertArrayEquals(new long[] {1, 5, 8, 3}, made.get(1).shape().asArray());
    assertArrayEquals(Evaluation.doubles(made.get(0)), Evaluation.doubles(made.get(1)), 1e-5);
  }

  @Test
  void ofChannelsFirstIsThatOfChannelsLast() {
    List<HostTensor> made =
        Evaluation.tensors(
            List.of(numbers(1, 3, 4, 2), numbers(2, 3, 3, 2)),
            (ctx, in) -> {
              Expr kernel = in.get(1);
              Expr last =
                  Ops.call(
                      "conv_transpose",
                      in.get(0),
                      c -> c.with("kernel", kernel).with("strides", 2));
              Expr first =
                  Ops.call(
                      "conv_transpose",
                      in.get(0).transpose(0, 3, 1, 2),
                      c ->
                          c.with("kernel", kernel)
                              .with("strides", 2)
                              .with("data_format", "channels_first"));
              return List.of(last.transpose(0, 3, 1, 2), first);
            });
    assertEquals(made.get(0).shape().toString(), made.get(1).shape().toString());
    assertArrayEquals(Evaluation.doubles(made.get(0)), Evaluation.doubles(made.get(1)), 0);
  }
}
