package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.HostTensor;
import keras.golden.FormatsDocument.Outcome;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonException;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/**
 * Every case whose classes exist is written in every form, loaded by the real Kerases that the form
 * is for, predicts there what it predicts here, and trains one more epoch to the same loss. What
 * does not go is listed in docs/FORMATS.md with the error, and nothing else may fail.
 */
@ExtendWith(PythonExtension.class)
class WrittenFormTest {
  private static final String LOAD =
      """
      if served:
          double = any(x.dtype == np.float64 for x in inputs)
          model = keras.layers.TFSMLayer(
              path, call_endpoint="serve", dtype="float64" if double else "float32")
          model.layers = []
      elif whole:
          model = keras.models.load_model(path)
      else:
          model = keras.models.load_model(own)
          model.set_weights([np.zeros_like(w) for w in model.get_weights()])
          status = model.load_weights(path)
          if hasattr(status, "expect_partial"):
              status.expect_partial()
      for layer in model.layers:
          if hasattr(layer, "finalize_state"):
              layer.finalize_state()
      one = lambda a: a[0] if len(a) == 1 else a
      y = model(one(inputs), training=False)
      result["outputs"] = list(y) if isinstance(y, (list, tuple)) else [y]
      """;

  private static final String TRAIN =
      """
      result["error"] = ""
      try:
          model.run_eagerly = True
          result["steps"] = int(np.asarray(model.optimizer.iterations))
          weights = {int(k): v for k, v in options.pop("class_weight").items()}
          history = model.fit(
              one(x), one(t), epochs=1, shuffle=False, verbose=0,
              class_weight=weights or None, **options)
          result["loss"] = float(history.history["loss"][0])
      except Exception as e:
          result["error"] = f"{type(e).__name__}: {str(e).splitlines()[0]}"
      """;

  private final Path dir;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  WrittenFormTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("model.keras") && CaseClasses.allExist(c));
  }

  @Test
  void theRealKerasesReadAndTrainWhatIsWritten(Python python) throws IOException {
    cases().forEach(golden -> writeAndRead(golden, python));
    assertEquals(List.of(), wrong);
    FormatsDocument.check("written", FormatsDocument.written(outcomes));
  }

  private void writeAndRead(GoldenCase golden, Python python) {
    Keras.clearSession();
    try (Model model = Keras.loadModel(golden.file("model.keras").toString())) {
      for (WrittenForm form : WrittenForm.values()) {
        Path folder = dir.resolve(golden.name() + "-" + form.name());
        folder.toFile().mkdirs();
        Path path;
        try {
          path = form.write(model, folder);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
          form.readers().forEach(f -> add(golden, form, f, "refused: " + e.getMessage()));
          continue;
        }
        for (Framework framework : form.readers()) {
          if (!form.isModel() && !form.isServed() && !golden.isOf(framework)) {
            continue; // no model of Python's own to load the weights into
          }
          String error = read(golden, form, framework, path, python);
          add(golden, form, framework, error);
        }
      }
    }
  }

  private void add(GoldenCase golden, WrittenForm form, Framework framework, String error) {
    String plain = error.replace(dir.toString(), "").replaceAll("\\s+", " ");
    String cut = plain.length() > 110 ? plain.substring(0, 110) + "…" : plain;
    outcomes.add(new Outcome(form, framework, golden.name(), cut));
  }

  /** Returns what Python could not do, empty if nothing; records numbers that differ. */
  private String read(
      GoldenCase golden, WrittenForm form, Framework framework, Path path, Python python) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("path", path);
    parameters.put("whole", form.isModel());
    parameters.put("served", form.isServed());
    parameters.put("own", golden.file(framework == Framework.KERAS3 ? "model.keras" : "model.h5"));
    parameters.put("inputs", golden.inputs());
    boolean trains = golden.isTrained() && form.isModel();
    String code = LOAD;
    if (trains) {
      code += TRAIN;
      parameters.putAll(new GoldenTraining(golden).forPython());
    }
    PythonResult result;
    try {
      result = python.of(framework).exec(code, parameters);
    } catch (PythonException e) {
      return e.type() + ": " + e.text().lines().findFirst().orElse("");
    }
    List<NdArray<?>> outputs = new ArrayList<>();
    result.arrays("outputs").stream().map(HostTensor::toNdArray).forEach(outputs::add);
    String what = "%s, %s, %s".formatted(golden, form, framework);
    // Weights go into Python's own model, whose functions may be others.
    Framework computes = form.isModel() || golden.isTrained() ? Framework.KERAS3 : framework;
    compare(what, () -> golden.checkOutputs(computes, outputs));
    if (!trains) {
      return "";
    }
    String error = result.text("error");
    if (error.isEmpty()) {
      GoldenTraining training = new GoldenTraining(golden);
      try (Model back = form.read(path)) {
        boolean fresh = result.number("steps") == 0;
        if (fresh && form.carriesOptimizer(framework)) {
          wrong.add(what + ": Python's optimizer starts anew");
        }
        if (fresh) {
          back.compileFromConfig(
              Objects.requireNonNull(back.compileConfig()), CustomObjects.none());
        }
        double loss = training.fitOneEpoch(back).get("loss").get(0);
        compare(
            what,
            () -> Closeness.relative(1e-4).check(what + ": loss", result.number("loss"), loss));
      }
    }
    return error.isEmpty() ? "" : "trains not: " + error;
  }

  private void compare(String what, Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      wrong.add(what + ": " + e.getMessage());
    }
  }
}
