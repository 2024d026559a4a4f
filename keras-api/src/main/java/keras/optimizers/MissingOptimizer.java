package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Described;
import keras.engine.CallContext;
import keras.engine.Variable;
import org.jspecify.annotations.Nullable;

/** Stands for an optimizer that a file names and that cannot be made here: it takes no step. */
final class MissingOptimizer extends Optimizer implements Described {
  private final Map<String, @Nullable Object> spec;
  private final String why;

  MissingOptimizer(Map<String, ? extends @Nullable Object> spec, String why) {
    this.spec = new LinkedHashMap<>(spec);
    this.why = why;
    this.name = String.valueOf(spec.get("class_name"));
    if (spec.get("config") instanceof Map<?, ?> config
        && config.get("is_legacy_optimizer") instanceof Boolean b) {
      this.legacy = b;
    }
  }

  @Override
  public boolean isMissing() {
    return true;
  }

  @Override
  public Map<String, @Nullable Object> description() {
    return new LinkedHashMap<>(spec);
  }

  @Override
  public MissingOptimizer anew() {
    return new MissingOptimizer(spec, why);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    throw refused();
  }

  @Override
  protected void step(
      List<Variable> variables, List<@Nullable Gradient> gradients, CallContext ctx) {
    throw refused();
  }

  @Override
  public double learningRate() {
    throw refused();
  }

  @Override
  public void learningRate(double newRate) {
    throw refused();
  }

  @Override
  public long iterations() {
    throw refused();
  }

  private UnsupportedOperationException refused() {
    return new UnsupportedOperationException(
        ("The model's file names an optimizer that is not here, so it cannot be trained as it is:"
                + " %s To train it, call model.compile(...) with another optimizer; the losses and"
                + " metrics are those of the file.")
            .formatted(why));
  }
}
