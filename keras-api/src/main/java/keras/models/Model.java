package keras.models;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Operation;
import keras.engine.Structure;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.summary.Summary;
import keras.models.summary.SummaryOptions;
import keras.ops.Expr;
import keras.saving.ModelFiles;
import keras.trainers.StepData;
import keras.trainers.Trainable;
import keras.trainers.Training;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * Layers that train together: {@link Sequential}, functional ({@link #of}), or a class of one's own
 * that overrides {@code call} and tracks its layers.
 *
 * <pre>{@code
 * model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
 * History history = model.fit(x, y, f -> f.epochs(30).validationData(xv, yv));
 * Logs scores = model.evaluate(xTest, yTest);
 * FloatArray p = model.predict(xNew);
 * }</pre>
 *
 * <p>Data are arrays whose first axis counts samples: {@code float[][]} and the like, {@link
 * NdArray}s, lists of those in the order of the inputs, or maps by input name.
 *
 * <p>Models that share layers share their weights, also when each has run before they are combined:
 * what one learns the others know, and each keeps its optimizer's state. Closing one leaves the
 * others as they are; when the last has closed the layers keep the values.
 *
 * <p>{@code predict} may run in many threads at once, and while another thread trains: it then sees
 * the weights between two steps. {@code fit} and {@code evaluate} hold the model. A model holds
 * native memory until it is closed; after that it says so.
 *
 * <p>Keras: {@code keras/src/models/model.py}, {@code keras/src/trainers/trainer.py}.
 */
public abstract class Model extends Layer implements Trainable, ModelFiles, AutoCloseable {
  private final Training training = new Training(this, new OverriddenSteps(this));

  /** Makes a model from one input to one output. */
  public static Model of(KerasTensor input, KerasTensor output) {
    return of(List.of(input), List.of(output));
  }

  /** Makes a model from inputs to outputs. */
  public static Model of(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return of(Structure.of(inputs), Structure.of(outputs));
  }

  /**
   * Makes a model from inputs by name to outputs by name: data, predictions, losses and metrics go
   * by these names.
   */
  public static Model of(Map<String, KerasTensor> inputs, Map<String, KerasTensor> outputs) {
    return of(Structure.of(inputs), Structure.of(outputs));
  }

  /** Makes a model from inputs to outputs, each one, by place, or by name. */
  public static Model of(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs) {
    return new Functional(inputs, outputs);
  }

  @Override
  public Model name(String name) {
    super.name(name);
    return this;
  }

  // ---------------------------------------------------------------- structure

  /** Returns the tensors that go in; a model of one's own has none. */
  public List<KerasTensor> inputs() {
    throw new IllegalStateException(this + " is not a graph of layers; it has no input tensors.");
  }

  /** Returns the tensors that come out; a model of one's own has none. */
  public List<KerasTensor> outputs() {
    throw new IllegalStateException(this + " is not a graph of layers; it has no output tensors.");
  }

  /**
   * Returns the graph that the layers make, with its inputs and outputs; null for a model of one's
   * own, and for a Sequential whose input is not known yet.
   */
  public @Nullable Functional graph() {
    return null;
  }

  /** Whether {@link #graph} is there, which this does not build. */
  boolean hasGraph() {
    return false;
  }

  /** Returns the layers, in Keras' order. */
  public List<Layer> layers() {
    return List.copyOf(super.inner());
  }

  /**
   * Returns the layers and, in a functional model, the operations of {@code keras.ops} among them,
   * such as {@code x.add(1)}: Keras' {@code model.operations}. As in Keras 3, those are no layers;
   * in a model that tf_keras wrote they are, as there.
   */
  public List<Operation> operations() {
    return List.copyOf(layers());
  }

  @Override
  public Collection<Layer> inner() {
    return layers();
  }

  /** Returns the layer with a name: Keras' {@code get_layer(name)}. */
  public Layer layer(String name) {
    return layers().stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: no layer named '%s'. Layers: %s."
                        .formatted(this, name, layers().stream().map(Layer::name).toList())));
  }

  /** Returns the layer at an index, counted from 0. */
  public Layer layer(int index) {
    if (index < 0 || index >= layers().size()) {
      throw new IllegalArgumentException(
          "%s: no layer at index %d. It has %d layers.".formatted(this, index, layers().size()));
    }
    return layers().get(index);
  }

  /** Returns the inputs as the model takes them: one, several by place, or by name. */
  public Structure<KerasTensor> inputStructure() {
    return Structure.of(inputs());
  }

  /** Returns the outputs as the model gives them: one, several by place, or by name. */
  public Structure<KerasTensor> outputStructure() {
    return Structure.of(outputs());
  }

  /**
   * Returns the names of the inputs, in order: those they are given by, in the order of the
   * alphabet, or the names of their layers.
   */
  public List<String> inputNames() {
    return names(inputStructure());
  }

  /**
   * Returns the names of the outputs, in order: those they are given by, in the order of the
   * alphabet, or the names of their layers.
   */
  public List<String> outputNames() {
    return names(outputStructure());
  }

  private static List<String> names(Structure<KerasTensor> tensors) {
    return tensors instanceof Structure.Fields<KerasTensor> named
            && named.fields().size() == tensors.flat().size()
        ? List.copyOf(new TreeSet<>(named.fields().keySet()))
        : tensors.flat().stream().map(t -> t.node().operation().name()).toList();
  }

  /** Prints Keras' table of the layers. */
  public void summary() {
    summary(new SummaryOptions());
  }

  /** Hands Keras' table of the layers, line by line, to {@code printer}. */
  public void summary(Consumer<String> printer) {
    summary(new SummaryOptions().printFn(printer));
  }

  /** Prints Keras' table of the layers, as the options say. */
  public void summary(SummaryOptions options) {
    Summary.print(this, options);
  }

  /**
   * Makes the weights of a model that is not a graph, for a call on inputs of such shapes: a list,
   * a map, or several arguments.
   */
  @Override
  public final void buildFor(Arguments<Shape> shapes) {
    training.buildOn(shapes);
  }

  /** Does nothing: the layers inside say for which calls they were built. */
  @Override
  protected void buildFromConfig(Map<?, ?> buildConfig) {}

  /** Returns the variables that files hold, throwing where the model is not built. */
  public final List<Variable> requireBuilt() {
    if (graph() == null && !isBuilt() && !isBuiltInside()) {
      throw new IllegalStateException(
          this + " is not built: its weights do not exist yet. Build it or fit it first.");
    }
    return variables();
  }

  /** Whether all layers of a model that is never called itself, as a GAN, are built. */
  private boolean isBuiltInside() {
    return !layers().isEmpty() && layers().stream().allMatch(Layer::isBuilt);
  }

  @Override
  public List<NdArray<?>> getWeights() {
    return super.getWeights();
  }

  @Override
  public void setWeights(List<?> values) {
    super.setWeights(values);
  }

  // ---------------------------------------------------------------- training

  @Override
  public final Training training() {
    return training;
  }

  /**
   * Takes one training step on a batch, in the function being built, and returns the logs: values
   * of metrics, one number each. A step of one's own reads like Keras' {@code train_step}:
   *
   * <pre>{@code
   * @Override protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
   *   List<Expr> yPred = ctx.training(true, () -> applyAll(data.xs(), ctx));
   *   Expr loss = computeLoss(data, yPred, ctx);
   *   optimizer().minimize(loss, trainableWeights(), ctx);
   *   lossTracker.update(loss, null, ctx);
   *   return Map.of("loss", lossTracker.result(ctx));
   * }
   * }</pre>
   *
   * <p>As in Keras, a layer that is called here is not training unless {@link CallContext#training}
   * says so. Metrics that are updated here are put back to their start every epoch if {@link
   * #metrics} returns them.
   */
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    return training.steps().train(data, ctx);
  }

  /** Takes one step of an evaluation, in the function being built, and returns the logs. */
  protected Map<String, Expr> testStep(StepData data, CallContext ctx) {
    return training.steps().test(data, ctx);
  }

  /** Returns the outputs for a batch, in the function being built. */
  protected List<Expr> predictStep(StepData data, CallContext ctx) {
    return training.steps().predict(data, ctx);
  }

  /**
   * Returns what training minimises, a scalar: unless overridden, what compile was given, what
   * layers added in the last call of the model, and the penalties on weights.
   */
  protected Expr computeLoss(StepData data, List<Expr> yPred, CallContext ctx) {
    return training.steps().loss(data, yPred, ctx);
  }

  /** Updates the metrics that compile was given, and returns the logs: of all {@link #metrics}. */
  protected Map<String, Expr> computeMetrics(StepData data, List<Expr> yPred, CallContext ctx) {
    return training.steps().metrics(data, yPred, ctx);
  }

  /**
   * Returns what layers added to the loss in the last call of the model, or of its parts, and the
   * penalties on weights: Keras' {@code model.losses}.
   */
  protected final List<Expr> losses(CallContext ctx) {
    return training.losses(ctx);
  }

  /** Frees the graph, unless another open model shares it; the layers keep their values. */
  @Override
  public void close() {
    training.close();
  }
}
