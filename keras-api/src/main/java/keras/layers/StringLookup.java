package keras.layers;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import keras.config.Arg;
import keras.data.SampleArray;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;

/**
 * Turns strings into the indices of a vocabulary, or indices into strings.
 *
 * <pre>{@code
 * StringLookup colours = new StringLookup("red", "green");
 * StringLookup learned = new StringLookup().maxTokens(1000);
 * learned.adapt(new String[] {"a", "b", "b"});
 * learned.getVocabulary(); // [UNK], b, a
 * }</pre>
 *
 * <p>Inputs: strings of any shape; int64 with {@code invert}. Outputs: the same shape, int64;
 * strings with {@code invert}. In the other modes {@code (…, tokens)}: see {@link #outputMode}.
 *
 * <p>Weights: none. Files hold the vocabulary, and for {@code "tf_idf"} the weights of its tokens.
 *
 * <p>Differs from Keras: with {@code sparse} the output is dense; {@code setVocabulary} on a layer
 * that was given a vocabulary changes its config too, which Keras forgets.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/string_lookup.py}.
 */
public final class StringLookup extends IndexLookup<StringLookup> {
  @Arg private String encoding = "utf-8";

  private @Nullable Supplier<String> shown;

  /** Makes a layer that learns its vocabulary, or is given it later. */
  public StringLookup() {
    super(DType.STRING);
    oovToken = "[UNK]";
  }

  /** Makes a layer with a vocabulary. */
  public StringLookup(String... vocabulary) {
    this();
    vocabulary(vocabulary);
  }

  /** Sets the vocabulary. */
  public StringLookup vocabulary(String... vocabulary) {
    return vocabulary(Arrays.asList(vocabulary));
  }

  /** Sets the vocabulary. */
  public StringLookup vocabulary(List<String> vocabulary) {
    return tokensArgument(vocabulary);
  }

  /** Sets the string that stands for nothing: it gets index 0, or is left out of other outputs. */
  public StringLookup maskToken(@Nullable String maskToken) {
    return with(() -> this.maskToken = maskToken);
  }

  /** Sets what stands for strings that are not in the vocabulary. */
  public StringLookup oovToken(String oovToken) {
    return with(() -> this.oovToken = oovToken);
  }

  /** Sets how the bytes of the vocabulary are read by {@code getVocabulary}, by Python's name. */
  public StringLookup encoding(String encoding) {
    return with(() -> this.encoding = encoding);
  }

  /** Returns the vocabulary in the order of the indices, special tokens first. */
  public List<String> getVocabulary() {
    return getVocabulary(true);
  }

  /** Returns the vocabulary in the order of the indices, with special tokens first or without. */
  public List<String> getVocabulary(boolean includeSpecialTokens) {
    Charset charset = PythonEncodings.of(this, encoding);
    List<String> all = new ArrayList<>();
    for (Object word : words(includeSpecialTokens)) {
      String text = (String) word;
      all.add(
          charset.equals(StandardCharsets.UTF_8)
              ? text
              : new String(text.getBytes(StandardCharsets.UTF_8), charset));
    }
    return List.copyOf(all);
  }

  /** Gives the layer a vocabulary; the next call of any model uses it. */
  public void setVocabulary(List<String> vocabulary) {
    setTokens(vocabulary, null);
  }

  /** Gives the layer a vocabulary and the weights of its tokens, for the mode {@code "tf_idf"}. */
  public void setVocabulary(List<String> vocabulary, double... idfWeights) {
    setTokens(vocabulary, idfWeights);
  }

  /** Gives the layer the vocabulary of a file of UTF-8, a token a line and no special ones. */
  public void setVocabulary(Path file) {
    setTokens(file);
  }

  /** Lets messages name the layer that this one is a part of. */
  StringLookup shownAs(Supplier<String> outer) {
    shown = outer;
    return this;
  }

  @Override
  public String toString() {
    return shown == null ? super.toString() : shown.get();
  }

  @Override
  protected void validate() {
    super.validate();
    PythonEncodings.of(this, encoding);
  }

  @Override
  Object token(Object given) {
    if (given instanceof String) {
      return given;
    }
    throw new IllegalArgumentException(
        "%s: expected strings. Received: %s.".formatted(this, given));
  }

  @Override
  List<?> tokensOf(SampleArray data) {
    if (!data.dtype().equals("string")) {
      throw new IllegalArgumentException(
          "%s.adapt: expected strings. Received: %s.".formatted(this, data.dtype()));
    }
    return Strings.of(data);
  }
}
