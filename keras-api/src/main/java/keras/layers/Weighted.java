package keras.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.ConstructionOrder;
import keras.config.KerasObject;
import keras.constraints.Constraint;
import keras.engine.DTypePolicy;
import keras.engine.HostTensor;
import keras.engine.NameScope;
import keras.engine.Values;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.random.SeedGenerator;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** The weights, seed generators and inner layers of a {@link Layer}, in Keras' order. */
abstract class Weighted extends KerasObject {
  private final List<Variable> trainables = new ArrayList<>();
  private final List<Variable> states = new ArrayList<>();
  private final List<SeedGenerator> seedGenerators = new ArrayList<>();
  private final Map<String, Layer> children = new LinkedHashMap<>();

  /** Whether the weights train. */
  public abstract boolean trainable();

  /** Returns the dtype policy. */
  public abstract DTypePolicy dtypePolicy();

  /** Freezes or frees the weights here and in the layers inside. */
  final void propagate(boolean trainable) {
    inner().forEach(c -> c.trainable(trainable));
    trainables.forEach(v -> v.trainable(trainable));
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
    Variable v =
        new Variable(
            NameScope.path(name),
            shape,
            dtypePolicy().variableDtype(),
            initializer,
            trainable(),
            regularizer,
            constraint);
    trainables.add(v);
    return v;
  }

  /** Makes a weight that does not train, such as a moving average. */
  protected final Variable addState(String name, Shape shape, Initializer initializer) {
    return addState(name, shape, dtypePolicy().variableDtype(), initializer);
  }

  /** Makes a weight of a dtype that does not train. */
  protected final Variable addState(
      String name, Shape shape, DType variableDtype, Initializer initializer) {
    Variable v = Variable.state(NameScope.path(name), shape, variableDtype, initializer);
    states.add(v);
    return v;
  }

  /** Makes a seed generator part of the layer. */
  protected final SeedGenerator addSeedGenerator(@Nullable Integer seed) {
    SeedGenerator g = ConstructionOrder.held(() -> new SeedGenerator(seed));
    seedGenerators.add(g);
    return g;
  }

  /** Makes a layer part of this one, under the attribute name Keras gives it. */
  protected final <C extends Layer> C track(String attribute, C child) {
    children.put(attribute, child);
    return child;
  }

  /** Returns the layers inside this one, by Keras' attribute names. */
  public Map<String, Layer> children() {
    return Collections.unmodifiableMap(children);
  }

  /** Returns the seed generators of this layer itself. */
  public final List<SeedGenerator> seedGenerators() {
    return Collections.unmodifiableList(seedGenerators);
  }

  /** Returns the weights of this layer itself, trainable ones first, each in order of creation. */
  public final List<Variable> ownWeights() {
    List<Variable> own = new ArrayList<>(trainables);
    own.addAll(states);
    return Collections.unmodifiableList(own);
  }

  /** Returns all weights: this layer's, then those of the layers inside it. */
  public List<Variable> weights() {
    Set<Variable> all = new LinkedHashSet<>(ownWeights());
    inner().forEach(c -> all.addAll(c.weights()));
    return List.copyOf(all);
  }

  /** Returns all variables: the weights and the state of seed generators. */
  public List<Variable> variables() {
    Set<Variable> all = new LinkedHashSet<>(ownWeights());
    seedGenerators.forEach(g -> all.add(g.state()));
    inner().forEach(c -> all.addAll(c.variables()));
    return List.copyOf(all);
  }

  /** Returns the layers directly inside this one, in Keras' order. */
  protected Collection<Layer> inner() {
    return children.values();
  }

  /** Returns the weights that train. */
  public List<Variable> trainableWeights() {
    if (!trainable()) {
      return List.of();
    }
    Set<Variable> all = new LinkedHashSet<>();
    trainables.stream().filter(Variable::trainable).forEach(all::add);
    inner().forEach(c -> all.addAll(c.trainableWeights()));
    return List.copyOf(all);
  }

  /** Returns the weights that do not train. */
  public List<Variable> nonTrainableWeights() {
    Set<Variable> rest = new LinkedHashSet<>(weights());
    rest.removeAll(Set.copyOf(trainableWeights()));
    return List.copyOf(rest);
  }

  /** Returns copies of the weights' values, in order. */
  public final List<NdArray<?>> getWeights() {
    List<NdArray<?>> out = new ArrayList<>();
    Values.read(weights()).forEach(h -> out.add(h.toNdArray()));
    return List.copyOf(out);
  }

  /** Sets the weights' values; all are checked before one is set. */
  public final void setWeights(List<? extends NdArray<?>> values) {
    List<Variable> all = weights();
    if (all.size() != values.size()) {
      throw new IllegalArgumentException(
          "%s.setWeights: expected %d arrays, one a weight. Received: %d."
              .formatted(this, all.size(), values.size()));
    }
    List<HostTensor> host = new ArrayList<>();
    values.forEach(v -> host.add(HostTensor.of(v)));
    Values.write(all, host);
  }

  /** Returns the number of weights' elements. */
  public final long countParams() {
    return weights().stream().mapToLong(v -> v.shape().size()).sum();
  }
}
