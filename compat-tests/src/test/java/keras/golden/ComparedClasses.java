package keras.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keras.architecture.Library;
import org.jspecify.annotations.Nullable;

/**
 * How often each class is compared with Keras: by fixtures of its own, in training, and in files of
 * whole models. Classes are named by their paths, as in {@code "keras.layers.Dense"}.
 */
public final class ComparedClasses {
  private static final Pattern PARITY = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\|");

  private final Map<String, Integer> fixtures = new TreeMap<>();
  private final Map<String, String> training = new TreeMap<>();
  private final Map<String, Integer> read = new TreeMap<>();
  private final Map<String, Integer> written = new TreeMap<>();

  /** Counts what is stored in {@code golden}, and takes the table of docs/PARITY.md. */
  public ComparedClasses() throws IOException {
    for (LayerFixture fixture : LayerFixture.all()) {
      String path = path(fixture.json().object("object").map());
      fixtures.merge(path, 1, Integer::sum);
      if (fixture.isCalled() && hasGradients(fixture.json().object("gradients"))) {
        training.put(path, "yes");
      }
    }
    try (var files = Files.list(Path.of("golden", "classes"))) {
      for (Path file : files.toList()) {
        for (JsonObject c : JsonObject.read(file).objects("classes")) {
          fixtures.merge(c.text("name"), 1, Integer::sum);
        }
      }
    }
    Matcher row =
        PARITY.matcher(Files.readString(Library.root().resolve("docs").resolve("PARITY.md")));
    while (row.find()) {
      String difference = row.group(2).trim();
      training.put(row.group(1), difference.startsWith("—") ? "–" : difference);
    }
    Set<GoldenCase> judged = new HashSet<>(GoldenCase.all());
    for (GoldenCase golden : GoldenCase.every()) {
      for (String path : classes(golden)) {
        read.merge(path, 1, Integer::sum);
        if (judged.contains(golden)) {
          written.merge(path, 1, Integer::sum);
        }
      }
    }
  }

  private static boolean hasGradients(JsonObject gradients) {
    return Stream.of("inputs", "weights")
        .flatMap(of -> gradients.list(of).stream())
        .anyMatch(Objects::nonNull);
  }

  private static Set<String> classes(GoldenCase golden) {
    Set<String> paths = new HashSet<>();
    if (golden.isModel()) {
      golden.entry().texts("layers").forEach(l -> paths.add("keras.layers." + l));
    }
    JsonObject config = golden.config();
    if (config != null) {
      collect(config.map(), paths);
    }
    if (golden.isTrained()) {
      collect(new GoldenTraining(golden).specs(), paths);
    }
    return paths;
  }

  private static void collect(@Nullable Object json, Set<String> paths) {
    if (json instanceof Map<?, ?> map) {
      if (map.get("module") instanceof String && map.get("class_name") instanceof String) {
        paths.add(path(map));
      }
      map.values().forEach(value -> collect(value, paths));
    } else if (json instanceof List<?> list) {
      list.forEach(value -> collect(value, paths));
    }
  }

  private static String path(Map<?, ?> object) {
    return object.get("module") + "." + object.get("class_name");
  }

  /** Returns the columns of a class: fixtures, training, whole models read, and written. */
  public String columns(String path) {
    return "%s | %s | %s | %s"
        .formatted(
            count(fixtures, path),
            training.getOrDefault(path, "–"),
            count(read, path),
            count(written, path));
  }

  private static Object count(Map<String, Integer> counts, String path) {
    Integer count = counts.get(path);
    return count == null ? "–" : count;
  }
}
