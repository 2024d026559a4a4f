package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;

/**
 * Differentiates the fused batch normalization and its neighbours.
 *
 * <p>Keras: tensorflow/python/ops/nn_grad.py
 */
final class NormalizationGradients {
  private static final long[] CHANNELS_LAST = {0, 2, 3, 1};
  private static final long[] CHANNELS_FIRST = {0, 3, 1, 2};

  private NormalizationGradients() {}

  static void addTo(VjpTable table) {
    table.put("FusedBatchNorm", s -> fused(s, "FusedBatchNormGrad"));
    table.put("FusedBatchNormV2", s -> fused(s, "FusedBatchNormGradV2"));
    table.put("FusedBatchNormV3", s -> fused(s, "FusedBatchNormGradV3"));
    table.unary(
        "LRN",
        s ->
            s.dy()
                .op(
                    "LRNGrad",
                    s.copying("depth_radius", "bias", "alpha", "beta"),
                    s.input(0),
                    s.output()));
  }

  private static List<@Nullable Operand<?>> fused(BackwardStep s, String type) {
    if (s.hasDy(1) || s.hasDy(2)) {
      throw new UnsupportedOperationException(
          ("Gradients: expected nothing differentiable to depend on the batch mean and variance that"
                  + " %s '%s' puts out, which TensorFlow does not differentiate. Received: a"
                  + " gradient for one. Put a StopGradient behind them, or compute them by Mean.")
              .formatted(s.operation().type(), s.operation().name()));
    }
    boolean training = s.flag("is_training");
    boolean turn = !training && s.text("data_format").equals("NCHW");
    Term x = turn ? turned(s, s.input(0), CHANNELS_LAST) : s.input(0);
    Term dy = turn ? turned(s, s.dy(), CHANNELS_LAST) : s.dy();
    Term mean = training ? s.output(3) : s.input(3);
    Term variance = training ? s.output(4) : s.input(4);
    Operand<?>[] inputs = {dy, x, s.input(1), mean, variance};
    if (type.endsWith("V3")) {
      inputs = Arrays.copyOf(inputs, 6);
      inputs[5] = s.output(5);
    }
    Operation gradient =
        s.ops()
            .build(
                type,
                b -> {
                  s.copying("epsilon", "is_training").accept(b);
                  b.setAttr("data_format", turn ? "NHWC" : s.text("data_format"));
                },
                inputs);
    Term dx = s.ops().output(gradient, 0);
    return Arrays.asList(
        turn ? turned(s, dx, CHANNELS_FIRST) : dx,
        s.ops().output(gradient, 1),
        s.ops().output(gradient, 2));
  }

  private static Term turned(BackwardStep s, Term value, long... permutation) {
    return value.op("Transpose", s.ops().vector(permutation));
  }
}
