package keras.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import keras.models.Model;
import keras.saving.SaveOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a model in one format and writes it in another. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Reads a model and writes it in the format that the new name's ending says.")
final class ConvertCommand implements Callable<Integer> {
  @Mixin private ModelSource models;
  @Mixin private Report report;

  @Parameters(index = "0", paramLabel = "IN", description = "The model file.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path out;

  @Option(names = "--dialect", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private SaveOptions.Dialect dialect = SaveOptions.Dialect.PORTABLE;

  @Option(names = "--no-optimizer", description = "Leave the optimizer's state out.")
  private boolean noOptimizer;

  @Override
  public Integer call() {
    try (Model loaded = models.load(in)) {
      loaded.save(
          out.toString(), SaveOptions.defaults().dialect(dialect).includeOptimizer(!noOptimizer));
    }
    report.answer(
        Map.of("input", in.toString(), "output", out.toString()),
        List.of("%s written from %s".formatted(out, in)));
    return 0;
  }
}
