package keras.trainers;

import java.util.LinkedHashMap;
import java.util.Map;
import keras.config.Described;
import keras.config.Functions;
import keras.config.KerasObject;
import keras.engine.CallContext;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Losses and metrics that a file names and nobody here has. They keep their places, and what the
 * file says of them; training says what is missing.
 */
final class Missing {
  private Missing() {}

  /** Returns what stands in for a loss or a metric. */
  static KerasObject of(Class<? extends KerasObject> type, Object spec, String why) {
    return type == Loss.class ? new OfLoss(spec, why) : new OfMetric(spec, why);
  }

  /** Returns what is missing and how it is given, a sentence or more. */
  static String sentence(String kind, Object spec, String why) {
    String function = spec instanceof String name ? name : Functions.name(spec);
    if (function != null) {
      return "%s '%s' is not known here. If it is a function of yours, give it: LoadOptions.defaults().custom(\"%s\", (yTrue, yPred) -> ...)."
          .formatted(kind, function, function);
    }
    Map<?, ?> map = (Map<?, ?>) spec;
    String name = String.valueOf(map.get("class_name"));
    boolean own = !String.valueOf(map.get("module")).startsWith("keras.");
    return why.startsWith("Unknown Keras class")
        ? own
            ? "%s %s is not known here. If it is yours, give it: LoadOptions.defaults().customObjects(CustomObjects.of(%s.class))."
                .formatted(kind, name, name.replaceAll("[^A-Za-z0-9_$]", ""))
            : "%s %s is not supported yet.".formatted(kind, name)
        : "%s %s cannot be made: %s".formatted(kind, name, why);
  }

  private static Map<String, @Nullable Object> described(Object spec) {
    if (spec instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), v));
      return out;
    }
    return Functions.description(String.valueOf(spec));
  }

  private static String nameOf(Object spec) {
    String function = spec instanceof String name ? name : Functions.name(spec);
    return function != null
        ? function
        : spec instanceof Map<?, ?> map
                && map.get("config") instanceof Map<?, ?> config
                && config.get("name") instanceof String name
            ? name
            : "missing";
  }

  private static IllegalStateException refusal(String kind, Object spec, String why) {
    return new IllegalStateException(
        sentence(kind, spec, why) + " Or call model.compile(...) anew, without it.");
  }

  private static final class OfLoss extends Loss implements Described {
    private final Object spec;
    private final String why;

    OfLoss(Object spec, String why) {
      super(nameOf(spec));
      this.spec = spec;
      this.why = why;
    }

    @Override
    protected Expr call(Expr yTrue, Expr yPred) {
      throw refusal("Loss", spec, why);
    }

    @Override
    public Map<String, @Nullable Object> description() {
      return described(spec);
    }

    @Override
    public KerasObject anew() {
      return new OfLoss(spec, why);
    }
  }

  private static final class OfMetric extends Metric implements Described {
    private final Object spec;
    private final String why;

    OfMetric(Object spec, String why) {
      super(nameOf(spec));
      this.spec = spec;
      this.why = why;
    }

    @Override
    protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
      throw refusal("Metric", spec, why);
    }

    @Override
    public Expr result(CallContext ctx) {
      throw refusal("Metric", spec, why);
    }

    @Override
    public Metric copy() {
      return new OfMetric(spec, why);
    }

    @Override
    public Map<String, @Nullable Object> description() {
      return described(spec);
    }

    @Override
    public KerasObject anew() {
      return copy();
    }
  }
}
