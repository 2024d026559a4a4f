package keras.layers;

import java.util.List;
import java.util.Map;
import keras.config.Pinned;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.HashedCross;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Crosses categories: spreads each combination of the values of several features over bins by its
 * hash.
 *
 * <pre>{@code
 * KerasTensor bins = new HashedCrossing(64).apply(city, hour);
 * }</pre>
 *
 * <p>Inputs: two tensors or more of strings or whole numbers, all scalars, {@code (batch)} or
 * {@code (batch, 1)}. Outputs: the same shape, the bins in the layer's dtype, int64 unless set; in
 * the mode {@code "one_hot"} {@code (batch, numBins)}, floating unless a dtype is set.
 *
 * <p>Weights: none.
 *
 * <p>Keras 3 crosses more than two tensors of a functional model nowhere; tf_keras does, and the
 * call on arrays does in both.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/hashed_crossing.py}.
 */
public final class HashedCrossing extends HashingLayer<HashedCrossing> {
  private static final List<OutputMode> MODES = List.of(OutputMode.INT, OutputMode.ONE_HOT);

  @Pinned private boolean sparse = false;

  private HashedCrossing() {
    super(MODES);
  }

  /** Makes a layer with so many bins. */
  public HashedCrossing(int numBins) {
    this();
    numBins(numBins);
  }

  @Override
  public boolean takesList() {
    return true;
  }

  @Override
  protected void build(List<Shape> inputs) {
    validate();
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape first = inputs.get(0);
    int rank = first.numDimensions();
    boolean single = rank < 2 || (rank == 2 && first.get(1) == 1);
    boolean same = inputs.stream().allMatch(first::isCompatibleWith);
    if (inputs.size() < 2 || !single || !same) {
      throw new IllegalArgumentException(
          "%s: expected 2 inputs or more of one shape, (), (batch) or (batch, 1). Received: shapes %s."
              .formatted(this, inputs.stream().map(Shapes::show).toList()));
    }
  }

  @Override
  protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
    for (Expr x : inputs) {
      if (x.dtype().isFloating() || x.dtype() == DType.BOOL) {
        throw new IllegalArgumentException(
            "%s: expected strings or whole numbers. Received: inputs of %s."
                .formatted(this, inputs.stream().map(Expr::dtype).toList()));
      }
    }
    Expr first = inputs.get(0);
    Expr bins = HashedCross.of(inputs.stream().map(x -> x.reshape(-1, 1)).toList(), numBins());
    Expr shaped = first.rank() == 1 ? bins : Numpy.reshape(bins, Core.shape(first));
    DType dtype = dtypePolicy().computeDtype();
    return List.of(mode().encode(shaped, numBins(), dtype, null, ctx));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("dtype", dtypePolicy().name());
    config.remove("trainable");
    return config;
  }
}
