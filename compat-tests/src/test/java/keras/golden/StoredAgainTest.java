package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.Keras;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.written.ReportedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of a Keras, read and written again in that Keras' own dialect, has the same datasets,
 * values, attributes and configs; what differs is listed here, with the reason.
 */
@ExtendWith(PythonExtension.class)
class StoredAgainTest {
  /** The forms that have a native one, and what Java names it. */
  private static final Map<StoredForm, String> FORMS =
      Map.of(
          StoredForm.H5_TF_KERAS, "m.h5",
          StoredForm.H5_KERAS3, "m.h5",
          StoredForm.KERAS_TF_KERAS, "m.keras",
          StoredForm.KERAS_KERAS3, "m.keras",
          StoredForm.LEGACY_WEIGHTS, "w.h5",
          StoredForm.WEIGHTS_TF_KERAS, "m.weights.h5",
          StoredForm.WEIGHTS_KERAS3, "m.weights.h5",
          StoredForm.CHECKPOINT, "ckpt");

  /** What differs, and why it may. */
  private static final List<String> KNOWN =
      List.of(
          // Ids of Python objects; what is null, empty or plain by default.
          ".*shared_object_id: expected: .*",
          ".*(quantization_config|kwargs\\.mask|activity_regularizer): expected: null\\.",
          ".*\\.rms_scaling: expected: false\\.",
          ".*\\.compile_config: expected: \\{\\}\\.",
          ".*compile_config\\.(jit_compile|run_eagerly|steps_per_execution): expected null\\..*",
          // tf_keras counts axes from the front when it builds, and says twice what the input is.
          ".*\\.axis: expected \\[\\d\\]\\. Received: \\d\\.",
          ".*\\.batch_input_shape: expected: .*",
          // tf_keras takes one size as a list of one, and learns the shapes of attention by its
          // call.
          ".*\\.output_shape: expected (\\d+)\\. Received: \\[\\1\\]\\.",
          ".*\\.(query|key|value)_shape: expected \\[.*\\]\\. Received: null\\.",
          // Schedules without a name are called by their class, in this library as in Keras 3.
          ".*\\.learning_rate\\.config\\.name: expected null\\. Received: .*",
          // Both Kerases find a Functional by this name.
          ".*\\$\\.(class_name|module|registered_name): expected .*[Ff]unctional\\. Received: .*",
          // Keras 3 cannot train a model with an optimizer's state in its own place.
          "(optimizer_weights|keras_java)\\b.*: not in the (first|second)",
          // The state of seed generators, which Keras does not keep and does not mind.
          ".*/seed_generator(/vars(/0)?)?: not in the first",
          // Sums and counts of metrics begin anew with each epoch; they stand under both names.
          "metrics(/.*)?: (other values|not in the first)");

  /** tf_keras keeps the last step where there is no momentum, and never looks at it. */
  private static final String UNUSED_MOMENTUM =
      "(optimizer_weights/SGD/m/.*|optimizer/(_variables|vars)/\\d+.*): other values";

  /**
   * What stands in wrappers is named otherwise by Keras 3 itself once it has loaded the model: it
   * makes the weights before the model calls them.
   */
  private static final String IN_WRAPPERS =
      "(?s)model_weights/(bidirectional|time_distributed)[^:]*: (not in the"
          + " (first|second)|@weight_names: .*)";

  private final Path dir;

  StoredAgainTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void isWrittenAsItWas(Python python) {
    Map<String, Map<String, Path>> pairs = new LinkedHashMap<>();
    Map<String, StoredFile> files = new LinkedHashMap<>();
    Stream.of(StoredForm.values())
        .filter(FORMS::containsKey)
        .flatMap(StoredFile::all)
        .filter(file -> GoldenCase.all().contains(file.golden()))
        .forEach(
            file -> {
              pairs.put(file.toString(), Map.of("first", original(file), "second", again(file)));
              files.put(file.toString(), file);
            });
    assertTrue(pairs.size() > 100, pairs.size() + " files");
    PythonResult result =
        python
            .keras3()
            .exec(
                """
                import compare
                for name, pair in pairs.items():
                    lines, configs = compare.files(pair["first"], pair["second"])
                    result[name] = {"lines": lines, "configs": configs}
                """,
                Map.of("pairs", pairs));
    List<String> wrong = new ArrayList<>();
    files.forEach(
        (name, file) ->
            differences(new PythonResult(result.map(name)), file.form().writer()).stream()
                .filter(line -> !isKnown(file, line))
                .forEach(line -> wrong.add(name + ": " + line)));
    assertEquals(List.of(), wrong);
  }

  private static Path original(StoredFile file) {
    return file.golden().file(file.form().file().replace(".index", "")).toAbsolutePath();
  }

  private Path again(StoredFile file) {
    Keras.clearSession();
    Path folder = dir.resolve(file.toString().replace('/', '-'));
    folder.toFile().mkdirs();
    Path path = folder.resolve(String.valueOf(FORMS.get(file.form()))).toAbsolutePath();
    Dialect dialect = file.form().writer() == Framework.KERAS3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
    SaveOptions options = SaveOptions.defaults().dialect(dialect);
    boolean whole = file.form().content() == StoredForm.Content.MODEL;
    try (Model model = whole ? file.read() : compiled(file)) {
      if (whole) {
        model.save(path.toString(), options);
      } else {
        model.saveWeights(path.toString(), options);
      }
    }
    return path;
  }

  /** Weights go into the compiled model, whose optimizer they hold too. */
  private static Model compiled(StoredFile file) {
    boolean keras3 = file.form().writer() == Framework.KERAS3;
    Model model =
        Keras.loadModel(file.golden().file(keras3 ? "model.keras" : "model.h5").toString());
    model.loadWeights(original(file).toString());
    return model;
  }

  private static List<String> differences(PythonResult answer, Framework writer) {
    List<String> lines = new ArrayList<>();
    answer.list("lines").forEach(line -> lines.add(String.valueOf(line)));
    answer
        .map("configs")
        .forEach(
            (name, both) -> {
              List<?> two = (List<?>) Objects.requireNonNull(both);
              List<String> found = ReportedConfigs.differences(two.get(0), two.get(1));
              ReportedConfigs.training(writer, found).forEach(l -> lines.add(name + ": " + l));
            });
    return lines;
  }

  private static boolean isKnown(StoredFile file, String line) {
    return KNOWN.stream().anyMatch(line::matches)
        || (file.form() == StoredForm.H5_KERAS3 && line.matches(IN_WRAPPERS))
        || (hasUnusedMomentum(file) && line.matches(UNUSED_MOMENTUM));
  }

  private static boolean hasUnusedMomentum(StoredFile file) {
    if (!file.golden().isTrained() || file.form().writer() != Framework.TF_KERAS) {
      return false;
    }
    List<?> optimizer = file.golden().json("train.json").list("optimizer");
    return optimizer.get(0).equals("SGD")
        && !((Map<?, ?>) optimizer.get(1)).containsKey("momentum");
  }
}
