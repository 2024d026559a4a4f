package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of lookup layers.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/index_lookup.py}.
 */
abstract class LookupOptions<L extends LookupOptions<L>> extends FluentLayer<L> {
  @Arg boolean invert;
  @Arg @Nullable Integer maxTokens;
  @Arg int numOovIndices = 1;
  @Arg @Nullable Object oovToken;
  @Arg @Nullable Object maskToken;
  @Arg String outputMode = OutputMode.INT.id();
  @Arg boolean sparse;
  @Arg boolean padToMaxTokens;
  @Arg @Nullable Object idfWeights;
  @Arg @Nullable Object vocabulary;
  @Arg @Nullable Integer vocabularySize;
  @Arg String oovMethod = "floormod";
  @Arg @Nullable Object salt;

  /** The vocabulary without special ones, where it did not come with the config. */
  @Nullable List<Object> tokens;

  /** Sets whether indices become tokens; without it, tokens become indices. */
  public L invert(boolean invert) {
    return with(() -> this.invert = invert);
  }

  /** Sets how many tokens the vocabulary has at most, special ones included; at least 2. */
  public L maxTokens(int maxTokens) {
    return with(() -> this.maxTokens = maxTokens);
  }

  /** Sets how many indices there are for tokens that are not in the vocabulary; 0 refuses those. */
  public L numOovIndices(int numOovIndices) {
    return with(() -> this.numOovIndices = numOovIndices);
  }

  /**
   * Sets what the layer gives: {@code "int"} indices; {@code "one_hot"}, {@code "multi_hot"} or
   * {@code "count"}, int64 vectors as long as the vocabulary; {@code "tf_idf"}, counts times the
   * weights of the tokens, float32.
   */
  public L outputMode(String outputMode) {
    return with(() -> this.outputMode = outputMode);
  }

  /**
   * Sets whether Keras gives a sparse tensor. It is kept for Keras; here, the output is dense and
   * has the same numbers.
   */
  public L sparse(boolean sparse) {
    return with(() -> this.sparse = sparse);
  }

  /** Sets whether outputs are as long as {@code maxTokens} says, however small the vocabulary. */
  public L padToMaxTokens(boolean padToMaxTokens) {
    return with(() -> this.padToMaxTokens = padToMaxTokens);
  }

  /** Sets the weights of the vocabulary's tokens, for the mode {@code "tf_idf"}. */
  public L idfWeights(double... idfWeights) {
    return with(() -> this.idfWeights = Arrays.stream(idfWeights).boxed().toList());
  }

  /** Sets the size of the vocabulary, special tokens included, where it comes only later. */
  public L vocabularySize(@Nullable Integer size) {
    return with(() -> vocabularySize = size);
  }

  /**
   * Sets which of several indices a token has that is not in the vocabulary: {@code "floormod"},
   * the rest of an integer, or {@code "farmhash"}. Strings are hashed in any case.
   */
  public L oovMethod(String oovMethod) {
    return with(() -> this.oovMethod = oovMethod);
  }

  /** Sets the key with which tokens are hashed that are not in the vocabulary. */
  public L salt(long salt) {
    return with(() -> this.salt = salt);
  }

  /** Sets the key, of two numbers, with which tokens are hashed that are not in the vocabulary. */
  public L salt(long first, long second) {
    return with(() -> this.salt = List.of(first, second));
  }

  /** Sets the vocabulary's tokens. */
  L tokensArgument(List<?> given) {
    return with(
        () -> {
          vocabulary = List.copyOf(given);
          tokens = null;
        });
  }
}
