package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What {@link MultiHeadAttention} and {@link GroupQueryAttention} share: attention in several heads
 * side by side, on projections of a query, a value and a key.
 *
 * <p>Masks of the query, the value and the key keep places out, and so do {@code attention_mask
 * (batch, queries, keys)} and {@code use_causal_mask}. The query's mask passes.
 *
 * <p>Weights: {@code kernel} and {@code bias} of {@code query}, {@code key}, {@code gate}, {@code
 * value} and {@code attention_output}, which are {@link EinsumDense}.
 */
public abstract class HeadsLayer<L extends HeadsLayer<L>> extends FluentLayer<L>
    implements KernelOptions<L>, UseBiasOptions<L> {
  @Arg private double dropout;
  @Arg private boolean useBias = true;
  @Arg private boolean useGate;
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

  HeadsLayer() {}

  /** Sets the share of the scores that is dropped while training, in [0, 1]. */
  public L dropout(double dropout) {
    return checked(() -> this.dropout = dropout);
  }

  /** Sets whether a further projection of the query, through a sigmoid, gates the heads. */
  public L useGate(boolean useGate) {
    return with(() -> this.useGate = useGate);
  }

  /** Sets how many places before and after it, its own counted, a query sees at most. */
  public L slidingWindow(int slidingWindow) {
    return checked(() -> this.slidingWindow = slidingWindow);
  }

  /** Sets whether Keras' fused kernels are used: TensorFlow has none, so only false is taken. */
  public L flashAttention(boolean flashAttention) {
    if (flashAttention) {
      throw new IllegalArgumentException(
          "%s: flash attention is not supported on TensorFlow, as in Keras. Received: flash_attention=true."
              .formatted(getClass().getSimpleName()));
    }
    return self();
  }

  /** Sets the seed of what is dropped. */
  public L seed(int seed) {
    return with(() -> this.seed = seed);
  }

  @Override
  protected void validate() {
    if (slidingWindow != null) {
      requirePositive("sliding_window", slidingWindow);
    }
    requireShare("dropout", dropout);
  }

  @Override
  public final boolean spreadsInputs() {
    return true;
  }

  @Override
  protected final boolean supportsMasking() {
    return true;
  }

  // ---------------------------------------------------------------- building

  /** Returns the size of each head's queries and keys. */
  abstract int keySize();

  /** Returns the size of each head's values and gates. */
  abstract int valueSize();

  /** Throws unless a query, a value and a key fit each other. */
  abstract void requireFitting(Shape query, Shape value, Shape key);

  /** Returns what Keras calls the attribute of {@code "query_dense"} and the like. */
  abstract String attribute(String name);

  /** Returns a projection of the query to a size for each head. */
  abstract EinsumDense ofQuery(String name, Shape query, int size);

  /** Returns a projection of the key or the value to a size for each head. */
  abstract EinsumDense ofKey(String name, Shape key, int size);

  /** Returns what makes weights of the scores of projected keys of so many axes. */
  abstract Softmax softmax(int rank);

  /** Returns the projection of all heads to the output. */
  abstract EinsumDense ofHeads(String name, Shape query);

  /** Returns the shape of all heads' outputs. */
  abstract Shape heads(Shape query);

  @Override
  protected final void build(Arguments<Shape> shapes) {
    Shape query = shapes.tensor("query");
    Shape value = shapes.tensor("value");
    Shape given = shapes.find("key");
    Shape key = given == null ? value : given;
    requireFitting(query, value, key);
    queryDense = built(attribute("query_dense"), ofQuery("query", query, keySize()), query);
    keyDense = built(attribute("key_dense"), ofKey("key", key, keySize()), key);
    if (useGate) {
      gateDense =
          built("_gate_dense", ofQuery("gate", query, valueSize()).activation("sigmoid"), query);
    }
    valueDense = built(attribute("value_dense"), ofKey("value", value, valueSize()), value);
    String policy = dtypePolicy().name();
    softmax = track("_softmax", softmax(value.numDimensions() + 1).dtype(policy));
    Dropout drop = new Dropout(dropout).dtype(policy);
    dropoutLayer = track("_dropout_layer", seed == null ? drop : drop.seed(seed));
    outputDense =
        built(attribute("output_dense"), ofHeads("attention_output", query), heads(query));
  }

  private EinsumDense built(String attribute, EinsumDense dense, Shape input) {
    track(attribute, dense).buildFor(input);
    return dense;
  }

  /** Returns a projection with the options of this layer. */
  final EinsumDense dense(
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

  /** Takes from the inputs what the layer does not leave on them. */
  void release(Expr query, Expr value, Expr key) {}

  /** Returns projected keys or values as the heads of the queries want them. */
  Expr forQueries(Expr projected) {
    return projected;
  }

  /** Returns a mask that can be broadcast to scores of so many axes. */
  abstract @Nullable Expr expanded(@Nullable Expr mask, int rank);

  /** Returns how well projected queries and keys fit. */
  abstract Expr scores(Expr queries, Expr keys);

  /** Returns the values, averaged as weights say. */
  abstract Expr averaged(Expr weights, Expr values);

  @Override
  protected final Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr query = in.tensor("query");
    Expr value = in.tensor("value");
    Expr givenKey = in.find("key");
    Expr key = givenKey == null ? value : givenKey;
    Expr mask = AttentionMask.of(in, query, value, givenKey, slidingWindow);
    Expr passes = query.mask();
    release(query, value, key);
    boolean withScores = in.flag("return_attention_scores");
    Expr q = query.withMask(null);
    EinsumDense gate = gateDense;
    Expr gates = gate == null ? null : gate.apply(q, ctx);
    Expr projected = queryDense.apply(q, ctx);
    Expr keys = forQueries(keyDense.apply(key.withMask(null), ctx));
    Expr values = forQueries(valueDense.apply(value.withMask(null), ctx));
    float scale = (float) (1 / Math.sqrt(keySize()));
    Expr y;
    Expr weights = null;
    if (dropout > 0 || withScores || projected.rank() != 4) {
      Expr raw = scores(projected.mul(scale), keys);
      weights = softmax.apply(raw.withMask(expanded(mask, raw.rank())), ctx);
      Expr kept = dropout > 0 ? dropoutLayer.apply(weights, ctx) : weights;
      y = averaged(kept, values);
    } else {
      Expr keep = expanded(mask, 4);
      Expr bools = keep == null ? null : keep.cast(DType.BOOL);
      y = Nn.dotProductAttention(projected, keys, values, bools, scale);
    }
    Expr out = outputDense.apply(gates == null ? y : y.mul(gates), ctx).withMask(passes);
    return withScores && weights != null ? Structure.of(List.of(out, weights)) : Structure.of(out);
  }
}
