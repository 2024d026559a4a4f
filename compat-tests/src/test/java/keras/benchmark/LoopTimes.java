package keras.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What several loops take by turns, by the clock and of the process' processor time. */
final class LoopTimes {
  private record Took(double wall, double processor) {}

  private final Map<String, List<Took>> all = new LinkedHashMap<>();
  private final int steps;

  /** Collects times of loops of so many steps. */
  LoopTimes(int steps) {
    this.steps = steps;
  }

  /** Runs a loop and adds what it took. */
  void add(String name, Runnable loop) {
    double processor = processor();
    long start = System.nanoTime();
    loop.run();
    double wall = (System.nanoTime() - start) / 1e9;
    Took took = new Took(wall / steps, (processor() - processor) / steps);
    all.computeIfAbsent(name, n -> new ArrayList<>()).add(took);
  }

  private static double processor() {
    Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return used.toNanos() / 1e9;
  }

  private List<Took> times(String name) {
    return all.getOrDefault(name, List.of());
  }

  private double least(String name) {
    return times(name).stream().mapToDouble(Took::wall).min().orElseThrow();
  }

  /** Returns the median of what a step of a loop takes by the clock. */
  double median(String name) {
    return Median.of(times(name).stream().mapToDouble(Took::wall).toArray());
  }

  private double processor(String name) {
    return Median.of(times(name).stream().mapToDouble(Took::processor).toArray());
  }

  /** Tells how many times the time of one loop another takes, by the clock and the processor. */
  String ratio(String name, String of) {
    return String.format(
        Locale.ROOT,
        "%.3f times (of processor time %.3f)",
        least(name) / least(of),
        processor(name) / processor(of));
  }

  /** Shows a line a loop: the least time, the median, and the median of processor time. */
  @Override
  public String toString() {
    StringJoiner lines = new StringJoiner("\n");
    all.forEach(
        (name, times) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-17s %.0f us at least, %.0f us in the middle, %.0f us of processor time",
                    name,
                    least(name) * 1e6,
                    median(name) * 1e6,
                    processor(name) * 1e6)));
    return lines.toString();
  }
}
