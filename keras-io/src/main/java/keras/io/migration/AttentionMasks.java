package keras.io.migration;

/**
 * The masks of what an attention in several heads was called with: Keras 3 takes them off the
 * tensors, so that layers after it see none, Keras 2 leaves them. Only layers of models in which
 * there are masks say so ({@link MergedMasks#say}).
 *
 * <p>Keras: {@code keras/src/layers/attention/multi_head_attention.py}, {@code
 * tf_keras/src/layers/attention/multi_head_attention.py}.
 */
final class AttentionMasks extends MaskRow {
  static final String LAYER = "MultiHeadAttention";
  static final String KEY = "keeps_masks";

  AttentionMasks() {
    super(KEY);
  }

  @Override
  String otherwise(boolean inKeras3) {
    return inKeras3
        ? "it takes the masks off its query, value and key, for later layers too"
        : "its query, value and key keep their masks";
  }
}
