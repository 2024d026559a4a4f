package keras.layers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.Args;
import keras.config.Pinned;
import keras.constraints.Constraint;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Looks up a vector for each index.
 *
 * <pre>{@code
 * new Embedding(10_000, 64).maskZero(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}, indices in [0, inputDim), negative ones counting from the end.
 * Outputs: {@code (batch, ..., outputDim)}. With {@code maskZero}, a mask that is false where the
 * index is 0.
 *
 * <p>Weights: {@code embeddings (inputDim, outputDim)}.
 *
 * <p>Differs from Keras: there is no LoRA, no {@code lora_rank} and no {@code lora_alpha}.
 *
 * <p>Keras: {@code keras/src/layers/core/embedding.py}.
 */
public final class Embedding extends FluentLayer<Embedding> {
  @Arg private int inputDim;
  @Arg private int outputDim;

  @Args("embeddings")
  private final WeightOptions embeddingsOptions = new WeightOptions("uniform");

  @Arg private boolean maskZero;
  @Pinned private @Nullable Object quantizationConfig;

  private @Nullable HostTensor start;
  private Variable embeddings;

  private Embedding() {}

  /**
   * Makes a table of vectors.
   *
   * @param inputDim how many vectors, at least 1
   * @param outputDim the size of each, at least 1
   */
  public Embedding(int inputDim, int outputDim) {
    this.inputDim = inputDim;
    this.outputDim = outputDim;
    validate();
  }

  /** Sets what the vectors start from. */
  public Embedding embeddingsInitializer(Initializer initializer) {
    return with(() -> embeddingsOptions.initializer = initializer);
  }

  /** Sets what the vectors start from by its Keras name, as in {@code "uniform"}. */
  public Embedding embeddingsInitializer(String id) {
    return embeddingsInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the vectors. */
  public Embedding embeddingsRegularizer(Regularizer regularizer) {
    return with(() -> embeddingsOptions.regularizer = regularizer);
  }

  /** Sets the projection of the vectors after each step. */
  public Embedding embeddingsConstraint(Constraint constraint) {
    return with(() -> embeddingsOptions.constraint = constraint);
  }

  /** Sets whether index 0 stands for padding, which later layers ignore. */
  public Embedding maskZero(boolean maskZero) {
    return with(() -> this.maskZero = maskZero);
  }

  /** Sets the vectors themselves, {@code (inputDim, outputDim)}; the initializer is not asked. */
  public Embedding weights(NdArray<?> vectors) {
    return with(
        () -> {
          if (!vectors.shape().equals(Shape.of(inputDim, outputDim))) {
            throw new IllegalArgumentException(
                "Embedding: `weights` must have shape (%d, %d). Received: shape %s."
                    .formatted(inputDim, outputDim, Shapes.show(vectors.shape())));
          }
          start = HostTensor.of(vectors);
        });
  }

  @Override
  protected void validate() {
    requirePositive("input_dim", inputDim);
    requirePositive("output_dim", outputDim);
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected boolean supportsMasking() {
    return maskZero;
  }

  @Override
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    return Numpy.notEqual(inputs.get(0), 0);
  }

  @Override
  protected void build(Shape input) {
    embeddings = addWeight("embeddings", Shape.of(inputDim, outputDim), embeddingsOptions);
    if (start != null) {
      embeddings.assign(start);
      start = null;
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    boolean whole = x.dtype() == DType.INT32 || x.dtype() == DType.INT64;
    Expr index = whole ? x : x.cast(DType.INT32);
    Expr fromStart = index.less(index.constant(0)).where(index.add(inputDim), index);
    Expr vectors = Numpy.take(ctx.readRaw(embeddings), fromStart, 0);
    return vectors.cast(dtypePolicy().computeDtype());
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.putIfAbsent("activity_regularizer", null);
    return config;
  }
}
