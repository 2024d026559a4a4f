package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.TruncatedNormal;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Divides the kernel of a layer by its spectral norm at each training step, so that the layer
 * enlarges no difference of its inputs; that steadies the training of GANs (Miyato et al., 2018).
 *
 * <pre>{@code
 * new SpectralNormalization(new Dense(10)).powerIterations(2)
 * }</pre>
 *
 * <p>The norm is estimated by power iteration, which goes on from step to step. The kernel itself
 * is replaced, before the call, and so trains from there.
 *
 * <p>Inputs: as those of the layer inside, the last axis of known size. Outputs: as those of the
 * layer inside, in the dtype of the inputs; those of an {@code Embedding} on integers are integers
 * therefore, as in Keras.
 *
 * <p>Weights: {@code kernel} or {@code embeddings} of the layer inside, {@code vector_u (1, last
 * axis of the kernel)}, which does not train, then the other weights of the layer inside. Files of
 * Keras hold the kernel twice, here and in the layer inside.
 *
 * <p>tf_keras loads files with this layer, its own too, only with {@code
 * custom_objects={"SpectralNormalization": keras.layers.SpectralNormalization}}.
 *
 * <p>Keras: {@code keras/src/layers/normalization/spectral_normalization.py}.
 */
public final class SpectralNormalization extends Wrapper<SpectralNormalization> {
  private static final List<String> KERNELS = List.of("kernel", "embeddings");

  /** Keras' bound of the factor of a normalized vector, one by {@code keras.config.epsilon()}. */
  private static final double LARGEST = 1.0 / 1e-7;

  @Arg private int powerIterations = 1;

  private @Nullable Variable kernel;
  private @Nullable Variable vectorU;
  private long inputSize;

  private SpectralNormalization() {}

  /**
   * Makes a wrapper.
   *
   * @param layer one that has a weight {@code kernel} or {@code embeddings}
   */
  public SpectralNormalization(Layer layer) {
    super(layer);
  }

  /** Sets how many iterations each training step takes, at least 1. */
  public SpectralNormalization powerIterations(int iterations) {
    return checked(() -> powerIterations = iterations);
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("power_iterations", powerIterations);
  }

  @Override
  protected void build(Shape input) {
    super.build(input);
    inputSize = input.get(-1);
    Variable found = kernelOf(layer());
    kernel = found; // from here on a weight of this layer too
    Shape vector = Shape.of(1, found.shape().get(-1));
    vectorU = addState("vector_u", vector, found.dtype(), new TruncatedNormal().stddev(0.02));
  }

  private Variable kernelOf(Layer inner) {
    for (String name : KERNELS) {
      for (Variable v : inner.ownVariables()) {
        if (v.name().equals(name)) {
          return v;
        }
      }
    }
    throw new IllegalArgumentException(
        "%s: expected a layer with a weight `kernel` or `embeddings`. Received: %s."
            .formatted(this, inner));
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (!input.isUnknown()
        && (input.numDimensions() < 1
            || (inputSize >= 0 && input.get(-1) >= 0 && input.get(-1) != inputSize))) {
      throw new IllegalArgumentException(
          "%s: expected inputs with last axis %d. Received: shape %s."
              .formatted(this, inputSize, Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Variable k = kernel;
    Variable u = vectorU;
    if (ctx.training() && k != null && u != null) {
      normalize(k, u, ctx);
    }
    return layer().apply(x, ctx).cast(x.dtype());
  }

  /** Replaces the kernel and the vector, unless the kernel is all zeros. */
  private void normalize(Variable k, Variable u, CallContext ctx) {
    Expr before = ctx.read(k);
    Expr weights = before.reshape(-1, k.shape().get(-1));
    Expr start = ctx.read(u);
    Expr right = start;
    Expr left = start;
    for (int i = 0; i < powerIterations; i++) {
      left = normalized(right.matmul(weights.transpose(1, 0)));
      right = normalized(left.matmul(weights));
    }
    Expr sigma = left.matmul(weights).matmul(right.transpose(1, 0));
    Expr after = before.div(sigma).reshape(k.shape().asArray());
    Expr someAreNot = Numpy.any(Numpy.notEqual(before, 0), Numpy.axesBut(before));
    ctx.assign(u, someAreNot.where(right, start));
    ctx.assign(k, someAreNot.where(after, before));
  }

  private static Expr normalized(Expr vector) {
    Expr squares = Numpy.sum(vector.square(), Numpy.axesBut(vector), true);
    return vector.mul(squares.rsqrt().minimum(LARGEST));
  }
}
