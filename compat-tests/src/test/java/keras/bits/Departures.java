package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import keras.engine.HostTensor;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArrays;

/**
 * Where bits depart from Keras', beside the known list, departures.txt.
 *
 * <p>On a processor of which the list was measured, nothing else may depart, and nothing further
 * than listed. Another processor chooses other kernels: there, what is not listed may depart by a
 * few units in the last place, and is told.
 */
final class Departures {
  /** Units in the last place that kernels of another processor may make of it. */
  private static final double ELSEWHERE = 16;

  private record Known(double ulps, String reason) {}

  private static final class Found {
    private int tensors;
    private int departing;
    private double ulps;
    private String worst = "";
  }

  private final Map<String, Known> known = new LinkedHashMap<>();
  private final List<String> processors = new ArrayList<>();
  private final Map<String, Found> found = new TreeMap<>();

  Departures() {
    try (InputStream in = Departures.class.getResourceAsStream("departures.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(" *\\| *", -1);
        if (line.startsWith("processor: ")) {
          processors.add(line.substring("processor: ".length()));
        } else if (!line.startsWith("#") && cells.length == 3) {
          known.put(cells[0], new Known(Double.parseDouble(cells[1]), cells[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the list was measured on a processor like this one. */
  boolean isMeasuredHere() {
    return processors.contains(Processor.describe());
  }

  /** Compares two numbers that were float32. */
  void compare(String key, String id, double expected, double computed) {
    compare(key, id, scalar(expected), scalar(computed));
  }

  private static HostTensor scalar(double value) {
    return HostTensor.of(NdArrays.scalarOf((float) value));
  }

  /** Compares lists of tensors. */
  void compare(String key, List<HostTensor> expected, List<HostTensor> computed) {
    assertEquals(expected.size(), computed.size(), key);
    for (int i = 0; i < expected.size(); i++) {
      compare(key, "number " + i, expected.get(i), computed.get(i));
    }
  }

  /** Compares one tensor of a case; {@code key} names its line in the list. */
  void compare(String key, String id, HostTensor expected, HostTensor computed) {
    Found f = found.computeIfAbsent(key, k -> new Found());
    f.tensors++;
    if (!expected.data().equals(computed.data()) || expected.dtype() != computed.dtype()) {
      double ulps = Distance.inUlps(expected, computed);
      f.departing++;
      if (ulps >= f.ulps) {
        f.ulps = ulps;
        f.worst = id;
      }
    }
  }

  /** What departs and may not, one line each. */
  List<String> forbidden() {
    boolean measured = isMeasuredHere();
    List<String> lines = new ArrayList<>();
    found.forEach(
        (key, f) -> {
          Known k = known.get(key);
          double allowed = Math.max(k == null ? -1 : k.ulps, measured ? -1 : ELSEWHERE);
          if (f.departing > 0 && f.ulps > allowed) {
            lines.add(line(key, f, k));
          }
        });
    return lines;
  }

  /** What departs on a processor the list does not know, and what is listed and does not depart. */
  List<String> remarks() {
    List<String> lines = new ArrayList<>();
    found.forEach(
        (key, f) -> {
          Known k = known.get(key);
          if ((k == null) == (f.departing > 0)) {
            lines.add(line(key, f, k));
          }
        });
    return lines;
  }

  private static String line(String key, Found f, @Nullable Known k) {
    return String.format(
        Locale.ROOT,
        "%s | %.3g | departs in %d of %d tensors, furthest in %s; listed: %s",
        key,
        f.ulps,
        f.departing,
        f.tensors,
        f.worst,
        k == null ? "no" : k.ulps);
  }
}
