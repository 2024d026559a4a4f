package examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import keras.Keras;
import keras.data.Np;
import keras.io.json.Json;
import keras.models.Model;
import keras.saving.ModelFormatException;
import keras.saving.Source;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/**
 * Serves a model of the class path over HTTP: {@code POST /predict} with {@code {"instances":
 * [image, …]}}, each image 28 rows of 28 pixels in [0, 1], answers with their classes and
 * probabilities. What is wrong with a request is told in the answer, with status 400.
 *
 * <p>Argument: the port, 8080 unless given.
 */
public final class ClothesServer implements AutoCloseable {
  private static final List<String> CLASSES =
      List.of("Trouser", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

  private static final int MOST_BYTES = 8 << 20;

  private final Model model;
  private final Shape batch;
  private final HttpServer server;
  private final ExecutorService threads;

  /** Starts to serve; port 0 is any that is free. */
  ClothesServer(int port) throws IOException {
    model = Keras.loadModel(Source.resource("/model_a.h5"));
    batch = Shape.of(-1, 28, 28);
    predict(NdArrays.ofFloats(Shape.of(1, 28, 28))); // the first one builds the graph
    threads = Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());
    System.setProperty("sun.net.httpserver.nodelay", "true"); // or answers wait 40 ms for an ACK
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Runs the example, until the process ends. */
  public static void main(String[] args) throws IOException {
    ClothesServer server = new ClothesServer(args.length > 0 ? Integer.parseInt(args[0]) : 8080);
    System.out.printf("serving on http://localhost:%d/predict%n", server.port());
  }

  /** Returns the port. */
  int port() {
    return server.getAddress().getPort();
  }

  /** What goes back: a status, and an object of JSON. */
  private record Answer(int status, Object json) {
    static Answer error(int status, String message) {
      return new Answer(status, Map.of("error", message));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answerTo(exchange);
      byte[] body = Json.write(answer.json()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answerTo(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/predict")) {
      return Answer.error(404, "There is only /predict.");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return Answer.error(405, "Send a POST with {\"instances\": [image, ...]}.");
    }
    if (body.length > MOST_BYTES) {
      exchange.getResponseHeaders().set("Connection", "close");
      return Answer.error(413, "A request may have %d bytes at most.".formatted(MOST_BYTES));
    }
    FloatNdArray images;
    try {
      images = images(body);
    } catch (IllegalArgumentException | ModelFormatException e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    }
    return new Answer(200, predict(images));
  }

  private FloatNdArray images(byte[] body) {
    Object request = Json.parse(Json.text(body, "request", ""), "request", "");
    if (!(request instanceof Map<?, ?> map) || !map.containsKey("instances")) {
      throw new IllegalArgumentException("Expected an object with `instances`, a list of images.");
    }
    return JsonBatch.read("instances", map.get("instances"), batch);
  }

  /** Answers for images (image, 28, 28); many threads may ask at once. */
  private Map<String, Object> predict(FloatNdArray images) {
    FloatNdArray probabilities = model.predict(Np.expandDims(images, -1));
    List<String> classes = new ArrayList<>();
    Np.argmax(probabilities, -1)
        .scalars()
        .forEach(c -> classes.add(CLASSES.get((int) c.getLong())));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("classes", classes);
    answer.put("probabilities", JsonBatch.write(probabilities));
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    model.close();
  }
}
