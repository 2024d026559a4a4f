package keras.optimizers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import keras.engine.HostTensor;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;

/** What src/test/python/optimizers.py wrote: bits by path, as hexadecimal words. */
record Goldens(
    Map<String, String> start, List<Map<String, String>> gradients, Map<String, Case> cases) {

  /** One optimizer: its config as JSON and its variables. */
  record Case(String config, Map<String, String> variables) {}

  static final Goldens ALL = read();

  private static Goldens read() {
    Goldens g = new Goldens(new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>());
    try (InputStream in = Goldens.class.getResourceAsStream("optimizers.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.US_ASCII))) {
      String name = "";
      String config = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        String head = line.substring(0, space);
        String rest = line.substring(space + 1);
        switch (head) {
          case "keras" -> {}
          case "start" -> put(g.start, rest);
          case "gradient" -> {
            int step = Integer.parseInt(rest.substring(0, rest.indexOf(' ')));
            if (step == g.gradients.size()) {
              g.gradients.add(new LinkedHashMap<>());
            }
            put(g.gradients.get(step), rest.substring(rest.indexOf(' ') + 1));
          }
          case "case" -> name = rest;
          case "config" -> {
            config = rest;
            g.cases.put(name, new Case(config, new LinkedHashMap<>()));
          }
          default -> put(Objects.requireNonNull(g.cases.get(name)).variables, line);
        }
      }
      return g;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Map<String, String> to, String line) {
    to.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
  }

  static HostTensor floats(String bits, Shape shape) {
    String[] words = bits.split(" ", -1);
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String w : words) {
      bytes.putInt(Integer.parseUnsignedInt(w, 16));
    }
    return new HostTensor(DType.FLOAT32, shape, bytes.flip());
  }

  static String bits(HostTensor value) {
    ByteBuffer b = value.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    StringJoiner words = new StringJoiner(" ");
    while (b.hasRemaining()) {
      words.add(
          value.dtype() == DType.INT64
              ? "%016x".formatted(b.getLong())
              : "%08x".formatted(b.getInt()));
    }
    return words.toString();
  }
}
