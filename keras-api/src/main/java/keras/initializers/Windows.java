package keras.initializers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import keras.config.Suggestions;

/** The window functions of {@code scipy.signal.get_window} that need no parameters. */
final class Windows {
  /** A symmetric window of at least two values. */
  private interface Window {
    double[] values(int m);
  }

  /** One value of a symmetric window of m. */
  private interface Value {
    double at(int n, int m);
  }

  private static final Map<String, Window> ALL = new LinkedHashMap<>();

  static {
    add(cosines(0.5, 0.5), "hann", "han");
    add(cosines(0.54, 1 - 0.54), "hamming", "hamm", "ham");
    add(cosines(0.42, 0.50, 0.08), "blackman", "black", "blk");
    add(cosines(0.35875, 0.48829, 0.14128, 0.01168), "blackmanharris", "blackharr", "bkh");
    add(cosines(0.3635819, 0.4891775, 0.1365995, 0.0106411), "nuttall", "nutl", "nut");
    add(
        cosines(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
        "flattop",
        "flat",
        "flt");
    add(each((n, m) -> 1), "boxcar", "box", "ones", "rect", "rectangular");
    add(each(Windows::bartlett), "bartlett", "bart", "brt");
    add(each(Windows::barthann), "barthann", "brthan", "bth");
    add(each(Windows::bohman), "bohman", "bman", "bmn");
    add(each((n, m) -> Math.sin(Math.PI / m * (n + 0.5))), "cosine", "halfcosine");
    add(each((n, m) -> Math.exp(-Math.abs(n - (m - 1) / 2.0))), "exponential", "poisson");
    add(each(Windows::lanczos), "lanczos", "sinc");
    add(each(Windows::parzen), "parzen", "parz", "par");
    add(Windows::taylor, "taylor", "taylorwin");
    add(each(Windows::triangle), "triangle", "triang", "tri");
    add(each(Windows::tukey), "tukey", "tuk");
  }

  private Windows() {}

  /** Throws unless there is a window of that name. */
  static void require(String name) {
    if (!ALL.containsKey(name)) {
      throw new IllegalArgumentException(
          "STFT: unknown window '%s'. %s"
              .formatted(name, Suggestions.sentence(name, ALL.keySet())));
    }
  }

  static double[] values(String name, int size, boolean periodic) {
    require(name);
    if (size <= 1) {
      return IntStream.range(0, size).mapToDouble(n -> 1).toArray();
    }
    Window window = ALL.getOrDefault(name, m -> new double[m]);
    return periodic ? Arrays.copyOf(window.values(size + 1), size) : window.values(size);
  }

  private static void add(Window window, String... names) {
    for (String name : names) {
      ALL.put(name, window);
    }
  }

  private static Window each(Value value) {
    return m -> IntStream.range(0, m).mapToDouble(n -> value.at(n, m)).toArray();
  }

  private static Window cosines(double... a) {
    return each(
        (n, m) -> {
          double angle = n == m - 1 ? Math.PI : n * (2 * Math.PI / (m - 1)) - Math.PI;
          double sum = 0;
          for (int k = 0; k < a.length; k++) {
            sum += a[k] * Math.cos(k * angle);
          }
          return sum;
        });
  }

  private static double bartlett(int n, int m) {
    return n <= (m - 1) / 2.0 ? 2.0 * n / (m - 1) : 2.0 - 2.0 * n / (m - 1);
  }

  private static double barthann(int n, int m) {
    double fac = Math.abs(n / (m - 1.0) - 0.5);
    return 0.62 - 0.48 * fac + 0.38 * Math.cos(2 * Math.PI * fac);
  }

  private static double bohman(int n, int m) {
    if (n == 0 || n == m - 1) {
      return 0;
    }
    double fac = Math.abs(n * (2.0 / (m - 1)) - 1);
    return (1 - fac) * Math.cos(Math.PI * fac) + 1.0 / Math.PI * Math.sin(Math.PI * fac);
  }

  private static double lanczos(int n, int m) {
    double x = 2.0 * Math.max(n, m - 1 - n) / (m - 1) - 1.0;
    double y = Math.PI * x;
    return x == 0 ? 1 : Math.sin(y) / y;
  }

  private static double parzen(int n, int m) {
    double x = Math.abs(n - (m - 1) / 2.0);
    double r = x / (m / 2.0);
    return x <= (m - 1) / 4.0
        ? 1 - 6 * Math.pow(r, 2) + 6 * Math.pow(r, 3)
        : 2 * Math.pow(1 - r, 3);
  }

  private static double triangle(int n, int m) {
    int k = Math.min(n, m - 1 - n) + 1;
    return m % 2 == 0 ? (2 * k - 1.0) / m : 2 * k / (m + 1.0);
  }

  private static double tukey(int n, int m) {
    double alpha = 0.5;
    int width = (int) Math.floor(alpha * (m - 1) / 2.0);
    if (n <= width) {
      return 0.5 * (1 + Math.cos(Math.PI * (-1 + 2.0 * n / alpha / (m - 1))));
    } else if (n < m - width - 1) {
      return 1;
    }
    return 0.5 * (1 + Math.cos(Math.PI * (-2.0 / alpha + 1 + 2.0 * n / alpha / (m - 1))));
  }

  /** Four side lobes of nearly constant level, 30 dB down. */
  private static double[] taylor(int m) {
    int lobes = 4;
    double b = Math.pow(10, 30 / 20.0);
    double a = Math.log(b + Math.sqrt(b * b - 1)) / Math.PI;
    double s2 = lobes * lobes / (a * a + (lobes - 0.5) * (lobes - 0.5));
    double[] f = new double[lobes - 1];
    for (int i = 1; i < lobes; i++) {
      double numerator = i % 2 == 1 ? 1 : -1;
      double denominator = 2;
      for (int k = 1; k < lobes; k++) {
        numerator *= 1 - (double) (i * i) / s2 / (a * a + (k - 0.5) * (k - 0.5));
        denominator *= k == i ? 1 : 1 - (double) (i * i) / (k * k);
      }
      f[i - 1] = numerator / denominator;
    }
    double scale = 1.0 / taylor(f, (m - 1) / 2.0, m);
    return IntStream.range(0, m).mapToDouble(n -> taylor(f, n, m) * scale).toArray();
  }

  private static double taylor(double[] f, double n, int m) {
    double sum = 0;
    for (int k = 1; k <= f.length; k++) {
      sum += f[k - 1] * Math.cos(2 * Math.PI * k * (n - m / 2.0 + 0.5) / m);
    }
    return 1 + 2 * sum;
  }
}
