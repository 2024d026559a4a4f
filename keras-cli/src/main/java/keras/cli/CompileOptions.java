package keras.cli;

import java.util.ArrayList;
import java.util.List;
import keras.models.Model;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is compiled where its file does not say, or where the caller says otherwise. */
final class CompileOptions {
  @Option(names = "--optimizer", description = "The optimizer's Keras name, as in adam.")
  private @Nullable String optimizer;

  @Option(
      names = "--loss",
      split = ",",
      description = "The loss's Keras name; with several outputs one each, separated by commas.")
  private List<String> loss = new ArrayList<>();

  @Option(names = "--metrics", split = ",", description = "The metrics' Keras names.")
  private List<String> metrics = new ArrayList<>();

  @Option(names = "--learning-rate", description = "The learning rate from now on.")
  private @Nullable Double learningRate;

  /**
   * Compiles the model as told; leaves it as it is where nothing is told.
   *
   * @param trains whether it needs an optimizer
   * @param notes what the model does without of what its file says
   */
  void apply(Model model, boolean trains, List<String> notes) {
    String named = optimizer;
    if (named != null || !loss.isEmpty() || !metrics.isEmpty()) {
      if (loss.isEmpty()) {
        throw new IllegalArgumentException(
            "--optimizer and --metrics need --loss: they replace how the file says to compile.");
      }
      model.compile(
          c -> {
            if (named != null) {
              c.optimizer(Optimizer.get(named));
            }
            c.loss(loss.toArray(new String[0])).metrics(metrics.toArray());
          });
    } else if (!model.isCompiled() || (trains && model.optimizer().isMissing())) {
      throw new IllegalArgumentException(
          (notes.isEmpty()
                  ? "the file does not say how the model is compiled."
                  : "what the file says of compiling is not all here: " + String.join(" ", notes))
              + " Give --loss, --optimizer and --metrics.");
    }
    if (learningRate != null) {
      model.optimizer().learningRate(learningRate);
    }
  }
}
