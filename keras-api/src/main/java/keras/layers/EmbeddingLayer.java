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
 * <p>Weights: {@code embeddings (inputDim, outputDim)}.
 *
 * <p>Differs from Keras: there is no LoRA, no {@code lora_rank} and no {@code lora_alpha}.
 *
 * <p>Keras: {@code keras/src/layers/core/embedding.py}.
 */
public abstract class EmbeddingLayer<L extends EmbeddingLayer<L>> extends FluentLayer<L> {
  @Arg private int inputDim;
  @Arg private int outputDim;

  @Args("embeddings")
  private final WeightOptions embeddingsOptions = new WeightOptions("uniform");

  @Arg private boolean maskZero;
  @Pinned private @Nullable Object quantizationConfig;

  private @Nullable HostTensor start;
  private Variable embeddings;

  EmbeddingLayer() {}

  EmbeddingLayer(int inputDim, int outputDim) {
    this.inputDim = inputDim;
    this.outputDim = outputDim;
    validate();
  }

  /** Sets what the vectors start from. */
  public final L embeddingsInitializer(Initializer initializer) {
    return with(() -> embeddingsOptions.initializer = initializer);
  }

  /** Sets what the vectors start from by its Keras name, as in {@code "uniform"}. */
  public final L embeddingsInitializer(String id) {
    return embeddingsInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the vectors. */
  public final L embeddingsRegularizer(Regularizer regularizer) {
    return with(() -> embeddingsOptions.regularizer = regularizer);
  }

  /** Sets the projection of the vectors after each step. */
  public final L embeddingsConstraint(Constraint constraint) {
    return with(() -> embeddingsOptions.constraint = constraint);
  }

  /** Sets whether index 0 stands for padding, which later layers ignore. */
  public final L maskZero(boolean maskZero) {
    return with(() -> this.maskZero = maskZero);
  }

  /** Sets the vectors themselves, {@code (inputDim, outputDim)}; the initializer is not asked. */
  public final L weights(NdArray<?> vectors) {
    return with(
        () -> {
          if (!vectors.shape().equals(Shape.of(inputDim, outputDim))) {
            throw new IllegalArgumentException(
                "%s: `weights` must have shape (%d, %d). Received: shape %s."
                    .formatted(
                        getClass().getSimpleName(),
                        inputDim,
                        outputDim,
                        Shapes.show(vectors.shape())));
          }
          start = HostTensor.of(vectors);
        });
  }

  /** Returns how many vectors there are. */
  final int inputDim() {
    return inputDim;
  }

  /** Returns the size of a vector. */
  final int outputDim() {
    return outputDim;
  }

  /** Returns what the weights' options say. */
  final WeightOptions embeddingsOptions() {
    return embeddingsOptions;
  }

  /** Returns the vectors, {@code (inputDim, outputDim)}. */
  final Variable embeddings() {
    return embeddings;
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
