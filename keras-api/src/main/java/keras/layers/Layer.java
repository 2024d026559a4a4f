package keras.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.DTypePolicy;
import keras.engine.KerasTensor;
import keras.engine.NameScope;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.Tracing;
import keras.ops.DType;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TNumber;

/**
 * A building block of models: it makes outputs of inputs, with weights that training changes.
 *
 * <p>A layer of one's own overrides {@link #build} to make its weights and one {@code call}:
 *
 * <pre>{@code
 * final class Scale extends Layer {
 *   @Arg double start = 1.0;
 *   private Variable scale;
 *
 *   @Override protected void build(Shape input) {
 *     scale = addWeight("scale", Shape.of(input.get(-1)), new Constant(start));
 *   }
 *
 *   @Override protected Expr call(Expr x, CallContext ctx) {
 *     return x.mul(ctx.read(scale));
 *   }
 * }
 * }</pre>
 *
 * <p>Keras: {@code keras/src/layers/layer.py}.
 */
public abstract class Layer extends Weighted implements Operation, Deferred {
  @Arg private @Nullable String name;
  @Arg private boolean trainable = true;
  @Arg private DTypePolicy dtype = DTypePolicy.global();
  @Arg @Nullable Regularizer activityRegularizer;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, List<KerasTensor>> outputs = new LinkedHashMap<>();
  private volatile @Nullable List<Shape> builtShapes;
  private @Nullable Shape batchShape;

  /** Makes a layer with Keras' defaults. */
  protected Layer() {
    ConstructionOrder.enrol(this);
  }

  // ---------------------------------------------------------------- options

