package keras.utils;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads from a server inside the test. */
class HttpFetcherTest {
  private static final byte[] CONTENT = {1, 2, 3};
  private final HttpServer server = start();

  private static HttpServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/data",
          exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
          });
      server.createContext(
          "/moved",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "/data");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
          });
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void startServer() {
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void downloads() throws IOException {
    try (Fetcher.Download download = new HttpFetcher().open(uri("/data"))) {
      assertEquals(3, download.length());
      assertArrayEquals(CONTENT, download.body().readAllBytes());
    }
  }

  @Test
  void followsRedirections() throws IOException {
    try (Fetcher.Download download = new HttpFetcher().open(uri("/moved"))) {
      assertArrayEquals(CONTENT, download.body().readAllBytes());
    }
  }

  @Test
  void refusesOtherAnswers() {
    var e = assertThrows(IOException.class, () -> new HttpFetcher().open(uri("/absent")));
    assertEquals("the server answers with status 404", e.getMessage());
  }
}
