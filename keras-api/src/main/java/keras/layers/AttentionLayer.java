package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.ops.Numpy;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What {@link Attention} and {@link AdditiveAttention} share: values are averaged with weights that
 * say how well a query and a key fit.
 *
 * <p>Inputs: a list of queries {@code (batch, queries, size)}, values {@code (batch, keys, value
 * size)}, and keys {@code (batch, keys, size)}, which are the values if left out. Outputs: {@code
 * (batch, queries, value size)}; with {@code return_attention_scores} also the weights, {@code
 * (batch, queries, keys)}.
 *
 * <p>A mask on the values keeps them out; one on the queries sets their outputs to 0, and passes.
 * The call takes {@code mask}, a list of both, {@code return_attention_scores}, and {@code
 * use_causal_mask}, with which a query does not see later keys.
 */
public abstract class AttentionLayer<L extends AttentionLayer<L>> extends FluentLayer<L> {
  @Arg protected boolean useScale;
  @Arg protected double dropout;
  @Arg protected @Nullable Integer seed;

  private @Nullable SeedGenerator seedGenerator;

  AttentionLayer(boolean useScale) {
    this.useScale = useScale;
  }

  /** Sets whether the scores are scaled by a weight. */
  public L useScale(boolean useScale) {
    return with(() -> this.useScale = useScale);
  }

  /** Sets the share of the weights that is dropped while training, in [0, 1]. */
  public L dropout(double dropout) {
    return checked(() -> this.dropout = dropout);
  }

  /** Sets the seed of what is dropped. */
  public L seed(int seed) {
    return with(
        () -> {
          this.seed = seed;
          if (seedGenerator != null) {
            seedGenerator.seed(seed);
          }
        });
  }

  @Override
  protected void validate() {
    requireShare("dropout", dropout);
    if (dropout > 0 && seedGenerator == null) {
      seedGenerator = addSeedGenerator(seed);
    }
  }

  @Override
  public boolean takesList() {
    return true;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  /** Makes the weights for queries of a size. */
  abstract void build(long size);

  /** Returns how well queries and keys fit, {@code (batch, queries, keys)}. */
  abstract Expr scores(Expr query, Expr key, CallContext ctx);

  @Override
  protected final void build(List<Shape> inputs) {
    requireInputs(inputs);
    build(inputs.get(0).get(-1));
  }

  @Override
  protected final void check(List<Shape> inputs) {
    requireInputs(inputs);
  }

  private void requireInputs(List<Shape> inputs) {
    if (inputs.size() < 2
        || inputs.size() > 3
        || inputs.stream().anyMatch(s -> s.numDimensions() < 2)) {
      throw new IllegalArgumentException(
          "%s: expected a list of a query, a value and perhaps a key, of 2 axes or more. Received: shapes %s."
              .formatted(this, inputs.stream().map(Shapes::show).toList()));
    }
  }

  /** Reads a weight, if there is one. */
  static @Nullable Expr read(@Nullable Variable v, CallContext ctx) {
    return v == null ? null : ctx.read(v);
  }

  @Override
  protected final Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    List<Expr> x = in.inputs();
    Expr query = x.get(0);
    Expr value = x.get(1);
    Expr key = x.size() > 2 ? x.get(2) : value;
    Expr scores = scores(query.withMask(null), key.withMask(null), ctx);
    Expr mask = scoreMask(scores, value.mask(), in.flag("use_causal_mask"));
    if (mask != null) {
      Expr hidden = Numpy.logicalNot(mask);
      hidden = hidden.rank() == 2 ? hidden.expandDims(-2) : hidden;
      scores = hidden.where(scores.sub(scores.dtype() == DType.FLOAT16 ? 65504 : 1e9), scores);
    }
    Expr weights = scores.softmax();
    SeedGenerator seeds = seedGenerator;
    if (ctx.training() && seeds != null) {
      weights =
          dropout == 1
              ? Numpy.zerosLike(weights)
              : Dropout.drop(weights, dropout, seeds, Core.shape(weights), ctx);
    }
    Expr y = weights.matmul(value.withMask(null));
    Expr queryMask = query.mask();
    if (queryMask != null) {
      y = queryMask.expandDims(-1).where(y, y.constant(0));
    }
    return in.flag("return_attention_scores") ? Structure.of(List.of(y, weights)) : Structure.of(y);
  }

  private static @Nullable Expr scoreMask(Expr scores, @Nullable Expr mask, boolean causal) {
    if (!causal) {
      return mask;
    }
    Expr earlier = Nn.causalMask(Core.size(scores, -2), Core.size(scores, -1));
    return mask == null ? earlier : Numpy.logicalAnd(mask.expandDims(-2), earlier);
  }
}
