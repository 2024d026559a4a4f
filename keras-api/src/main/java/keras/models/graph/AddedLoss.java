package keras.models.graph;

import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A loss that a functional model of tf_keras adds to what it is compiled with, by {@code
 * model.add_loss(tensor)}: a layer that no output depends on. Keras 3 has no such losses.
 *
 * <p>Keras: {@code tf_keras/src/engine/base_layer.py}, {@code AddLoss}.
 */
final class AddedLoss extends DescribedLayer {
  private final Map<String, ? extends @Nullable Object> spec;

  AddedLoss(String name, Map<String, ? extends @Nullable Object> spec) {
    super(name, spec);
    this.spec = spec;
  }

  @Override
  public AddedLoss anew() {
    return new AddedLoss(name(), spec);
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    Expr loss = x.get(0);
    if (loss.shape().numDimensions() != 0) {
      throw new IllegalArgumentException(
          "%s: expected a scalar, such as a mean over the batch. Received: shape %s."
              .formatted(this, Shapes.show(loss.shape())));
    }
    ctx.addLoss(loss);
    return List.of(loss);
  }
}
