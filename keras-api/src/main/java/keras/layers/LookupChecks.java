package keras.layers;

import java.util.List;
import keras.engine.Constants;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;

/** Refuses arguments of lookup layers that do not go together, as Keras does. */
final class LookupChecks {
  /** What a lookup layer was given. */
  record Arguments(
      boolean invert,
      @Nullable Integer maxTokens,
      int numOovIndices,
      String outputMode,
      boolean sparse,
      boolean padToMaxTokens,
      @Nullable Object idfWeights,
      @Nullable Object vocabulary,
      String oovMethod,
      @Nullable Object salt,
      DType token) {}

  private LookupChecks() {}

  static void check(Layer layer, Arguments a) {
    OutputMode mode = OutputMode.get(layer, a.outputMode(), List.of(OutputMode.values()));
    require(
        layer,
        a.maxTokens() == null || a.maxTokens() > 1,
        "`max_tokens` must be greater than 1",
        "max_tokens=" + a.maxTokens());
    require(
        layer,
        !a.padToMaxTokens() || a.maxTokens() != null,
        "`pad_to_max_tokens` needs `max_tokens`",
        "max_tokens=None");
    require(
        layer,
        a.numOovIndices() >= 0,
        "`num_oov_indices` must be 0 or more",
        "num_oov_indices=" + a.numOovIndices());
    require(
        layer,
        a.oovMethod().equals(OovBuckets.FLOORMOD) || a.oovMethod().equals(OovBuckets.FARMHASH),
        "`oov_method` must be one of [floormod, farmhash]",
        "oov_method=" + a.oovMethod());
    require(
        layer,
        a.salt() == null || a.token() == DType.STRING || a.oovMethod().equals(OovBuckets.FARMHASH),
        "`salt` is for `oov_method='farmhash'`",
        "oov_method=" + a.oovMethod());
    require(
        layer,
        a.salt() == null || key(a.salt()) != null,
        "`salt` must be an integer or two of them",
        "salt=" + a.salt());
    require(
        layer,
        !a.invert() || mode == OutputMode.INT,
        "`output_mode` must be 'int' where `invert` is set",
        "output_mode=" + a.outputMode());
    require(
        layer,
        !a.sparse() || mode != OutputMode.INT,
        "`sparse` is for the modes one_hot, multi_hot, count and tf_idf",
        "output_mode=" + a.outputMode());
    require(
        layer,
        a.idfWeights() == null || mode == OutputMode.TF_IDF,
        "`idf_weights` are for the mode 'tf_idf'",
        "output_mode=" + a.outputMode());
    require(
        layer,
        mode != OutputMode.TF_IDF || a.vocabulary() == null || a.idfWeights() != null,
        "with `vocabulary` the mode 'tf_idf' needs `idf_weights`",
        "idf_weights=None");
    if (a.vocabulary() instanceof String file) {
      throw new IllegalArgumentException(
          "%s: a config may not name a file outside of its archive, which could be any on this machine. Give the vocabulary by code. Received: vocabulary='%s'."
              .formatted(layer, file));
    }
    require(
        layer,
        a.vocabulary() == null || a.vocabulary() instanceof List,
        "`vocabulary` must be a list of tokens",
        "vocabulary=" + a.vocabulary());
  }

  static void requireNoWeights(Layer layer, OutputMode mode) {
    if (mode == OutputMode.TF_IDF) {
      throw new IllegalArgumentException(
          layer + ": with output_mode='tf_idf' the vocabulary cannot come from a file.");
    }
  }

  private static void require(Layer layer, boolean holds, String rule, String received) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s. Received: %s.".formatted(layer.getClass().getSimpleName(), rule, received));
    }
  }

  /** Returns the length of outputs, which is known once the vocabulary is. */
  static int depth(Layer layer, String outputMode, @Nullable Integer depth) {
    if (depth == null) {
      throw new IllegalStateException(
          "%s: with output_mode=%s and without `pad_to_max_tokens` the vocabulary must be there before the layer is called. Give it a vocabulary or call adapt."
              .formatted(layer, outputMode));
    }
    return depth;
  }

  /** Returns the two numbers of a key, or null where it is none. */
  static @Nullable List<Long> key(@Nullable Object salt) {
    if (salt instanceof Number n) {
      return List.of(n.longValue(), n.longValue());
    }
    return salt instanceof List<?> two
            && two.size() == 2
            && two.get(0) instanceof Number a
            && two.get(1) instanceof Number b
        ? List.of(a.longValue(), b.longValue())
        : null;
  }

  /** Returns the numbers of a list in a config, or null where there is none. */
  static double @Nullable [] numbers(@Nullable Object json) {
    Constants numbers = Constants.of(json);
    return json == null || numbers == null ? null : numbers.values();
  }
}
