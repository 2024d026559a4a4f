package keras.models;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.CallGraph;
import keras.engine.Container;
import keras.engine.KerasTensor;
import keras.engine.Operation;
import keras.engine.Saveable;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.layers.Layer;
import keras.models.graph.FreshInputs;
import keras.models.graph.FunctionalConfig;
import keras.models.graph.Topology;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A model that is a graph of layers, from inputs to outputs; made by {@link Model#of}. A class that
 * extends it has a graph and steps of its own, as Python's {@code CustomModel(inputs, outputs)}.
 *
 * <p>Keras: {@code keras/src/models/functional.py}.
 */
public class Functional extends Model {
  private static final String KEEPS_TRAINING = "keeps_training";

  private Structure<KerasTensor> inputs = new Structure.Items<>(List.of());
  private Structure<KerasTensor> outputs = new Structure.Items<>(List.of());
  private @Nullable CallGraph tape;
  private @Nullable Topology topology;
  private transient Layer shown = this;
  private boolean keepsTraining;

  /**
   * Makes a model without a graph, which a file's config then brings: a class that extends this one
   * and is to be loaded needs a constructor without arguments, which may be private.
   */
  protected Functional() {}

  /** Makes the model of the layers between inputs and outputs. */
  protected Functional(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    this(Structure.of(inputs), Structure.of(outputs));
  }

  /** Makes the model of the layers between inputs and outputs, each one, by place, or by name. */
  protected Functional(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs) {
    connect(inputs, outputs, List.of(), List.of());
  }

  /** Makes the graph inside of another model, which messages name. */
  static Functional inside(Layer shown, KerasTensor input, KerasTensor output) {
    Functional graph = new Functional(Structure.of(input), Structure.of(output));
    graph.shown = shown;
    return graph;
  }

  /**
   * Makes a graph of another model's class, if that takes whatever graph it is given: it has a
   * constructor without arguments, and this one makes no graph. Otherwise the class is this one, as
   * in Keras, where the class must take inputs and outputs.
   *
   * @param losses what it adds to losses beside its outputs
   * @param listed the operations in their order
   */
  static Functional like(
      Functional model,
      Structure<KerasTensor> inputs,
      Structure<KerasTensor> outputs,
      List<KerasTensor> losses,
      List<Operation> listed) {
    Functional blank = Configs.blank(model.getClass()).orElse(null);
    Functional made = blank == null || blank.topology != null ? new Functional() : blank;
    made.connect(inputs, outputs, losses, listed);
    return made;
  }

  @Override
  public Functional name(String name) {
    super.name(name);
    return this;
  }

  /**
   * Lets the training flags that calls were recorded with count before the one that the model is
   * called with, as Keras 2 does; files say by whom they were written. Keras 3 has it the other way
   * around.
   */
  Functional keepsTraining(boolean keeps) {
    keepsTraining = keeps;
    return this;
  }

  /** Whether the training flags that calls were recorded with count before the model's own. */
  boolean keepsTraining() {
    return keepsTraining;
  }

  private void connect(
      Structure<KerasTensor> in,
      Structure<KerasTensor> out,
      List<KerasTensor> losses,
      List<Operation> listed) {
    if (in.flat().isEmpty() || out.flat().isEmpty()) {
      throw new IllegalArgumentException(
          "Model: expected at least one input and one output. Received: %d inputs, %d outputs."
              .formatted(in.flat().size(), out.flat().size()));
    }
    CallGraph between = FreshInputs.of(new CallGraph(in.flat(), out.flat(), losses));
    inputs = inPlaceOf(in, between.inputs());
    outputs = inPlaceOf(out, between.outputs());
    tape = between;
    topology = Topology.of(between, listed);
    Set<String> names = new LinkedHashSet<>();
    for (Operation o : topology.operations()) {
      if (!names.add(o.name())) {
        throw new IllegalArgumentException(
            "Model: the name '%s' is used by two layers. All layer names must be unique."
                .formatted(o.name()));
      }
    }
  }

  private static <T> Structure<T> inPlaceOf(Structure<?> old, List<T> flat) {
    Iterator<T> next = flat.iterator();
    return old.map(t -> next.next());
  }

  @Override
  public boolean isBuilt() {
    return topology != null;
  }

  @Override
  public @Nullable List<Shape> builtShapes() {
    return topology == null ? null : inputs().stream().map(KerasTensor::shape).toList();
  }

  @Override
  public Functional graph() {
    return this;
  }

  @Override
  boolean hasGraph() {
    return true;
  }

  /** Returns the order of the layers and of the calls between them. */
  public Topology topology() {
    Topology known = topology;
    if (known == null) {
      throw new IllegalStateException(this + " has no layers yet.");
    }
    return known;
  }

  /** Returns the calls between the inputs and the outputs. */
  public CallGraph tape() {
    CallGraph known = tape;
    if (known == null) {
      throw new IllegalStateException(this + " has no layers yet.");
    }
    return known;
  }

  @Override
  public List<KerasTensor> inputs() {
    return inputs.flat();
  }

  /**
   * Returns the one input that the model was made of, whether or not the model was called.
   *
   * @throws IllegalStateException if there are several
   */
  @Override
  public KerasTensor input() {
    return only("inputs", inputs());
  }

  /**
   * Returns the one output that the model was made of, whether or not the model was called.
   *
   * @throws IllegalStateException if there are several
   */
  @Override
  public KerasTensor output() {
    return only("outputs", outputs());
  }

  private KerasTensor only(String what, List<KerasTensor> tensors) {
    if (tensors.size() != 1) {
      throw new IllegalStateException(
          "%s has %d %s. Take them all: %s().".formatted(this, tensors.size(), what, what));
    }
    return tensors.get(0);
  }

  @Override
  public Structure<KerasTensor> inputStructure() {
    return inputs;
  }

  @Override
  public Structure<KerasTensor> outputStructure() {
    return outputs;
  }

  @Override
  public Map<String, Saveable> children() {
    return Map.of("layers", Container.of(layers()));
  }

  @Override
  public List<KerasTensor> outputs() {
    return outputs.flat();
  }

  @Override
  public List<Layer> layers() {
    return topology == null ? List.of() : topology.layers();
  }

  @Override
  public List<Operation> operations() {
    return topology == null ? List.of() : topology.operations();
  }

  /** Whether the model's own dtype counts; the dtypes of its inputs do instead. */
  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return inPlaceOf(outputs, call(inOrder(in), ctx));
  }

  @Override
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    List<KerasTensor> expected = inputs();
    if (x.size() != expected.size()) {
      throw new IllegalArgumentException(
          "%s: expected %d inputs %s. Received: %d."
              .formatted(shown, expected.size(), inputNames(), x.size()));
    }
    List<Expr> fitted = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      fitted.add(fit(x.get(i), expected.get(i)).cast(expected.get(i).dtype()));
    }
    return tape().run(ctx, fitted, keepsTraining ? c -> c : c -> c.without("training"));
  }

  /** Returns the inputs in their order, whether they are given by place or by name. */
  private List<Expr> inOrder(Arguments<Expr> in) {
    if (!(in.first() instanceof Map<?, ?> named)) {
      return in.inputs();
    }
    List<Expr> out = new ArrayList<>();
    for (String name : inputNames()) {
      if (!(named.get(name) instanceof Expr x)) {
        throw new IllegalArgumentException(
            "%s: expected inputs named %s. Received: %s."
                .formatted(shown, inputNames(), named.keySet()));
      }
      out.add(x);
    }
    return out;
  }

  /**
   * Adds or drops a last axis of size 1, as Keras does, and checks the shape. Of a Sequential's
   * input Keras checks the number of axes alone, and leaves the rest to its layers.
   */
  private Expr fit(Expr x, KerasTensor expected) {
    Shape want = expected.shape();
    Shape have = x.shape();
    if ((x.dtype() == DType.STRING) != (expected.dtype() == DType.STRING)) {
      throw new IllegalArgumentException(
          "%s: input '%s': expected %s. Received: %s."
              .formatted(shown, expected.node().operation().name(), expected.dtype(), x.dtype()));
    }
    if (have.isUnknown() || want.isUnknown()) {
      return x;
    }
    Expr fitted = x;
    if (have.numDimensions() == want.numDimensions() + 1 && have.get(-1) == 1) {
      fitted = Numpy.squeeze(x, -1);
    } else if (have.numDimensions() == want.numDimensions() - 1 && want.get(-1) == 1) {
      fitted = x.expandDims(-1);
    }
    boolean fits =
        shown == this
            ? fitted.shape().isCompatibleWith(want)
            : fitted.shape().numDimensions() == want.numDimensions();
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: input '%s': expected shape %s. Received: shape %s."
              .formatted(
                  shown, expected.node().operation().name(), Shapes.show(want), Shapes.show(have)));
    }
    return fitted;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", name());
    config.put("trainable", trainable());
    config.putAll(FunctionalConfig.write(this));
    if (keepsTraining) {
      config.put(KEEPS_TRAINING, true);
    }
    return config;
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    FunctionalConfig.Graph graph = FunctionalConfig.read(left, custom);
    left.keySet().removeAll(Set.of("layers", "input_layers", "output_layers"));
    if (left.get("name") instanceof String given) {
      name(given);
    }
    connect(graph.inputs(), graph.outputs(), graph.losses(), graph.listed());
    keepsTraining = Boolean.TRUE.equals(left.remove(KEEPS_TRAINING));
    return left;
  }
}
