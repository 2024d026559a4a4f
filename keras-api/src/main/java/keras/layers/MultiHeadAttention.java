package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.config.Args;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.ops.Numpy;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Attention in several heads side by side, each on projections of its own (Vaswani et al., 2017).
 *
 * <pre>{@code
 * KerasTensor y = new MultiHeadAttention(2, 16).apply(x, x); // query and value
 * Structure<KerasTensor> both = new MultiHeadAttention(2, 16)
 *     .applyAll(x, c -> c.with("value", x).with("return_attention_scores", true));
 * }</pre>
 *
 * <p>Inputs: {@code query (batch, ..., queries, size)}, {@code value (batch, ..., keys, value
 * size)} and {@code key}, which is the value if left out. Outputs: the shape of the query, or its
 * last axis as {@code outputShape} says; with {@code return_attention_scores} also the scores,
 * {@code (batch, heads, queries, keys)}.
 *
 * <p>Masks of the query, the value and the key keep places out, and so do {@code attention_mask
 * (batch, queries, keys)} and {@code use_causal_mask}. The query's mask passes. As in Keras, {@code
 * query_mask} given to the call has no effect; a mask on the query itself has. And as in Keras 3
 * the tensors lose their masks by the call, for layers that take them later, too: in {@code add(x,
 * attention(x, x))} there is no mask of {@code x} any more, and so none of the sum. A layer from a
 * file of tf_keras leaves them where they are.
 *
 * <p>Weights: {@code kernel} and {@code bias} of {@code query}, {@code key}, {@code gate}, {@code
 * value} and {@code attention_output}, which are {@link EinsumDense}.
 *
 * <p>Differs from Keras: sizes of the output that the inputs tell are known, also where Keras
 * forgets them.
 *
 * <p>Keras: {@code keras/src/layers/attention/multi_head_attention.py}.
 */
