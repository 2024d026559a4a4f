package keras.callbacks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.utils.Console;
import keras.utils.PythonFormat;

/**
 * Sends the logs of every epoch to a server, by HTTP POST.
 *
 * <pre>{@code
 * new RemoteMonitor().root("http://localhost:9000").sendAsJson(true)
 * }</pre>
 *
 * <p>The logs are JSON, with the number of the epoch as {@code epoch}: the whole body, or a field
 * of a form. Where the server cannot be reached a line on the console says so, and training goes
 * on; what it answers is not looked at.
 *
 * <p>Differs from Keras: a value that is an array is sent as a list, where Keras raises an error.
 *
 * <p>Keras: {@code keras/src/callbacks/remote_monitor.py}.
 */
public final class RemoteMonitor extends Callback {
  private String root = "http://localhost:9000";
  private String path = "/publish/epoch/end/";
  private String field = "data";
  private Map<String, String> headers = Map.of();
  private boolean sendAsJson;

  /** Sets where the server is. */
  public RemoteMonitor root(String root) {
    this.root = root;
    return this;
  }

  /** Sets to which of the server's paths logs are sent. */
  public RemoteMonitor path(String path) {
    this.path = path;
    return this;
  }

  /** Sets the form's field that holds the logs, where they are not the body. */
  public RemoteMonitor field(String field) {
    this.field = field;
    return this;
  }

  /** Sets further headers of the requests. */
  public RemoteMonitor headers(Map<String, String> headers) {
    this.headers = new LinkedHashMap<>(headers);
    return this;
  }

  /** Sets whether the logs are the body, as {@code application/json}. */
  public RemoteMonitor sendAsJson(boolean sendAsJson) {
    this.sendAsJson = sendAsJson;
    return this;
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    String json = json(epoch, logs);
    String body =
        sendAsJson
            ? json
            : URLEncoder.encode(field, StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(json, StandardCharsets.UTF_8);
    String type = sendAsJson ? "application/json" : "application/x-www-form-urlencoded";
    try {
      Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", type));
      all.putAll(headers);
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
      all.forEach(request::setHeader);
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      client.send(
          request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException | IllegalArgumentException e) {
      Console.printLine("Could not reach RemoteMonitor root server at %s".formatted(root));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // fit stops before its next batch
    }
  }

  private static String json(int epoch, Logs logs) {
    List<String> members = new ArrayList<>(List.of("\"epoch\": " + epoch));
    for (String name : logs.names()) {
      List<String> numbers = new ArrayList<>();
      for (double number : logs.array(name)) {
        numbers.add(number(number));
      }
      String all = String.join(", ", numbers);
      members.add(quoted(name) + ": " + (logs.isArray(name) ? "[" + all + "]" : all));
    }
    return "{" + String.join(", ", members) + "}";
  }

  /** Python's JSON has numbers that are none, by JavaScript's names. */
  private static String number(double number) {
    return Double.isNaN(number)
        ? "NaN"
        : Double.isInfinite(number)
            ? (number > 0 ? "Infinity" : "-Infinity")
            : PythonFormat.repr(number);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
