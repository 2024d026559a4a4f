package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.CallContext;
import keras.engine.Constants;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.Values;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Brings data to mean 0 and variance 1, by moments that were given or found in data before
 * training: {@code (inputs - mean) / sqrt(variance)}.
 *
 * <pre>{@code
 * Normalization scaled = new Normalization();
 * scaled.adapt(features);
 * }</pre>
 *
 * <p>Inputs: any shape, of any number type, the sizes along {@code axis} known. Outputs: the same
 * shape, in the layer's dtype. A mask passes.
 *
 * <p>Weights: {@code mean} and {@code variance}, both of the sizes along {@code axis}, and {@code
 * count ()}, int64, always 0; none where mean and variance are given.
 *
 * <p>Differs from Keras: weights set by {@code setWeights} take effect at the next call; in Keras
 * they take effect after {@code finalize_state}.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/normalization.py}.
 */
public final class Normalization extends FluentLayer<Normalization> implements AdaptsToData {
  @Arg private int[] axis = {-1};
  @Arg private boolean invert;
  @Arg private @Nullable Object mean;
  @Arg private @Nullable Object variance;

  private int[] kept = {};
  private long[] broadcast = {};
  private @Nullable Variable adaptMean;
  private @Nullable Variable adaptVariance;

  /** Makes a layer with moments along the last axis. */
  public Normalization() {}

  /** Sets the axes that have moments of their own; none for one mean and one variance of all. */
  public Normalization axis(int... axis) {
    return with(() -> this.axis = axis.clone());
  }

  /** Sets the mean of everything. */
  public Normalization mean(double mean) {
    return with(() -> this.mean = mean);
  }

  /** Sets the means along the axis. */
  public Normalization mean(double... mean) {
    return with(() -> this.mean = Arrays.stream(mean).boxed().toList());
  }

  /** Sets the means along the axes. */
  public Normalization mean(NdArray<? extends Number> mean) {
    return with(() -> this.mean = Constants.toConfig(mean));
  }

  /** Sets the variance of everything. */
  public Normalization variance(double variance) {
    return with(() -> this.variance = variance);
  }

  /** Sets the variances along the axis. */
  public Normalization variance(double... variance) {
    return with(() -> this.variance = Arrays.stream(variance).boxed().toList());
  }

  /** Sets the variances along the axes. */
  public Normalization variance(NdArray<? extends Number> variance) {
    return with(() -> this.variance = Constants.toConfig(variance));
  }

  /** Sets whether the layer turns normalized data back into what it was. */
  public Normalization invert(boolean invert) {
    return with(() -> this.invert = invert);
  }

  /**
   * Finds the moments of an array, as NumPy computes them, and builds the layer for its shape.
   *
   * @param x an NdArray or a nested Java array
   */
  @Override
  public void adapt(Object x) {
    NdArray<?> data = SampleArray.of("adapt", x).toNdArray();
    prepare(data.shape());
    HostTensor host = HostTensor.of(data);
    boolean single = host.dtype() == DType.FLOAT32;
    assign(NumpyMoments.of(Constants.doubles(data), data.shape().asArray(), kept, single));
  }

  /** Finds the moments of a dataset's only input, batch by batch, and builds the layer for it. */
  @Override
  public void adapt(Dataset data) {
    DType dtype = dtypePolicy().computeDtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    try (StreamedMoments moments = new StreamedMoments(toString(), dtype)) {
      data.forEach(
          batch -> {
            NdArray<?> x = moments.onlyInput(batch);
            prepare(Shape.of(-1).append(x.shape().tail()));
            moments.add(HostTensor.of(x).cast(dtype), kept);
          });
      assign(moments.result());
    }
  }

  private void prepare(Shape data) {
    if (mean != null) {
      throw new IllegalStateException(
          this + ": `mean` and `variance` are set, so there is nothing to adapt. Drop either.");
    }
    buildFor(data);
    check(List.of(data));
  }

