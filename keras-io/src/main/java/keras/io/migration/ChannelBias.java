package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bias of a convolution whose inputs have their channels first: Keras 2 adds it along the
 * channels, Keras 3 along the last axis where that is as long as the bias, unless TensorFlow
 * computes the convolution and the bias as one: one or two spatial axes, one group.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/base_conv.py}, {@code
 * tf_keras/src/layers/convolutional/base_conv.py}.
 */
final class ChannelBias extends FlagRow {
  /** The layers that add a bias to channels. */
  static final List<String> LAYERS =
      List.of(
          "Conv1D",
          "Conv2D",
          "Conv3D",
          "Conv1DTranspose",
          "Conv2DTranspose",
          "Conv3DTranspose",
          "DepthwiseConv1D",
          "DepthwiseConv2D",
          "SeparableConv1D",
          "SeparableConv2D");

  private static final String KEY = "channel_bias";

  ChannelBias() {
    super(KEY);
  }

  @Override
  public boolean concerns(Map<String, @Nullable Object> config, Target target) {
    boolean alone =
        config.containsKey("depth_multiplier")
            || config.containsKey("output_padding")
            || Maps.list(config.get("kernel_size")).size() > 2
            || (config.get("groups") instanceof Number groups && groups.intValue() > 1);
    return alone
        && "channels_first".equals(config.get("data_format"))
        && !Boolean.FALSE.equals(config.get("use_bias"));
  }

  @Override
  public void put(Map<String, @Nullable Object> config, Computes computes) {
    config.remove(KEY);
    if (computes != Computes.KERAS_3 && concerns(config, Target.KERAS_3)) {
      config.put(KEY, true);
    }
  }

  @Override
  String otherwise(boolean inKeras3) {
    return "where rows of its output are as long as its bias, it adds the bias along the %s"
        .formatted(inKeras3 ? "last axis" : "channels");
  }
}
