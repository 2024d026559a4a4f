package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.io.migration.CompileConfigs;
import keras.io.migration.Converted;
import keras.io.migration.Difference;
import keras.io.migration.FromKeras3;
import keras.io.migration.Output;
import keras.io.migration.Target;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;

/**
 * A model's configs in the dialect that was asked for. Where the portable one cannot say what the
 * model is, that of {@link SaveOptions#otherwise} is taken instead, Keras 3's if nothing is said,
 * or the other if it alone can, and {@link #tell} says so; where only the compile config cannot be
 * said, that alone is Keras 3's, so that tf_keras still reads the model.
 */
public final class WrittenConfigs {
  private final Model subject;
  private final Target target;
  private final String version;
  private final Map<String, @Nullable Object> model;
  private final Target compileTarget;
  private final @Nullable Map<String, @Nullable Object> compile;
  private final String notice;
  private final List<String> differences;

  private WrittenConfigs(
      Model subject, String file, SaveOptions options, String instead, List<String> parts) {
    this.subject = subject;
    Map<String, @Nullable Object> spec = InlinedAssets.serialize(subject);
    Target asked = Target.of(options.dialect());
    Converted converted = FromKeras3.convert(spec, asked);
    require(file, asked, converted.obstacles(), instead);
    List<String> against = new ArrayList<>(converted.obstacles());
    if (asked == Target.PORTABLE) {
      against.addAll(FromKeras3.obstaclesInLegacy(converted.config()));
      against.addAll(parts);
    }
    Target other = Target.of(options.otherwise());
    if (against.isEmpty() && asked == Target.PORTABLE && other == Target.TF_KERAS) {
      against.addAll(againstTfKerasTraining(subject, options, spec));
    }
    this.target = against.isEmpty() ? asked : instead(file, spec, asked, other, against);
    Converted written = target == asked ? converted : FromKeras3.convert(spec, target);
    this.model = written.config();
    List<Difference> all = new ArrayList<>(written.differences());
    this.version = target.version();

    Map<String, @Nullable Object> given =
        options.includeOptimizer() ? subject.compileConfig() : null;
    if (given == null) {
      this.compileTarget = target;
      this.compile = null;
      this.notice = notice(file, against, List.of());
      this.differences = Differences.sentences(subject, file, all);
      return;
    }
    Converted training = CompileConfigs.convert(given, target, outputs(subject));
    require(file, asked, training.obstacles(), instead);
    List<String> why = new ArrayList<>(training.obstacles());
    if (target == Target.PORTABLE) {
      why.addAll(CompileConfigs.obstaclesInLegacy(training.config()));
    }
    this.compileTarget = why.isEmpty() || target == Target.TF_KERAS ? target : Target.KERAS_3;
    Converted compiled =
        compileTarget == target
            ? training
            : CompileConfigs.convert(given, compileTarget, target, outputs(subject));
    this.compile = compiled.config();
    all.addAll(compiled.differences());
    this.notice = notice(file, against, why);
    this.differences = Differences.sentences(subject, file, all);
  }

  /**
   * Describes a model for a file.
   *
   * @throws UnsupportedOperationException if tf_keras is to read it and could not
   */
  public static WrittenConfigs of(Model model, String file, SaveOptions options) {
    return of(model, file, options, List.of());
  }

  /**
   * Describes a model for a file.
   *
   * @param parts why one file cannot serve both Kerases, whatever the config
   * @throws UnsupportedOperationException if tf_keras is to read it and could not
   */
  public static WrittenConfigs of(
      Model model, String file, SaveOptions options, List<String> parts) {
    return new WrittenConfigs(
        model, file, options, "Save it for Keras 3, by SaveOptions.Dialect.KERAS_3.", parts);
  }

