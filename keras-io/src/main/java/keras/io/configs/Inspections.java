package keras.io.configs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.config.CustomObjects;
import keras.io.migration.ToKeras3;
import keras.io.migration.TrainingConfig;
import keras.io.migration.Upgraded;
import keras.io.migration.Writer;
import keras.saving.Inspection;
import keras.saving.Inspection.Finding;
import keras.saving.Inspection.StoredWeight;
import org.jspecify.annotations.Nullable;

/** Tells what files hold, in the same words for all formats. */
public final class Inspections {
  private Inspections() {}

  /** Returns what is known of a file of weights. */
  public static Inspection ofWeights(String format, String version, List<StoredWeight> weights) {
    return ofWeights(format, version, weights, List.of());
  }

  /** Returns what is known of a file of weights. */
  public static Inspection ofWeights(
      String format, String version, List<StoredWeight> weights, List<Finding> findings) {
    return new Inspection(format, version, null, null, weights, List.of(), findings);
  }

  /**
   * Returns what is known of a file with a model.
   *
   * @param training what it was compiled with, as the file has it; null where it was not
   * @param found what else was found in the file
   */
  public static Inspection ofModel(
      String format,
      Writer writer,
      Map<String, ?> architecture,
      @Nullable Map<String, ?> training,
      ConfigSource source,
      CustomObjects custom,
      List<StoredWeight> weights,
      List<Finding> found) {
    Upgraded model = source.guarded(() -> ToKeras3.model(architecture, writer));
    List<String> unsupported = new ArrayList<>(reasons(model, custom));
    Map<String, @Nullable Object> compile = null;
    if (training != null && !training.isEmpty()) {
      Upgraded upgraded =
          source.guarded(
              () ->
                  TrainingConfig.upgrade(
                      training, writer, outputs(model.config()), custom::knowsMeasure));
      compile = upgraded.config();
      unsupported.addAll(reasons(upgraded, custom));
    }
    List<Finding> findings = new ArrayList<>(Findings.of(model.config(), compile));
    findings.addAll(found);
    return new Inspection(
        format, writer.version(), model.config(), compile, weights, unsupported, findings);
  }

  /** Returns the names of the outputs, as far as the config says. */
  private static List<String> outputs(Map<String, ?> model) {
    List<String> names = new ArrayList<>();
    if (model.get("config") instanceof Map<?, ?> config
        && config.get("output_layers") instanceof List<?> ends) {
      for (Object end : ends) {
        if (end instanceof List<?> triple && !triple.isEmpty()) {
          names.add(String.valueOf(triple.get(0)));
        }
      }
    }
    return names;
  }

  private static List<String> reasons(Upgraded upgraded, CustomObjects custom) {
    List<String> all = new ArrayList<>(UnknownClasses.of(upgraded.config(), custom).sentences());
    all.addAll(upgraded.problems());
    return all;
  }
}
