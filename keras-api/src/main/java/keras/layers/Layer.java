package keras.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.Names;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.DTypePolicy;
import keras.engine.KerasTensor;
import keras.engine.NameScope;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.Tracing;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

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
      ConstructionOrder.takeTurnsUpTo(this);
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

  /** Makes the weights for a call with arguments; the first one counts, unless overridden. */
  protected void build(Arguments<Shape> shapes) {
    build(shapes.inputs());
  }

  /** Computes the output of one input. */
  protected Expr call(Expr x, CallContext ctx) {
    throw new UnsupportedOperationException(
        this + " overrides neither call(Expr, CallContext) nor call(List, CallContext).");
  }

  /** Computes the outputs of several inputs; one, unless overridden. */
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    if (x.size() != 1) {
      throw new IllegalArgumentException(
          "%s expects 1 input. Received: %d inputs of shapes %s."
              .formatted(this, x.size(), x.stream().map(e -> Shapes.show(e.shape())).toList()));
    }
    return List.of(call(x.get(0), ctx));
  }

  /**
   * Computes what a call with arguments returns. Unless overridden, it is what the first argument
   * gives, and others than {@code training} and {@code mask} are refused; those two are here
   * already: {@code ctx.training()}, and {@link Expr#mask} of the first argument.
   */
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return Calling.onFirst(this, in, ctx);
  }

  /**
   * Returns the names of the arguments of {@code call} in Keras, in their order. Those of Keras'
   * own classes are known; a class of one's own has {@code inputs}, {@code training} and {@code
   * mask}, unless it overrides this.
   */
  public List<String> callArguments() {
    return CallArguments.of(getClass());
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

  /**
   * Returns the masks of the outputs, null where one has none; may be shorter than the outputs.
   * That of {@link #computeMask}, for the first output, unless overridden.
   */
  protected List<@Nullable Expr> computeMasks(Arguments<Expr> in, CallContext ctx) {
    return Collections.singletonList(computeMask(in.inputs(), ctx));
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
    return only(applyAll(List.of(inputs)));
  }

  /**
   * Calls the layer on a tensor that does not exist yet and on further arguments, and returns its
   * one output.
   *
   * <pre>{@code
   * base.apply(x, c -> c.training(false));
   * attention.apply(query, c -> c.with("value", value).with("attention_mask", mask));
   * }</pre>
   */
  public final KerasTensor apply(KerasTensor x, UnaryOperator<Arguments<KerasTensor>> how) {
    return only(applyAll(x, how).flat());
  }

  /** Calls the layer on tensors that do not exist yet, and returns all its outputs. */
  public final List<KerasTensor> applyAll(List<KerasTensor> inputs) {
    return apply(Calling.on(this, KerasTensor.class, inputs)).flat();
  }

  /** Calls the layer on a tensor and on further arguments, and returns all its outputs. */
  public final Structure<KerasTensor> applyAll(
      KerasTensor x, UnaryOperator<Arguments<KerasTensor>> how) {
    return apply(how.apply(Calling.on(this, KerasTensor.class, List.of(x))));
  }

  /** Calls the layer on a list of tensors and on further arguments, and returns all its outputs. */
  public final Structure<KerasTensor> applyAll(
      List<KerasTensor> x, UnaryOperator<Arguments<KerasTensor>> how) {
    return apply(how.apply(Calling.on(this, KerasTensor.class, x)));
  }

  /** Calls the layer on tensors that do not exist yet, with arguments as they are. */
  public final Structure<KerasTensor> apply(Arguments<KerasTensor> arguments) {
    Node node = new Node(this, arguments, Tracing.infer(arguments, this::apply));
    nodes.add(node);
    return node.outputs();
  }

  private <T> T only(List<T> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs; call applyAll(List) to get them.".formatted(this, outputs.size()));
    }
    return outputs.get(0);
  }

  /**
   * Calls the layer inside of {@code call} of another one, and returns its one output: {@code
   * b.apply(a.apply(x, ctx), ctx)}.
   */
  public final Expr apply(Expr x, CallContext ctx) {
    return only(applyAll(List.of(x), ctx));
  }

  /** Calls the layer on several tensors inside of {@code call}, and returns its one output. */
  public final Expr apply(List<Expr> x, CallContext ctx) {
    return only(applyAll(x, ctx));
  }

  /**
   * Calls the layer on a tensor and on further arguments inside of {@code call}, and returns its
   * one output: {@code a.apply(x, c -> c.training(false), ctx)}.
   */
  public final Expr apply(Expr x, UnaryOperator<Arguments<Expr>> how, CallContext ctx) {
    return only(apply(how.apply(Calling.on(this, Expr.class, List.of(x))), ctx).flat());
  }

  /** Calls the layer on several tensors inside of {@code call}, and returns all its outputs. */
  public final List<Expr> applyAll(List<Expr> x, CallContext ctx) {
    return apply(Calling.on(this, Expr.class, x), ctx).flat();
  }

  /** Calls the layer inside of {@code call}, with arguments as they are. */
  @Override
  public final Structure<Expr> apply(Arguments<Expr> arguments, CallContext ctx) {
    return NameScope.within(name(), this, () -> Calling.apply(this, arguments, ctx));
  }

  /** Makes the weights, unless they are made. */
  protected final void buildFor(List<Shape> inputs) {
    buildFor(Calling.on(this, Shape.class, inputs));
  }

  /** Makes the weights for a call with arguments, unless they are made. */
  final synchronized void buildFor(Arguments<Shape> shapes) {
    if (builtShapes == null) {
      NameScope.within(
          name(),
          this,
          () -> {
            ConstructionOrder.takeTurnsUpTo(this);
            build(shapes);
            return this;
          });
      builtShapes = shapes.inputs();
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
  public void takeTurn() {
    if (name == null) {
      name = Names.auto(getClass().getSimpleName());
    }
    List<Deferred> held = new ArrayList<>(Configs.values(this, Deferred.class));
    held.removeIf(Layer.class::isInstance);
    held.sort(Comparator.comparing(d -> !ConstructionOrder.isPending(d)));
    held.forEach(Deferred::takeTurn);
    seedGenerators().forEach(SeedGenerator::takeTurn);
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
