package keras.io.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of layers and of models. */
final class LayerRows {
  private static final String ALONE =
      "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D"
          + " AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D AugMix AutoContrast"
          + " ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization GroupQueryAttention"
          + " MaxNumBoundingBoxes MelSpectrogram MixUp Pipeline RMSNormalization RandAugment"
          + " RandomColorDegeneration RandomColorJitter RandomElasticTransform RandomErasing"
          + " RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective"
          + " RandomPosterization RandomSaturation RandomSharpness RandomShear"
          + " ReversibleEmbedding STFTSpectrogram Solarization TFSMLayer";

  private static final String BOX_FORMAT = "bounding_box_format";

  private LayerRows() {}

  static void addTo(Map<String, Row> rows) {
    rows.put("models.Sequential", sequential());
    rows.put("models.Functional", functional());
    for (String name : ALONE.split(" ", -1)) {
      rows.put("layers." + name, Row.alone());
    }
    layer(rows, "InputLayer", new Row().renames("batch_shape", "batch_input_shape"));
    layer(rows, "Dense", unquantized().adds("activity_regularizer", null));
    layer(rows, "EinsumDense", unquantized().adds("activity_regularizer", null));
    layer(rows, "Embedding", unquantized().adds("input_length", null));
    layer(
        rows,
        "Lambda",
        new Row()
            .tfKeras(Lambdas::downgrade)
            .parts(c -> true, "tf_keras and Keras 3 write Python functions differently"));
    layer(rows, "LeakyReLU", new Row().renames("negative_slope", "alpha"));
    layer(rows, "SpatialDropout1D", new Row().adds("trainable", true).adds("noise_shape", null));
    layer(rows, "ThresholdedReLU", new Row().becomes("keras.layers", "ThresholdedReLU"));
    layer(rows, "LocallyConnected1D", ofTfKeras());
    layer(rows, "LocallyConnected2D", ofTfKeras());
    layer(rows, "AlphaDropout", new Row().drops("noise_shape", null));
    layer(rows, "ZeroPadding1D", new Row().drops("data_format", "channels_last"));
    layer(rows, "LayerNormalization", new Row().drops("rms_scaling", false));
    layer(rows, "BatchNormalization", batchNormalization());
    layer(rows, "Attention", new Row().drops("seed"));
    layer(rows, "AdditiveAttention", new Row().drops("seed"));
    layer(rows, "MultiHeadAttention", multiHeadAttention());
    for (String name :
        List.of(
            "CenterCrop",
            "RandomCrop",
            "RandomFlip",
            "RandomRotation",
            "RandomTranslation",
            "RandomZoom")) {
      layer(rows, name, images());
    }
    layer(rows, "RandomHeight", new Row().becomes("keras.layers", "RandomHeight"));
    layer(rows, "RandomWidth", new Row().becomes("keras.layers", "RandomWidth"));
    layer(rows, "RandomBrightness", new Row().drops("data_format").drops(BOX_FORMAT, null));
    layer(rows, "RandomContrast", images().drops("value_range", List.of(0, 255)));
    layer(
        rows,
        "Resizing",
        images()
            .drops("pad_to_aspect_ratio", false)
            .drops("fill_mode", "constant")
            .drops("fill_value")
            .drops("antialias", false));
    layer(rows, "StringLookup", lookup());
    layer(rows, "IntegerLookup", lookup());
    layer(rows, "HashedCrossing", new Row().edits(LayerRows::wholeNumbers));
    layer(rows, "Discretization", new Row().edits(LayerRows::bins).edits(LayerRows::wholeNumbers));
    layer(rows, "TextVectorization", texts());
    layer(rows, "Bidirectional", new Row().edits(LayerRows::bidirectional));
    layer(rows, "RNN", recurrent());
    layer(rows, "SimpleRNN", recurrent());
    layer(rows, "LSTM", recurrent().adds("implementation", 2));
    layer(rows, "GRU", recurrent().adds("implementation", 2));
    layer(rows, "SimpleRNNCell", new Row().drops("seed"));
    layer(rows, "LSTMCell", new Row().drops("seed").adds("implementation", 2));
    layer(rows, "GRUCell", new Row().drops("seed").adds("implementation", 2));
    for (String axes : List.of("1D", "2D", "3D")) {
      // tf_keras refuses to unroll it; the numbers are the same.
      layer(rows, "ConvLSTM" + axes, recurrent().edits(c -> c.replace("unroll", false)));
      layer(rows, "Conv" + axes + "Transpose", new Row().adds("groups", 1));
      layer(rows, "DepthwiseConv" + axes, depthwise());
      layer(rows, "SeparableConv" + axes, separable());
    }
    layer(
        rows,
        "Conv3DTranspose",
        new Row().adds("groups", 1).drops("dilation_rate", List.of(1, 1, 1)));
  }

  private static void layer(Map<String, Row> rows, String name, Row row) {
    rows.put("layers." + name, row);
  }

  /** Layers of images, which are the only thing that tf_keras' take. */
  private static Row images() {
    return new Row().drops("data_format", "channels_last").drops(BOX_FORMAT, null);
  }

  /** Layers that Keras 3 does not have. */
  private static Row ofTfKeras() {
    return new Row().tfKerasAlone(config -> true, config -> "Keras 3 has no such layer");
  }

