package keras.utils;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Displays a progress bar, character by character as Keras does.
 *
 * <pre>{@code
 * var bar = new Progbar(1875L).statefulMetrics(List.of("accuracy"));
 * bar.update(1, Map.of("accuracy", 0.5));
 * bar.update(1875, Map.of("accuracy", 0.9)); // the last one ends the line
 * }</pre>
 *
 * <p>Metrics are averaged over the steps before they are shown, except those named as stateful,
 * which are shown as they are. On a terminal one line is updated in place; elsewhere each update
 * starts a line, at most one every {@link #interval}. The system property {@code keras.terminal}
 * ("true" or "false") overrules what is found out about standard output.
 *
 * <p>Differs from Keras: on Linux and macOS, Keras updates in place even where the output is no
 * terminal.
 *
 * <p>Keras: keras/src/utils/progbar.py
 */
public final class Progbar {
  private @Nullable Long target;
  private int width = 20;
  private int verbose = 1;
  private double interval = 0.05;
  private Set<String> metrics = Set.of();
  private @Nullable Boolean metricsAreStateful;
  private String unitName = "step";
  private boolean dynamicDisplay = Terminal.isPresent();
  private Consumer<String> output = Progbar::print;
  private DoubleSupplier clock = () -> System.nanoTime() / 1e9;

  private final Map<String, double[]> values = new LinkedHashMap<>(); // name: sum, count
  private boolean started;
  private double start;
  private double lastUpdate;
  private @Nullable Double timeAfterFirstStep;
  private long seenSoFar;
  private int previousWidth;

  /**
   * Makes a bar; its time starts now.
   *
   * @param target the number of steps to come, null if unknown
   */
  public Progbar(@Nullable Long target) {
    this.target = target;
    start = clock.getAsDouble();
    lastUpdate = Double.NEGATIVE_INFINITY;
  }

  /** Whether standard output is a terminal where a bar can be updated in place. */
  public static boolean isTerminal() {
    return Terminal.isPresent();
  }

  /** Prints text as it is to standard output, where bars are printed. */
  public static void print(String text) {
    System.out.print(Terminal.writable(text, Terminal.charset()));
    System.out.flush();
  }

  /** Sets the number of steps to come, once it is known. */
  public void target(long target) {
    this.target = target;
  }

  /** Sets the length of the bar in characters. */
  public Progbar width(int width) {
    requireOpen("width");
    this.width = width;
    return this;
  }

  /** Sets what is shown: 0 nothing, 1 the bar, 2 one line at the end. */
  public Progbar verbose(int verbose) {
    requireOpen("verbose");
    if (verbose < 0 || verbose > 2) {
      throw new IllegalArgumentException(
          "Progbar: `verbose` must be 0, 1 or 2. Received: verbose=%d.".formatted(verbose));
    }
    this.verbose = verbose;
    return this;
  }

  /** Sets the shortest time between two displays, in seconds. */
  public Progbar interval(double interval) {
    requireOpen("interval");
    this.interval = interval;
    return this;
  }

  /** Names the metrics that are shown as they are; all others are averaged over the steps. */
  public Progbar statefulMetrics(Collection<String> names) {
    return metrics(names, true);
  }

  /** Names the metrics that are averaged over the steps; all others are shown as they are. */
  public Progbar statelessMetrics(Collection<String> names) {
    return metrics(names, false);
  }

  private Progbar metrics(Collection<String> names, boolean stateful) {
    requireOpen(stateful ? "statefulMetrics" : "statelessMetrics");
    if (metricsAreStateful != null && metricsAreStateful != stateful) {
      throw new IllegalArgumentException(
          "Progbar: only one of `stateful_metrics` or `stateless_metrics` can be given.");
    }
    metrics = Set.copyOf(new LinkedHashSet<>(names));
    metricsAreStateful = stateful;
    return this;
  }

  /** Sets the name of a step: "step" or "sample". */
  public Progbar unitName(String unitName) {
    requireOpen("unitName");
    this.unitName = unitName;
    return this;
  }

  /** Sets whether the line is updated in place, as on a terminal. */
  public Progbar dynamicDisplay(boolean dynamicDisplay) {
    requireOpen("dynamicDisplay");
    this.dynamicDisplay = dynamicDisplay;
    return this;
  }

  /** Sends the text elsewhere than to standard output. */
  public Progbar output(Consumer<String> output) {
    requireOpen("output");
    this.output = output;
    return this;
  }

  /** Takes the time, in seconds, from another clock; the bar's time starts anew. */
  public Progbar clock(DoubleSupplier clock) {
    requireOpen("clock");
    this.clock = clock;
    this.start = clock.getAsDouble();
    return this;
  }

  /** Shows that {@code current} steps are done. */
  public void update(long current) {
    update(current, Map.of());
  }

  /**
   * Shows that {@code current} steps are done; at the target the line is ended.
   *
   * @param metrics the values of the last step, in the order in which they are shown
   */
  public void update(long current, Map<String, Double> metrics) {
    update(current, metrics, target != null && current >= target);
  }

  /**
   * Shows that {@code current} steps are done.
   *
   * @param metrics the values of the last step, in the order in which they are shown
   * @param finalize whether this is the last update: the values given are shown as they are
   */
  public void update(long current, Map<String, Double> metrics, boolean finalize) {
    started = true;
    metrics.forEach((name, value) -> collect(name, value, current, finalize));
    seenSoFar = current;
    double now = clock.getAsDouble();
    double perUnit = estimateStepDuration(current, now);
    if (verbose == 1) {
      if (now - lastUpdate < interval && !finalize) {
        return;
      }
      output.accept(bar(current, finalize, now, perUnit));
    } else if (verbose == 2 && finalize && target != null && target > 0) {
      output.accept(line(current, target, now, perUnit));
    }
    lastUpdate = now;
  }

  /** Shows that {@code n} more steps are done. */
  public void add(long n, Map<String, Double> metrics) {
    update(seenSoFar + n, metrics);
  }

  private void collect(String name, double value, long current, boolean finalize) {
    boolean named = metrics.contains(name);
    boolean stateless = (metricsAreStateful == null || metricsAreStateful) ? !named : named;
    double[] sum = values.get(name);
    if (finalize || !stateless) {
      values.put(name, new double[] {value, 1});
    } else {
      long base = Math.max(current - seenSoFar, 1);
      if (sum == null) {
        values.put(name, new double[] {value * base, base});
      } else {
        sum[0] += value * base;
        sum[1] += base;
      }
    }
  }

  private String bar(long current, boolean finalize, double now, double perUnit) {
    StringBuilder message = new StringBuilder();
    message.append(dynamicDisplay ? "\b".repeat(previousWidth) + "\r" : "\n");
    StringBuilder shown = new StringBuilder();
    int invisible = 0;
    if (target != null && target > 0) {
      shown.append("\033[1m").append(count(current, target)).append("\033[0m ");
      invisible += 8;
      int done = (int) (width * ((double) current / target));
      if (done > 0) {
        shown.append("\033[32m").append("━".repeat(done)).append("\033[0m");
        invisible += 9;
      }
      shown.append("\033[37m").append("━".repeat(Math.max(width - done, 0))).append("\033[0m");
      invisible += 9;
    } else {
      shown.append(padded(current, 7)).append("/Unknown");
    }
    String time =
        target != null && target > 0 && !finalize
            ? remaining(perUnit * (target - current))
            : PythonFormat.fixed(now - start, 0) + "s";
    shown.append(" \033[1m").append(time).append("\033[0m");
    invisible += 8;
    shown.append(duration(perUnit)).append(metricsText(true));
    message.append(shown);
    int total = shown.codePointCount(0, shown.length()) - invisible;
    message.append(" ".repeat(Math.max(previousWidth - total, 0)));
    previousWidth = total;
    return message.append(finalize ? "\n" : "").toString();
  }

  private String line(long current, long target, double now, double perUnit) {
    return count(current, target)
        + (" - " + PythonFormat.fixed(now - start, 0) + "s -")
        + duration(perUnit)
        + metricsText(false)
        + "\n";
  }

  private static String count(long current, long target) {
    return padded(current, (int) Math.log10((double) target) + 1) + "/" + target;
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return " ".repeat(Math.max(digits - text.length(), 0)) + text;
  }

  private String metricsText(boolean bySize) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, sum) -> {
          double mean = sum[0] / Math.max(1, sum[1]);
          boolean plain = (bySize ? Math.abs(mean) : mean) > 1e-3;
          text.append(" - ").append(name).append(": ");
          text.append(plain ? PythonFormat.fixed(mean, 4) : PythonFormat.scientific(mean, 4));
        });
    return text.toString();
  }

  private static String remaining(double seconds) {
    long s = (long) seconds;
    if (seconds > 3600) {
      return "%d:%02d:%02d".formatted(s / 3600, s % 3600 / 60, s % 60);
    } else if (seconds > 60) {
      return "%d:%02d".formatted(s / 60, s % 60);
    }
    return s + "s";
  }

  private String duration(double perUnit) {
    if (perUnit >= 1 || perUnit == 0) {
      return " " + PythonFormat.fixed(perUnit, 0) + "s/" + unitName;
    } else if (perUnit >= 1e-3) {
      return " " + PythonFormat.fixed(perUnit * 1000.0, 0) + "ms/" + unitName;
    }
    return " " + PythonFormat.fixed(perUnit * 1000000.0, 0) + "us/" + unitName;
  }

  /** The first step, which builds things, is left out once there are more. */
  private double estimateStepDuration(long current, double now) {
    if (current == 0) {
      return 0;
    }
    double perUnit =
        timeAfterFirstStep != null && current > 1
            ? (now - timeAfterFirstStep) / (current - 1)
            : (now - start) / current;
    if (current == 1) {
      timeAfterFirstStep = now;
    }
    return perUnit;
  }

  private void requireOpen(String option) {
    if (started) {
      throw new IllegalStateException(
          "Progbar: %s must be set before the first update.".formatted(option));
    }
  }
}