  /**
   * Describes a model for a file.
   *
   * @param instead what to do where tf_keras is to read it and could not, a sentence
   * @throws UnsupportedOperationException if tf_keras is to read it and could not
   */
  public static WrittenConfigs of(Model model, String file, SaveOptions options, String instead) {
    return new WrittenConfigs(model, file, options, instead, List.of());
  }

  private static void require(String file, Target asked, List<String> obstacles, String instead) {
    if (asked == Target.TF_KERAS && !obstacles.isEmpty()) {
      throw new UnsupportedOperationException(
          "%s: tf_keras cannot read this model: %s. %s"
              .formatted(file, String.join("; ", obstacles), instead));
    }
  }

  /** Returns why tf_keras would not train a portable file, where it trains one of its own. */
  private static List<String> againstTfKerasTraining(
      Model subject, SaveOptions options, Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> given =
        options.includeOptimizer() ? subject.compileConfig() : null;
    if (given == null
        || !FromKeras3.convert(spec, Target.TF_KERAS).obstacles().isEmpty()
        || !CompileConfigs.convert(given, Target.TF_KERAS, outputs(subject))
            .obstacles()
            .isEmpty()) {
      return List.of();
    }
    Converted training = CompileConfigs.convert(given, Target.PORTABLE, outputs(subject));
    List<String> why = new ArrayList<>(training.obstacles());
    why.addAll(CompileConfigs.obstaclesInLegacy(training.config()));
    return why;
  }

  /** Finds one of the two Kerases that can take what both together cannot. */
  private static Target instead(
      String file,
      Map<String, @Nullable Object> spec,
      Target asked,
      Target first,
      List<String> obstacles) {
    for (Target other : List.of(first, Target.KERAS_3, Target.TF_KERAS)) {
      if (asked == Target.PORTABLE && FromKeras3.convert(spec, other).obstacles().isEmpty()) {
        return other;
      }
    }
    throw new UnsupportedOperationException(
        "%s: Keras 3 cannot read this model: %s. Save it for tf_keras, by SaveOptions.Dialect.TF_KERAS."
            .formatted(file, String.join("; ", obstacles)));
  }

  /** Returns the outputs of a model; none where it is not a graph of layers. */
  public static List<Output> outputs(Model model) {
    if (model instanceof Functional || model instanceof Sequential) {
      return model.outputs().stream()
          .map(t -> new Output(t.node().operation().name(), Math.max(0, t.shape().get(-1))))
          .toList();
    }
    return List.of();
  }

  private String notice(String file, List<String> model, List<String> training) {
    if (!model.isEmpty()) {
      return alone(file, target, model);
    }
    return training.isEmpty()
        ? ""
        : "%s: tf_keras loads it with compile=False alone: %s."
            .formatted(file, String.join("; ", training));
  }

  /** Returns the sentence that a file is for one Keras, and why. */
  public static String alone(String file, Target target, List<String> why) {
    String reader = target == Target.TF_KERAS ? "tf_keras" : "Keras 3";
    return "%s: written for %s alone: %s.".formatted(file, reader, String.join("; ", why));
  }

  /** Returns whose words the model's config is in. */
  public Target target() {
    return target;
  }

  /** Returns what the file says is the version of the Keras that wrote it. */
  public String version() {
    return version;
  }

  /** Returns the model's config, {@code {module, class_name, config, registered_name}}. */
  public Map<String, @Nullable Object> model() {
    return new LinkedHashMap<>(model);
  }

  /** Returns whose words the compile config is in. */
  public Target compileTarget() {
    return compileTarget;
  }

  /** Returns the compile config; null where the model is not compiled or it is not asked for. */
  public @Nullable Map<String, @Nullable Object> compile() {
    return compile;
  }

  /**
   * Prints, once for a model and a reason, that a reader is left out and why, and who will train
   * the model otherwise; nothing if there is nothing to say.
   */
  public void tell() {
    if (!notice.isEmpty()) {
      Notices.tell(subject, notice);
    }
    differences.forEach(sentence -> Notices.tell(subject, sentence));
  }
}