  private static Row sequential() {
    return new Row()
        .drops("trainable")
        .drops("dtype")
        .drops("build_input_shape")
        .edits(Graph::bareEnds);
  }

  private static Row functional() {
    return new Row()
        .parts(
            Graph::hasOtherArguments,
            "it calls a layer with more than its inputs, which Keras 3 reads only in its own form")
        .step(Graph::convert)
        .parts(
            config -> !Graph.inner(config).isEmpty(),
            "it calls another model, and tf_keras and Keras 3 count such calls differently");
  }

  private static Row lookup() {
    return new Row()
        .drops("oov_method", "floormod")
        .drops("salt", null)
        .edits(LayerRows::wholeNumbers);
  }

  /**
   * Indices are int64 where nobody says; tf_keras refuses the floating dtype that Keras 3 writes.
   */
  private static void wholeNumbers(Map<String, @Nullable Object> config) {
    if ("int".equals(config.get("output_mode"))) {
      config.remove("dtype");
    }
  }

  private static Row texts() {
    return new Row()
        .drops("dtype") // tf_keras' is of strings
        .refuses(
            config -> "one_hot".equals(config.get("output_mode")),
            "its `one_hot` is Keras 3's alone")
        .refuses(
            config -> config.get("ngrams") instanceof List, "tf_keras reads no list of `ngrams`");
  }

  /** tf_keras takes bins, or how many to find, and not both. */
  private static void bins(Map<String, @Nullable Object> config) {
    if (config.get("bin_boundaries") != null) {
      config.put("num_bins", null);
    }
  }

  private static Row depthwise() {
    return new Row()
        .adds("groups", 1)
        .refuses(
            config -> isAboveOne(config.get("strides")) && isAboveOne(config.get("dilation_rate")),
            "tf_keras has no strides beside a dilation");
  }

  private static boolean isAboveOne(@Nullable Object sizes) {
    return sizes instanceof List<?> list
        ? list.stream().anyMatch(LayerRows::isAboveOne)
        : sizes instanceof Number n && n.intValue() > 1;
  }

  private static Row unquantized() {
    return new Row().drops("quantization_config", null);
  }

  private static Row batchNormalization() {
    return new Row()
        .tfKerasAlone(
            config -> config.get("axis") instanceof List,
            config -> "Keras 3 normalizes along one axis alone, not along " + config.get("axis"))
        .drops("synchronized", false)
        .edits(
            config -> {
              if (config.remove("renorm", false)) {
                config.remove("renorm_clipping");
                config.remove("renorm_momentum");
              }
            });
  }

  private static Row recurrent() {
    return new Row()
        .tfKerasAlone(
            config -> Boolean.TRUE.equals(config.get("time_major")),
            config -> "Keras 3 has no `time_major`")
        .edits(config -> config.remove("zero_output_for_mask", false))
        .drops("seed")
        .adds("time_major", false);
  }

  private static Row separable() {
    return depthwise()
        .adds("kernel_initializer", glorot())
        .adds("kernel_regularizer", null)
        .adds("kernel_constraint", null);
  }

  private static Map<String, @Nullable Object> glorot() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("seed", null);
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", "keras.initializers");
    spec.put("class_name", "GlorotUniform");
    spec.put("config", config);
    spec.put("registered_name", null);
    return spec;
  }

  private static Row multiHeadAttention() {
    return new Row()
        .drops("use_gate", false)
        .drops("sliding_window", null)
        .drops("seed")
        .adds("softmax_robust_masking", false)
        .adds("query_shape", null)
        .adds("key_shape", null)
        .adds("value_shape", null)
        .parts(c -> true, "tf_keras asks for a `query_shape`, which Keras 3 refuses");
  }

  /**
   * Keras 3 names the inner layers {@code forward_x} and {@code backward_x} and writes both;
   * tf_keras puts the prefixes there itself and writes the second only where it is no mirror image.
   */
  private static void bidirectional(Map<String, @Nullable Object> config) {
    Map<?, ?> forward = config(config.get("layer"));
    Map<?, ?> backward = config(config.get("backward_layer"));
    if (isMirror(forward, backward)) {
      config.remove("backward_layer");
    }
    own(forward, "forward_");
    own(backward, "backward_");
  }

  private static Map<?, ?> config(@Nullable Object spec) {
    return spec instanceof Map<?, ?> m && m.get("config") instanceof Map<?, ?> c ? c : Map.of();
  }

  private static boolean isMirror(Map<?, ?> forward, Map<?, ?> backward) {
    Map<Object, @Nullable Object> one = new LinkedHashMap<>(forward);
    Map<Object, @Nullable Object> other = new LinkedHashMap<>(backward);
    boolean turned = !Objects.equals(one.remove("go_backwards"), other.remove("go_backwards"));
    String name = String.valueOf(one.remove("name")).replaceFirst("^forward_", "");
    return turned
        && ("backward_" + name).equals(String.valueOf(other.remove("name")))
        && one.equals(other);
  }

  /** Undoes what both Kerases do again to the layers of a Bidirectional that they make. */
  private static void own(Map<?, ?> config, String prefix) {
    config.remove("zero_output_for_mask");
    if (config.get("name") instanceof String name && name.startsWith(prefix)) {
      FromKeras3.map(config).put("name", name.substring(prefix.length()));
    }
  }
}
