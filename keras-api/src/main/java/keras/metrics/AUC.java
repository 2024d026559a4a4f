package keras.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.metrics.Confusion.Count;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The area under the curve that right and wrong predictions draw as the threshold moves.
 *
 * <pre>{@code
 * Metric m = new AUC().curve("PR").name("pr_auc");
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ..., d)}, or with {@link
 * #multiLabel} {@code (batch, labels)}. Weights: {@code true_positives}, {@code false_positives},
 * {@code true_negatives}, {@code false_negatives}, each {@code (thresholds)} or {@code (thresholds,
 * labels)}.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
public final class AUC extends ConfusionMetric<AUC> {
  private static final List<String> CURVES = List.of("ROC", "PR", "PRGAIN");
  private static final List<String> METHODS = List.of("interpolation", "majoring", "minoring");

  @Arg private int numThresholds = 200;
  @Arg private String curve = "ROC";
  @Arg private String summationMethod = "interpolation";
  @Arg private @Nullable List<Double> thresholds;
  @Arg private boolean multiLabel;
  @Arg private @Nullable Integer numLabels;
  @Arg private @Nullable List<Double> labelWeights;
  @Arg private boolean fromLogits;

  private boolean built;

  /** Makes the metric with Keras' defaults. */
  public AUC() {}

  /** Sets at how many thresholds the curve is drawn, at least 2; they divide [0, 1] evenly. */
  public AUC numThresholds(int numThresholds) {
    return with(() -> this.numThresholds = numThresholds);
  }

  /** Sets the curve: {@code "ROC"}, {@code "PR"} or {@code "PRGAIN"}. */
  public AUC curve(String curve) {
    return with(() -> this.curve = curve);
  }

  /**
   * Sets how the area is summed: {@code "interpolation"}, {@code "majoring"} or {@code "minoring"}.
   */
  public AUC summationMethod(String summationMethod) {
    return with(() -> this.summationMethod = summationMethod);
  }

  /** Sets the thresholds, in [0, 1]; one below all and one above all are added. */
  public AUC thresholds(double... thresholds) {
    return with(() -> this.thresholds = Arrays.stream(thresholds).boxed().toList());
  }

  /** Says that the area is each label's own, and the result their mean. */
  public AUC multiLabel(boolean multiLabel) {
    return with(() -> this.multiLabel = multiLabel);
  }

  /** Sets the number of labels, with {@link #multiLabel}; unless set, predictions show it. */
  public AUC numLabels(@Nullable Integer numLabels) {
    return with(() -> this.numLabels = numLabels);
  }

  /** Sets what labels count for, each at least 0; unless set, all count alike. */
  public AUC labelWeights(double... labelWeights) {
    return with(() -> this.labelWeights = Arrays.stream(labelWeights).boxed().toList());
  }

  /** Says that predictions are logits and not probabilities. */
  public AUC fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  @Override
  protected void validate() {
    super.validate();
    curve = one("curve", CURVES, curve.toUpperCase(Locale.ROOT));
    summationMethod = one("summation_method", METHODS, summationMethod.toLowerCase(Locale.ROOT));
    if (thresholds != null) {
      Thresholds.require("AUC", thresholds);
      thresholds = thresholds.stream().sorted().toList();
      numThresholds = thresholds.size() + 2;
    } else if (numThresholds < 2) {
      throw new IllegalArgumentException(
          "AUC: `num_thresholds` must be at least 2. Received: num_thresholds=%d."
              .formatted(numThresholds));
    }
    if (labelWeights != null && !labelWeights.stream().allMatch(w -> w >= 0)) {
      throw new IllegalArgumentException(
          "AUC: `label_weights` must be 0 or more. Received: label_weights=%s."
              .formatted(labelWeights));
    }
  }

  private static String one(String key, List<String> known, String given) {
    if (!known.contains(given)) {
      throw new IllegalArgumentException(
          "AUC: `%s` must be one of %s. Received: %s=%s."
              .formatted(key, String.join(", ", known), key, given));
    }
    return given;
  }

  @Override
  Confusion confusion() {
    Thresholds all =
        thresholds == null ? Thresholds.open(numThresholds) : Thresholds.open(thresholds);
    return new Confusion(all, multiLabel, null, null, multiLabel ? null : labelWeights);
  }

  @Override
  protected void build() {
    if (!multiLabel) {
      if (numLabels != null) {
        throw new IllegalArgumentException(
            "%s: `num_labels` needs `multi_label`. Received: num_labels=%d, multi_label=False."
                .formatted(this, numLabels));
      }
      addCounts(perThreshold());
    } else if (numLabels != null) {
      addCounts(Shape.of(numThresholds, numLabels));
    }
  }

  @Override
  protected void build(Shape yTrue, Shape yPred) {
    if (multiLabel && !built) {
      if (yPred.numDimensions() != 2 || yPred.get(1) < 0) {
        throw new IllegalArgumentException(
            "%s: with `multi_label`, predictions need the shape (batch, labels). Received: %s."
                .formatted(this, Shapes.show(yPred)));
      }
      addCounts(Shape.of(numThresholds, yPred.get(1)));
    }
  }

  private void addCounts(Shape shape) {
    addCount(Count.TRUE_POSITIVES, "true_positives", shape);
    addCount(Count.FALSE_POSITIVES, "false_positives", shape);
    addCount(Count.TRUE_NEGATIVES, "true_negatives", shape);
    addCount(Count.FALSE_NEGATIVES, "false_negatives", shape);
    built = true;
  }

  @Override
  protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr probability = fromLogits ? yPred.wrap(yPred.tf().math.sigmoid(yPred)) : yPred;
    super.update(yTrue, probability, weight, ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    Curve counted =
        new Curve(
            count(Count.TRUE_POSITIVES, ctx),
            count(Count.FALSE_POSITIVES, ctx),
            count(Count.TRUE_NEGATIVES, ctx),
            count(Count.FALSE_NEGATIVES, ctx));
    Expr areas = counted.areas(curve, summationMethod);
    if (!multiLabel) {
      return areas.sum(0);
    }
    Expr byLabel = areas.sum(0);
    if (labelWeights == null) {
      return byLabel.mean(0);
    }
    Expr weights = Thresholds.vector(byLabel, labelWeights);
    return Numpy.divideNoNan(byLabel.mul(weights).sum(0), weights.sum(0));
  }

  /** Takes weights of labels as Keras writes them: {@code {class_name, config: {value}}}. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    if (config.get("label_weights") instanceof Map<?, ?> array
        && array.get("config") instanceof Map<?, ?> of) {
      config.put("label_weights", of.get("value"));
    }
    return config;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (thresholds == null) {
      config.remove("thresholds");
    }
    if (labelWeights != null) {
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("class_name", "__tensor__");
      tensor.put("config", Map.of("value", config.get("label_weights"), "dtype", dtype().id()));
      config.put("label_weights", tensor);
    }
    return config;
  }
}
