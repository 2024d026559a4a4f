package keras.layers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.DTypePolicy;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Hashing} and {@link HashedCrossing} share: a number of bins, what is given of a bin,
 * and a dtype that follows from it unless one is set.
 */
public abstract class HashingLayer<L extends HashingLayer<L>> extends FluentLayer<L> {
  @Arg private int numBins;
  @Arg private String outputMode = OutputMode.INT.id();

  private final List<OutputMode> modes;
  private boolean typed;

  HashingLayer(List<OutputMode> modes) {
    this.modes = modes;
    super.dtype(DType.INT64.id());
  }

  final void numBins(int numBins) {
    this.numBins = requirePositive("num_bins", numBins);
  }

  final int numBins() {
    return numBins;
  }

  /**
   * Sets what the layer gives: {@code "int"}, the bin, or {@code "one_hot"}, a vector with a 1 at
   * its place, or another mode that the class names; all but the first in floating numbers, unless
   * a dtype is set.
   */
  public L outputMode(String outputMode) {
    return with(
        () -> {
          this.outputMode = outputMode;
          if (!typed) {
            boolean indices = outputMode.equals(OutputMode.INT.id());
            super.dtype(indices ? DType.INT64.id() : DTypePolicy.global().name());
          }
        });
  }

  @Override
  public L dtype(String policy) {
    typed = true;
    return super.dtype(policy);
  }

  final OutputMode mode() {
    return OutputMode.get(this, outputMode, modes);
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Object mode = config.get("output_mode");
    if (config.get("dtype") == null && mode != null && !mode.equals(OutputMode.INT.id())) {
      config.put("dtype", DTypePolicy.global().name());
    }
    return config;
  }

  @Override
  protected void validate() {
    requirePositive("num_bins", numBins);
    mode();
  }

  @Override
  protected boolean autocast() {
    return false;
  }
}
