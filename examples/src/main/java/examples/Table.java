package examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Reads tables of numbers beside the examples' classes. */
final class Table {
  private Table() {}

  /** Reads a file of comma-separated numbers below one line of names. */
  static double[][] read(String resource) {
    try (InputStream in = Table.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside the examples' classes.");
      }
      return numbers(new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().skip(1));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read.", e);
    }
  }

  /** Reads a file of comma-separated numbers, without names. */
  static double[][] read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
      return numbers(lines);
    }
  }

  private static double[][] numbers(Stream<String> lines) {
    return lines
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** Returns some columns of a table. */
  static float[][] columns(double[][] table, int from, int to) {
    float[][] columns = new float[table.length][to - from];
    for (int row = 0; row < table.length; row++) {
      for (int column = from; column < to; column++) {
        columns[row][column - from] = (float) table[row][column];
      }
    }
    return columns;
  }
}
