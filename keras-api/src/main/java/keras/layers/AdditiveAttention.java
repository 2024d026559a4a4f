package keras.layers;

import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Attention with scores that are weighed sums of {@code tanh(query + key)} (Bahdanau et al., 2014).
 *
 * <pre>{@code
 * KerasTensor y = new AdditiveAttention().apply(query, value);
 * }</pre>
 *
 * <p>Inputs, masks and outputs: see {@link AttentionLayer}.
 *
 * <p>Weights: {@code scale (size)}, unless {@code useScale} is off.
 *
 * <p>Keras: {@code keras/src/layers/attention/additive_attention.py}.
 */
public final class AdditiveAttention extends AttentionLayer<AdditiveAttention> {
  private @Nullable Variable scale;

  /** Makes a layer with a weight for each element of the sum. */
  public AdditiveAttention() {
    super(true);
  }

  @Override
  void build(long size) {
    if (useScale && size < 0) {
      throw new IllegalArgumentException(
          "%s: expected queries with a known size along the last axis. Received: %s."
              .formatted(this, Shapes.show(Shape.of(-1, -1, size))));
    }
    scale = useScale ? addWeight("scale", Shape.of(size), Initializer.get("glorot_uniform")) : null;
  }

  @Override
  Expr scores(Expr query, Expr key, CallContext ctx) {
    Expr sum = query.expandDims(-2).add(key.expandDims(-3)).tanh();
    Expr factor = read(scale, ctx);
    return (factor == null ? sum.mul(1) : factor.mul(sum)).sum(-1);
  }
}