  /** Names the layer; unique in a model, without slashes. */
  public Layer name(String name) {
    requireOpen();
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "%s: `name` must be a non-empty string without '/'. Received: name=%s."
              .formatted(getClass().getSimpleName(), name));
    }
    this.name = name;
    return this;
  }

  @Override
  public String name() {
    if (name == null) {
      ConstructionOrder.settle(this);
    }
    return name == null ? getClass().getSimpleName() : name;
  }

  /** Sets the dtype policy, as in {@code "float64"} or {@code "mixed_bfloat16"}. */
  public Layer dtype(String policy) {
    requireOpen();
    dtype = new DTypePolicy(policy);
    return this;
  }

  /** Sets the penalty on the layer's output. */
  public Layer activityRegularizer(Regularizer regularizer) {
    requireOpen();
    activityRegularizer = regularizer;
    return this;
  }

  /** Says the shape of one sample, for the first layer of a Sequential model. */
  public Layer inputShape(long... shape) {
    requireOpen();
    batchShape = Shape.of(-1).append(Shape.of(shape));
    return this;
  }

  /** Returns the input shape the layer was told, batch axis included, or null. */
  public final @Nullable Shape batchInputShape() {
    return batchShape;
  }

  /**
   * Freezes the layer's weights or lets them train again; models compiled before must compile
   * again.
   */
  public Layer trainable(boolean trainable) {
    this.trainable = trainable;
    propagate(trainable);
    return this;
  }

  /** Whether the layer's weights train. */
  @Override
  public boolean trainable() {
    return trainable;
  }

  /** Returns the dtype policy. */
  @Override
  public final DTypePolicy dtypePolicy() {
    return dtype;
  }

  // ---------------------------------------------------------------- to override

  /** Makes the weights for inputs of a shape; the batch axis, first, is -1. */
  protected void build(Shape input) {}

  /**
   * Makes the weights for several inputs; {@link #build(Shape)} on the first, unless overridden.
   */
  protected void build(List<Shape> inputs) {
    build(inputs.get(0));
  }

  /** Computes the output of one input. */
  protected Operand<TNumber> call(Expr x, CallContext ctx) {
    throw new UnsupportedOperationException(
        this + " overrides neither call(Expr, CallContext) nor call(List, CallContext).");
  }

  /** Computes the outputs of several inputs; one, unless overridden. */
  protected List<? extends Operand<TNumber>> call(List<Expr> x, CallContext ctx) {
    if (x.size() != 1) {
      throw new IllegalArgumentException(
          "%s expects 1 input. Received: %d inputs of shapes %s."
              .formatted(this, x.size(), x.stream().map(e -> Shapes.show(e.shape())).toList()));
    }
    return List.of(call(x.get(0), ctx));
  }

  /** Throws unless inputs of these shapes fit the layer as it is built. */
  protected void check(List<Shape> inputs) {}

  /** Whether a mask on the input passes to the output. */
  protected boolean supportsMasking() {
    return false;
  }

  /** Returns the mask of the output; that of the first input, unless overridden. */
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    return inputs.isEmpty() ? null : inputs.get(0).mask();
  }

  /** Whether floating inputs are cast to the dtype the layer computes in. */
  protected boolean autocast() {
    return true;
  }

  /** Whether Keras calls the layer on a list of inputs rather than on one tensor. */
  public boolean takesList() {
    return false;
  }

  // ---------------------------------------------------------------- building and calling

  /** Calls the layer on tensors that do not exist yet, and returns its one output. */
  public final KerasTensor apply(KerasTensor... inputs) {
    List<KerasTensor> out = applyAll(List.of(inputs));
    if (out.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs; call applyAll(List) to get them.".formatted(this, out.size()));
    }
    return out.get(0);
  }

  /** Calls the layer on tensors that do not exist yet, and returns all its outputs. */
  public final List<KerasTensor> applyAll(List<KerasTensor> inputs) {
    List<TensorSpec> specs =
        inputs.stream().map(t -> new TensorSpec(t.shape(), t.dtype())).toList();
    List<TensorSpec> out = Tracing.infer(specs, this::apply);
    Node node = new Node(this, inputs);
    nodes.add(node);
    List<KerasTensor> tensors = new ArrayList<>();
    for (int i = 0; i < out.size(); i++) {
      tensors.add(new KerasTensor(out.get(i).shape(), out.get(i).dtype(), node, i));
    }
    outputs.put(node, List.copyOf(tensors));
    return List.copyOf(tensors);
  }

  /** Returns what a call of this layer gave. */
  public final List<KerasTensor> outputsOf(Node call) {
    return outputs.getOrDefault(call, List.of());
  }

  @Override
  public final List<Expr> apply(CallContext ctx, List<Expr> inputs) {
    return NameScope.within(name(), this, () -> applyInScope(ctx, inputs));
  }

  private List<Expr> applyInScope(CallContext ctx, List<Expr> inputs) {
    DType compute = dtype.computeDtype();
    List<Expr> x = new ArrayList<>();
    for (Expr e : inputs) {
      x.add(autocast() && e.dtype().isFloating() && compute.isFloating() ? e.cast(compute) : e);
    }
    buildFor(x.stream().map(Expr::shape).toList());
    check(x.stream().map(Expr::shape).toList());
    List<? extends Operand<TNumber>> made =
        ctx.computingIn(compute, () -> ctx.attribute(this, x, () -> call(x, ctx)));
    List<Expr> out = new ArrayList<>();
    made.forEach(o -> out.add(ctx.of(o)));
    Regularizer penalty = activityRegularizer;
    if (penalty != null) {
      out.forEach(o -> ctx.addLoss(LayerLosses.activity(penalty, o)));
    }
    if (!supportsMasking()) {
      return out;
    }
    Expr mask = computeMask(x, ctx);
    return out.stream().map(o -> o.mask() != null ? o : o.withMask(mask)).toList();
  }

  /** Makes the weights, unless they are made. */
  protected final synchronized void buildFor(List<Shape> inputs) {
    if (builtShapes == null) {
      NameScope.within(
          name(),
          this,
          () -> {
            ConstructionOrder.settle(this);
            build(inputs);
            return this;
          });
      builtShapes = List.copyOf(inputs);
      closeOptions();
    }
  }

  /**
   * Makes the weights for the input that a config tells, unless they are made. As in Keras, it is
   * not the model around that does it, so that the weights' paths start with the layer.
   *
   * @param input the shape with the batch axis, which is -1
   */
  public final void buildFromConfig(Shape input) {
    buildFor(List.of(input));
  }

  /** Whether the weights are made. */
  public boolean isBuilt() {
    return builtShapes != null;
  }

  /** Returns the shapes the layer was built for, or null before that. */
  public @Nullable List<Shape> builtShapes() {
    return builtShapes;
  }

  /** Returns the calls of the layer in functional models, in order. */
  public final List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  @Override
  public void settle() {
    if (name == null) {
      name = Names.auto(getClass().getSimpleName());
    }
    List<Deferred> held = new ArrayList<>(Configs.values(this, Deferred.class));
    held.removeIf(Layer.class::isInstance);
    held.sort(Comparator.comparing(d -> !ConstructionOrder.isPending(d)));
    held.forEach(Deferred::settle);
    seedGenerators().forEach(SeedGenerator::settle);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (activityRegularizer == null) {
      config.remove("activity_regularizer");
    }
    config.put("name", name());
    return config;
  }

  /** Returns {@code value} if it is at least 1. */
  protected final int requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: `%s` must be a positive integer. Received: %s=%d."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
    return value;
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(getClass().getSimpleName(), name());
  }
}
