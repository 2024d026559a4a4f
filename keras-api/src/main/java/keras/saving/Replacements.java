package keras.saving;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import keras.activations.Activation;
import keras.config.Identified;
import keras.config.KerasObject;
import keras.config.Replacement;
import keras.layers.Layer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The caller's Java for the layers of Python code in a file, by the layers' names; {@link
 * LoadOptions} takes them more briefly.
 *
 * <pre>{@code
 * Keras.modelFromJson(json, CustomObjects.none().replacing("l", Replacements.of("l", x -> x.mul(2))));
 * }</pre>
 */
public final class Replacements {
  private Replacements() {}

  /** Makes the replacement of a layer, or of its activation, by a function of one tensor. */
  public static Replacement of(String layer, Activation.Function function) {
    return new Replacement() {
      @Override
      public KerasObject layer(Map<String, ? extends @Nullable Object> spec) {
        return new StandIn(layer, spec, x -> function.call(x.get(0)), 1);
      }

      @Override
      public Identified function(Object json) {
        return Activation.standingFor(json, "custom of " + layer, function);
      }
    };
  }

  /** Makes the replacement of a layer by a function of several tensors. */
  public static Replacement ofList(String layer, Function<List<Expr>, Expr> function) {
    return new Replacement() {
      @Override
      public KerasObject layer(Map<String, ? extends @Nullable Object> spec) {
        return new StandIn(layer, spec, function, StandIn.ANY);
      }

      @Override
      public Identified function(Object json) {
        throw notAFunction(layer, "customOfList");
      }
    };
  }

  /** Makes the replacement of a layer by another one. */
  public static Replacement of(String layer, Supplier<? extends Layer> maker) {
    return new Replacement() {
      @Override
      public KerasObject layer(Map<String, ? extends @Nullable Object> spec) {
        return maker.get().name(layer);
      }

      @Override
      public Identified function(Object json) {
        throw notAFunction(layer, "custom");
      }
    };
  }

  private static IllegalArgumentException notAFunction(String layer, String option) {
    return new IllegalArgumentException(
        "LoadOptions.%s: an activation of layer '%s' is Python code, which takes a function of one tensor: custom(\"%s\", x -> ...)."
            .formatted(option, layer, layer));
  }
}
