package examples;

import static java.util.Collections.nCopies;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import keras.io.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A model served over HTTP answers many at once, and says what is wrong with a request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClothesServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private ClothesServer server;

  @BeforeAll
  void start() throws IOException {
    server = new ClothesServer(0);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private HttpRequest post(String body) {
    return to("/predict").POST(BodyPublishers.ofString(body)).build();
  }

  private static Map<?, ?> json(HttpResponse<String> response) {
    return (Map<?, ?>) requireNonNull(Json.parse(response.body()));
  }

  private void refuses(int status, String error, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertEquals(Map.of("error", error), json(response));
    assertEquals(status, response.statusCode());
  }

  private static String images(int count, int rows, Object pixel) {
    List<Object> row = new ArrayList<>(nCopies(28, pixel));
    List<Object> image = new ArrayList<>(nCopies(rows, row));
    return Json.write(Map.of("instances", nCopies(count, image)));
  }

  @Test
  void answersManyAtOnce() throws Exception {
    HttpResponse<String> one = client.send(post(LoadTester.request()), BodyHandlers.ofString());
    assertEquals(200, one.statusCode(), one.body());
    assertEquals(List.of("Sandal"), json(one).get("classes"));
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          client.sendAsync(
              post(i % 2 == 0 ? LoadTester.request() : images(3, 28, 0.5)),
              BodyHandlers.ofString()));
    }
    for (int i = 0; i < all.size(); i++) {
      HttpResponse<String> response = all.get(i).get();
      assertEquals(200, response.statusCode(), response.body());
      if (i % 2 == 0) {
        assertEquals(json(one), json(response));
      } else {
        assertEquals(3, ((List<?>) requireNonNull(json(response).get("classes"))).size());
      }
    }
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    refuses(
        400,
        "request: line 1 column 15: not valid JSON: Unexpected end-of-input within/between Object"
            + " entries.",
        post("{\"instances\": "));
    refuses(400, "Expected an object with `instances`, a list of images.", post("[1]"));
    refuses(
        400,
        "instances: expected a list of samples, at least one. Received: a list of 0.",
        post("{\"instances\": []}"));
    refuses(
        400,
        "instances[0]: expected a list of 28. Received: a list of 27.",
        post(images(2, 27, 0.5)));
    refuses(
        400, "instances[0][0][0]: expected a number. Received: dark.", post(images(1, 28, "dark")));
    refuses(
        400,
        "instances[0][0][0]: expected a number. Received: NaN.",
        post(images(1, 28, Double.NaN)));
    refuses(404, "There is only /predict.", to("/").build());
    refuses(405, "Send a POST with {\"instances\": [image, ...]}.", to("/predict").GET().build());
    refuses(413, "A request may have 8388608 bytes at most.", post(" ".repeat((8 << 20) + 1)));
  }

  @Test
  void isLoadTested() throws Exception {
    LoadTester.Result result =
        LoadTester.run(URI.create("http://localhost:" + server.port() + "/predict"), 4, 0.5);
    assertEquals(0, result.failures());
    assertTrue(result.times().size() > 10, result::toString);
    assertTrue(result.quantile(0.5) <= result.quantile(0.99), result::toString);
  }
}
