package keras.layers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import keras.config.Adaptable;
import keras.config.Arg;
import keras.config.KerasObject;
import keras.constraints.Constraint;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.DTypePolicy;
import keras.engine.KerasTensor;
import keras.engine.NameScope;
import keras.engine.Node;
import keras.engine.Saveable;
import keras.engine.Structure;
import keras.engine.Tracing;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
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
public abstract non-sealed class Layer extends KerasObject
    implements Adaptable, Buildable, LayerTree, OnData {
  @Arg @Nullable String name;
  @Arg private boolean trainable = true;
  @Arg private DTypePolicy dtype = DTypePolicy.global();
  @Arg @Nullable Regularizer activityRegularizer;

  private final Building building = new Building();
  private @Nullable Shape batchShape;
  final LayerState state = new LayerState(this);

  /** Makes a layer with Keras' defaults. */
  protected Layer() {
    state.enrol();
  }

  /** Names the layer; unique in a model, without slashes. */
  public Layer name(String name) {
    requireOpen();
    this.name = LayerState.requireName(getClass(), name);
    return this;
  }

  @Override
  public String name() {
    return name == null ? state.takeName() : name;
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

  /** Freezes the weights or lets them train; models compiled before must compile again. */
  public Layer trainable(boolean trainable) {
    this.trainable = trainable;
    state.train(trainable);
    return this;
  }

  @Override
  public boolean trainable() {
    return trainable;
  }

  /** Returns this layer as the activation of another one. */
  @Override
  public @Nullable Object as(Class<?> type) {
    return type == keras.activations.Activation.class ? new LayerActivation(this) : null;
  }

  /** Returns the dtype policy. */
  public final DTypePolicy dtypePolicy() {
    return dtype;
  }

  /** Makes the weights for inputs of a shape; the batch axis, first, is -1. */
  protected void build(Shape input) {}

  /** Makes the weights for several inputs; those for the first one, unless overridden. */
  protected void build(List<Shape> inputs) {
    build(inputs.get(0));
  }

  /** Makes the weights for a call with arguments; the first one counts, unless overridden. */
  protected void build(Arguments<Shape> shapes) {
    build(shapes.inputs().isEmpty() ? shapes.flat() : shapes.inputs());
  }

  /** Computes the output of one input. */
  protected Expr call(Expr x, CallContext ctx) {
    throw new UnsupportedOperationException(
        this + " overrides neither call(Expr, CallContext) nor call(List, CallContext).");
  }

  /** Computes the outputs of several inputs; one, unless overridden. */
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    return List.of(call(Calling.only(this, x), ctx));
  }

  /**
   * Computes what a call with arguments returns. Unless overridden, it is what the first argument
   * gives, and others than {@code training} and {@code mask} are refused; those two are here
   * already: {@code ctx.training()}, and {@link Expr#mask} of the first argument.
   */
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return Calling.onFirst(this, in, ctx);
  }

  @Override
  public List<String> callArguments() {
    return CallArguments.of(getClass());
  }

  /** Throws unless inputs of these shapes fit the layer as it is built. */
  protected void check(List<Shape> inputs) {}

  /** Whether a mask on the input passes to the output. */
  protected boolean supportsMasking() {
    return false;
  }

  @Override
  public final List<@Nullable Expr> masks(Arguments<Expr> in, CallContext ctx) {
    return supportsMasking() ? computeMasks(in, ctx) : List.of();
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

  /** Returns the penalty on this layer's own outputs, or null. */
  @Nullable Regularizer outputPenalty() {
    return activityRegularizer;
  }

  /** Whether floating inputs are cast to the dtype the layer computes in. */
  protected boolean autocast() {
    return true;
  }

  /** Makes a weight that trains. */
  protected final Variable addWeight(String name, Shape shape, Initializer initializer) {
    return addWeight(name, shape, initializer, null, null);
  }

  /** Makes a weight that trains, with a penalty and a projection. */
  protected final Variable addWeight(
      String name,
      Shape shape,
      Initializer initializer,
      @Nullable Regularizer regularizer,
      @Nullable Constraint constraint) {
    return state.addWeight(name, shape, initializer, regularizer, constraint);
  }

  /** Makes a weight that does not train, such as a moving average. */
  protected final Variable addState(String name, Shape shape, Initializer initializer) {
    return addState(name, shape, dtype.variableDtype(), initializer);
  }

  /** Makes a weight of a dtype that does not train. */
  protected final Variable addState(
      String name, Shape shape, DType variableDtype, Initializer initializer) {
    return state.addState(name, shape, variableDtype, initializer);
  }

  /** Makes a seed generator part of the layer. */
  protected final SeedGenerator addSeedGenerator(@Nullable Integer seed) {
    return state.addSeedGenerator(seed);
  }

  /**
   * Makes a layer part of this one, under an attribute of Keras' class that no field here is named
   * for: {@code "hidden"}, or {@code "blocks.0"} for the first of a list.
   */
  protected final <C extends Saveable> C track(String attribute, C child) {
    return state.add(attribute, child);
  }

  @Override
  public final Structure<KerasTensor> apply(Arguments<KerasTensor> arguments) {
    return state.add(new Node(this, arguments, Tracing.infer(arguments, this::apply))).outputs();
  }

  @Override
  public final Structure<Expr> apply(Arguments<Expr> arguments, CallContext ctx) {
    return NameScope.within(name(), this, () -> Calling.apply(this, arguments, ctx));
  }

  @Override
  public void buildFor(Arguments<Shape> shapes) {
    ensureBuilt(shapes);
  }

  final void ensureBuilt(Arguments<Shape> shapes) {
    building.ensure(this, shapes, this::closeOptions);
  }

  /** Makes the weights for the call that the file says they were made for, where it tells all. */
  @Override
  protected void buildFromConfig(Map<?, ?> buildConfig) {
    building.ensureAsFile(this, buildConfig);
  }

  @Override
  public final @Nullable Arguments<Shape> builtFor() {
    return building.builtFor();
  }

  @Override
  public final List<Node> nodes() {
    return state.nodes();
  }

  /** Lets what the layer holds draw its seeds, in Python's order. */
  void takeSeeds() {
    state.drawSeeds();
  }

  @Override
  public Map<String, @Nullable Object> config() {
    return state.config(super.config());
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(getClass().getSimpleName(), name());
  }
}
