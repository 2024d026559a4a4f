package keras.io.kerasv3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.HostTensor;
import keras.golden.CaseClasses;
import keras.golden.Closeness;
import keras.golden.GoldenCase;
import keras.golden.GoldenTraining;
import keras.io.weights.OptimizerLayout;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/**
 * Every case whose classes exist, read from Keras 3's file and written again: real Kerases load it,
 * predict the same and train on with the same numbers.
 */
@ExtendWith(PythonExtension.class)
class GoldenWrittenTest {
  private static final String LOAD_AND_TRAIN =
      """
      model = keras.models.load_model(path)
      y = model(x if len(x) > 1 else x[0], training=False)
      result["y"] = list(y) if isinstance(y, (list, tuple)) else [y]
      if how is not None:
          d = np.load(data)
          take = lambda stem: [d[f"{stem}{i}"] for i in range(9) if f"{stem}{i}" in d]
          one = lambda arrays: arrays if len(arrays) > 1 else arrays[0]
          more = {}
          if how["class_weight"]:
              more["class_weight"] = {int(k): v for k, v in how["class_weight"].items()}
          if how["sample_weight"]:
              more["sample_weight"] = d["sw"]
          if how["validation"]:
              more["validation_data"] = (one(take("xv")), one(take("yv")))
          result["history"] = model.fit(
              one(take("x")), one(take("y")), epochs=how["epochs"], verbose=0, shuffle=False,
              batch_size=how["batch_size"], **more).history
      """;

  /**
   * What tf_keras reads otherwise or not at all, and so is written for Keras 3 alone: another
   * hard_sigmoid, other counts of an inner model's calls, names that are no TensorFlow scopes.
   */
  private static final Set<String> KERAS_3_ALONE =
      Set.of("mlp_hard_sigmoid", "nested_functional", "unicode_layer_names");

  private final Path dir;

  GoldenWrittenTest(@TempDir Path dir) {
    this.dir = dir;
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (GoldenCase golden : GoldenCase.all()) {
      if (golden.has("model.keras") && CaseClasses.allExist(golden)) {
        all.add(Arguments.of(golden, Framework.KERAS3, Dialect.PORTABLE));
        all.add(Arguments.of(golden, Framework.TF_KERAS, Dialect.PORTABLE));
        if (golden.name().startsWith("opt_") || golden.name().startsWith("nested")) {
          all.add(Arguments.of(golden, Framework.TF_KERAS, Dialect.TF_KERAS));
        }
      }
    }
    assertTrue(all.size() > 60, "cases are found");
    return all.stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pythonLoadsAndTrainsIt(
      GoldenCase golden, Framework framework, Dialect dialect, Python python) {
    Path file = dir.resolve("m.keras");
    try (Model model = Keras.loadModel(golden.file("model.keras").toString())) {
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
      boolean alone = Zips.text(file, "metadata.json").contains("3.15.1");
      boolean known = dialect == Dialect.PORTABLE && KERAS_3_ALONE.contains(golden.name());
      assertEquals(known, alone, "for Keras 3 alone");
      if (alone && framework == Framework.TF_KERAS) {
        return;
      }
      Map<String, @Nullable Object> parameters = new HashMap<>();
      parameters.put("path", file);
      parameters.put("x", golden.inputs());
      parameters.put("data", golden.file("train_data.npz"));
      parameters.put("how", golden.isTrained() ? golden.json("train.json").map() : null);
      PythonResult read = python.of(framework).exec(LOAD_AND_TRAIN, parameters);
      List<NdArray<?>> outputs = new ArrayList<>();
      for (HostTensor y : read.arrays("y")) {
        outputs.add(y.toNdArray());
      }
      golden.checkOutputs(golden.followed(), outputs);
      if (golden.isTrained() && (framework == Framework.KERAS3 || goesOn(model, dialect))) {
        History java = new GoldenTraining(golden).fit(model);
        Closeness close = Closeness.relative(golden.json("train.json").number("tolerance"));
        for (Map.Entry<String, List<Double>> series : java.history().entrySet()) {
          if (framework == Framework.KERAS3 || series.getKey().equals("loss")) {
            close.check(
                series.getKey(),
                read.series("history", series.getKey()),
                series.getValue().stream().mapToDouble(d -> d).toArray());
          }
        }
      }
    }
  }

  /** Whether tf_keras finds all of the optimizer's state in a file, and means the same by it. */
  private static boolean goesOn(Model model, Dialect dialect) {
    Map<String, ?> config = model.optimizer().config();
    boolean schedule = config.get("learning_rate") instanceof Map<?, ?>;
    boolean found =
        dialect == Dialect.TF_KERAS
            || (schedule
                ? slots(model, keras.io.weights.Framework.KERAS_3)
                    == slots(model, keras.io.weights.Framework.TF_KERAS)
                : model.optimizer().variables().size() == 2);
    return found && Boolean.FALSE.equals(config.get("use_ema"));
  }

  private static int slots(Model model, keras.io.weights.Framework framework) {
    return OptimizerLayout.of(model.optimizer(), model.trainableWeights(), framework)
        .slots()
        .size();
  }
}
