package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.data.Npz;
import keras.losses.Loss;
import keras.models.Model;
import keras.optimizers.Optimizer;
import keras.python.Framework;
import keras.trainers.Fit;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** How a case was trained and what came of it: train.json and the arrays beside it. */
public final class GoldenTraining {
  private final GoldenCase golden;
  private final JsonObject json;
  private final Framework followed;

  /** Reads the training of a case by the Keras that this library follows. */
  public GoldenTraining(GoldenCase golden) {
    this(golden, golden.followed());
  }

  /** Reads the training of a case by one Keras. */
  public GoldenTraining(GoldenCase golden, Framework followed) {
    this.golden = golden;
    this.json = golden.json("train.json");
    this.followed = followed;
  }

  // ---------------------------------------------------------------- what compile is given

  /** Returns the optimizer, losses, metrics and schedules as objects of a config. */
  List<Object> specs() {
    List<Object> all = new ArrayList<>();
    all.add(spec("keras.optimizers", json.list("optimizer")));
    for (String key : List.of("loss", "metrics", "weighted_metrics")) {
      collect(key.equals("loss") ? "keras.losses" : "keras.metrics", json.get(key), all);
    }
    return all;
  }

  private static void collect(String module, @Nullable Object json, List<Object> all) {
    if (json instanceof List<?> list) {
      if (isSpec(list)) {
        all.add(spec(module, list));
      } else {
        list.forEach(each -> collect(module, each, all));
      }
    }
  }

  /** Whether a list is a class and its arguments. */
  private static boolean isSpec(List<?> list) {
    return list.size() == 2 && list.get(0) instanceof String && list.get(1) instanceof Map<?, ?>;
  }

