package keras.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The samples that a model is trained or judged by, and how many make a step. */
final class DataOptions {
  @Option(names = "--data", required = true, paramLabel = "NPZ", description = "The samples.")
  private @Nullable Path data;

  @Option(names = "--batch-size", description = "Samples a step (${DEFAULT-VALUE}).")
  private int batchSize = 32;

  CommandData samples() {
    return CommandData.read(Objects.requireNonNull(data));
  }

  int batchSize() {
    return batchSize;
  }
}
