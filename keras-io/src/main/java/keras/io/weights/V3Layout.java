package keras.io.weights;

import java.util.List;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.metrics.Metric;
import keras.optimizers.Optimizer;

/**
 * A model's variables as {@code .weights.h5} files hold them: one group for each layer, at a path
 * of attribute names and of class names in snake case, {@code
 * layers/bidirectional/forward_layer/cell}; in it the layer's own variables, {@code vars/0}, {@code
 * vars/1} and so on, trainable ones first.
 *
 * <pre>{@code
 * for (V3Layout.Group group : V3Layout.of(model, Framework.KERAS_3).groups()) {
 *   System.out.println(group.path() + " " + group.variables());
 * }
 * }</pre>
 *
 * <p>The names of layers do not count. A layer that is met twice has the path at which it was met
 * first. Keras 3 and tf_keras walk in different orders and count shared layers differently, so that
 * models of shared layers, and models of one's own class, have other paths in each.
 *
 * <p>Keras: {@code keras/src/saving/saving_lib.py}, {@code tf_keras/src/saving/saving_lib.py}.
 *
 * <p>The optimizers that models are compiled with or that fields hold have paths too; metrics that
 * fields hold have them in tf_keras alone, which keeps the state of those.
 *
 * @param groups the model itself first, then its layers in the order of the walk
 * @param held the optimizers and metrics, in the order of the walk
 */
public record V3Layout(List<Group> groups, List<Held> held) {
  /**
   * A layer and its own variables.
   *
   * @param path empty for the model itself
   */
  public record Group(String path, Layer layer, List<Variable> variables) {
    /** Returns the path of the group that holds the variables. */
    public String vars() {
      return below("vars");
    }

    /**
     * Returns the path of the group that holds the state of one of the layer's seed generators.
     * Keras keeps no such state, and does not mind that it is there.
     */
    public String seedGenerator(int index) {
      return below(index == 0 ? "seed_generator/vars" : "seed_generator_" + index + "/vars");
    }

    private String below(String name) {
      return path.isEmpty() ? name : path + "/" + name;
    }
  }

  /**
   * An optimizer or a metric.
   *
   * @param path of attributes, as in {@code d_optimizer}
   */
  public record Held(String path, Saveable object) {
    /** Returns the path of the group that holds the variables. */
    public String vars() {
      return path + "/vars";
    }
  }

  /** The path of the optimizer's variables. */
  public static final String OPTIMIZER = "optimizer/vars";

  /** Returns the layout of a model that is built, or of what else is stored like one. */
  public static V3Layout of(Layer model, Framework framework) {
    model.weights(); // a stack makes them when it is first asked
    return new V3Walk(framework).layout(model);
  }

  /** Returns the optimizers, those alone that files can hold. */
  public List<Held> optimizers() {
    return held.stream()
        .filter(h -> h.object() instanceof Optimizer optimizer && !optimizer.isMissing())
        .toList();
  }

  /** Returns the metrics that fields hold. */
  public List<Held> metrics() {
    return held.stream().filter(h -> h.object() instanceof Metric).toList();
  }
}
