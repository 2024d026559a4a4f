package keras.metrics;

import org.jspecify.annotations.Nullable;

/** A metric whose options chain and return its own class. */
abstract class FluentMetric<M extends FluentMetric<M>> extends Metric {
  /** Makes a metric that takes its name from its class. */
  FluentMetric() {}

  FluentMetric(String name) {
    super(name);
  }

  @Override
  public M name(String name) {
    super.name(name);
    return self();
  }

  @Override
  public M dtype(@Nullable String dtype) {
    super.dtype(dtype);
    return self();
  }

  /** Sets one option, if the metric is still open. */
  final M with(Runnable option) {
    requireOpen();
    option.run();
    validate();
    return self();
  }

  /** Checks that an option is in [0, 1]. */
  final void requireShare(String option, Number value) {
    double v = value.doubleValue();
    if (!(v >= 0 && v <= 1)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be in [0, 1]. Received: %s=%s."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  /** Checks that an option is at least 1. */
  final void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: `%s` must be a positive integer. Received: %s=%d."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  @SuppressWarnings("unchecked") // M is the class itself
  private M self() {
    return (M) this;
  }
}
