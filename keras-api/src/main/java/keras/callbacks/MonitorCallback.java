package keras.callbacks;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Set;
import keras.config.Names;
import keras.metrics.Metric;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/**
 * A callback that watches one value of the logs for improvement.
 *
 * <p>Keras: {@code keras/src/callbacks/monitor_callback.py}.
 */
public abstract class MonitorCallback<C extends MonitorCallback<C>> extends Callback {
  private String monitor = "val_loss";
  private String mode = "auto";
  private double minDelta;
  private @Nullable Boolean higherIsBetter;
  @Nullable Double best;

  MonitorCallback() {}

  /** Sets which value of the logs is watched, as in {@code "val_accuracy"}. */
  public C monitor(String monitor) {
    this.monitor = monitor;
    higherIsBetter = null;
    return self();
  }

  /**
   * Sets when a value is better: {@code "min"} or {@code "max"}; {@code "auto"} goes by the metric.
   */
  public C mode(String mode) {
    if (Set.of("auto", "min", "max").contains(mode)) {
      this.mode = mode;
    } else {
      Console.printLine(
          "%s mode '%s' is unknown, fallback to auto mode."
              .formatted(getClass().getSimpleName(), mode));
      this.mode = "auto";
    }
    higherIsBetter = null;
    return self();
  }

  final void leastChange(double minDelta) {
    this.minDelta = Math.abs(minDelta);
  }

  @SuppressWarnings("unchecked") // C is this class
  final C self() {
    return (C) this;
  }

  final String monitor() {
    return monitor;
  }

  /** Returns the best value so far, null where there is none. */
  public final @Nullable Double best() {
    return best;
  }

  /** Whether a value is better than a reference, by more than the least difference, in float32. */
  final boolean isImprovement(double value, @Nullable Double reference) {
    boolean up = higherIsBetter();
    if (reference == null) {
      return true;
    }
    float wanted = reference.floatValue();
    return up ? (float) (value - minDelta) > wanted : (float) (value + minDelta) < wanted;
  }

  /** Throws where it is not known when a value is better. */
  final void requireDirection() {
    higherIsBetter();
  }

  /** Finds the direction, once the model's metrics are known. */
  @CanIgnoreReturnValue
  private boolean higherIsBetter() {
    Boolean known = higherIsBetter;
    if (known == null) {
      known = direction();
      higherIsBetter = known;
    }
    return known;
  }

  private boolean direction() {
    if (!mode.equals("auto")) {
      return mode.equals("max");
    }
    String metric = monitor.startsWith("val_") ? monitor.substring(4) : monitor;
    if (metric.equals("loss")) {
      return false;
    }
    String direction = null;
    for (Metric m : model().metrics()) {
      if (m.name().equals(metric)) {
        direction = Directions.of(Names.snake(m.getClass().getSimpleName()));
      }
    }
    if (direction == null) {
      throw new IllegalArgumentException(
          ("%s callback received monitor=%s, but Keras isn't able to automatically determine "
                  + "whether that metric should be maximized or minimized. Pass `mode='max'` in "
                  + "order to monitor based on the highest metric value, or pass `mode='min'` in "
                  + "order to use the lowest value.")
              .formatted(getClass().getSimpleName(), monitor));
    }
    return direction.equals("up");
  }
}
