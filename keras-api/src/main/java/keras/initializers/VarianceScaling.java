package keras.initializers;

import java.util.Locale;
import java.util.Set;
import keras.config.Arg;

/**
 * Values whose variance is {@code scale / fan}, so that signals neither grow nor fade from layer to
 * layer.
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer(new VarianceScaling(2, "fan_avg", "uniform"))
 * }</pre>
 *
 * <p>The distribution is {@code "uniform"}, {@code "truncated_normal"} (also called {@code
 * "normal"}) or {@code "untruncated_normal"}; the fan {@code "fan_in"}, {@code "fan_out"} or {@code
 * "fan_avg"}, their mean.
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class VarianceScaling extends FanInitializer<VarianceScaling> {
  @Arg private double scale = 1;
  @Arg private String mode = "fan_in";
  @Arg private String distribution = "truncated_normal";

  /** Scales by 1 over the fan in, truncated normal. */
  public VarianceScaling() {}

  /** Scales by {@code scale} over the fan that {@code mode} names. */
  public VarianceScaling(double scale, String mode, String distribution) {
    scale(scale).mode(mode).distribution(distribution);
  }

  /** Sets the variance times the fan, above 0; 1 if not set. */
  public VarianceScaling scale(double scale) {
    this.scale = scale;
    checked();
    return this;
  }

  /** Sets the fan: {@code "fan_in"}, {@code "fan_out"} or {@code "fan_avg"}. */
  public VarianceScaling mode(String mode) {
    this.mode = mode;
    checked();
    return this;
  }

  /** Sets the distribution: uniform, truncated_normal (or normal), or untruncated_normal. */
  public VarianceScaling distribution(String distribution) {
    this.distribution = distribution;
    checked();
    return this;
  }

  private void checked() {
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "VarianceScaling: `scale` must be positive. Received: scale=%s.".formatted(scale));
    }
    if (!Set.of("fan_in", "fan_out", "fan_avg").contains(mode)) {
      throw new IllegalArgumentException(
          "VarianceScaling: `mode` must be one of fan_in, fan_out, fan_avg. Received: mode='%s'."
              .formatted(mode));
    }
    String name = distribution.toLowerCase(Locale.ROOT);
    if (!Set.of("uniform", "normal", "truncated_normal", "untruncated_normal").contains(name)) {
      throw new IllegalArgumentException(
          "VarianceScaling: `distribution` must be one of uniform, truncated_normal, untruncated_normal. Received: distribution='%s'."
              .formatted(distribution));
    }
    distribution = name.equals("normal") ? "truncated_normal" : name;
  }

  @Override
  protected void validate() {
    super.validate();
    checked();
  }

  @Override
  Scaling scaling() {
    return new Scaling(scale, mode, distribution);
  }
}
