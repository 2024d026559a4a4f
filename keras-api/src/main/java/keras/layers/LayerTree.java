package keras.layers;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.engine.Weighted;
import keras.random.SeedGenerator;

/**
 * What a layer holds, and all layers inside of it as one whole.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code Layer._flatten_layers}.
 */
public sealed interface LayerTree extends Weighted permits Layer {
  /** Returns what stands directly inside, as Keras' attributes name it. */
  @Override
  default Map<String, Saveable> children() {
    return layer().state.children();
  }

  /** Returns the layers directly inside this one, in Keras' order. */
  default Collection<Layer> inner() {
    return layer().state.layers();
  }

  /** Returns the weights of this layer itself, trainable ones first, each in order of creation. */
  @Override
  default List<Variable> ownVariables() {
    return layer().state.own();
  }

  /** Returns the seed generators of this layer itself. */
  default List<SeedGenerator> seedGenerators() {
    return layer().state.seedGenerators();
  }

  @Override
  default List<Variable> weights() {
    Set<Variable> all = new LinkedHashSet<>(ownVariables());
    inner().forEach(layer -> all.addAll(layer.weights()));
    return List.copyOf(all);
  }

  /** Returns all variables: the weights and the state of seed generators. */
  default List<Variable> variables() {
    layer().state.drawsInTurn();
    Set<Variable> all = new LinkedHashSet<>(ownVariables());
    seedGenerators().forEach(g -> all.add(g.state()));
    inner().forEach(layer -> all.addAll(layer.variables()));
    return List.copyOf(all);
  }

  /**
   * Returns this layer and all inside, each once, in the order of Keras' {@code _flatten_layers}.
   */
  default List<Layer> flattened() {
    Set<Layer> seen = new LinkedHashSet<>(List.of(layer()));
    Deque<Layer> next = new ArrayDeque<>(inner());
    while (!next.isEmpty()) {
      Layer layer = next.removeFirst();
      if (seen.add(layer)) {
        layer.inner().forEach(next::addFirst);
      }
    }
    return List.copyOf(seen);
  }

  private Layer layer() {
    return (Layer) this;
  }
}
