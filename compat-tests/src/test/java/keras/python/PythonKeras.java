package keras.python;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import keras.engine.HostTensor;
import keras.golden.ArrayJson;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * A real Keras in a Python process, which runs snippets of Python.
 *
 * <pre>{@code
 * PythonResult r = python.keras3().exec(
 *     """
 *     model = keras.models.load_model(path)
 *     result["y"] = model.predict(x, verbose=0)
 *     """,
 *     Map.of("path", file, "x", x));
 * HostTensor y = r.array("y");
 * }</pre>
 *
 * <p>A snippet finds {@code keras} (Keras 3 or tf_keras), {@code tf}, {@code np}, {@code h5py},
 * {@code os}, {@code json} and its parameters; it starts with {@code
 * keras.backend.clear_session()}. What Python prints goes to a file in {@code target}. The process
 * has the environment variables of this one, so {@code TF_ENABLE_ONEDNN_OPTS} is the same on both
 * sides; it sees no GPU.
 */
public final class PythonKeras implements AutoCloseable {
  /** More where a whole architecture is built beside other work: {@code -Dkeras.python.minutes}. */
  private static final long TIMEOUT_MINUTES = Long.getLong("keras.python.minutes", 10);

  private final Framework framework;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader replies;
  private final Path log;
  private final Map<String, @Nullable Object> versions;
  private int lastId;

  PythonKeras(Path interpreter, Framework framework) {
    this.framework = framework;
    long jvm = ProcessHandle.current().pid();
    log = Path.of("target", "python-%s-%d.log".formatted(framework.id(), jvm)).toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(
            interpreter.toString(), Path.of("golden", "server.py").toString(), framework.id());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "");
    builder.environment().put("KERAS_BACKEND", "tensorflow");
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    try {
      Files.createDirectories(log.getParent());
      process = builder.redirectError(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests = process.outputWriter(StandardCharsets.UTF_8);
    replies = process.inputReader(StandardCharsets.UTF_8);
    versions = result(0);
  }

  /** Returns the versions of Python, keras, tensorflow, numpy and h5py in the process. */
  public Map<String, @Nullable Object> versions() {
    return versions;
  }

  /** Returns which Keras this is. */
  public Framework framework() {
    return framework;
  }

  /** Runs a snippet without parameters. */
  public PythonResult exec(String code) {
    return exec(code, Map.of());
  }

  /**
   * Runs a snippet and returns what it left in the dict {@code result}.
   *
   * @param parameters variables of the snippet by name: strings, numbers, booleans, nulls, paths,
   *     arrays (HostTensor or NdArray), and lists and maps of those
   * @throws PythonException if the snippet raised an exception
   */
  public synchronized PythonResult exec(String code, Map<String, ?> parameters) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("id", ++lastId);
    request.put("command", "execute");
    request.put("arguments", Map.of("code", code, "parameters", encode(parameters)));
    try {
      requests.write(Json.write(request));
      requests.newLine();
      requests.flush();
    } catch (IOException e) {
      throw new IllegalStateException(died(), e);
    }
    return new PythonResult(result(lastId));
  }

  private static @Nullable Object encode(@Nullable Object value) {
    if (value instanceof HostTensor array) {
      return ArrayJson.encode(array);
    } else if (value instanceof NdArray<?> array) {
      return ArrayJson.encode(HostTensor.of(array));
    } else if (value instanceof Path path) {
      return path.toAbsolutePath().toString();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
      map.forEach((k, v) -> encoded.put(String.valueOf(k), encode(v)));
      return encoded;
    } else if (value instanceof Collection<?> list) {
      List<@Nullable Object> encoded = new ArrayList<>();
      list.forEach(v -> encoded.add(encode(v)));
      return encoded;
    }
    return value;
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private Map<String, @Nullable Object> result(int id) {
    Map<String, @Nullable Object> reply = (Map<String, @Nullable Object>) Json.parse(readLine());
    if (reply == null || !Integer.valueOf(id).equals(reply.get("id"))) {
      throw new IllegalStateException("Expected the answer " + id + ". Received: " + reply + ".");
    }
    Object error = reply.get("error");
    if (error instanceof Map<?, ?> e) {
      throw new PythonException(
          String.valueOf(e.get("type")),
          String.valueOf(e.get("message")),
          String.valueOf(e.get("traceback")));
    }
    return (Map<String, @Nullable Object>) Objects.requireNonNull(reply.get("result"));
  }

  private String readLine() {
    CompletableFuture<@Nullable String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return replies.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      String text = line.get(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (text == null) {
        throw new IllegalStateException(died());
      }
      return text;
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "Python gave no answer in %d minutes.".formatted(TIMEOUT_MINUTES), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(died(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Python.", e);
    }
  }

  private String died() {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      String text = Files.exists(log) ? Files.readString(log) : "";
      String tail = text.substring(Math.max(0, text.length() - 4000));
      String exit = process.isAlive() ? "still runs" : "ended with " + process.exitValue();
      return "The Python process of %s %s; its log %s ends:\n%s"
          .formatted(framework, exit, log, tail);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "Interrupted while the Python process of " + framework + " ended.";
    }
  }

  /** Ends the process. */
  @Override
  public void close() {
    try {
      requests.close(); // the end of its input ends the server
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