public final class MultiHeadAttention extends FluentLayer<MultiHeadAttention>
    implements KernelOptions<MultiHeadAttention>, UseBiasOptions<MultiHeadAttention> {
  private static final String KEEPS_MASKS = "keeps_masks";

  @Arg private int numHeads;
  @Arg private int keyDim;
  @Arg private @Nullable Integer valueDim;
  @Arg private double dropout;
  @Arg private boolean useBias = true;
  @Arg private boolean useGate;
  @Arg private int @Nullable [] outputShape;
  @Arg private int @Nullable [] attentionAxes;
  @Arg private @Nullable Integer slidingWindow;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  @Arg private @Nullable Integer seed;

  private EinsumDense queryDense;
  private EinsumDense keyDense;
  private @Nullable EinsumDense gateDense;
  private EinsumDense valueDense;
  private Softmax softmax;
  private Dropout dropoutLayer;
  private EinsumDense outputDense;
  private AttentionEquations equations;
  private int[] axes = {};

  /** As tf_keras does, from whose file the layer came. */
  private boolean keepsMasks;

  private MultiHeadAttention() {}

  /**
   * Makes a layer of so many heads.
   *
   * @param numHeads at least 1
   * @param keyDim the size of each head's queries and keys, at least 1; also of its values, unless
   *     {@link #valueDim} says otherwise
   */
  public MultiHeadAttention(int numHeads, int keyDim) {
    this.numHeads = numHeads;
    this.keyDim = keyDim;
    validate();
  }

  /** Sets the size of each head's values. */
  public MultiHeadAttention valueDim(int valueDim) {
    return checked(() -> this.valueDim = valueDim);
  }

  /** Sets the share of the scores that is dropped while training, in [0, 1]. */
  public MultiHeadAttention dropout(double dropout) {
    return checked(() -> this.dropout = dropout);
  }

  /** Sets whether a further projection of the query, through a sigmoid, gates the heads. */
  public MultiHeadAttention useGate(boolean useGate) {
    return with(() -> this.useGate = useGate);
  }

  /** Sets the sizes of the output's last axes; those of the query's last axis if not set. */
  public MultiHeadAttention outputShape(int... outputShape) {
    return checked(() -> this.outputShape = outputShape.clone());
  }

  /** Sets the axes of the query along which attention is computed; all but the first and last. */
  public MultiHeadAttention attentionAxes(int... axes) {
    return with(() -> attentionAxes = axes.clone());
  }

  /** Sets how many places before and after it, its own counted, a query sees at most. */
  public MultiHeadAttention slidingWindow(int slidingWindow) {
    return checked(() -> this.slidingWindow = slidingWindow);
  }

  /** Sets whether Keras' fused kernels are used: TensorFlow has none, so only false is taken. */
  public MultiHeadAttention flashAttention(boolean flashAttention) {
    if (flashAttention) {
      throw new IllegalArgumentException(
          "MultiHeadAttention: flash attention is not supported on TensorFlow, as in Keras."
              + " Received: flash_attention=true.");
    }
    return this;
  }

  /** Sets the seed of what is dropped. */
  public MultiHeadAttention seed(int seed) {
    return with(() -> this.seed = seed);
  }

  private MultiHeadAttention checked(Runnable option) {
    return with(
        () -> {
          option.run();
          validate();
        });
  }

  @Override
  protected void validate() {
    requirePositive("num_heads", numHeads);
    requirePositive("key_dim", keyDim);
    valueDim = requirePositive("value_dim", valueDim == null ? keyDim : valueDim);
    if (slidingWindow != null) {
      requirePositive("sliding_window", slidingWindow);
    }
    if (outputShape != null && Arrays.stream(outputShape).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "MultiHeadAttention: `output_shape` must hold positive integers. Received: output_shape=%s."
              .formatted(Arrays.toString(outputShape)));
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException(
          "MultiHeadAttention: `dropout` must be between 0 and 1. Received: dropout=%s."
              .formatted(dropout));
    }
  }

  @Override
  public boolean spreadsInputs() {
    return true;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  /** The penalty is on the projections, not on the output. */
  @Override
  @Nullable Regularizer outputPenalty() {
    return null;
  }

  // ---------------------------------------------------------------- building

  @Override
  protected void build(Arguments<Shape> shapes) {
    Shape query = shapes.tensor("query");
    Shape value = shapes.tensor("value");
    Shape given = shapes.find("key");
    Shape key = given == null ? value : given;
    requireAlike(query, value, key);
    int free = query.numDimensions() - 1;
    int valueFree = value.numDimensions() - 1;
    int size = valueDim == null ? keyDim : valueDim;
    queryDense = track("query_dense", dense("query", free, 1, numHeads, keyDim));
    queryDense.buildFor(query);
    keyDense = track("key_dense", dense("key", valueFree, 1, numHeads, keyDim));
    keyDense.buildFor(key);
    if (useGate) {
      EinsumDense gate = dense("gate", free, 1, numHeads, size).activation("sigmoid");
      gateDense = track("_gate_dense", gate);
      gate.buildFor(query);
    }
    valueDense = track("value_dense", dense("value", valueFree, 1, numHeads, size));
    valueDense.buildFor(value);
    attend(valueFree + 2);
    int[] last = outputShape == null ? new int[] {Math.toIntExact(query.get(-1))} : outputShape;
    outputDense = track("output_dense", dense("attention_output", free, 2, last));
    outputDense.buildFor(query.take(free).append(Shape.of(numHeads, size)));
  }

  private void requireAlike(Shape query, Shape value, Shape key) {
    boolean same = value.numDimensions() == key.numDimensions() && query.numDimensions() > 1;
    for (int i = 1; same && i < value.numDimensions() - 1; i++) {
      same = value.get(i) == key.get(i) || value.get(i) < 0 || key.get(i) < 0;
    }
    if (!same) {
      throw new IllegalArgumentException(
          "%s: expected a value and a key that differ in their last axis alone. Received: query %s, value %s, key %s."
              .formatted(this, Shapes.show(query), Shapes.show(value), Shapes.show(key)));
    }
  }

  private EinsumDense dense(String name, int free, int bound, int... made) {
    AttentionEquations.Projection to = AttentionEquations.projection(free, bound, made.length);
    List<@Nullable Integer> sizes = new ArrayList<>();
    for (int i = 1; i < to.rank() - made.length; i++) {
      sizes.add(null);
    }
    Arrays.stream(made).forEach(sizes::add);
    EinsumDense dense =
        new EinsumDense(to.equation(), sizes.toArray(Integer[]::new))
            .name(name)
            .biasAxes(useBias ? to.biasAxes() : null)
            .like(kernelOptions, biasOptions)
            .dtype(dtypePolicy().name());
    Regularizer penalty = activityRegularizer;
    return penalty == null ? dense : dense.activityRegularizer(penalty);
  }

  private void attend(int rank) {
    int[] given = attentionAxes;
    axes =
        given == null
            ? IntStream.range(1, rank - 2).toArray()
            : IntStream.of(given).map(a -> a >= 0 ? a : rank - 1 + a).toArray();
    attentionAxes = axes;
    equations = AttentionEquations.of(rank, axes);
    int scores = equations.scoresRank();
    String policy = dtypePolicy().name();
    softmax = new Softmax().axis(IntStream.range(scores - axes.length, scores).toArray());
    track("_softmax", softmax.dtype(policy));
    Dropout drop = new Dropout(dropout).dtype(policy);
    dropoutLayer = track("_dropout_layer", seed == null ? drop : drop.seed(seed));
  }

  // ---------------------------------------------------------------- configs

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    keepsMasks = Boolean.TRUE.equals(left.remove(KEEPS_MASKS));
    return super.adopt(left, custom);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (keepsMasks) {
      config.put(KEEPS_MASKS, true);
    }
    return config;
  }

  // ---------------------------------------------------------------- calling

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr query = in.tensor("query");
    Expr value = in.tensor("value");
    Expr givenKey = in.find("key");
    Expr key = givenKey == null ? value : givenKey;
    Expr mask = AttentionMask.of(in, query, value, givenKey, slidingWindow);
    Expr passes = query.mask();
    if (!keepsMasks) {
      List.of(query, value, key).forEach(Expr::forgetMask);
    }
    boolean withScores = in.flag("return_attention_scores");
    Expr q = query.withMask(null);
    EinsumDense gate = gateDense;
    Expr gates = gate == null ? null : gate.apply(q, ctx);
    Expr projected = queryDense.apply(q, ctx);
    Expr keys = keyDense.apply(key.withMask(null), ctx);
    Expr values = valueDense.apply(value.withMask(null), ctx);
    float scale = (float) (1 / Math.sqrt(keyDim));
    Expr y;
    Expr scores = null;
    if (dropout > 0 || withScores || projected.rank() != 4) {
      Expr raw = Numpy.einsum(equations.product(), keys, projected.mul(scale));
      scores = softmax.apply(raw.withMask(expanded(mask, raw.rank())), ctx);
      Expr kept = dropout > 0 ? dropoutLayer.apply(scores, ctx) : scores;
      y = Numpy.einsum(equations.combine(), kept, values);
    } else {
      Expr keep = expanded(mask, 4);
      Expr bools = keep == null ? null : keep.cast(DType.BOOL);
      y = Nn.dotProductAttention(projected, keys, values, bools, scale);
    }
    Expr out = outputDense.apply(gates == null ? y : y.mul(gates), ctx).withMask(passes);
    return withScores && scores != null ? Structure.of(List.of(out, scores)) : Structure.of(out);
  }

  private @Nullable Expr expanded(@Nullable Expr mask, int rank) {
    Expr wide = mask;
    while (wide != null && wide.rank() < rank) {
      wide = wide.expandDims(-axes.length * 2 - 1);
    }
    return wide;
  }
}
