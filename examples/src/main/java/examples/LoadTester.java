package examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.io.json.Json;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * Asks a {@link ClothesServer} for the class of an image, from several threads without a pause, and
 * prints how many answers came in a second and how long they took.
 *
 * <p>Arguments: the address, {@code http://localhost:8080/predict} unless given; how many threads,
 * 8; for how many seconds, 10, after a fifth of it to warm up.
 */
public final class LoadTester {
  private LoadTester() {}

  /** Runs the example. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    URI address = URI.create(args.length > 0 ? args[0] : "http://localhost:8080/predict");
    int threads = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 10;
    run(address, threads, seconds / 5);
    System.out.println(run(address, threads, seconds));
  }

  /** What was measured; times in milliseconds, sorted. */
  record Result(int threads, double seconds, int failures, List<Double> times) {
    double quantile(double share) {
      return times.isEmpty() ? Double.NaN : times.get((int) (share * (times.size() - 1)));
    }

    @Override
    public String toString() {
      return "%d threads: %.0f requests a second, median %.2f ms, p99 %.2f ms, slowest %.2f ms, %d failed"
          .formatted(
              threads,
              times.size() / seconds,
              quantile(0.5),
              quantile(0.99),
              quantile(1),
              failures);
    }
  }

  /** Returns a request with an image of the embedded Fashion-MNIST sample. */
  static String request() {
    var fashion = FashionMnist.load(LoadTester.class, "/fashion-mnist-mini");
    FloatNdArray image = Np.rows(Np.divide(fashion.test().x(), 255.0), 0, 1).get(0);
    return Json.write(Map.of("instances", List.of(JsonBatch.write(image))));
  }

  static Result run(URI address, int threads, double seconds)
      throws InterruptedException, ExecutionException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .POST(HttpRequest.BodyPublishers.ofString(request()))
            .build();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    Callable<List<Double>> asking =
        () -> {
          List<Double> times = new ArrayList<>();
          while (System.nanoTime() < end) {
            long start = System.nanoTime();
            int status = client.send(request, BodyHandlers.ofString()).statusCode();
            times.add(status == 200 ? (System.nanoTime() - start) / 1e6 : Double.NaN);
          }
          return times;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Double> all = new ArrayList<>();
      List<Callable<List<Double>>> askers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        askers.add(asking);
      }
      for (Future<List<Double>> times : pool.invokeAll(askers)) {
        all.addAll(times.get());
      }
      List<Double> answered = all.stream().filter(t -> !t.isNaN()).sorted().toList();
      return new Result(threads, seconds, all.size() - answered.size(), answered);
    } finally {
      pool.shutdown();
    }
  }
}
