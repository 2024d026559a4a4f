package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ExtentOps;
import keras.ops.Nn;
import keras.ops.Numpy;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Attention in several heads, whose queries share keys and values in groups (Ainslie et al., 2023).
 *
 * <pre>{@code
 * KerasTensor y = new GroupQueryAttention(16, 8, 2).apply(x, x); // query and value
 * }</pre>
 *
 * <p>Inputs: {@code query (batch, queries, size)}, {@code value (batch, keys, size)} and {@code key
 * (batch, keys, key size)}, which is the value if left out. Outputs: the shape of the query; with
 * {@code return_attention_scores} also the scores, {@code (batch, query heads, queries, keys)}.
 *
 * <p>Masks of the query, the value and the key keep places out, and so do {@code attention_mask
 * (batch, queries, keys)} and {@code use_causal_mask}. The query's mask passes.
 *
 * <p>Weights: {@code kernel} and {@code bias} of {@code query}, {@code key}, {@code gate}, {@code
 * value} and {@code attention_output}, which are {@link EinsumDense}.
 *
 * <p>Keras: {@code keras/src/layers/attention/grouped_query_attention.py}.
 */
public final class GroupQueryAttention extends FluentLayer<GroupQueryAttention>
    implements KernelOptions<GroupQueryAttention>, UseBiasOptions<GroupQueryAttention> {
  private static final int HEADS = 2;

  @Arg private int headDim;
  @Arg private int numQueryHeads;
  @Arg private int numKeyValueHeads;
  @Arg private double dropout;
  @Arg private boolean useBias = true;
  @Arg private @Nullable Integer slidingWindow;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  @Arg private boolean useGate;
  @Arg private @Nullable Integer seed;

  private EinsumDense queryDense;
  private EinsumDense keyDense;
  private @Nullable EinsumDense gateDense;
  private EinsumDense valueDense;
  private Softmax softmax;
  private Dropout dropoutLayer;
  private EinsumDense outputDense;

  private GroupQueryAttention() {}

  /**
   * Makes a layer.
   *
   * @param headDim the size of each head's queries, keys and values, at least 1
   * @param numQueryHeads a multiple of {@code numKeyValueHeads}
   * @param numKeyValueHeads how many groups there are, at least 1
   */
  public GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
    this.headDim = headDim;
    this.numQueryHeads = numQueryHeads;
    this.numKeyValueHeads = numKeyValueHeads;
    validate();
  }

  /** Sets the share of the scores that is dropped while training, in [0, 1]. */
  public GroupQueryAttention dropout(double dropout) {
    return checked(() -> this.dropout = dropout);
  }

  /** Sets how many places before and after it, its own counted, a query sees at most. */
  public GroupQueryAttention slidingWindow(int slidingWindow) {
    return checked(() -> this.slidingWindow = slidingWindow);
  }

  /** Sets whether Keras' fused kernels are used: TensorFlow has none, so only false is taken. */
  public GroupQueryAttention flashAttention(boolean flashAttention) {
    if (flashAttention) {
      throw new IllegalArgumentException(
          "GroupQueryAttention: flash attention is not supported on TensorFlow, as in Keras."
              + " Received: flash_attention=true.");
    }
    return this;
  }

  /** Sets whether a further projection of the query, through a sigmoid, gates the heads. */
  public GroupQueryAttention useGate(boolean useGate) {
    return with(() -> this.useGate = useGate);
  }

  /** Sets the seed of what is dropped. */
  public GroupQueryAttention seed(int seed) {
    return with(() -> this.seed = seed);
  }

  private GroupQueryAttention checked(Runnable option) {
    return with(
        () -> {
          option.run();
          validate();
        });
  }

  @Override
  protected void validate() {
    requirePositive("head_dim", headDim);
    requirePositive("num_query_heads", numQueryHeads);
    requirePositive("num_key_value_heads", numKeyValueHeads);
    if (numQueryHeads % numKeyValueHeads != 0) {
      throw new IllegalArgumentException(
          "GroupQueryAttention: `num_query_heads` must divide by `num_key_value_heads`. Received: num_query_heads=%d, num_key_value_heads=%d."
              .formatted(numQueryHeads, numKeyValueHeads));
    }
    if (slidingWindow != null) {
      requirePositive("sliding_window", slidingWindow);
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException(
          "GroupQueryAttention: `dropout` must be between 0 and 1. Received: dropout=%s."
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

  // ---------------------------------------------------------------- building

  @Override
  protected void build(Arguments<Shape> shapes) {
    Shape query = shapes.tensor("query");
    Shape value = shapes.tensor("value");
    Shape given = shapes.find("key");
    Shape key = given == null ? value : given;
    boolean fits =
        query.numDimensions() == 3
            && value.numDimensions() == 3
            && key.numDimensions() == 3
            && query.get(-1) == value.get(-1)
            && (value.get(1) == key.get(1) || value.get(1) < 0 || key.get(1) < 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: expected a query and a value of one size, and as many keys as values, of 3 axes each. Received: query %s, value %s, key %s."
              .formatted(this, Shapes.show(query), Shapes.show(value), Shapes.show(key)));
    }
    int size = Math.toIntExact(query.get(-1));
    queryDense = track("_query_dense", heads("query", "bqm,muh->bquh", "uh", numQueryHeads));
    queryDense.buildFor(query);
    keyDense = track("_key_dense", heads("key", "bkm,mvh->bkvh", "vh", numKeyValueHeads));
    keyDense.buildFor(key);
    if (useGate) {
      EinsumDense gate = heads("gate", "bqm,muh->bquh", "uh", numQueryHeads).activation("sigmoid");
      gateDense = track("_gate_dense", gate);
      gate.buildFor(query);
    }
    valueDense = track("_value_dense", heads("value", "bkm,mvh->bkvh", "vh", numKeyValueHeads));
    valueDense.buildFor(value);
    String policy = dtypePolicy().name();
    softmax = track("_softmax", new Softmax().dtype(policy));
    Dropout drop = new Dropout(dropout).dtype(policy);
    dropoutLayer = track("_dropout_layer", seed == null ? drop : drop.seed(seed));
    outputDense =
        track("_output_dense", dense("attention_output", "bquh,uhm->bqm", "m", null, size));
    outputDense.buildFor(Shape.of(-1, -1, numQueryHeads, headDim));
  }

  private EinsumDense heads(String name, String equation, String biasAxes, int heads) {
    return dense(name, equation, biasAxes, null, heads, headDim);
  }

  private EinsumDense dense(
      String name, String equation, String biasAxes, @Nullable Integer... sizes) {
    EinsumDense dense =
        new EinsumDense(equation, sizes)
            .name(name)
            .biasAxes(useBias ? biasAxes : null)
            .like(kernelOptions, biasOptions)
            .dtype(dtypePolicy().name());
    Regularizer penalty = activityRegularizer;
    return penalty == null ? dense : dense.activityRegularizer(penalty);
  }

  // ---------------------------------------------------------------- calling

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr query = in.tensor("query");
    Expr value = in.tensor("value");
    Expr givenKey = in.find("key");
    Expr mask = AttentionMask.of(in, query, value, givenKey, slidingWindow);
    Expr keep = mask == null ? null : mask.cast(DType.BOOL);
    if (keep != null && keep.rank() == 3) {
      keep = keep.expandDims(1);
    }
    Expr q = query.withMask(null);
    EinsumDense gate = gateDense;
    Expr gates = gate == null ? null : gate.apply(q, ctx);
    Expr projected = queryDense.apply(q, ctx);
    Expr keys = shared(keyDense.apply((givenKey == null ? value : givenKey).withMask(null), ctx));
    Expr values = shared(valueDense.apply(value.withMask(null), ctx));
    float scale = (float) (1 / Math.sqrt(headDim));
    boolean withScores = in.flag("return_attention_scores");
    if (dropout == 0 && !withScores) {
      Expr y = Nn.dotProductAttention(projected, keys, values, keep, scale);
      return Structure.of(output(y, gates, query, ctx));
    }
    Expr raw = Numpy.einsum("bquh,bkuh->buqk", projected.mul(scale), keys);
    Expr scores = softmax.apply(raw.withMask(keep), ctx);
    Expr kept = dropout > 0 ? dropoutLayer.apply(scores, ctx) : scores;
    Expr out = output(Numpy.einsum("buqk,bkuh->bquh", kept, values), gates, query, ctx);
    return withScores ? Structure.of(List.of(out, scores)) : Structure.of(out);
  }

  private Expr output(Expr y, @Nullable Expr gates, Expr query, CallContext ctx) {
    return outputDense.apply(gates == null ? y : y.mul(gates), ctx).withMask(query.mask());
  }

  /** Repeats keys or values for all queries of their group. */
  private Expr shared(Expr x) {
    return ExtentOps.repeat(x, numQueryHeads / numKeyValueHeads, HEADS);
  }
}
