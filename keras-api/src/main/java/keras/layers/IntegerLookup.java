package keras.layers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import keras.config.Pinned;
import keras.data.SampleArray;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;

/**
 * Turns integers into the indices of a vocabulary, or back.
 *
 * <pre>{@code
 * IntegerLookup codes = new IntegerLookup(12, 36, 1138, 42);
 * }</pre>
 *
 * <p>Inputs: integers of any shape; others are cast to int64. Outputs: the same shape, int64; in
 * the other modes {@code (…, tokens)}: see {@link #outputMode}.
 *
 * <p>Weights: none. Files hold the vocabulary, and for {@code "tf_idf"} the weights of its tokens.
 *
 * <p>Differs from Keras: with {@code sparse} the output is dense; {@code setVocabulary} on a layer
 * that was given a vocabulary changes its config too, which Keras forgets.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/integer_lookup.py}.
 */
public final class IntegerLookup extends IndexLookup<IntegerLookup> {
  @Pinned private String vocabularyDtype = "int64";

  /** Makes a layer that learns its vocabulary, or is given it later. */
  public IntegerLookup() {
    super(DType.INT64);
    oovToken = -1L;
  }

  /** Makes a layer with a vocabulary. */
  public IntegerLookup(long... vocabulary) {
    this();
    vocabulary(vocabulary);
  }

  /** Sets the vocabulary. */
  public IntegerLookup vocabulary(long... vocabulary) {
    return tokensArgument(Arrays.stream(vocabulary).boxed().toList());
  }

  /** Sets the integer that stands for nothing: it gets index 0, or is left out of other outputs. */
  public IntegerLookup maskToken(@Nullable Long maskToken) {
    return with(() -> this.maskToken = maskToken);
  }

  /** Sets what stands for integers that are not in the vocabulary. */
  public IntegerLookup oovToken(long oovToken) {
    return with(() -> this.oovToken = oovToken);
  }

  /** Returns the vocabulary in the order of the indices, special tokens first. */
  public List<@Nullable Long> getVocabulary() {
    return getVocabulary(true);
  }

  /** Returns the vocabulary in the order of the indices, with special tokens first or without. */
  public List<@Nullable Long> getVocabulary(boolean includeSpecialTokens) {
    return words(includeSpecialTokens).stream().map(t -> (Long) t).toList();
  }

  /** Gives the layer a vocabulary; the next call of any model uses it. */
  public void setVocabulary(long... vocabulary) {
    setTokens(Arrays.stream(vocabulary).boxed().toList(), null);
  }

  /** Gives the layer a vocabulary and the weights of its tokens, for the mode {@code "tf_idf"}. */
  public void setVocabulary(List<Long> vocabulary, double... idfWeights) {
    setTokens(vocabulary, idfWeights);
  }

  /** Gives the layer the vocabulary of a file, an integer a line and no special ones. */
  public void setVocabulary(Path file) {
    setTokens(file);
  }

  @Override
  Object token(Object given) {
    if (given instanceof Number n && n.doubleValue() == n.longValue()) {
      return n.longValue();
    }
    if (given instanceof String s) { // a line of a file
      try {
        return Long.parseLong(s.strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s: expected integers. Received: '%s'.".formatted(this, s), e);
      }
    }
    throw new IllegalArgumentException(
        "%s: expected integers. Received: %s.".formatted(this, given));
  }

  @Override
  List<?> tokensOf(SampleArray data) {
    SampleArray whole = data.cast("int64");
    long[] all = (long[]) whole.allocate(whole.count());
    whole.copy(0, whole.count(), all);
    return Arrays.stream(all).boxed().toList();
  }
}
