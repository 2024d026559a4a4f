package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import keras.Keras;
import keras.callbacks.BackupAndRestore;
import keras.callbacks.CSVLogger;
import keras.callbacks.Callback;
import keras.callbacks.EarlyStopping;
import keras.callbacks.History;
import keras.callbacks.LambdaCallback;
import keras.callbacks.LearningRateScheduler;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.callbacks.ProgbarLogger;
import keras.callbacks.ReduceLROnPlateau;
import keras.callbacks.RemoteMonitor;
import keras.callbacks.SwapEMAWeights;
import keras.callbacks.TerminateOnNaN;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasNames;
import keras.engine.HostTensor;
import keras.models.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.index.Indices;

/**
 * Three epochs by each name that Keras exports, beside what real Keras made of them: golden/parity,
 * of which docs/PARITY.md tells the largest differences.
 */
class ParityTest {
  private static final double MOST = 1e-6;

  /** It divides by how far three predictions depart from their mean, here next to nothing. */
  private static final Map<String, Double> FURTHER = Map.of("metrics.PearsonCorrelation", 1e-4);

  /** Numbers below it are compared with it: a metric near 0 has no digits of its own. */
  private static final double SMALL = 1e-2;

  /** What no training shows, and why. */
  private static final Map<String, String> NO_CASE =
      Map.ofEntries(
          Map.entry("losses.Loss", "the base of losses"),
          Map.entry("metrics.Metric", "the base of metrics"),
          Map.entry("metrics.MeanMetricWrapper", "what metrics of a function are made of"),
          Map.entry("metrics.Mean", "of values, which `compile` has none of: `MetricContractTest`"),
          Map.entry("metrics.Sum", "of values, which `compile` has none of: `MetricContractTest`"),
          Map.entry("optimizers.Optimizer", "the base of optimizers"),
          Map.entry("optimizers.schedules.LearningRateSchedule", "the base of schedules"),
          Map.entry("callbacks.Callback", "the base of callbacks"),
          Map.entry("callbacks.TensorBoard", "it changes no number: `TensorBoardTest`"),
          Map.entry("callbacks.CallbackList", "it calls the others: `CallbackSequenceTest`"));

  private final Path folder;

  ParityTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static String key(JsonObject c) {
    return c.text("module") + "." + c.text("name");
  }

