package keras.io.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of layers from Keras 1's configs to Keras 2's, after which {@link LayerUpgrades} apply.
 *
 * <p>Keras: what {@code keras/legacy/interfaces.py} of Keras 2.0 to 2.2 did.
 */
final class Keras1Upgrades {
  private static final List<String> RANKS = List.of("1D", "2D", "3D");
  private static final Map<String, String> ORDERS =
      Map.of("tf", "channels_last", "th", "channels_first", "default", "channels_last");
  private static final Map<String, UpgradeRow> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("Dense", kernel(new UpgradeRow()).renames("output_dim", "units"));
    ROWS.put("TimeDistributedDense", kernel(UpgradeRow.to("Dense")).renames("output_dim", "units"));
    ROWS.put("Embedding", embedding());
    for (String name : List.of("Dropout", "SpatialDropout1D", "GaussianDropout")) {
      ROWS.put(name, new UpgradeRow().renames("p", "rate"));
    }
    for (String rank : List.of("2D", "3D")) {
      ROWS.put("SpatialDropout" + rank, order(new UpgradeRow()).renames("p", "rate"));
    }
    ROWS.put("GaussianNoise", new UpgradeRow().renames("sigma", "stddev"));
    ROWS.put("PReLU", new UpgradeRow().renames("init", "alpha_initializer").drops("weights"));
    ROWS.put("BatchNormalization", batchNormalization());
    ROWS.put("SimpleRNN", recurrent());
    ROWS.put("GRU", recurrent());
    ROWS.put("LSTM", recurrent());
    ROWS.put("ConvLSTM2D", convolution(recurrent()));
    convolutions();
    for (String rank : RANKS) {
      for (String kind : List.of("Max", "Average")) {
        ROWS.put(kind + "Pooling" + rank, pooling());
        ROWS.put("Global" + kind + "Pooling" + rank, order(new UpgradeRow()));
      }
      ROWS.put("ZeroPadding" + rank, order(new UpgradeRow()).edits(Keras1Upgrades::sides));
      ROWS.put("Cropping" + rank, order(new UpgradeRow()));
      ROWS.put("UpSampling" + rank, order(new UpgradeRow()).renames("length", "size"));
    }
  }

  private Keras1Upgrades() {}

  /** Returns the row of a class, an empty one where nothing has changed. */
  static UpgradeRow of(String className) {
    return ROWS.getOrDefault(className, new UpgradeRow());
  }

  private static void convolutions() {
    for (String name : List.of("Convolution1D", "AtrousConvolution1D", "Conv1D")) {
      ROWS.put(name, convolution(UpgradeRow.to("Conv1D")));
    }
    for (String name : List.of("Convolution2D", "AtrousConvolution2D", "Conv2D")) {
      ROWS.put(name, convolution(UpgradeRow.to("Conv2D")));
    }
    ROWS.put("Convolution3D", convolution(UpgradeRow.to("Conv3D")));
    ROWS.put(
        "Deconvolution2D", convolution(UpgradeRow.to("Conv2DTranspose")).drops("output_shape"));
    ROWS.put(
        "SeparableConvolution2D",
        convolution(UpgradeRow.to("SeparableConv2D"))
            .renames("depthwise_init", "depthwise_initializer")
            .renames("pointwise_init", "pointwise_initializer"));
    ROWS.put("LocallyConnected1D", convolution(new UpgradeRow()));
    ROWS.put("LocallyConnected2D", convolution(new UpgradeRow()));
  }

  private static UpgradeRow kernel(UpgradeRow row) {
    return row.renames("init", "kernel_initializer")
        .renames("W_regularizer", "kernel_regularizer")
        .renames("b_regularizer", "bias_regularizer")
        .renames("W_constraint", "kernel_constraint")
        .renames("b_constraint", "bias_constraint")
        .renames("bias", "use_bias")
        .drops("input_dim", "input_length", "weights");
  }

  private static UpgradeRow order(UpgradeRow row) {
    return row.edits(
        config -> {
          Object order = config.remove("dim_ordering");
          if (order instanceof String name && ORDERS.containsKey(name)) {
            config.put("data_format", ORDERS.get(name));
          }
        });
  }

  private static UpgradeRow convolution(UpgradeRow row) {
    return order(kernel(row))
        .edits(
            config -> {
              gather(config, "kernel_size", "nb_row", "nb_col");
              gather(config, "kernel_size", "kernel_dim1", "kernel_dim2", "kernel_dim3");
            })
        .renames("nb_filter", "filters")
        .renames("filter_length", "kernel_size")
        .renames("subsample", "strides")
        .renames("subsample_length", "strides")
        .renames("border_mode", "padding")
        .renames("atrous_rate", "dilation_rate");
  }

  /** Makes one list of what were several arguments. */
  private static void gather(Map<String, @Nullable Object> config, String to, String... from) {
    if (config.containsKey(from[0])) {
      List<@Nullable Object> sizes = new ArrayList<>();
      for (String key : from) {
        sizes.add(config.remove(key));
      }
      config.put(to, sizes);
    }
  }

  private static UpgradeRow pooling() {
    return order(new UpgradeRow())
        .renames("pool_length", "pool_size")
        .renames("stride", "strides")
        .renames("border_mode", "padding");
  }

  /** Padding was also a map of the four sides. */
  private static void sides(Map<String, @Nullable Object> config) {
    if (config.get("padding") instanceof Map<?, ?> sides && !sides.containsKey("class_name")) {
      Map<String, @Nullable Object> map = Maps.copy(sides);
      config.put(
          "padding",
          List.of(
              List.of(map.getOrDefault("top_pad", 0), map.getOrDefault("bottom_pad", 0)),
              List.of(map.getOrDefault("left_pad", 0), map.getOrDefault("right_pad", 0))));
    }
  }

  private static UpgradeRow embedding() {
    return new UpgradeRow()
        .renames("init", "embeddings_initializer")
        .renames("W_regularizer", "embeddings_regularizer")
        .renames("W_constraint", "embeddings_constraint")
        .drops("weights")
        .step(
            s -> {
              Object dropout = s.config().remove("dropout");
              if (dropout instanceof Number n && n.doubleValue() != 0) {
                s.tell("trains without its dropout of %s, which is gone.".formatted(dropout));
              }
            });
  }

  private static UpgradeRow batchNormalization() {
    return new UpgradeRow()
        .pins("mode", 0)
        .renames("beta_init", "beta_initializer")
        .renames("gamma_init", "gamma_initializer")
        .drops("weights");
  }

  private static UpgradeRow recurrent() {
    return kernel(new UpgradeRow())
        .renames("output_dim", "units")
        .renames("inner_init", "recurrent_initializer")
        .renames("inner_activation", "recurrent_activation")
        .renames("U_regularizer", "recurrent_regularizer")
        .renames("dropout_W", "dropout")
        .renames("dropout_U", "recurrent_dropout")
        .drops("consume_less")
        .edits(
            config -> {
              if (config.containsKey("forget_bias_init")) {
                Object init = config.remove("forget_bias_init");
                config.put("unit_forget_bias", "one".equals(init) || "ones".equals(init));
              }
            });
  }
}
