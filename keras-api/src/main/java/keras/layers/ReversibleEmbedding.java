package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Looks up a vector for each index, and turns vectors back into a number for each index, by the
 * same weights (Press and Wolf, 2016).
 *
 * <pre>{@code
 * ReversibleEmbedding words = new ReversibleEmbedding(10_000, 64);
 * KerasTensor x = words.apply(tokens);
 * KerasTensor logits =
 *     words.apply(Arguments.of(KerasTensor.class, "inputs", x).with("reverse", true)).flat().get(0);
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}, indices as those of {@link Embedding}; or, called with {@code
 * reverse}, vectors {@code (batch, ..., outputDim)}. Outputs: {@code (batch, ..., outputDim)}, with
 * {@code maskZero} masked where the index is 0; or, called with {@code reverse}, logits {@code
 * (batch, ..., inputDim)} without a mask.
 *
 * <p>Weights: {@code embeddings (inputDim, outputDim)}, and where they are not tied {@code
 * reverse_embeddings (outputDim, inputDim)}, which has the initializer of the others and neither
 * their penalty nor their projection.
 *
 * <p>Differs from Keras: there is no LoRA, no {@code lora_rank} and no {@code lora_alpha}.
 *
 * <p>Keras: {@code keras/src/layers/core/reversible_embedding.py}.
 */
public final class ReversibleEmbedding extends EmbeddingLayer<ReversibleEmbedding> {
  @Arg private boolean tieWeights = true;
  @Arg private @Nullable String reverseDtype;
  @Arg private @Nullable Double logitSoftCap;

  private @Nullable Variable reverseEmbeddings;

  private ReversibleEmbedding() {}

  /**
   * Makes a table of vectors.
   *
   * @param inputDim how many vectors, at least 1
   * @param outputDim the size of each, at least 1
   */
  public ReversibleEmbedding(int inputDim, int outputDim) {
    super(inputDim, outputDim);
  }

  /** Sets whether the way back takes the same weights, as if not set, or some of its own. */
  public ReversibleEmbedding tieWeights(boolean tieWeights) {
    return with(() -> this.tieWeights = tieWeights);
  }

  /**
   * Sets the dtype that the way back computes in.
   *
   * @param dtype as in {@code "float32"}; null, as if not set, for that of the vectors
   */
  public ReversibleEmbedding reverseDtype(@Nullable String dtype) {
    return checked(() -> reverseDtype = dtype);
  }

  /**
   * Sets what the logits stay below.
   *
   * @param cap the greatest size of a logit, not 0; null, as if not set, for no bound
   */
  public ReversibleEmbedding logitSoftCap(@Nullable Double cap) {
    return checked(() -> logitSoftCap = cap);
  }

  @Override
  protected void validate() {
    super.validate();
    if (reverseDtype != null && !DType.get(reverseDtype).isFloating()) {
      throw new IllegalArgumentException(
          "ReversibleEmbedding: `reverse_dtype` must be floating. Received: reverse_dtype='%s'."
              .formatted(reverseDtype));
    }
    if (logitSoftCap != null && logitSoftCap == 0) {
      throw new IllegalArgumentException(
          "ReversibleEmbedding: `logit_soft_cap` must not be 0. Received: logit_soft_cap=0.");
    }
  }

  @Override
  protected void build(Shape input) {
    super.build(input);
    reverseEmbeddings =
        tieWeights
            ? null
            : addWeight(
                "reverse_embeddings",
                Shape.of(outputDim(), inputDim()),
                embeddingsOptions().start());
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr x = Calling.only(this, in.inputs());
    return new Structure.One<>(in.flag("reverse") ? back(x, ctx) : call(x, ctx));
  }

  @Override
  protected List<@Nullable Expr> computeMasks(Arguments<Expr> in, CallContext ctx) {
    return in.flag("reverse") ? List.of() : super.computeMasks(in, ctx);
  }

  private Expr back(Expr x, CallContext ctx) {
    long size = x.rank() == 0 ? 0 : x.shape().get(x.rank() - 1);
    if (!x.dtype().isFloating() || x.rank() == 0 || (size >= 0 && size != outputDim())) {
      throw new IllegalArgumentException(
          "%s: called with `reverse`, expected floating-point vectors with last axis %d. Received: shape %s, dtype %s."
              .formatted(this, outputDim(), Shapes.show(x.shape()), x.dtype().id()));
    }
    Expr kernel =
        reverseEmbeddings == null
            ? ctx.read(embeddings()).transpose(1, 0)
            : ctx.read(reverseEmbeddings);
    DType dtype =
        reverseDtype == null ? DType.promote(x.dtype(), kernel.dtype()) : DType.get(reverseDtype);
    Expr logits = Numpy.matmul(x.cast(dtype), kernel.cast(dtype));
    return logitSoftCap == null ? logits : logits.div(logitSoftCap).tanh().mul(logitSoftCap);
  }
}
