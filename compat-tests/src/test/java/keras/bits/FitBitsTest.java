package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.layers.Dense;
import keras.models.Sequential;
import keras.optimizers.Lamb;
import keras.optimizers.Muon;
import keras.optimizers.Optimizer;
import keras.optimizers.ScheduleFreeAdamW;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.trainers.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.StdArrays;

/**
 * Two epochs of a small classifier from {@code setRandomSeed(42)}, shuffled, Java beside Python:
 * with optimizers of Keras, with each option of {@code fit} that changes what a step is given, and
 * in mixed precision.
 */
@ExtendWith(PythonExtension.class)
class FitBitsTest {
  private static final int SAMPLES = 45;

  private static final String SCRIPT =
      """
      L = keras.layers

      def trained(policy, optimizer, options):
          keras.config.set_dtype_policy(policy)
          keras.utils.set_random_seed(42)
          model = keras.Sequential([
              keras.Input((16,)), L.Dense(12, activation="relu"), L.Dense(3, activation="softmax")])
          model.compile(getattr(keras.optimizers, optimizer)(), "sparse_categorical_crossentropy",
                        weighted_metrics=["accuracy"])
          if optimizer == "ScheduleFreeAdamW":  # Keras' graph loses what the first step assigns
              model.optimizer.build(model.trainable_variables)
          history = model.fit(x, t, epochs=2, batch_size=8, verbose=0, **eval(options))
          return {"history": history.history, "weights": model.get_weights(),
                  "optimizer": list(model.optimizer.variables)}

      try:
          for name, (policy, optimizer, options) in cases.items():
              result[name] = trained(policy, optimizer, options)
      finally:
          keras.config.set_dtype_policy("float32")
      """;

  /** What a case sets, for both languages. */
  private record Case(String policy, String optimizer, String python, Consumer<Fit> java) {}

  private final float[][] x = new float[SAMPLES][16];
  private final int[] t = new int[SAMPLES];
  private final float[] w = new float[SAMPLES];
  private final Map<String, Case> cases = new LinkedHashMap<>();

  FitBitsTest() {
    Random random = new Random(5);
    for (int i = 0; i < SAMPLES; i++) {
      t[i] = random.nextInt(3);
      w[i] = random.nextFloat();
      for (int j = 0; j < 16; j++) {
        x[i][j] = random.nextFloat() + (j % 3 == t[i] ? 0.5f : 0);
      }
    }
    for (String optimizer :
        List.of(
            "Adadelta",
            "Adafactor",
            "Adagrad",
            "AdamW",
            "Adamax",
            "Ftrl",
            "Lamb",
            "Lion",
            "Muon",
            "Nadam",
            "ScheduleFreeAdamW")) {
      cases.put(optimizer, new Case("float32", optimizer, "{}", f -> {}));
    }
    option("shuffle_batch", "dict(shuffle='batch')", f -> f.shuffle("batch"));
    option("steps_per_epoch", "dict(steps_per_epoch=4)", f -> f.stepsPerEpoch(4));
    option(
        "class_weight",
        "dict(class_weight={0: 1.0, 1: 2.5, 2: 0.3})",
        f -> f.classWeight(Map.of(0, 1.0, 1, 2.5, 2, 0.3)));
    option(
        "sample_weight",
        "dict(sample_weight=w, validation_split=0.2)",
        f -> f.sampleWeight(w).validationSplit(0.2));
    cases.put("mixed_float16", new Case("mixed_float16", "Adam", "{}", f -> {}));
    cases.put("mixed_bfloat16", new Case("mixed_bfloat16", "Adam", "{}", f -> {}));
  }

  private void option(String name, String python, Consumer<Fit> java) {
    cases.put(name, new Case("float32", "Adam", python, java));
  }

  @Test
  void trainsToTheBitsOfKeras(Python python, TestReporter reporter) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    cases.forEach((name, c) -> given.put(name, List.of(c.policy, c.optimizer, c.python)));
    PythonResult expected =
        python
            .keras3()
            .exec(
                SCRIPT,
                Map.of(
                    "x",
                    StdArrays.ndCopyOf(x),
                    "t",
                    StdArrays.ndCopyOf(t),
                    "w",
                    StdArrays.ndCopyOf(w),
                    "cases",
                    given));
    Departures departures = new Departures();
    cases.forEach((name, c) -> compare(name, c, new PythonResult(expected.map(name)), departures));
    departures.remarks().forEach(line -> reporter.publishEntry("remark", line));
    assertEquals("", String.join("\n", departures.forbidden()));
  }

  private static Optimizer optimizer(String name) {
    return switch (name) { // these have no names in Keras
      case "Lamb" -> new Lamb();
      case "Muon" -> new Muon();
      case "ScheduleFreeAdamW" -> new ScheduleFreeAdamW();
      default -> Optimizer.get(name);
    };
  }

  private void compare(String name, Case c, PythonResult expected, Departures departures) {
    Keras.setDtypePolicy(c.policy);
    Keras.setRandomSeed(42);
    try (Sequential model =
        new Sequential(new Dense(12, "relu").inputShape(16), new Dense(3, "softmax"))) {
      model.compile(
          o ->
              o.optimizer(optimizer(c.optimizer))
                  .loss("sparse_categorical_crossentropy")
                  .weightedMetrics("accuracy"));
      History history = model.fit(x, t, f -> c.java.accept(f.epochs(2).batchSize(8).verbose(0)));
      String key = "fit " + name + " ";
      for (String log : expected.map("history").keySet()) {
        double[] series = expected.series("history", log);
        for (int epoch = 0; epoch < series.length; epoch++) {
          departures.compare(key + "history", log, series[epoch], history.get(log).get(epoch));
        }
      }
      List<HostTensor> weights = new ArrayList<>();
      model.getWeights().forEach(v -> weights.add(HostTensor.of(v)));
      departures.compare(key + "weights", expected.arrays("weights"), weights);
      departures.compare(
          key + "optimizer",
          expected.arrays("optimizer"),
          model.optimizer().variables().stream().map(Variable::value).toList());
    } finally {
      Keras.setDtypePolicy("float32");
    }
  }
}