  private static Map<String, Object> spec(String module, List<?> given) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    JsonObject.of(given.get(1))
        .map()
        .forEach(
            (k, v) ->
                config.put(
                    k,
                    v instanceof List<?> l && l.size() == 3 && l.get(0).equals("schedule")
                        ? spec("keras.optimizers.schedules", l.subList(1, 3))
                        : v));
    return CaseClasses.spec(module, (String) given.get(0), config);
  }

  private static @Nullable Object build(String module, @Nullable Object json) {
    if (json instanceof List<?> list) {
      return isSpec(list)
          ? Configs.deserialize(spec(module, list))
          : list.stream().map(each -> build(module, each)).toList();
    }
    return json;
  }

  /** Compiles a model as Python's was. */
  public void compile(Model model) {
    KerasObject optimizer = Configs.deserialize(spec("keras.optimizers", json.list("optimizer")));
    model.compile(
        c -> {
          c.optimizer((Optimizer) optimizer);
          Object loss = build("keras.losses", json.get("loss"));
          if (loss instanceof List<?> each) {
            c.loss(each.toArray(Loss[]::new));
          } else {
            c.loss((Loss) Objects.requireNonNull(loss));
          }
          c.metrics(metrics("metrics"));
          c.weightedMetrics(metrics("weighted_metrics"));
          if (json.has("loss_weights")) {
            c.lossWeights(doubles(json.list("loss_weights")));
          }
        });
  }

  private Object[] metrics(String key) {
    Object built = build("keras.metrics", json.get(key));
    return built instanceof List<?> list ? list.toArray() : new Object[0];
  }

  private static double[] doubles(List<?> numbers) {
    return numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  // ---------------------------------------------------------------- data and weights

  private List<NdArray<?>> data(String stem) {
    Map<String, NdArray<?>> stored = Npz.read(golden.file("train_data.npz"));
    List<NdArray<?>> arrays = new ArrayList<>();
    for (int i = 0; stored.containsKey(stem + i); i++) {
      arrays.add(Objects.requireNonNull(stored.get(stem + i)));
    }
    return arrays;
  }

  private @Nullable NdArray<?> sampleWeight() {
    return Npz.read(golden.file("train_data.npz")).get("sw");
  }

  private List<NdArray<?>> weights(Path file) {
    Map<String, NdArray<?>> stored = Npz.read(file);
    List<NdArray<?>> arrays = new ArrayList<>();
    for (JsonObject row : json.objects("weights")) {
      arrays.add(Objects.requireNonNull(stored.get(row.text("key"))));
    }
    return arrays;
  }

  /** Returns the weights that training starts from. */
  public List<NdArray<?>> initialWeights() {
    return weights(golden.file("train_initial_weights.npz"));
  }

  /** Returns the weights that training led a Keras to. */
  public List<NdArray<?>> finalWeights(Framework framework) {
    String own = "train_final_weights_%s.npz".formatted(framework.tag());
    return weights(golden.file(golden.has(own) ? own : "train_final_weights_tk.npz"));
  }

  // ---------------------------------------------------------------- what fit does

  /** Trains a compiled model as Python's was. */
  public History fit(Model model) {
    return model.fit(data("x"), data("y"), this::options);
  }

  private void options(Fit f) {
    weighted(f);
    f.epochs(json.integer("epochs"));
    if (Boolean.TRUE.equals(json.get("validation"))) {
      f.validationData(data("xv"), data("yv"));
    }
  }

  private void weighted(Fit f) {
    f.batchSize(json.integer("batch_size")).shuffle(false).verbose(0);
    if (json.has("class_weight")) {
      Map<Integer, Double> byClass = new LinkedHashMap<>();
      json.object("class_weight")
          .map()
          .forEach((k, v) -> byClass.put(Integer.valueOf(k), ((Number) require(v)).doubleValue()));
      f.classWeight(byClass);
    }
    NdArray<?> sampleWeight = sampleWeight();
    if (sampleWeight != null) {
      f.sampleWeight(sampleWeight);
    }
  }

  private static Object require(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }

  /** Trains one more epoch on the same data, without validation. */
  public History fitOneEpoch(Model model) {
    return model.fit(
        data("x"),
        data("y"),
        f -> {
          weighted(f);
          f.epochs(1);
        });
  }

  /** Returns the data and fit()'s options as parameters of a Python snippet. */
  Map<String, Object> forPython() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("batch_size", json.integer("batch_size"));
    options.put(
        "class_weight", json.has("class_weight") ? json.object("class_weight").map() : Map.of());
    NdArray<?> sampleWeight = sampleWeight();
    if (sampleWeight != null) {
      options.put("sample_weight", sampleWeight);
    }
    return Map.of("x", data("x"), "t", data("y"), "options", options);
  }

  /** Evaluates a model on the training data, as Python did. */
  public Logs evaluate(Model model) {
    return model.evaluate(
        data("x"),
        data("y"),
        e -> {
          e.batchSize(json.integer("batch_size")).verbose(0);
          NdArray<?> sampleWeight = sampleWeight();
          if (sampleWeight != null) {
            e.sampleWeight(sampleWeight);
          }
        });
  }

  // ---------------------------------------------------------------- what came of it

  private Closeness tolerance() {
    return Closeness.relative(json.number("tolerance"));
  }

  private JsonObject of(String key) {
    return json.object(key).object(followed.tag());
  }

  /** Checks the shape, dtype and trainability of each weight. */
  public void checkWeightTable(Model model) {
    List<String> expected = new ArrayList<>();
    for (JsonObject row : json.objects("weights")) {
      expected.add(
          "%s %s %s".formatted(row.list("shape"), row.text("dtype"), row.get("trainable")));
    }
    var trainable = model.trainableWeights();
    List<String> actual = new ArrayList<>();
    model
        .weights()
        .forEach(
            v ->
                actual.add(
                    "%s %s %s"
                        .formatted(
                            Arrays.toString(v.shape().asArray()),
                            v.dtype().id(),
                            trainable.contains(v))));
    assertEquals(expected, actual, golden + ": weights");
  }

  /** Checks the names, their order and the numbers of a history. */
  public void checkHistory(History history) {
    JsonObject expected = of("history");
    assertEquals(
        List.copyOf(expected.map().keySet()),
        List.copyOf(history.history().keySet()),
        golden + ": names in the history");
    for (String name : expected.map().keySet()) {
      double[] actual = history.get(name).stream().mapToDouble(d -> d).toArray();
      tolerance().check(golden + ": history of " + name, doubles(expected.list(name)), actual);
    }
  }

  /** Keras 3 orders names by the alphabet, which is the order here; tf_keras does not. */
  private List<String> ordered(Set<String> names) {
    return followed == Framework.KERAS3 ? List.copyOf(names) : names.stream().sorted().toList();
  }

  /** Checks the names, their order and the numbers of an evaluation. */
  public void checkEvaluation(Logs logs) {
    JsonObject expected = of("evaluate");
    assertEquals(
        ordered(expected.map().keySet()),
        ordered(logs.asMap().keySet()),
        golden + ": names in the evaluation");
    for (String name : expected.map().keySet()) {
      if (!isWeighed(name)) {
        tolerance().check(golden + ": evaluated " + name, expected.number(name), logs.get(name));
      }
    }
  }

  /** Checks one more epoch: its history, and what it made of the weights. */
  void checkContinued(JsonObject expected, History history, Model model) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    expected.object("history").map().forEach((name, v) -> named.put(once(name, model), v));
    JsonObject logs = new JsonObject(named);
    assertEquals(
        ordered(logs.map().keySet()),
        ordered(history.history().keySet()),
        golden + ": names in the history");
    for (String name : logs.map().keySet()) {
      if (!isWeighed(name)) {
        tolerance()
            .check(
                golden + ": " + name + " of one more epoch",
                logs.number(name),
                history.get(name).get(0));
      }
    }
    List<?> sums = expected.list("sums");
    List<?> squares = expected.list("squares");
    List<NdArray<?>> weights = model.getWeights();
    for (int i = 0; i < weights.size(); i++) {
      double[] w = Closeness.doubles(weights.get(i));
      Closeness close = Closeness.relative(json.number("tolerance") * Math.sqrt(w.length));
      String what = "%s: %s of weight %d after one more epoch";
      close.check(
          what.formatted(golden, "sum", i),
          ((Number) sums.get(i)).doubleValue(),
          Arrays.stream(w).sum());
      close.check(
          what.formatted(golden, "sum of squares", i),
          ((Number) squares.get(i)).doubleValue(),
          Arrays.stream(w).map(v -> v * v).sum());
    }
  }

  /** A metric that tf_keras loads has the name of its output twice, where there are several. */
  private static String once(String name, Model model) {
    return model.outputNames().stream()
        .filter(output -> name.startsWith(output + "_" + output + "_"))
        .map(output -> name.substring(output.length() + 1))
        .findFirst()
        .orElse(name);
  }

  /** Whether tf_keras weighs a loss of one output by batch sizes, where the last batch is short. */
  private boolean isWeighed(String name) {
    return followed == Framework.TF_KERAS && name.endsWith("_loss");
  }

  /** Checks the weights that training led to. */
  public void checkFinalWeights(Model model) {
    tolerance().check(golden + ": final weight", finalWeights(followed), model.getWeights());
  }

  /** Checks the optimizer's count of steps, its learning rate and its config. */
  public void checkOptimizer(Optimizer optimizer) {
    checkSteps(optimizer);
    ConfigComparison.check(
        golden + ": config of the optimizer", of("optimizer_config").map(), optimizer.config());
  }

  /** Checks the optimizer's count of steps and its learning rate. */
  public void checkSteps(Optimizer optimizer) {
    JsonObject after = of("optimizer_after");
    assertEquals(after.integer("iterations"), optimizer.iterations(), golden + ": iterations");
    // After a schedule, tf_keras tells the rate of the first step.
    boolean scheduled = optimizer.config().get("learning_rate") instanceof Map<?, ?>;
    if (after.has("learning_rate") && !(scheduled && followed == Framework.TF_KERAS)) {
      Closeness.relative(1e-7)
          .check(
              golden + ": learning rate", after.number("learning_rate"), optimizer.learningRate());
    }
  }
}