  private void assign(double[][] moments) {
    Variable m = adaptMean;
    Variable v = adaptVariance;
    if (m != null && v != null) {
      Values.write(
          List.of(m, v),
          List.of(Constants.host(m.shape(), moments[0]), Constants.host(v.shape(), moments[1])));
    }
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    if (config.containsKey("axis") && !(config.get("axis") instanceof List)) {
      Object one = config.get("axis");
      if (one == null || one instanceof Number) {
        config.put("axis", one == null ? List.of() : List.of(one));
      }
    }
    return config;
  }

  @Override
  protected void validate() {
    if ((mean == null) != (variance == null)) {
      throw new IllegalArgumentException(
          "Normalization: `mean` and `variance` must be set both. Received: mean=%s, variance=%s."
              .formatted(mean, variance));
    }
    if (mean == null) {
      return;
    }
    Constants m = Constants.of(mean);
    Constants v = Constants.of(variance);
    if (m == null || v == null || !m.shape().equals(v.shape())) {
      throw new IllegalArgumentException(
          "Normalization: `mean` and `variance` must be numbers of the same shape."
              + " Received: mean=%s, variance=%s.".formatted(mean, variance));
    }
    if (m.shape().numDimensions() > axis.length) {
      throw new IllegalArgumentException(
          "Normalization: `mean` may have as many axes as `axis` names, which is %d."
                  .formatted(axis.length)
              + " Received: mean=%s.".formatted(mean));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    validate();
    int rank = input.numDimensions();
    boolean fits =
        Arrays.stream(axis)
            .allMatch(a -> a >= -rank && a < rank && input.get(Math.floorMod(a, rank)) >= 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: `axis` must hold axes of known size. Received: axis=%s for inputs of shape %s."
              .formatted(this, Arrays.toString(axis), Shapes.show(input)));
    }
    kept = Arrays.stream(axis).map(a -> Math.floorMod(a, rank)).sorted().toArray();
    broadcast = IntStream.range(0, rank).mapToLong(i -> isKept(i) ? input.get(i) : 1).toArray();
    if (mean == null) {
      Shape shape = Shape.of(Arrays.stream(kept).mapToLong(input::get).toArray());
      adaptMean = addState("mean", shape, Initializer.get("zeros"));
      adaptVariance = addState("variance", shape, Initializer.get("ones"));
      addState("count", Shape.scalar(), DType.INT64, Initializer.get("zeros"));
    }
  }

  private boolean isKept(int at) {
    return Arrays.stream(kept).anyMatch(k -> k == at);
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    boolean same = input.numDimensions() == broadcast.length;
    for (int k : kept) {
      same = same && input.get(k) == broadcast[k];
    }
    if (!same) {
      throw new IllegalArgumentException(
          "%s: expected inputs of %d axes with the sizes %s along the axes %s. Received: shape %s."
              .formatted(
                  this,
                  broadcast.length,
                  Arrays.stream(kept).mapToObj(k -> broadcast[k]).toList(),
                  Arrays.toString(kept),
                  Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr input, CallContext ctx) {
    Expr x = input.cast(dtypePolicy().computeDtype());
    Expr center = moment(ctx, adaptMean, mean);
    Expr deviation = moment(ctx, adaptVariance, variance).sqrt().maximum(1e-7);
    return invert ? center.add(x.mul(deviation)) : x.sub(center).div(deviation);
  }

  private Expr moment(CallContext ctx, @Nullable Variable adapted, @Nullable Object given) {
    if (adapted != null) {
      return ctx.read(adapted).reshape(broadcast);
    }
    Constants numbers = Constants.of(given);
    if (numbers == null) {
      throw new IllegalStateException(this + ": no moments are set.");
    }
    long[] expanded = new long[broadcast.length];
    Arrays.fill(expanded, 1);
    int rank = numbers.shape().numDimensions();
    for (int i = 1; i <= rank; i++) {
      expanded[kept[kept.length - i]] = numbers.shape().get(rank - i);
    }
    return numbers.in(ctx.tf(), dtypePolicy().computeDtype()).reshape(expanded);
  }
}
