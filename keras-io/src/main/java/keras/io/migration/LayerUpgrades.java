package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of layers, from Keras 2's configs to Keras 3's. */
final class LayerUpgrades {
  private static final List<String> RANKS = List.of("1D", "2D", "3D");

  private LayerUpgrades() {}

  static void addTo(Map<String, UpgradeRow> rows) {
    rows.put("InputLayer", new UpgradeRow().renames("batch_input_shape", "batch_shape"));
    rows.put("Embedding", embedding());
    rows.put("Lambda", new UpgradeRow().edits(Lambdas::upgrade));
    rows.put("Merge", Keras1Merge.row());
    rows.put("LeakyReLU", new UpgradeRow().renames("alpha", "negative_slope"));
    rows.put("Softmax", new UpgradeRow().drops("robust_masking"));
    rows.put("SpatialDropout1D", new UpgradeRow().drops("noise_shape", "trainable"));
    rows.put("SpatialDropout2D", new UpgradeRow().drops("noise_shape", "trainable"));
    rows.put("SpatialDropout3D", new UpgradeRow().drops("noise_shape", "trainable"));
    rows.put("BatchNormalization", batchNormalization());
    rows.put("BatchNormalizationV1", renamed(batchNormalization(), "BatchNormalization"));
    rows.put("BatchNormalizationV2", renamed(batchNormalization(), "BatchNormalization"));
    rows.put(
        "SyncBatchNormalization",
        renamed(batchNormalization(), "BatchNormalization")
            .edits(config -> config.put("synchronized", true))
            .drops("fused"));
    rows.put(
        "MultiHeadAttention",
        new UpgradeRow()
            .drops("query_shape", "key_shape", "value_shape", "softmax_robust_masking")
            .edits(
                config ->
                    config.computeIfPresent(
                        "output_shape", (k, v) -> v instanceof Number ? List.of(v) : v)));
    for (String what :
        List.of("Crop", "Flip", "Height", "Rotation", "Translation", "Width", "Zoom")) {
      rows.put("Random" + what, new UpgradeRow().drops("rng_type"));
    }
    rows.put("GroupedQueryAttention", UpgradeRow.to("GroupQueryAttention")); // in .h5 files
    rows.put("RandomBrightness", new UpgradeRow().drops("rng_type"));
    rows.put("RandomContrast", new UpgradeRow().drops("rng_type").step(LayerUpgrades::contrast));
    rows.put("RNN", recurrent());
    rows.put("SimpleRNN", recurrent());
    rows.put("LSTM", recurrent());
    rows.put("GRU", recurrent().defaults("reset_after", false));
    rows.put("CuDNNLSTM", cudnn("LSTM"));
    rows.put("CuDNNGRU", cudnn("GRU").edits(config -> config.put("reset_after", true)));
    rows.put("LSTMCell", new UpgradeRow().drops("implementation"));
    rows.put("GRUCell", new UpgradeRow().drops("implementation").defaults("reset_after", false));
    for (String rank : RANKS) {
      rows.put("ConvLSTM" + rank, recurrent().drops("time_major")); // which computes nothing
      rows.put("Conv" + rank + "Transpose", new UpgradeRow().pins("groups", 1));
      rows.put("DepthwiseConv" + rank, depthwise());
      rows.put("SeparableConv" + rank, depthwise());
      rows.put("Convolution" + rank, UpgradeRow.to("Conv" + rank));
      rows.put("Convolution" + rank + "Transpose", UpgradeRow.to("Conv" + rank + "Transpose"));
      rows.put("SeparableConvolution" + rank, renamed(depthwise(), "SeparableConv" + rank));
      for (String kind : List.of("Max", "Average")) {
        String name = kind + "Pooling" + rank;
        rows.put(kind.replace("Average", "Avg") + "Pool" + rank, UpgradeRow.to(name));
        rows.put(
            "Global" + kind.replace("Average", "Avg") + "Pool" + rank,
            UpgradeRow.to("Global" + name));
      }
    }
  }

  private static UpgradeRow renamed(UpgradeRow row, String className) {
    return row.becomes(config -> className);
  }

  private static UpgradeRow embedding() {
    return new UpgradeRow()
        .drops("input_length")
        .pins("sparse", false)
        .edits(
            config -> {
              // Early Keras 2 gives the indices' dtype here, not the weights'.
              if (config.get("dtype") instanceof String dtype && dtype.startsWith("int")) {
                config.put("dtype", "float32");
              }
            });
  }

  private static UpgradeRow batchNormalization() {
    return new UpgradeRow()
        .pins("virtual_batch_size", (Object) null)
        .pins("adjustment", (Object) null)
        .edits(LayerUpgrades::oneAxis);
  }

  private static void oneAxis(Map<String, @Nullable Object> config) {
    if (config.get("axis") instanceof List<?> axes && axes.size() == 1) {
      config.put("axis", axes.get(0));
    }
  }

  private static UpgradeRow recurrent() {
    return new UpgradeRow()
        .drops("implementation", "input_length", "input_dim")
        .edits(config -> config.remove("time_major", false));
  }

  /** The layers that ran on NVIDIA's own kernels are the general ones with fixed activations. */
  /** One number is both ends in Keras 2, and the upper one in Keras 3. */
  private static void contrast(UpgradeRow.Subject s) {
    if (!s.writer().isKeras3() && s.config().get("factor") instanceof Number factor) {
      s.config().put("factor", List.of(factor, factor));
    }
  }

  private static UpgradeRow cudnn(String className) {
    return UpgradeRow.to(className)
        .edits(config -> config.remove("time_major", false))
        .step(
            s -> {
              if (Boolean.TRUE.equals(s.config().get("time_major"))
                  && Boolean.TRUE.equals(s.config().get("go_backwards"))) {
                s.refuse(
                    "with `time_major` and `go_backwards` tf_keras turns samples around, not"
                        + " time.");
              }
            })
        .defaults("activation", "tanh")
        .defaults("recurrent_activation", "sigmoid")
        .defaults("use_bias", true);
  }

  private static UpgradeRow depthwise() {
    return new UpgradeRow()
        .pins("groups", 1)
        .step(
            s -> {
              if (s.className().startsWith("Separable")) {
                s.config()
                    .keySet()
                    .removeAll(
                        List.of("kernel_initializer", "kernel_regularizer", "kernel_constraint"));
              }
            });
  }
}
