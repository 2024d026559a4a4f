package keras.layers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.config.Pinned;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.Assets;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Turns texts into the indices of their words, with a vocabulary that it learns: index 0 fills up,
 * 1 stands for words that are not in the vocabulary.
 *
 * <pre>{@code
 * TextVectorization words = new TextVectorization().maxTokens(20_000).outputSequenceLength(200);
 * words.adapt(texts);
 * new Sequential(new InputLayer(1).dtype("string"), words, new Embedding(20_000, 16), …);
 * }</pre>
 *
 * <p>Inputs: strings, {@code (batch)} or {@code (batch, 1)}; {@code (batch, tokens)} without {@code
 * split}. Outputs: {@code (batch, words)}, int64, as many as the longest text has or {@code
 * outputSequenceLength} says; in the other modes {@code (batch, tokens)}, see {@link #outputMode}.
 *
 * <p>Texts become words as TensorFlow does it: only ASCII letters are made small, and white space
 * is what Unicode takes for it.
 *
 * <p>Weights: none. Files hold the vocabulary, and for {@code "tf_idf"} the weights of its tokens.
 *
 * <p>Differs from Keras: outputs of several lengths in one tensor, which are {@code ragged}, and
 * {@code "one_hot"} of texts that are split are refused; with {@code sparse} the output is dense;
 * what a function of one's own for {@code split} gives are rows that empty strings fill up.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/text_vectorization.py}.
 */
public final class TextVectorization extends FluentLayer<TextVectorization>
    implements AdaptsToData, Assets {
  @Arg private @Nullable Integer maxTokens;
  @Arg private @Nullable Object standardize = TextSteps.BOTH;
  @Arg private @Nullable Object split = "whitespace";
  @Arg private @Nullable Object ngrams;
  @Arg private String outputMode = OutputMode.INT.id();
  @Arg private @Nullable Integer outputSequenceLength;
  @Arg private boolean padToMaxTokens;
  @Arg private boolean sparse;
  @Pinned private boolean ragged = false;
  @Arg private @Nullable Object vocabulary;
  @Arg private @Nullable Object idfWeights;
  @Arg private String encoding = "utf-8";
  @Arg private @Nullable Integer vocabularySize;

  private final StringLookup lookup =
      track("_lookup_layer", new StringLookup().maskToken("").shownAs(this::toString));
  private boolean used;

  /** Makes a layer that learns its vocabulary, or is given it later. */
  public TextVectorization() {}

  /** Sets how many tokens the vocabulary has at most, the two special ones included. */
  public TextVectorization maxTokens(int maxTokens) {
    return with(() -> this.maxTokens = maxTokens);
  }

  /**
   * Sets what is done to texts first: {@code "lower_and_strip_punctuation"}, {@code "lower"},
   * {@code "strip_punctuation"}, or null for nothing.
   */
  public TextVectorization standardize(@Nullable String standardize) {
    return with(() -> this.standardize = standardize);
  }

  /**
   * Sets what is done to texts first: a function of one's own, which keeps their shape.
   *
   * @param name by which files call it; whoever reads them gives the function by that name
   */
  public TextVectorization standardize(String name, TextFunction.Function function) {
    return with(() -> this.standardize = TextFunction.of(name, function));
  }

  /** Sets where texts are split: {@code "whitespace"}, {@code "character"}, or null for nowhere. */
  public TextVectorization split(@Nullable String split) {
    return with(() -> this.split = split);
  }

  /**
   * Sets what splits texts: a function of one's own, which makes of strings {@code (batch)} their
   * tokens {@code (batch, tokens)}. Empty strings fill up the rows, and are no tokens.
   *
   * @param name by which files call it; whoever reads them gives the function by that name
   */
  public TextVectorization split(String name, TextFunction.Function function) {
    return with(() -> this.split = TextFunction.of(name, function));
  }

  /** Sets that tokens are runs of up to so many words. */
  public TextVectorization ngrams(int longest) {
    return with(() -> this.ngrams = longest);
  }

  /** Sets of how many words the runs are that become tokens: {@code ngrams(List.of(1, 3))}. */
  public TextVectorization ngrams(List<Integer> lengths) {
    return with(() -> this.ngrams = List.copyOf(lengths));
  }

  /**
   * Sets what the layer gives: {@code "int"} indices; {@code "multi_hot"} or {@code "count"}, int64
   * vectors as long as the vocabulary; {@code "tf_idf"}, counts times the weights of the tokens,
   * float32; {@code "one_hot"} where texts are not split.
   */
  public TextVectorization outputMode(String outputMode) {
    return with(() -> this.outputMode = outputMode);
  }

  /** Sets how many indices each text gets: longer ones are cut, shorter ones filled up. */
  public TextVectorization outputSequenceLength(int length) {
    return with(
        () -> this.outputSequenceLength = requirePositive("output_sequence_length", length));
  }

  /** Sets whether outputs are as long as {@code maxTokens} says, however small the vocabulary. */
  public TextVectorization padToMaxTokens(boolean padToMaxTokens) {
    return with(() -> this.padToMaxTokens = padToMaxTokens);
  }

  /** Sets whether Keras gives a sparse tensor; here, the output is dense, of the same numbers. */
  public TextVectorization sparse(boolean sparse) {
    return with(() -> this.sparse = sparse);
  }

  /** Sets the vocabulary. */
  public TextVectorization vocabulary(String... vocabulary) {
    return vocabulary(Arrays.asList(vocabulary));
  }

  /** Sets the vocabulary. */
  public TextVectorization vocabulary(List<String> vocabulary) {
    return with(() -> this.vocabulary = List.copyOf(vocabulary));
  }

  /** Sets the weights of the vocabulary's tokens, for the mode {@code "tf_idf"}. */
  public TextVectorization idfWeights(double... idfWeights) {
    return with(() -> this.idfWeights = Arrays.stream(idfWeights).boxed().toList());
  }

  /** Sets how the bytes of the vocabulary are read by {@code getVocabulary}, by Python's name. */
  public TextVectorization encoding(String encoding) {
    return with(() -> this.encoding = encoding);
  }

  /** Sets the size of the vocabulary, special tokens included, where it comes only later. */
  public TextVectorization vocabularySize(@Nullable Integer size) {
    return with(() -> vocabularySize = size);
  }

  // ---------------------------------------------------------------- the vocabulary

  private OutputMode mode() {
    return OutputMode.get(this, outputMode, List.of(OutputMode.values()));
  }

  /** Returns the layer that has the vocabulary, with the options of this one. */
  private StringLookup lookup() {
    if (!used) {
      lookup.maxTokens = maxTokens;
      lookup.outputMode = mode().id();
      lookup.padToMaxTokens = padToMaxTokens;
      lookup.sparse = sparse;
      lookup.vocabulary = vocabulary;
      lookup.idfWeights = idfWeights;
      lookup.encoding(encoding);
      int special = mode() == OutputMode.INT ? 2 : 1;
      lookup.vocabularySize =
          vocabularySize != null && vocabularySize == special ? null : vocabularySize;
    }
    return lookup;
  }

  private StringLookup use() {
    validate();
    StringLookup ready = lookup();
    closeOptions();
    used = true;
    return ready;
  }

  /** Returns the vocabulary in the order of the indices, special tokens first. */
  public List<String> getVocabulary() {
    return lookup().getVocabulary();
  }

  /** Returns the vocabulary in the order of the indices, with special tokens first or without. */
  public List<String> getVocabulary(boolean includeSpecialTokens) {
    return lookup().getVocabulary(includeSpecialTokens);
  }

  /** Returns the number of tokens in the vocabulary, special ones included. */
  public int vocabularySize() {
    return lookup().vocabularySize();
  }

  /** Gives the layer a vocabulary; the next call of any model uses it. */
  public void setVocabulary(List<String> vocabulary) {
    use().setVocabulary(vocabulary);
  }

  /** Gives the layer a vocabulary and the weights of its tokens, for the mode {@code "tf_idf"}. */
  public void setVocabulary(List<String> vocabulary, double... idfWeights) {
    use().setVocabulary(vocabulary, idfWeights);
  }

  /** Gives the layer the vocabulary of a file of UTF-8, a token a line and no special ones. */
  public void setVocabulary(Path file) {
    use().setVocabulary(file);
  }

  /**
   * Learns the vocabulary of texts: their tokens, the most frequent first, of those as frequent the
   * greatest first.
   *
   * @param texts an NdArray, an array or a list of strings
   */
  @Override
  public void adapt(Object texts) {
    SampleArray data = SampleArray.of(this + ".adapt", texts);
    StringLookup ready = use();
    ready.requireAdaptable();
    try (TextCounts counts = new TextCounts(this)) {
      counts.addAll(data);
      ready.finish(counts.counts());
    }
  }

  /** Learns the vocabulary of a dataset's only input, batch by batch. */
  @Override
  public void adapt(Dataset texts) {
    StringLookup ready = use();
    ready.requireAdaptable();
    try (TextCounts counts = new TextCounts(this)) {
      texts.forEach(
          batch -> {
            NdArray<?> x = StreamedMoments.onlyInput(this, batch);
            counts.addBatch(SampleArray.of(this + ".adapt", x));
          });
      ready.finish(counts.counts());
    }
  }

  // ---------------------------------------------------------------- calls

  @Override
  protected void validate() {
    OutputMode mode = mode();
    steps().check();
    if (mode != OutputMode.INT && outputSequenceLength != null) {
      throw new IllegalArgumentException(
          "TextVectorization: `output_sequence_length` is for the mode 'int'. Received: output_sequence_length=%d with output_mode=%s."
              .formatted(outputSequenceLength, outputMode));
    }
    if (mode == OutputMode.ONE_HOT && split != null) {
      throw new UnsupportedOperationException(
          "TextVectorization: 'one_hot' of texts that are split has as many vectors as each text"
              + " has words, a ragged tensor, which is not supported yet. Use 'multi_hot', or"
              + " split=None.");
    }
    lookup().validate();
  }

  @Override
  protected void build(Shape input) {
    use().build(input);
  }

  /** Turns texts into tokens. */
  TextTokens tokens(Expr texts, CallContext ctx) {
    return steps().tokens(this, texts, ctx);
  }

  private TextSteps steps() {
    return new TextSteps(standardize, split, ngrams);
  }

  @Override
  protected Expr call(Expr texts, CallContext ctx) {
    TextTokens tokens = tokens(texts, ctx);
    if (tokens.splits() == null) {
      Expr found = lookup.call(tokens.flat(), ctx);
      return outputSequenceLength == null
          ? found
          : TextTokens.fitted(found, outputSequenceLength, ctx);
    }
    return lookup.callOnTexts(tokens, outputSequenceLength, ctx);
  }

  // ---------------------------------------------------------------- files

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    for (String key : List.of("standardize", "split")) {
      if (config.containsKey(key)) {
        config.put(key, TextSteps.read(config.get(key), custom));
      }
    }
    return config;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    StringLookup ready = lookup();
    Map<String, @Nullable Object> config = super.config();
    Map<String, @Nullable Object> inner = ready.config();
    for (String key : List.of("vocabulary", "idf_weights")) {
      config.put(key, inner.get(key));
    }
    Integer known = ready.vocabularySize;
    config.put("vocabulary_size", known == null ? ready.vocabularySize() : known);
    return config;
  }

  @Override
  public Map<String, byte[]> saveAssets() {
    return lookup().saveAssets();
  }

  @Override
  public List<String> assetNames() {
    return lookup().assetNames();
  }

  @Override
  public void loadAssets(Map<String, byte[]> files) {
    use().loadAssets(files);
  }

  @Override
  public Map<String, Object> inlined() {
    return lookup().inlined();
  }

  @Override
  public List<String> ownNames() {
    return lookup().ownNames();
  }

  @Override
  public Map<String, Variable> saveOwnVariables() {
    return lookup().saveOwnVariables();
  }

  @Override
  public void loadOwnVariables(Map<String, HostTensor> values) {
    use().loadOwnVariables(values);
  }
}
