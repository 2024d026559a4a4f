package keras.golden;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keras.Keras;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every case whose classes exist is written in every form. The real Kerases that the form is for
 * load it, predict what Java predicts, report its config, train one more epoch to the same history,
 * and save it again, so that Java reads what it wrote. What does not go is listed in
 * docs/FORMATS.md with the error, and nothing else may fail. Verdicts on files that have not
 * changed are kept ({@link Verdicts}).
 */
@ExtendWith(PythonExtension.class)
class WrittenFormTest {
  /** What the library says of a file that only one Keras reads. */
  private static final String ALONE = "written for Keras 3 alone: ";

  private final Path dir;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Verdicts verdicts = Verdicts.of(WrittenFormTest.class);

  WrittenFormTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream()
        .filter(c -> c.isModel() && c.has("model.keras") && CaseClasses.allExist(c));
  }

  @Test
  void theRealKerasesReadAndTrainWhatIsWritten(Python python) {
    cases().forEach(golden -> writeAndRead(golden, python));
    verdicts.close();
    assertAll(
        () -> assertEquals(List.of(), wrong),
        () -> FormatsDocument.check("written", WrittenTable.of(outcomes)));
  }

  private void writeAndRead(GoldenCase golden, Python python) {
    Keras.clearSession();
    Keras.setRandomSeed(1); // seeds that no file tells are written too: the same ones every time
    try (Model model = Keras.loadModel(golden.file("model.keras").toString())) {
      Map<WrittenForm, Path> written = write(golden, model);
      WrittenModel source = new WrittenModel(golden, model);
      for (Framework framework : Framework.values()) {
        judge(golden, framework, source, python, files(golden, framework, model, written));
      }
    }
  }

  /** Takes the verdicts that are kept, and asks Python for the others. */
  private void judge(
      GoldenCase golden,
      Framework framework,
      WrittenModel source,
      Python python,
      Map<String, Map<String, Object>> files) {
    Map<String, Map<String, Object>> unknown = new LinkedHashMap<>();
    Map<String, Map<String, ?>> errors = new LinkedHashMap<>();
    Map<String, String> hashes = new LinkedHashMap<>();
    files.forEach(
        (form, file) -> {
          hashes.put(form, hash(golden, WrittenForm.valueOf(form), file));
          verdicts
              .find(question(golden, form, framework), hashes.get(form))
              .ifPresentOrElse(e -> errors.put(form, e), () -> unknown.put(form, file));
        });
    if (!unknown.isEmpty()) {
      PythonResult result =
          python
              .of(framework)
              .exec(
                  "import written\nresult.update(written.judge(keras, files, case))",
                  Map.of("files", unknown, "case", forPython(golden, framework)));
      for (String key : unknown.keySet()) {
        WrittenForm form = WrittenForm.valueOf(key);
        PythonResult answer = new PythonResult(result.map(key));
        List<String> lines = source.judge(form, framework, again(golden, form, framework), answer);
        wrong.addAll(lines);
        Map<String, String> said =
            Outcome.of(golden, form, framework, answer.map("errors"), dir).errors();
        errors.put(key, said);
        if (lines.isEmpty()) {
          verdicts.keep(
              question(golden, key, framework), Objects.requireNonNull(hashes.get(key)), said);
        }
      }
    }
    for (String form : files.keySet()) {
      Map<String, ?> said = Objects.requireNonNull(errors.get(form));
      outcomes.add(Outcome.of(golden, WrittenForm.valueOf(form), framework, said, dir));
    }
  }

  private static String question(GoldenCase golden, String form, Framework framework) {
    return "%s %s %s".formatted(golden, form, framework.tag());
  }

  /** Returns the hash of what a verdict depends on: the file, the case, who judges and how. */
  private String hash(GoldenCase golden, WrittenForm form, Map<String, Object> file) {
    return Verdicts.hash(
        folder(golden.name() + "-" + form.name()),
        golden.file(""),
        golden.entry().map(),
        Path.of("golden", "written.py"),
        Path.of("requirements.txt"),
        List.of("kind", "max_shard_size", "optimizer", "train").stream().map(file::get).toList());
  }

  private Map<WrittenForm, Path> write(GoldenCase golden, Model model) {
    Map<WrittenForm, Path> written = new LinkedHashMap<>();
    for (WrittenForm form : WrittenForm.values()) {
      Path folder = folder(golden.name() + "-" + form.name());
      List<String> said = new ArrayList<>();
      Consumer<String> before = Console.redirect(said::add);
      try {
        written.put(form, form.write(model, folder));
      } catch (UnsupportedOperationException e) {
        form.readers().forEach(f -> without(golden, form, f, String.valueOf(e.getMessage())));
      } finally {
        Console.redirect(before);
      }
      said.stream()
          .filter(line -> line.contains(ALONE))
          .forEach(line -> without(golden, form, Framework.TF_KERAS, line));
    }
    return written;
  }

  /** Notes that a Keras is not to read a file, and why. */
  private void without(GoldenCase golden, WrittenForm form, Framework framework, String why) {
    String plain = why.replaceFirst("^.*?: (?=written|tf_keras|Keras 3)", "");
    outcomes.add(Outcome.of(golden, form, framework, Map.of("load", plain), dir));
  }

  private boolean isWithout(GoldenCase golden, WrittenForm form, Framework framework) {
    return outcomes.stream()
        .anyMatch(o -> o.golden().equals(golden) && o.form() == form && o.reader() == framework);
  }

  private Path folder(String name) {
    Path folder = dir.resolve(name);
    folder.toFile().mkdirs();
    return folder;
  }

  private Path again(GoldenCase golden, WrittenForm form, Framework framework) {
    String name = golden.name() + "-" + form.name() + "-" + framework.name();
    return folder(name).resolve(form.file());
  }

  /** Returns what written.py is told of each file. */
  private Map<String, Map<String, Object>> files(
      GoldenCase golden, Framework framework, Model model, Map<WrittenForm, Path> written) {
    Map<String, Map<String, Object>> files = new LinkedHashMap<>();
    written.forEach(
        (form, path) -> {
          // Weights need a model of Python's own to go into.
          boolean reads = form.isFor(framework) && !isWithout(golden, form, framework);
          if (reads && (form.isModel() || form == WrittenForm.EXPORT || golden.isOf(framework))) {
            Object again =
                form.isSavedBy(framework) ? again(golden, form, framework).toAbsolutePath() : "";
            files.put(
                form.name(),
                Map.of(
                    "path", path.toAbsolutePath(),
                    "kind", form.kind(),
                    "again", again,
                    "max_shard_size", WrittenForm.shardSize(model),
                    "optimizer", form.carriesOptimizer(framework),
                    "train", golden.isTrained() && form.trains()));
          }
        });
    return files;
  }

  private static Map<String, @Nullable Object> forPython(GoldenCase golden, Framework framework) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("own", golden.file(framework == Framework.KERAS3 ? "model.keras" : "model.h5"));
    out.put("inputs", golden.inputs());
    if (golden.isTrained()) {
      out.putAll(new GoldenTraining(golden).forPython());
    }
    return out;
  }
}
