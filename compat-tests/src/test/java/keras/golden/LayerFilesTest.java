package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keras.engine.HostTensor;
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
 * Layers that are in no whole model which {@link WrittenFormTest} writes, each in a model of its
 * own, in every form: the real Kerases load it, predict what Java predicts and save it again, and
 * Java reads that. Where no file of a layer has changed the verdict is kept ({@link Verdicts}).
 */
@ExtendWith(PythonExtension.class)
class LayerFilesTest {
  /** Of 64 KiB, in GiB. */
  private static final double SHARD = 0x1p-14;

  /** What the real Kerases cannot do with files of their own either, which they are asked, too. */
  private static final List<Pattern> KERAS =
      Stream.of(
              "\\w+, KERAS3 H5_\\w+ save: TypeError: cannot pickle 'module' object",
              "equalization\\w*, KERAS3 \\w+ \\w+: .*is part of a cycle.*",
              "(center_crop|random_crop|resizing)_fields\\w*, KERAS3 \\w+ \\w+: .*Cannot convert 'images' to.*",
              "mix_up_fields, KERAS3 EXPORT save: .*Cannot convert a symbolic tf.Tensor.*")
          .map(Pattern::compile)
          .toList();

  /**
   * What a Keras computes otherwise by design, as a line says when it is written: tf_keras' crops
   * where it does not train, too.
   */
  private static final Set<String> OTHERWISE = Set.of("random_crop, TF_KERAS");

  /** Why a file is for one Keras alone. */
  private static final Pattern ALONE =
      Pattern.compile(
          "(the class is Keras 3's alone|`\\w+=.+` is Keras 3's alone|Keras 3 has no such layer"
              + "|tf_keras reads no list of `ngrams`"
              + "|tf_keras calls it \\w+, which Keras 3 does not know"
              + "|'hard_sigmoid' in `recurrent_activation` is another function in tf_keras"
              + "|it calls a layer with more than its inputs, which Keras 3 reads only in its own form"
              + "|it calls \\w+ '\\w+' with what tf_keras has no form for, .*"
              + "|its `idf_weights` are one of its weights in tf_keras, and not in Keras 3)");

  private final Path dir;
  private final Map<String, String> wrong = new TreeMap<>();
  private final Verdicts verdicts = Verdicts.of(LayerFilesTest.class);

  LayerFilesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** The files of a layer, what it gives, and why a Keras is not to read one, by form and Keras. */
  private record Written(
      LayerModel layer,
      List<HostTensor> outputs,
      Map<WrittenForm, Path> files,
      Map<String, String> refused) {}

  @Test
  void goToTheKerasesAndBack(Python python) {
    for (LayerFixture fixture : LayerModel.fixtures()) {
      try (LayerModel layer = LayerModel.of(fixture)) {
        Written written = write(layer);
        for (Framework framework : Framework.values()) {
          judge(written, framework, python);
        }
      } catch (RuntimeException e) {
        wrong.put(fixture.toString(), String.valueOf(e));
      }
    }
    verdicts.close();
    assertEquals("", String.join("\n", wrong.entrySet().stream().map(Object::toString).toList()));
  }

  private Written write(LayerModel layer) {
    Map<WrittenForm, Path> files = new LinkedHashMap<>();
    Map<String, String> refused = new TreeMap<>();
    List<HostTensor> outputs = layer.predict(layer.model());
    for (WrittenForm form : WrittenForm.values()) {
      Path folder = folder(layer + "-" + form);
      List<String> said = new ArrayList<>();
      Consumer<String> before = Console.redirect(said::add);
      try {
        files.put(form, form.write(layer.model(), folder, SHARD));
      } catch (UnsupportedOperationException e) {
        form.readers().forEach(f -> refused.put(form + " " + f, String.valueOf(e.getMessage())));
      } finally {
        Console.redirect(before);
      }
      said.stream()
          .filter(line -> line.contains(": written for "))
          .forEach(line -> refused.put(form + " " + without(line), line));
    }
    refused.replaceAll((key, why) -> reason(layer, key, why));
    return new Written(layer, outputs, files, refused);
  }

  /** Returns the Keras that cannot read a file, by what the library says of it. */
  private static Framework without(String line) {
    return line.contains(": written for Keras 3 alone: ") ? Framework.TF_KERAS : Framework.KERAS3;
  }

