package keras.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.utils.Console;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteMonitorTest {
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  RemoteMonitorTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(
              "%s %s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Content-Type"),
                      exchange.getRequestHeaders().getFirst("X-Run"),
                      body));
          exchange.sendResponseHeaders(500, -1); // what it answers is not looked at
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static Logs logs() {
    Logs logs = Logs.of(Map.of("loss", 0.25));
    logs.put("naïve \"f1\"", new double[] {1, Double.NaN});
    return logs;
  }

  @Test
  void sendsTheLogsAsJson() {
    new RemoteMonitor()
        .root(root())
        .path("/runs/7")
        .headers(Map.of("X-Run", "a"))
        .sendAsJson(true)
        .onEpochEnd(3, logs());
    assertEquals(
        List.of(
            "POST /runs/7 application/json a {\"epoch\": 3, \"loss\": 0.25,"
                + " \"na\\u00efve \\\"f1\\\"\": [1.0, NaN]}"),
        received);
  }

  @Test
  void sendsTheLogsInAFieldOfAForm() {
    new RemoteMonitor().root(root()).field("my data").onEpochEnd(0, Logs.of(Map.of("loss", 1e-5)));
    assertEquals(1, received.size());
    String[] parts = received.get(0).split(" ", 5);
    assertEquals("/publish/epoch/end/", parts[1]);
    assertEquals("application/x-www-form-urlencoded", parts[2]);
    assertEquals(
        "my data={\"epoch\": 0, \"loss\": 1e-05}",
        URLDecoder.decode(parts[4], StandardCharsets.UTF_8));
  }

  @Test
  void saysThatTheServerCannotBeReachedAndGoesOn() {
    server.stop(0);
    StringBuilder text = new StringBuilder();
    Consumer<String> before = Console.redirect(text::append);
    try {
      new RemoteMonitor().root(root()).onEpochEnd(0, logs());
      new RemoteMonitor().root("nowhere").onEpochEnd(0, logs());
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        "Could not reach RemoteMonitor root server at %s\n".formatted(root())
            + "Could not reach RemoteMonitor root server at nowhere\n",
        text.toString());
    assertTrue(received.isEmpty());
  }
}
