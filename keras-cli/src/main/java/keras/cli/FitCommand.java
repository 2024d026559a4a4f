package keras.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import keras.Keras;
import keras.callbacks.History;
import keras.io.json.Json;
import keras.models.Model;
import keras.saving.SaveOptions;
import keras.trainers.Fit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model on, and saves it. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model on, from where its file left off, and saves it.",
      "Data: x0... or the inputs' names, y0..., optional sample_weight0..."
    })
final class FitCommand implements Callable<Integer> {
  @Mixin private ModelSource models;
  @Mixin private DataOptions data;
  @Mixin private CompileOptions compile;
  @Mixin private Report report;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Option(names = "--epochs", description = "How often to go through them (${DEFAULT-VALUE}).")
  private int epochs = 1;

  @Option(names = "--no-shuffle", description = "Take the samples in their order.")
  private boolean inOrder;

  @Option(names = "--seed", description = "Seeds the order of samples and the dropout masks.")
  private @Nullable Long seed;

  @Option(names = "--validation", paramLabel = "NPZ", description = "Samples to validate with.")
  private @Nullable Path validation;

  @Option(
      names = "--class-weight",
      paramLabel = "JSON",
      description = "Weights of classes, as in {\"0\": 1.0, \"1\": 2.5}.")
  private @Nullable String classWeight;

  @Option(names = "--history", paramLabel = "FILE", description = "Write the history as JSON.")
  private @Nullable Path history;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where to save the trained model; its ending is the format.")
  private Path output;

  @Option(names = "--dialect", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private SaveOptions.Dialect dialect = SaveOptions.Dialect.PORTABLE;

  @Override
  public Integer call() {
    CommandData samples = data.samples();
    CommandData held = validation == null ? null : CommandData.read(validation);
    Map<Integer, Double> weights = classWeights();
    if (seed != null) {
      Keras.setRandomSeed(seed);
    }
    try (Model loaded = models.load(model)) {
      compile.apply(loaded, true, models.notes());
      History trained =
          loaded.fit(
              samples.data(loaded, "x"),
              samples.targets(),
              f -> options(f, loaded, samples, held, weights));
      loaded.save(output.toString(), SaveOptions.defaults().dialect(dialect));
      answer(trained.history());
    }
    return 0;
  }

  private void options(
      Fit f,
      Model loaded,
      CommandData samples,
      @Nullable CommandData held,
      @Nullable Map<Integer, Double> weights) {
    f.epochs(epochs).batchSize(data.batchSize()).shuffle(!inOrder);
    if (report.isJson()) {
      f.verbose(0);
    }
    Object sampleWeights = samples.sampleWeights();
    if (sampleWeights != null) {
      f.sampleWeight(sampleWeights);
    }
    if (weights != null) {
      f.classWeight(weights);
    }
    if (held != null) {
      Object heldWeights = held.sampleWeights();
      if (heldWeights == null) {
        f.validationData(held.data(loaded, "x"), held.targets());
      } else {
        f.validationData(held.data(loaded, "x"), held.targets(), heldWeights);
      }
    }
  }

  private @Nullable Map<Integer, Double> classWeights() {
    if (classWeight == null) {
      return null;
    }
    Map<Integer, Double> weights = new LinkedHashMap<>();
    if (Json.parse(classWeight, "--class-weight", "") instanceof Map<?, ?> given) {
      for (Map.Entry<?, ?> entry : given.entrySet()) {
        if (!String.valueOf(entry.getKey()).matches("\\d+")
            || !(entry.getValue() instanceof Number weight)) {
          throw new IllegalArgumentException(
              "--class-weight: expected numbers by class, as in {\"0\": 1.0}. Received: %s."
                  .formatted(classWeight));
        }
        weights.put(Integer.valueOf(String.valueOf(entry.getKey())), weight.doubleValue());
      }
      return weights;
    }
    throw new IllegalArgumentException(
        "--class-weight: expected a JSON object, as in {\"0\": 1.0}. Received: %s."
            .formatted(classWeight));
  }

  private void answer(Map<String, List<Double>> values) {
    if (history != null) {
      try {
        Files.writeString(history, Json.write(values) + "\n", StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("the history could not be written to " + history + ".", e);
      }
    }
    List<String> lines = new ArrayList<>();
    values.forEach(
        (name, epochValues) ->
            lines.add("%s: %s".formatted(name, epochValues.get(epochValues.size() - 1))));
    lines.add("Saved to " + output);
    report.answer(Map.of("output", output.toString(), "history", values), lines);
  }
}