  /** Returns the plain reason of a refusal, which must be a known one. */
  private String reason(LayerModel layer, String key, String why) {
    String plain = why.strip().replaceFirst("(?s)^.*?(alone|this model): ", "");
    for (String each : plain.replaceFirst("\\. (Save|Use) .*|\\.$", "").split("; ", -1)) {
      String reason = each.replaceFirst("^\\w+ '\\w+': ", "");
      if (!ALONE.matcher(reason).matches()) {
        wrong.put(layer + " " + key, why);
      }
    }
    return plain;
  }

  private Path folder(String name) {
    Path folder = dir.resolve(name);
    folder.toFile().mkdirs();
    return folder;
  }

  /** Takes the verdict that is kept, or asks Python. */
  private void judge(Written written, Framework framework, Python python) {
    Map<WrittenForm, Path> files = new LinkedHashMap<>(written.files());
    files
        .keySet()
        .removeIf(f -> !f.isFor(framework) || written.refused().containsKey(f + " " + framework));
    List<Object> on =
        new ArrayList<>(List.of(Path.of("requirements.txt"), Path.of("golden", "layer_files.py")));
    files.keySet().forEach(form -> on.add(dir.resolve(written.layer() + "-" + form)));
    String question = written.layer() + ", " + framework;
    boolean known =
        files.keySet().stream().anyMatch(WrittenForm::isModel) && !OTHERWISE.contains(question);
    String hash = Verdicts.hash(on.toArray());
    if (!known || verdicts.find(question, hash).isPresent()) {
      return;
    }
    int before = wrong.size();
    Map<String, String> said = new TreeMap<>();
    PythonResult answers = ask(written, framework, files, python);
    for (WrittenForm form : files.keySet()) {
      String what = question + " " + form;
      PythonResult answer = new PythonResult(answers.map(form.name()));
      answer.map("errors").forEach((stage, error) -> said.put(form + " " + stage, error + ""));
      errors(what, answer.map("errors"));
      LayerFile file = new LayerFile(written.layer(), written.outputs(), framework, form);
      wrong.putAll(file.judge(what, answer, again(written, framework, form)));
    }
    if (wrong.size() == before) {
      verdicts.keep(question, hash, said);
    }
  }

  private void errors(String what, Map<String, @Nullable Object> errors) {
    errors.forEach(
        (stage, error) -> {
          String line = what + " " + stage + ": " + error;
          boolean kerasToo =
              errors.containsKey("own")
                  && KERAS.stream().anyMatch(known -> known.matcher(line).matches());
          if (!stage.equals("own") && !kerasToo) {
            wrong.put(line, "its own file: " + errors.getOrDefault("own", "goes"));
          }
        });
  }

  private PythonResult ask(
      Written written, Framework framework, Map<WrittenForm, Path> files, Python python) {
    Map<String, Map<String, Object>> asked = new LinkedHashMap<>();
    files.forEach(
        (form, path) ->
            asked.put(
                form.name(),
                Map.of(
                    "path",
                    path,
                    "kind",
                    form.kind(),
                    "max_shard_size",
                    SHARD,
                    "again",
                    again(written, framework, form))));
    List<Path> own =
        files.keySet().stream()
            .filter(WrittenForm::isModel)
            .sorted((a, b) -> Boolean.compare(isArchive(b), isArchive(a)))
            .map(form -> written.files().getOrDefault(form, dir))
            .toList();
    Map<String, Object> layer =
        Map.of(
            "inputs",
            written.layer().fixture().inputs(),
            "outputs",
            written.outputs(),
            "own",
            own,
            "files",
            asked);
    return python
        .of(framework)
        .exec(
            "import layer_files\nresult.update(layer_files.judge(keras, **layer))",
            Map.of("layer", layer));
  }

  private static boolean isArchive(WrittenForm form) {
    return form.file().equals("m.keras");
  }

  /** Returns where Python saves a file again; nowhere what Keras 3 does not write. */
  private Path again(Written written, Framework framework, WrittenForm form) {
    String name = written.layer() + "-" + form + "-" + framework + "-again";
    return folder(name).resolve(form.file());
  }
}
