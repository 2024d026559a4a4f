package examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads tables of numbers beside the examples' classes. */
final class Table {
  private Table() {}

  /** Reads a file of comma-separated numbers below one line of names. */
  static double[][] read(String resource) {
    try (InputStream in = Table.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside the examples' classes.");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read.", e);
    }
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
