package keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.Pinned;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The entry of a model: a shape and a dtype, and no computation.
 *
 * <pre>{@code
 * KerasTensor wide = Keras.input("wide_input", 5);
 * new Sequential(new InputLayer(28, 28), new Flatten(), new Dense(10));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/layers/core/input_layer.py}.
 */
public final class InputLayer extends FluentLayer<InputLayer> {
  @Arg private List<Object> batchShape = List.of();
  @Pinned private boolean sparse = false;
  @Pinned private boolean ragged = false;
  @Arg private boolean optional = false;

  private @Nullable KerasTensor output;

  private InputLayer() {}

  /** Makes an input whose samples have a shape; any number of samples goes in. */
  public InputLayer(long... shape) {
    this(Shape.of(-1).append(Shape.of(shape)));
  }

  /** Makes an input of a shape with the batch axis, -1 where any size goes in. */
  public InputLayer(Shape batchShape) {
    List<@Nullable Object> sizes = Shapes.toConfig(batchShape);
    this.batchShape = castList(sizes);
  }

  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // a size of null is unknown
  private static List<Object> castList(List<@Nullable Object> sizes) {
    return (List) sizes;
  }

  /**
   * Sets whether Keras, reading the model from a file, may be given no value for this input; this
   * library wants one always.
   */
  public InputLayer optional(boolean optional) {
    return with(() -> this.optional = optional);
  }

  @Override
  public InputLayer dtype(String dtype) {
    super.dtype(dtype);
    return this;
  }

  /** Whether the weights are made; there are none. */
  @Override
  public boolean isBuilt() {
    return true;
  }

  /** Returns the shape, batch axis included. */
  public Shape batchShape() {
    return Shapes.fromConfig(batchShape);
  }

  /** Returns the dtype of what comes out. */
  public DType inputDtype() {
    return dtypePolicy().computeDtype();
  }

  /** Returns the tensor that stands for the input in a functional model. */
  @Override
  public synchronized KerasTensor output() {
    KerasTensor known = output;
    if (known == null) {
      known =
          new Node(
                  this,
                  Arguments.none(KerasTensor.class),
                  Structure.of(new TensorSpec(batchShape(), inputDtype())))
              .outputs()
              .only();
      output = known;
      closeOptions();
    }
    return known;
  }

  @Override
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    return x;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    List<@Nullable Object> sizes = new ArrayList<>(batchShape);
    config.put("batch_shape", sizes);
    config.put("dtype", inputDtype().id());
    config.put("sparse", sparse);
    config.put("ragged", ragged);
    config.put("name", name());
    config.put("optional", optional);
    return config;
  }
}
