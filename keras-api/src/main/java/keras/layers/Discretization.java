package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.Assets;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Turns numbers into the bins that they lie in, with boundaries that are given or learned.
 *
 * <pre>{@code
 * new Discretization(0, 1, 2); // four bins: below 0, [0, 1), [1, 2), from 2 on
 * Discretization quarters = new Discretization().numBins(4);
 * quarters.adapt(ages);
 * }</pre>
 *
 * <p>Inputs: numbers of any shape. Outputs: the same shape, int32; in the other modes vectors as
 * long as there are bins, in the layer's dtype, see {@link #outputMode}.
 *
 * <p>Weights: none; the config holds the boundaries.
 *
 * <p>Differs from Keras: with {@code sparse} the output is dense.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/discretization.py}.
 */
public final class Discretization extends FluentLayer<Discretization>
    implements AdaptsToData, Assets {
  /** What tf_keras learned: numbers, and how many each stands for, float32 (2, numbers). */
  private static final String SUMMARY = "0";

  private static final List<OutputMode> MODES =
      List.of(OutputMode.INT, OutputMode.ONE_HOT, OutputMode.MULTI_HOT, OutputMode.COUNT);

  @Arg private double @Nullable [] binBoundaries;
  @Arg private @Nullable Integer numBins;
  @Arg private double epsilon = 0.01;
  @Arg private String outputMode = OutputMode.INT.id();
  @Arg private boolean sparse;

  /** Makes a layer that is told the number of its bins and learns their boundaries. */
  public Discretization() {}

  /** Makes a layer with boundaries, from the smallest to the greatest. */
  public Discretization(double... binBoundaries) {
    binBoundaries(binBoundaries);
  }

  /** Sets the boundaries, from the smallest to the greatest; a bin begins at each. */
  public Discretization binBoundaries(double... binBoundaries) {
    return with(() -> this.binBoundaries = binBoundaries.clone());
  }

  /** Sets how many bins {@code adapt} is to find boundaries for, each with as many numbers. */
  public Discretization numBins(int numBins) {
    return with(() -> this.numBins = numBins);
  }

  /** Sets how near the learned boundaries are to the true quantiles, as a part of the data. */
  public Discretization epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  /**
   * Sets what the layer gives: {@code "int"}, {@code "one_hot"}, {@code "multi_hot"} or {@code
   * "count"}.
   */
  public Discretization outputMode(String outputMode) {
    return with(() -> this.outputMode = outputMode);
  }

  /** Sets whether Keras gives a sparse tensor; here, the output is dense, of the same numbers. */
  public Discretization sparse(boolean sparse) {
    return with(() -> this.sparse = sparse);
  }

  private OutputMode mode() {
    return OutputMode.get(this, outputMode, MODES);
  }

  /** Returns the boundaries; none before they are learned. */
  public double[] binBoundaries() {
    return binBoundaries == null ? new double[0] : binBoundaries.clone();
  }

  /** Finds the boundaries of an array's numbers. */
  @Override
  public void adapt(Object x) {
    Quantiles quantiles = begin();
    quantiles.add(SampleArray.of(this + ".adapt", x));
    end(quantiles);
  }

  /** Finds the boundaries of the numbers of a dataset's only input, batch by batch. */
  @Override
  public void adapt(Dataset data) {
    Quantiles quantiles = begin();
    data.forEach(
        batch ->
            quantiles.add(SampleArray.of(this + ".adapt", StreamedMoments.onlyInput(this, batch))));
    end(quantiles);
  }

  private Quantiles begin() {
    validate();
    if (numBins == null) {
      throw new IllegalStateException(
          this + ": cannot adapt, because `bin_boundaries` are given. Set `num_bins` instead.");
    }
    return new Quantiles(epsilon);
  }

  private void end(Quantiles quantiles) {
    Integer bins = numBins;
    if (bins != null) {
      binBoundaries = quantiles.boundaries(this, bins);
      closeOptions();
    }
  }

  /** After {@code adapt} a config has both. */
  @Override
  protected void validate() {
    OutputMode mode = mode();
    if (sparse && mode == OutputMode.INT) {
      throw new IllegalArgumentException(
          "Discretization: `sparse` is for the modes one_hot, multi_hot and count. Received:"
              + " output_mode=int.");
    }
    if (numBins != null && numBins < 0) {
      throw new IllegalArgumentException(
          "Discretization: `num_bins` must be 0 or more. Received: num_bins=%d."
              .formatted(numBins));
    }
    if (numBins == null && binBoundaries == null) {
      throw new IllegalArgumentException(
          "Discretization: `num_bins` or `bin_boundaries` must be set.");
    }
    double[] sorted = binBoundaries();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, binBoundaries())) {
      throw new IllegalArgumentException(
          "Discretization: `bin_boundaries` must go from the smallest to the greatest. Received: bin_boundaries=%s."
              .formatted(Arrays.toString(binBoundaries)));
    }
  }

  @Override
  protected void build(Shape input) {
    validate();
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Integer bins = numBins;
    double[] boundaries = binBoundaries;
    if (boundaries == null && bins != null && ctx.infersShapes()) {
      boundaries = new double[Math.max(0, bins - 1)];
    }
    if (boundaries == null) {
      throw new IllegalStateException(
          this
              + ": has no boundaries yet. Give it `bin_boundaries` or call adapt before its first"
              + " use.");
    }
    List<Float> floats = Arrays.stream(boundaries).mapToObj(b -> (float) b).toList();
    Expr found = ctx.wrap(ctx.tf().bucketize(wide(x), floats));
    DType dtype = mode() == OutputMode.INT ? DType.INT32 : dtypePolicy().computeDtype();
    return mode().encode(found, boundaries.length + 1, dtype, null, ctx);
  }

  /** The op knows some types alone. */
  private static Expr wide(Expr x) {
    return switch (x.dtype()) {
      case BOOL, UINT8, UINT16 -> x.cast(DType.INT32);
      case FLOAT16, BFLOAT16 -> x.cast(DType.FLOAT32);
      default -> x;
    };
  }

  // ---------------------------------------------------------------- files of tf_keras

  @Override
  public List<String> ownNames() {
    return binBoundaries == null && numBins != null ? List.of(SUMMARY) : List.of();
  }

  @Override
  public boolean needsOwn(String name) {
    return false; // Keras 3 writes the boundaries into the config, or has none
  }

  @Override
  public void loadOwnVariables(Map<String, HostTensor> values) {
    HostTensor summary = values.get(SUMMARY);
    Integer bins = numBins;
    if (summary == null || bins == null || summary.shape().size() == 0) {
      return;
    }
    if (summary.shape().numDimensions() != 2 || summary.shape().get(0) != 2) {
      throw new IllegalArgumentException(
          "%s: expected a summary of shape (2, numbers). Received: shape %s."
              .formatted(this, Shapes.show(summary.shape())));
    }
    binBoundaries = Quantiles.of(epsilon, summary.floats()).boundaries(this, bins);
    closeOptions();
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("dtype", dtypePolicy().name());
    config.remove("trainable");
    return config;
  }
}
