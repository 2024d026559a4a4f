package keras.io.configs;

import java.util.Map;
import keras.engine.Arguments;
import keras.engine.BuildShapes;
import keras.models.Functional;
import keras.models.Model;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * What files hold of the call that a model of one's own class was built for: {@code {"input_shape":
 * ...}} for one argument, which may be a list or a map of shapes, and {@code {"shapes_dict":
 * {"a_shape": ...}}} for several.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code get_build_config}; {@code
 * keras/src/models/model.py}, {@code build_from_config}.
 */
public final class BuildConfigs {
  private BuildConfigs() {}

  /** Returns the {@code build_config} of a model, or null where it was not built or needs none. */
  public static @Nullable Map<String, @Nullable Object> of(Model model) {
    Arguments<Shape> built = model.builtFor();
    return model instanceof Functional || built == null ? null : BuildShapes.config(built);
  }

  /**
   * Makes the weights of a model whose config does not say what goes in.
   *
   * @param config a {@code build_config}, or null where the file has none
   * @throws ModelFormatException if they cannot be made; without them there is no place for the
   *     file's values
   */
  public static void build(Model model, @Nullable Object config, ConfigSource source) {
    if (model instanceof Functional || model.isBuilt()) {
      return;
    }
    Arguments<Shape> call = config instanceof Map<?, ?> map ? BuildShapes.of(model, map) : null;
    if (call == null) {
      throw source.error(
          "%s was saved without the shapes of its inputs, so its weights have no place. Make it by code, build it and call loadWeights."
              .formatted(model));
    }
    source.guarded(
        () -> {
          model.buildFor(call);
          return model;
        });
  }
}
