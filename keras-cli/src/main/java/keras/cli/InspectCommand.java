package keras.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import keras.saving.Inspection;
import keras.saving.Inspection.Finding;
import keras.saving.Inspection.StoredWeight;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import keras.saving.Source;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a file holds, before anything is built of it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what a file holds, without building anything.",
      "That is: its format and writer, the layers, the weights, what the model was compiled with,"
          + " what of it is not supported, and what reaches beyond numbers and Keras' own classes:"
          + " Lambdas, custom names, paths, links, storage outside, ops."
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private ModelSource models;
  @Mixin private Report report;

  @Parameters(paramLabel = "FILE", description = "A model or a file of weights.")
  private Path file;

  private final List<String> lines = new ArrayList<>();
  private final Map<String, @Nullable Object> answer = new LinkedHashMap<>();

  @Override
  public Integer call() {
    Inspection found = ModelFormats.inspect(file.toString(), models.customObjects());
    say("file", file.toString());
    say("format", found.format());
    answer.put("keras_version", found.version());
    say("writer", found.version().isEmpty() ? "" : "Keras " + found.version());
    Map<String, @Nullable Object> model = found.model();
    if (model != null) {
      layers(model);
      compile(found.compile());
    }
    if (model != null || Files.exists(file.resolve("saved_model.pb"))) {
      goldenValues();
    }
    Served.describe(file, answer, lines);
    weights(found.weights());
    findings(found.findings());
    answer.put("unsupported", found.unsupported());
    lines.add(found.unsupported().isEmpty() ? "unsupported: nothing" : "unsupported:");
    found.unsupported().forEach(sentence -> lines.add("  " + sentence));
    report.answer(answer, lines);
    return 0;
  }

  /** Lists what reaches beyond numbers and Keras' own classes. */
  private void findings(List<Finding> findings) {
    List<Object> all = new ArrayList<>();
    lines.add(
        findings.isEmpty() ? "beyond numbers and Keras: nothing" : "beyond numbers and Keras:");
    for (Finding each : findings) {
      all.add(Map.of("kind", each.kind(), "place", each.place(), "what", each.what()));
      lines.add("  " + each);
    }
    answer.put("findings", all);
  }

  private void say(String key, String value) {
    answer.put(key, value);
    lines.add("%s: %s".formatted(key, value.isEmpty() ? "not told" : value));
  }

  private void layers(Map<String, @Nullable Object> model) {
    Map<?, ?> config = model.get("config") instanceof Map<?, ?> c ? c : Map.of();
    Object name = config.get("name");
    say("model", model.get("class_name") + (name == null ? "" : " '%s'".formatted(name)));
    answer.put("config", model);
    List<List<String>> rows = new ArrayList<>();
    collect(config, "", rows);
    lines.addAll(Table.of(List.of("layer", "class", "from", "arguments"), rows));
  }

  /** Lists layers, those of a model inside the model below it and shifted. */
  private static void collect(Map<?, ?> config, String indent, List<List<String>> rows) {
    if (!(config.get("layers") instanceof List<?> layers)) {
      return;
    }
    for (Object item : layers) {
      if (item instanceof Map<?, ?> layer && layer.get("config") instanceof Map<?, ?> own) {
        rows.add(
            List.of(
                indent + own.get("name"),
                String.valueOf(layer.get("class_name")),
                String.join(", ", Inbound.names(layer.get("inbound_nodes"))),
                Inbound.arguments(own)));
        collect(own, indent + "  ", rows);
      }
    }
  }

  private void compile(@Nullable Map<String, @Nullable Object> compile) {
    answer.put("compile", compile);
    if (compile == null) {
      lines.add("compiled: no");
      return;
    }
    lines.add("compiled:");
    compile.forEach(
        (key, value) -> {
          if (value != null) {
            lines.add("  %s: %s".formatted(key, Inbound.brief(value)));
          }
        });
  }

  private void goldenValues() {
    List<String> all = new ArrayList<>();
    try {
      ModelFormats.goldenValues(Source.of(file))
          .forEach((name, array) -> all.add(name + " " + Numbers.sizes(array)));
    } catch (ModelFormatException e) {
      all.add("cannot be told: " + e.getMessage()); // the model may be sound all the same
    }
    answer.put("golden_values", all);
    lines.add("golden values: " + (all.isEmpty() ? "none" : String.join(", ", all)));
  }

  private void weights(List<StoredWeight> weights) {
    List<List<String>> rows = new ArrayList<>();
    List<Object> all = new ArrayList<>();
    for (StoredWeight w : weights) {
      rows.add(List.of(w.path(), w.shape().toString(), w.dtype()));
      all.add(Map.of("path", w.path(), "shape", w.shape(), "dtype", w.dtype()));
    }
    answer.put("weights", all);
    lines.addAll(Table.of(List.of("weight", "shape", "dtype"), rows));
    lines.add("arrays: %,d of %,d numbers".formatted(weights.size(), numbers(weights)));
  }

  private static long numbers(List<StoredWeight> weights) {
    return weights.stream().mapToLong(w -> w.shape().stream().reduce(1L, (a, b) -> a * b)).sum();
  }
}
