package keras.models.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function in a graph that tf_keras has as a layer: it takes tensors in whatever dtype they have.
 */
abstract class DescribedFunction extends DescribedLayer {
  DescribedFunction(String name, Map<String, ? extends @Nullable Object> spec) {
    super(name, spec);
  }

  @Override
  public final boolean isFunction() {
    return true;
  }

  @Override
  protected final boolean autocast() {
    return false;
  }
}
