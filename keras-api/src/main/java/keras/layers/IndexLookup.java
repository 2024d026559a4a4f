package keras.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.Assets;
import keras.engine.CallContext;
import keras.engine.Constants;
import keras.engine.HostTensor;
import keras.engine.Table;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What the layers share that turn tokens into the indices of a vocabulary, or back: the vocabulary,
 * how it is learned from data, and the table it is looked up in.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/index_lookup.py}.
 */
public abstract class IndexLookup<L extends IndexLookup<L>> extends LookupOptions<L>
    implements AdaptsToData, Assets {
  private static final String FILE = "vocabulary.txt";

  private final DType token;
  private @Nullable Table table;
  private final IdfWeights idf = new IdfWeights();

  IndexLookup(DType token) {
    this.token = token;
  }

  /**
   * Sets a file of UTF-8 with the vocabulary, a token a line and no special ones. The config does
   * not name it: a {@code .keras} archive holds the tokens.
   */
  public L vocabulary(Path file) {
    return with(
        () -> {
          tokens = lines(file);
          vocabulary = null;
        });
  }

  // ---------------------------------------------------------------- the vocabulary

  /** Returns a token as the vocabulary holds it. */
  abstract Object token(Object given);

  private @Nullable Object special(@Nullable Object given) {
    return given == null ? null : token(given);
  }

  private OutputMode mode() {
    return OutputMode.get(this, outputMode, List.of(OutputMode.values()));
  }

  private Vocabulary rules() {
    boolean keepsMask = mode() == OutputMode.INT;
    return new Vocabulary(
        this, special(maskToken), keepsMask, special(oovToken), numOovIndices, invert, maxTokens);
  }

  private List<Object> listed(List<?> given) {
    List<Object> all = new ArrayList<>();
    given.forEach(t -> all.add(token(Objects.requireNonNull(t, "a token"))));
    return all;
  }

  /** Returns the tokens without special ones, or null before there are any. */
  private @Nullable List<Object> own() {
    return tokens == null && vocabulary instanceof List<?> given
        ? rules().tokens(listed(given))
        : tokens;
  }

  /**
   * Returns the vocabulary in the order of its indices, special tokens first; these alone before
   * there is a vocabulary.
   */
  List<Object> words(boolean includeSpecialTokens) {
    List<Object> all = new ArrayList<>();
    if (includeSpecialTokens) {
      rules().special().forEach(t -> all.add(t == null ? "None" : t));
    }
    List<Object> own = own();
    all.addAll(own == null ? List.of() : own);
    return Collections.unmodifiableList(all);
  }

  /** Returns the number of tokens in the vocabulary, special ones included. */
  public int vocabularySize() {
    return words(true).size();
  }

  /** Gives the layer a vocabulary, in the place of the one it has. */
  void setTokens(List<?> given, double @Nullable [] weights) {
    List<Object> all = listed(given);
    boolean weighs = mode() == OutputMode.TF_IDF;
    if (weighs != (weights != null)) {
      throw new IllegalArgumentException(
          weighs
              ? this + ": `idf_weights` must be set where `output_mode` is 'tf_idf'."
              : "%s: `idf_weights` are for the mode 'tf_idf'. Received: output_mode=%s."
                  .formatted(this, outputMode));
    }
    Vocabulary rules = rules();
    List<Object> own = rules.tokens(all);
    learn(own, weights == null ? null : IdfWeights.of(rules, all, weights, padding()));
    if (vocabulary != null) { // the config tells it, and is to tell what is so
      vocabulary = all;
      idfWeights = weights == null ? null : Arrays.stream(weights).boxed().toList();
    }
  }

  /** Gives the layer the vocabulary of a file, a token a line and no special ones. */
  void setTokens(Path file) {
    learn(lines(file), null);
    vocabulary = null;
  }

  private List<Object> lines(Path file) {
    LookupChecks.requireNoWeights(this, mode());
    return rules().plain(listed(Vocabulary.lines(this, file)));
  }

  private @Nullable Integer padding() {
    return padToMaxTokens ? maxTokens : null;
  }

  private void learn(List<Object> own, double @Nullable [] idfs) {
    int size = rules().tokenStart() + own.size();
    Integer before = vocabularySize;
    if (mode() != OutputMode.INT && !padToMaxTokens && before != null && before != size) {
      throw new IllegalStateException(
          "%s: with output_mode=%s and without `pad_to_max_tokens` the size of the vocabulary cannot change. It was %d; the new one has %d."
              .formatted(this, outputMode, before, size));
    }
    closeOptions();
    vocabularySize = size;
    tokens = List.copyOf(own);
    fill(own, idfs);
  }

  private void fill(List<Object> own, double @Nullable [] idfs) {
    LookupTables.fill(table(), own, rules().tokenStart(), invert);
    if (idfs != null) {
      idf.assign(name(), Constants.host(Shape.of(idfs.length), idfs));
    }
  }

  private synchronized Table table() {
    Table known = table;
    if (known == null) {
      known = new Table(this::toString, invert ? DType.INT64 : token, invert ? token : DType.INT64);
      table = known;
    }
    return known;
  }

  // ---------------------------------------------------------------- learning it

  /**
   * Learns the vocabulary of an array: its tokens, the most frequent first, of those as frequent
   * the greatest first.
   *
   * @param x an NdArray, a nested Java array or a list; each row is a document
   */
  @Override
  public void adapt(Object x) {
    requireAdaptable();
    SampleArray data = SampleArray.of(this + ".adapt", x);
    TokenCounts counts = new TokenCounts();
    counts.add(listed(tokensOf(data)), data.shape(), data.shape().numDimensions() == 1);
    finish(counts);
  }

  /**
   * Learns the vocabulary of a dataset's only input. As in Keras, a batch of single tokens counts
   * as one document.
   */
  @Override
  public void adapt(Dataset data) {
    requireAdaptable();
    TokenCounts counts = new TokenCounts();
    data.forEach(
        batch -> {
          SampleArray rows =
              SampleArray.of(this + ".adapt", StreamedMoments.onlyInput(this, batch));
          counts.add(listed(tokensOf(rows)), rows.shape(), false);
        });
    finish(counts);
  }

  /** Returns the elements of an array, in order. */
  abstract List<?> tokensOf(SampleArray data);

  /** Throws where the vocabulary was given and is not to be learned. */
  void requireAdaptable() {
    if (vocabulary != null) {
      throw new IllegalStateException(
          this
              + ": cannot adapt, because the vocabulary was given. Drop the `vocabulary`, or call"
              + " setVocabulary.");
    }
    validate();
  }

  /** Takes the vocabulary of what was counted. */
  void finish(TokenCounts counts) {
    if (counts.isEmpty()) {
      throw new IllegalArgumentException(this + ".adapt: expected at least one token.");
    }
    Set<Object> special = new HashSet<>();
    special.add(special(maskToken));
    special.add(special(oovToken));
    Integer most = maxTokens == null ? null : maxTokens - rules().tokenStart();
    List<Object> own = counts.sorted(special, most);
    learn(
        own,
        mode() == OutputMode.TF_IDF
            ? IdfWeights.of(rules(), own, counts.inverseDocumentFrequencies(own), padding())
            : null);
  }

  // ---------------------------------------------------------------- calls

  @Override
  protected void validate() {
    LookupChecks.check(
        this,
        new LookupChecks.Arguments(
            invert,
            maxTokens,
            numOovIndices,
            outputMode,
            sparse,
            padToMaxTokens,
            idfWeights,
            vocabulary,
            oovMethod,
            salt,
            token));
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected void build(Shape input) {
    validate();
    List<Object> own = own();
    if (own != null && !table().isFilled()) {
      double[] given = LookupChecks.numbers(idfWeights);
      List<Object> all = vocabulary instanceof List<?> list ? listed(list) : own;
      vocabularySize = rules().tokenStart() + own.size();
      tokens = own;
      fill(own, given == null ? null : IdfWeights.of(rules(), all, given, padding()));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    OutputMode mode = mode();
    Expr found = found(x, ctx);
    return mode == OutputMode.INT
        ? found
        : weighted(
            (mode == OutputMode.TF_IDF ? OutputMode.COUNT : mode)
                .encode(found, depth(), DType.INT64, null, ctx),
            ctx);
  }

  /** Computes the output for texts of several lengths. */
  Expr callOnTexts(TextTokens texts, @Nullable Integer length, CallContext ctx) {
    TextTokens found = texts.with(found(texts.flat(), ctx));
    OutputMode mode = mode();
    return mode == OutputMode.INT
        ? found.padded(length, found.flat().constant(0), ctx)
        : weighted(found.counted(depth(), mode == OutputMode.MULTI_HOT, ctx), ctx);
  }

  private Expr found(Expr x, CallContext ctx) {
    return new LookupTables(
            this, table(), token, invert, maskToken, oovToken, mode(), rules().oovStart())
        .find(x, new OovBuckets(numOovIndices, oovMethod, LookupChecks.key(salt)), ctx);
  }

  private int depth() {
    return LookupChecks.depth(this, outputMode, padToMaxTokens ? maxTokens : vocabularySize);
  }

  private Expr weighted(Expr encoded, CallContext ctx) {
    return mode() == OutputMode.TF_IDF
        ? encoded.cast(DType.FLOAT32).mul(ctx.readRaw(idf.variable(this, depth())))
        : encoded;
  }

  // ---------------------------------------------------------------- files

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    List<Object> own = own();
    if (own != null) {
      config.put("vocabulary_size", rules().tokenStart() + own.size());
      if (!hasFile()) {
        config.putAll(inlined());
      }
    }
    return config;
  }

  /** Whether files hold the vocabulary apart from the config. */
  private boolean hasFile() {
    return vocabulary == null && Vocabulary.areLines(words(true));
  }

  @Override
  public Map<String, Object> inlined() {
    Variable weights = idf.known();
    boolean whole = !rules().special().contains(null);
    List<Object> all = words(whole);
    if (vocabulary != null || all.isEmpty() || own() == null) {
      return Map.of();
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("vocabulary", all);
    if (mode() == OutputMode.TF_IDF && weights != null) {
      int from = whole ? 0 : rules().tokenStart();
      config.put(IdfWeights.NAME, IdfWeights.toConfig(weights, from, from + all.size()));
    }
    return config;
  }

  @Override
  public void loadInlined(Map<String, ?> known) {
    if (vocabulary == null && known.get("vocabulary") instanceof List<?> given) {
      learn(rules().tokens(listed(given)), null);
    }
  }

  @Override
  public List<String> ownNames() {
    return mode() == OutputMode.TF_IDF ? List.of(IdfWeights.NAME) : List.of();
  }

  @Override
  public Map<String, Variable> saveOwnVariables() {
    if (mode() == OutputMode.TF_IDF && idf.known() == null) {
      build(Shape.unknown());
    }
    Variable known = idf.known();
    return known == null ? Map.of() : Map.of(IdfWeights.NAME, known);
  }

  @Override
  public void loadOwnVariables(Map<String, HostTensor> values) {
    HostTensor weights = values.get(IdfWeights.NAME);
    if (weights != null) {
      idf.assign(name(), weights);
    }
  }

  @Override
  public List<String> assetNames() {
    return vocabulary == null ? List.of(FILE) : List.of();
  }

  @Override
  public Map<String, byte[]> saveAssets() {
    return hasFile() ? Map.of(FILE, Vocabulary.file(words(true))) : Map.of();
  }

  @Override
  public void loadAssets(Map<String, byte[]> files) {
    byte[] bytes = files.get(FILE);
    if (vocabulary != null || bytes == null) {
      return;
    }
    List<Object> all =
        listed(Vocabulary.lines(this, FILE, bytes, vocabularySize == null ? 0 : vocabularySize));
    if (all.size() > rules().tokenStart()) {
      learn(rules().tokens(all), null);
    }
  }
}