  @Test
  void trainsByEachNameAsKerasDoes() throws IOException {
    JsonObject golden = JsonObject.read(Path.of("golden", "parity.json"));
    Map<String, String> rows = new TreeMap<>();
    List<String> far = new ArrayList<>();
    for (JsonObject c : golden.objects("cases")) {
      double worst = difference(golden.object("kinds").object(c.text("kind")), c);
      rows.put(key(c), "%.1e".formatted(worst));
      if (!(worst <= most(key(c)))) {
        far.add(key(c) + ": " + worst);
      }
    }
    NO_CASE.forEach((name, why) -> rows.put(name, "— " + why));
    assertEquals(names(), rows.keySet(), "each name of Keras needs a case in golden/parity.py");
    String head = Files.readString(Path.of("..", "docs", "PARITY.md")).split("\n\\| `", 2)[0];
    StringBuilder page = new StringBuilder(head.stripTrailing()).append('\n');
    rows.forEach((name, what) -> page.append("| `keras.%s` | %s |\n".formatted(name, what)));
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "PARITY.md"), page.toString());
    assertEquals(List.of(), far, "further than " + MOST + " from Keras");
  }

  /** The page has a line for each name, in which only the last digits may differ by processor. */
  @Test
  void isTold() throws IOException {
    Set<String> told = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "PARITY.md"))) {
      if (line.startsWith("| `keras.")) {
        String[] cells = line.split(" *\\| *", -1);
        String name = cells[1].replace("`keras.", "").replace("`", "");
        told.add(name);
        assertTrue(
            cells[2].startsWith("—") || Double.parseDouble(cells[2]) <= most(name),
            "too far: " + line);
      }
    }
    assertEquals(names(), told, "copy compat-tests/target/PARITY.md, which the other test writes");
  }

  private static double most(String name) {
    return FURTHER.getOrDefault(name, MOST);
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (KerasNames.Entry e : KerasNames.all()) {
      boolean trains =
          List.of("losses", "metrics", "optimizers", "optimizers.schedules", "callbacks")
              .contains(e.module());
      if (trains && e.kerases().contains("3") && e.absent() == null) {
        names.add(e.module() + "." + e.name());
      }
    }
    return names;
  }

  private double difference(JsonObject kind, JsonObject c) {
    Keras.clearSession();
    try (Model model = (Model) Configs.deserialize(kind.object("model").map())) {
      model.setWeights(arrays(kind, "weights"));
      model.compileFromConfig(c.object("compile").map(), CustomObjects.none());
      NdArray<?> x = ArrayJson.decode(kind.get("x")).toNdArray();
      NdArray<?> y = ArrayJson.decode(kind.get("y")).toNdArray();
      List<Callback> callbacks =
          c.text("module").equals("callbacks") ? List.of(callback(c.text("name"))) : List.of();
      History history =
          model.fit(
              x,
              y,
              f ->
                  f.epochs(3)
                      .batchSize(4)
                      .shuffle(false)
                      .verbose(0)
                      .validationData(half(kind, "x"), half(kind, "y"))
                      .callbacks(callbacks.toArray(Callback[]::new)));
      Map<String, ?> expected = c.object("history").map();
      assertEquals(List.copyOf(expected.keySet()), history.names(), key(c));
      Logs scores = model.evaluate(x, y, e -> e.batchSize(4).verbose(0));
      double worst = 0;
      for (String name : expected.keySet()) {
        worst = Math.max(worst, far(NestedNumbers.of(expected.get(name)), history, name));
      }
      JsonObject evaluated = c.object("evaluate");
      for (String name : evaluated.map().keySet()) {
        worst =
            Math.max(
                worst, far(NestedNumbers.of(evaluated.get(name)).values(), scores.array(name)));
      }
      List<NdArray<?>> weights = arrays(c, "final");
      for (int i = 0; i < weights.size(); i++) {
        double[] trained = numbers(model.getWeights().get(i));
        worst = Math.max(worst, farOfLargest(numbers(weights.get(i)), trained));
      }
      return worst;
    }
  }

  private static NdArray<?> half(JsonObject kind, String key) {
    return ArrayJson.decode(kind.get(key)).toNdArray().slice(Indices.range(0, 6));
  }

  private static List<NdArray<?>> arrays(JsonObject json, String key) {
    return json.list(key).stream().<NdArray<?>>map(a -> ArrayJson.decode(a).toNdArray()).toList();
  }

  private static double[] numbers(NdArray<?> array) {
    return Evaluation.doubles(HostTensor.of(array));
  }

  private static double far(NestedNumbers expected, History history, String name) {
    return far(
        expected.values(),
        history.history().containsKey(name)
            ? history.get(name).stream().mapToDouble(d -> d).toArray()
            : history.arrays(name).stream().flatMapToDouble(Arrays::stream).toArray());
  }

  /** Returns the largest difference relative to a number of Keras'; infinite where one is none. */
  private static double far(double[] expected, double[] received) {
    assertEquals(expected.length, received.length);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Double.compare(expected[i], received[i]) != 0) {
        double off = Math.abs(received[i] - expected[i]) / Math.max(SMALL, Math.abs(expected[i]));
        worst = Math.max(worst, Double.isNaN(off) ? Double.POSITIVE_INFINITY : off);
      }
    }
    return worst;
  }

  /** Returns the largest difference relative to the largest number of an array of Keras'. */
  private static double farOfLargest(double[] expected, double[] received) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(1);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(received[i] - expected[i]) / largest);
    }
    return worst;
  }

  /** Makes the callback of golden/parity.py. */
  private Callback callback(String name) {
    return switch (name) {
      case "BackupAndRestore" -> new BackupAndRestore(folder.resolve("backup"));
      case "CSVLogger" -> new CSVLogger(folder.resolve("log.csv"));
      case "EarlyStopping" ->
          new EarlyStopping().monitor("loss").minDelta(10).patience(0).restoreBestWeights(true);
      case "History" -> new History();
      case "LambdaCallback" ->
          new LambdaCallback().onEpochEnd((epoch, logs) -> logs.put("twice", 2 * logs.loss()));
      case "LearningRateScheduler" -> new LearningRateScheduler((epoch, rate) -> rate * 0.5);
      case "ModelCheckpoint" ->
          new ModelCheckpoint(folder.resolve("{epoch}.keras")).monitor("loss");
      case "ProgbarLogger" -> new ProgbarLogger();
      case "ReduceLROnPlateau" ->
          new ReduceLROnPlateau().monitor("loss").factor(0.5).patience(1).minDelta(10);
      case "RemoteMonitor" -> new RemoteMonitor().root("http://localhost:1").sendAsJson(true);
      case "SwapEMAWeights" -> new SwapEMAWeights();
      case "TerminateOnNaN" -> new TerminateOnNaN();
      default -> throw new IllegalArgumentException("No callback for the case " + name + ".");
    };
  }
}
