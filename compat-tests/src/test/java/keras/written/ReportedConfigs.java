package keras.written;

import java.util.List;
import java.util.Map;
import keras.io.configs.WrittenConfigs;
import keras.io.migration.CompileConfigs;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import keras.models.Model;
import keras.python.Framework;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a Keras reports of a model that it loaded, whatever form it came in, with what this
 * library says of the model in that Keras' own words.
 *
 * @param legacy whether it reports in the form of {@code .h5} files
 */
public record ReportedConfigs(Framework reader, boolean legacy) {
  /**
   * What the Kerases add by themselves, where they say the same in other words, and what this
   * library notes for itself, which they pass over.
   */
  private static final String NOT_NEEDED =
      ".*(: not expected: .*"
          + "|\\.axis(\\[\\d\\])?: expected -?\\d\\. Received: (\\[\\d\\]|\\d)\\."
          + "|\\.(query|key|value)_shape: expected null\\. Received: \\[.*"
          + "|\\.kwargs\\.mask: expected: null\\."
          + "|\\.(input|output)_layers: expected \\[\\w.*\\]\\. Received: \\[\\[.*"
          + "|\\.(build_config|module|registered_name|fused|numerics): expected: .*"
          + "|\\.shared_object_id: expected .*"
          + "|\\.module: expected keras\\.src\\.models\\.functional\\. Received: tf_keras\\..*)";

  /**
   * What tf_keras says otherwise of what it was compiled with: its own names of an optimizer and of
   * metrics of outputs; a portable loss' reduction, which its word "auto" means too; one list more
   * or less about the metrics; how often averages are copied that are not kept; and in a portable
   * {@code .h5} file the optimizer, of which it makes the older class of that name.
   */
  private static final String IN_TF_KERAS =
      ".*(\\.optimizer(_config)?\\.config\\.name: expected \\w+\\. Received:"
          + " \\w+\\.|metrics.*\\.name: expected \\w+_(?<metric>[a-z_]+)\\. Received:"
          + " \\k<metric>\\.|\\.reduction: expected auto\\. Received:"
          + " sum_over_batch_size\\.|weighted_metrics\\[0\\]: .*name=(weighted_)?(?<n>\\w+),.*"
          + " Received: .*name=(weighted_)?\\k<n>,.*|metrics(\\[\\d\\])?: expected (?<less>.*)\\."
          + " Received: \\[\\k<less>\\]\\.|metrics(\\[\\d\\])?: expected \\[(?<more>.*)\\]\\."
          + " Received: \\k<more>\\.|\\.ema_overwrite_frequency: expected null\\. Received:"
          + " 100\\.|\\.class_name: expected Custom>(?<kind>\\w+)\\. Received: \\k<kind>\\."
          + "|\\.optimizer_config\\.config\\.(weight_decay|(global_)?clipnorm|clipvalue|use_ema|ema_momentum|ema_overwrite_frequency|jit_compile|is_legacy_optimizer):"
          + " expected: .*)";

  /** A metric that was built says for which shapes. */
  private static final String BUILT = ", build_config=\\{input_shape=\\[[^\\]]*\\]\\}";

  private Target target() {
    return reader == Framework.KERAS3 ? Target.KERAS_3 : Target.TF_KERAS;
  }

  /** Returns where the model's config differs, a line each. */
  public List<String> ofModel(Map<String, ?> config, @Nullable Object reported) {
    Map<String, @Nullable Object> said = FromKeras3.convert(config, target()).config();
    return differences(legacy ? FromKeras3.legacy(said, target()) : said, reported);
  }

  /** Returns where that which the model is compiled with differs, a line each. */
  public List<String> ofTraining(
      Map<String, @Nullable Object> compiled, Model model, @Nullable Object reported) {
    Map<String, @Nullable Object> said =
        CompileConfigs.convert(compiled, target(), WrittenConfigs.outputs(model)).config();
    return training(
        reader, differences(legacy ? CompileConfigs.legacy(said, target()) : said, reported));
  }

  /** Returns differences of compile configs, but for what a Keras says otherwise. */
  public static List<String> training(Framework reader, List<String> differences) {
    return differences.stream()
        .filter(
            line ->
                reader == Framework.KERAS3
                    || !line.replaceAll(BUILT, "").matches("(?s)" + IN_TF_KERAS))
        .toList();
  }

  /** Returns where two configs differ, but for what is not needed. */
  public static List<String> differences(@Nullable Object expected, @Nullable Object received) {
    return JsonDiff.of(expected, received).stream()
        .filter(line -> !line.matches("(?s)" + NOT_NEEDED))
        .toList();
  }
}
