package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.Expr;
import keras.ops.Nn;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Attention with scores that are products of queries and keys (Luong et al., 2015), or sums over
 * {@code tanh(query + key)}.
 *
 * <pre>{@code
 * KerasTensor y = new Attention().apply(query, value);
 * List<KerasTensor> both = new Attention()
 *     .applyAll(List.of(query, value), c -> c.with("return_attention_scores", true)).flat();
 * }</pre>
 *
 * <p>Inputs, masks and outputs: see {@link AttentionLayer}.
 *
 * <p>Weights: {@code scale ()} with {@code useScale}; {@code concat_score_weight ()} with the score
 * mode {@code "concat"}.
 *
 * <p>Keras: {@code keras/src/layers/attention/attention.py}.
 */
public final class Attention extends AttentionLayer<Attention> {
  @Arg private String scoreMode = "dot";

  private @Nullable Variable scale;
  private @Nullable Variable concatScoreWeight;

  /** Makes a layer with products as scores. */
  public Attention() {
    super(false);
  }

  /** Sets how scores are computed: {@code "dot"} or {@code "concat"}. */
  public Attention scoreMode(String scoreMode) {
    return checked(() -> this.scoreMode = scoreMode);
  }

  @Override
  protected void validate() {
    super.validate();
    if (!scoreMode.equals("dot") && !scoreMode.equals("concat")) {
      throw new IllegalArgumentException(
          "Attention: `score_mode` must be 'dot' or 'concat'. Received: score_mode=%s."
              .formatted(scoreMode));
    }
  }

  @Override
  void build(long size) {
    Initializer ones = Initializer.get("ones");
    scale = useScale ? addWeight("scale", Shape.scalar(), ones) : null;
    concatScoreWeight =
        scoreMode.equals("concat") ? addWeight("concat_score_weight", Shape.scalar(), ones) : null;
  }

  @Override
  Expr scores(Expr query, Expr key, CallContext ctx) {
    Expr factor = read(scale, ctx);
    Expr weight = read(concatScoreWeight, ctx);
    if (weight == null) {
      Expr scores = query.matmul(key.transpose(Nn.swapWithLast(key, key.rank() - 2)));
      return factor == null ? scores : scores.mul(factor);
    }
    Expr sum = query.expandDims(-2).add(key.expandDims(-3));
    return weight.mul((factor == null ? sum : factor.mul(sum)).tanh().sum(-1));
  }
}
