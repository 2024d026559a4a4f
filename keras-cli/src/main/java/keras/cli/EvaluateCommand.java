package keras.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import keras.callbacks.Logs;
import keras.models.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes a model's loss and metrics on data. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Computes the loss and the metrics of a compiled model.",
      "Data: x0... or the inputs' names, y0..., optional sample_weight0..."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelSource models;
  @Mixin private DataOptions data;
  @Mixin private CompileOptions compile;
  @Mixin private Report report;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Override
  public Integer call() {
    CommandData samples = data.samples();
    try (Model loaded = models.load(model)) {
      compile.apply(loaded, false, models.notes());
      Logs logs =
          loaded.evaluate(
              samples.data(loaded, "x"),
              samples.targets(),
              e -> {
                e.batchSize(data.batchSize()).verbose(0);
                Object weights = samples.sampleWeights();
                if (weights != null) {
                  e.sampleWeight(weights);
                }
              });
      List<String> lines = new ArrayList<>();
      logs.asMap().forEach((name, value) -> lines.add("%s: %s".formatted(name, value)));
      report.answer(logs.asMap(), lines);
    }
    return 0;
  }
}
