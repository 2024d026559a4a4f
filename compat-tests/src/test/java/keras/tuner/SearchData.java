package keras.tuner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of golden/search_cases/searches.py.
 *
 * @param x (sample, number)
 * @param y (sample)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SearchData(float[][] x, Object y) {
  private static final Path FOLDER = Path.of("../examples/src/main/resources");

  private static double[][] rows(String name) throws IOException {
    return Files.readAllLines(FOLDER.resolve(name)).stream()
        .skip(1)
        .map(l -> Arrays.stream(l.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** The first 120 patients, each column by its mean and deviation. */
  static SearchData diabetes() throws IOException {
    double[][] rows = Arrays.copyOf(rows("diabetes.csv"), 120);
    float[][] x = new float[rows.length][10];
    float[] y = new float[rows.length];
    for (int c = 0; c <= 10; c++) {
      int column = c;
      double[] values = Arrays.stream(rows).mapToDouble(r -> r[column]).toArray();
      double mean = Aggregates.mean(values);
      double std = Aggregates.std(values);
      for (int i = 0; i < rows.length; i++) {
        float value = (float) ((values[i] - mean) / std);
        if (c < 10) {
          x[i][c] = value;
        } else {
          y[i] = value;
        }
      }
    }
    return new SearchData(x, y);
  }

  static SearchData irises() throws IOException {
    double[][] rows = rows("iris.csv");
    List<String> names = List.of("setosa", "versicolor", "virginica");
    return new SearchData(
        Arrays.stream(rows)
            .map(r -> new float[] {(float) r[0], (float) r[1], (float) r[2], (float) r[3]})
            .toArray(float[][]::new),
        Arrays.stream(rows).map(r -> names.get((int) r[4])).toArray(String[]::new));
  }

  /** Every n-th sample. */
  float[][] every(int n) {
    float[][] some = new float[(x.length + n - 1) / n][];
    for (int i = 0; i < some.length; i++) {
      some[i] = x[i * n];
    }
    return some;
  }
}
