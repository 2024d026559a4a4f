package keras.guide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import keras.Keras;

/** What an example prints. */
record Printed(String text) {
  /** An example's main method. */
  interface Main {
    void run(String[] args) throws IOException;
  }

  /** Runs an example as in a process of its own. */
  static Printed of(Main example, Object... args) throws IOException {
    Keras.clearSession();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      example.run(List.of(args).stream().map(String::valueOf).toArray(String[]::new));
    } finally {
      System.setOut(out);
    }
    return new Printed(printed.toString(StandardCharsets.UTF_8));
  }

  /** Returns the numbers with decimals of the line that starts with these words. */
  double[] numbers(String start) {
    String line =
        text.lines()
            .filter(l -> l.startsWith(start))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No line starts with " + start + ":\n" + text));
    return Pattern.compile("-?\\d+\\.\\d+")
        .matcher(line)
        .results()
        .mapToDouble(m -> Double.parseDouble(m.group()))
        .toArray();
  }

  /** Returns how often these words stand in what was printed. */
  int count(String words) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }
}
