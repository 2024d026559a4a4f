package keras.utils;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgbarTest {
  private double now;
  private final StringBuilder printed = new StringBuilder();

  /** The bars of progbar.txt, which src/test/python/progbar.py writes: a "bar" line, "update"s. */
  static Stream<List<String>> goldens() throws IOException {
    List<List<String>> bars = new ArrayList<>();
    try (InputStream in = ProgbarTest.class.getResourceAsStream("progbar.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                if (line.startsWith("bar ")) {
                  bars.add(new ArrayList<>());
                }
                bars.get(bars.size() - 1).add(line);
              });
    }
    return bars.stream();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void printsWhatPythonPrints(List<String> lines) {
    Progbar bar = bar(lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(" ", 6);
      now = Double.parseDouble(f[1]);
      long current = Long.parseLong(f[2]);
      printed.setLength(0);
      if (f[3].equals("None")) {
        bar.update(current, values(f[4]));
      } else {
        bar.update(current, values(f[4]), f[3].equals("True"));
      }
      assertEquals(unescape(f[5]), printed.toString(), line);
    }
  }

  private Progbar bar(String line) {
    String[] f = line.split(" ", -1);
    now = Double.parseDouble(f[1]);
    Progbar bar =
        recorded(f[2].equals("None") ? null : Long.valueOf(f[2]))
            .width(Integer.parseInt(f[3]))
            .verbose(Integer.parseInt(f[4]))
            .interval(Double.parseDouble(f[5]))
            .unitName(f[6])
            .dynamicDisplay(f[7].equals("True"));
    if (!f[8].equals("-")) {
      bar.statefulMetrics(names(f[8]));
    }
    if (!f[9].equals("-")) {
      bar.statelessMetrics(names(f[9]));
    }
    return bar;
  }

  private Progbar recorded(@org.jspecify.annotations.Nullable Long target) {
    return new Progbar(target).clock(() -> now).output(printed::append);
  }

  private static List<String> names(String text) {
    return text.equals("none") ? List.of() : List.of(text.split(",", -1));
  }

  private static Map<String, Double> values(String text) {
    Map<String, Double> values = new LinkedHashMap<>();
    if (!text.equals("-")) {
      for (String each : text.split(",", -1)) {
        String[] nameAndValue = each.split("=", 2);
        String number = nameAndValue[1].replace("nan", "NaN").replace("inf", "Infinity");
        values.put(nameAndValue[0], Double.valueOf(number));
      }
    }
    return values;
  }

  private static String unescape(String json) {
    String text = json.substring(1, json.length() - 1);
    text = text.replace("\\b", "\b").replace("\\r", "\r").replace("\\n", "\n");
    return Pattern.compile("\\\\u(....)")
        .matcher(text)
        .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
  }

  @Test
  void addsSteps() {
    Progbar bar = recorded(4L).dynamicDisplay(true);
    bar.add(1, Map.of());
    now = 1;
    bar.add(3, Map.of("loss", 0.5));
    assertTrue(printed.toString().endsWith(" 333ms/step - loss: 0.5000\n"), printed.toString());
  }

  @Test
  void needsNoMetrics() {
    recorded(1L).dynamicDisplay(false).update(1);
    assertEquals(
        "\n\033[1m1/1\033[0m \033[32m━━━━━━━━━━━━━━━━━━━━\033[0m\033[37m\033[0m"
            + " \033[1m0s\033[0m 0s/step\n",
        printed.toString());
  }

  @Test
  void refusesBothKindsOfMetrics() {
    Progbar bar = new Progbar(1L).statefulMetrics(List.of("a"));
    var e = assertThrows(IllegalArgumentException.class, () -> bar.statelessMetrics(List.of("b")));
    assertEquals(
        "Progbar: only one of `stateful_metrics` or `stateless_metrics` can be given.",
        e.getMessage());
  }

  @Test
  void refusesAnUnknownVerbosity() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Progbar(1L).verbose(3));
    assertEquals("Progbar: `verbose` must be 0, 1 or 2. Received: verbose=3.", e.getMessage());
  }

  @Test
  void refusesAnOptionAfterTheFirstUpdate() {
    Progbar bar = recorded(2L);
    bar.update(1);
    var e = assertThrows(IllegalStateException.class, () -> bar.width(3));
    assertEquals("Progbar: width must be set before the first update.", e.getMessage());
  }

  @Test
  void knowsATerminal() {
    assertTrue(Terminal.isPresent(null, Map.of("TERM", "xterm"), true));
    assertTrue(Terminal.isPresent(null, Map.of("WT_SESSION", "1"), true));
    assertTrue(Terminal.isPresent(null, Map.of("ConEmuANSI", "ON"), true));
    assertFalse(Terminal.isPresent(null, Map.of("TERM", "xterm"), false));
    assertFalse(Terminal.isPresent(null, Map.of("TERM", "dumb"), true));
    assertFalse(Terminal.isPresent(null, Map.of(), true));
    assertTrue(Terminal.isPresent("true", Map.of(), false));
    assertFalse(Terminal.isPresent("false", Map.of("TERM", "xterm"), true));
  }

  @Test
  void fallsBackToAsciiWhereTheOutputCannotWriteTheBar() {
    assertEquals("1/2 ==", Terminal.writable("1/2 ━━", StandardCharsets.US_ASCII));
    assertEquals("1/2 ━━", Terminal.writable("1/2 ━━", StandardCharsets.UTF_8));
  }
}
