package keras.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import keras.models.Model;
import keras.saving.ExportOptions;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a model in one format and writes it in another. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description =
        "Reads a model and writes it in the format that the new name's ending says: a SavedModel"
            + " where it has none.")
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelSource models;
  @Mixin private Report report;

  @Parameters(index = "0", paramLabel = "IN", description = "The model file.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file or folder to write.")
  private Path out;

  @Option(names = "--dialect", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private SaveOptions.Dialect dialect = SaveOptions.Dialect.PORTABLE;

  @Option(names = "--no-optimizer", description = "Leave the optimizer's state out.")
  private boolean noOptimizer;

  @Option(names = "--export", description = "Write a SavedModel for serving alone.")
  private boolean export;

  @Override
  public Integer call() {
    if (export && (noOptimizer || dialect != SaveOptions.Dialect.PORTABLE)) {
      throw new ParameterException(
          spec.commandLine(),
          "--export writes for serving alone. Leave --dialect and --no-optimizer out.");
    }
    try (Model loaded = models.load(in)) {
      if (export) {
        loaded.export(out.toString(), ExportOptions.defaults().verbose(false));
      } else {
        requireWhole(loaded);
        SaveOptions options = SaveOptions.defaults().dialect(dialect).otherwise(otherwise());
        loaded.save(out.toString(), options.includeOptimizer(!noOptimizer));
      }
    }
    report.answer(
        Map.of("input", in.toString(), "output", out.toString()),
        List.of("%s written from %s".formatted(out, in)));
    return 0;
  }

  /** Throws where the file is compiled and the model is not, or not wholly. */
  private void requireWhole(Model loaded) {
    boolean lost = !loaded.isCompiled() || loaded.optimizer().isMissing();
    List<String> why =
        models.notes().stream().filter(note -> note.startsWith("the model is ")).toList();
    if (!noOptimizer && lost && !why.isEmpty()) {
      throw new UnsupportedOperationException(
          "%s: what it is compiled with would be lost: %s Give --no-optimizer to leave it out."
              .formatted(in, String.join(" ", why)));
    }
  }

  /** Where one .h5 cannot serve both Kerases, it stays with the one that wrote the model. */
  private SaveOptions.Dialect otherwise() {
    boolean isH5 = out.toString().toLowerCase(Locale.ROOT).matches(".*\\.(h5|hdf5)");
    return isH5
            && ModelFormats.inspect(in.toString(), models.customObjects())
                .version()
                .matches("[12]\\..*")
        ? SaveOptions.Dialect.TF_KERAS
        : SaveOptions.Dialect.KERAS_3;
  }
}
