package keras.io.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.Model;

/**
 * A model's variables as legacy HDF5 files hold them: one group for each of the model's layers, in
 * the model's order, with the layer's trainable weights and then those that do not train. A model
 * inside the model is one such layer, so that all its trainable weights come before its others.
 *
 * <pre>{@code
 * for (LegacyLayout.Entry layer : LegacyLayout.of(model).layers()) {
 *   System.out.println(layer.name() + " " + layer.keras3Names());
 * }
 * }</pre>
 *
 * <p>The order depends on which layers are frozen at the moment; readers go by it, and take the
 * names for labels.
 *
 * <p>Keras: {@code keras/src/legacy/saving/legacy_h5_format.py}.
 *
 * @param layers the model's layers in order, those without weights too
 * @param topLevel the variables that belong to the model itself and to none of its layers
 */
public record LegacyLayout(List<Entry> layers, List<Variable> topLevel) {
  /**
   * A layer and its variables.
   *
   * @param name the group's name
   */
  public record Entry(Layer layer, String name, List<Variable> variables) {
    /** Returns the names that tf_keras gives the variables: {@code dense/kernel:0}. */
    public List<String> tfKerasNames() {
      return TfKerasNames.of(layer, variables);
    }

    /**
     * Returns the names that Keras 3 gives the variables, their paths: {@code mlp/dense/kernel}.
     */
    public List<String> keras3Names() {
      return UniqueNames.of(variables.stream().map(Variable::path).toList(), "");
    }
  }

  /** Returns the layout of a model that is built, by the frozen layers of this moment. */
  public static LegacyLayout of(Model model) {
    return of(model, Framework.KERAS_3);
  }

  /**
   * Returns the layout as a Keras has it. In tf_keras the weights of a vocabulary's tokens are a
   * variable of the layer that does not train, and in Keras 3 they are none.
   */
  public static LegacyLayout of(Model model, Framework framework) {
    makeWeights(model);
    List<Entry> entries = new ArrayList<>();
    for (Layer layer : model.layers()) {
      List<Variable> variables = variables(layer);
      boolean learned = framework == Framework.TF_KERAS;
      entries.add(
          new Entry(layer, layer.name(), learned ? withLearned(layer, variables) : variables));
    }
    return new LegacyLayout(List.copyOf(entries), model.ownVariables());
  }

  /** Returns how many variables layers of some names have, those of the model itself aside. */
  public int count(Predicate<String> names) {
    return layers.stream()
        .filter(entry -> names.test(entry.name()))
        .mapToInt(entry -> entry.variables().size())
        .sum();
  }

  /** Returns the layers whose variables the Kerases count differently, a sentence each. */
  public static List<String> differences(Model model) {
    return model.flattened().stream()
        .filter(layer -> !LearnedVariables.of(layer).isEmpty())
        .map(
            layer ->
                "%s '%s': its `idf_weights` are one of its weights in tf_keras, and not in Keras 3"
                    .formatted(layer.getClass().getSimpleName(), layer.name()))
        .toList();
  }

  /**
   * Returns the layout in which the layers of inner models stand one by one, as Keras 1 wrote
   * models of stacks.
   */
  public static List<Entry> flat(Model model) {
    makeWeights(model);
    List<Entry> entries = new ArrayList<>();
    for (Layer layer : model.layers()) {
      if (layer instanceof Model inner) {
        entries.addAll(flat(inner));
      } else {
        entries.add(new Entry(layer, layer.name(), variables(layer)));
      }
    }
    return List.copyOf(entries);
  }

  /** A stack that knows its input makes its weights at first need, which this is. */
  private static void makeWeights(Model model) {
    model.variables();
  }

  /** Returns a layer's variables, those that train first. */
  static List<Variable> variables(Layer layer) {
    List<Variable> all = new ArrayList<>(layer.trainableWeights());
    all.addAll(layer.nonTrainableWeights());
    return List.copyOf(all);
  }

  /** Adds what layers learned where tf_keras has it: among what does not train, in order. */
  private static List<Variable> withLearned(Layer layer, List<Variable> variables) {
    Map<Variable, Integer> places = new HashMap<>();
    Map<Variable, Integer> learned = new LinkedHashMap<>();
    List<Layer> all = layer.flattened();
    for (int i = 0; i < all.size(); i++) {
      for (Variable v : all.get(i).ownVariables()) {
        places.put(v, i);
      }
      for (Variable v : LearnedVariables.of(all.get(i))) {
        learned.put(v, i);
      }
    }
    List<Variable> out = new ArrayList<>(variables);
    int start = layer.trainableWeights().size();
    learned.forEach(
        (v, place) -> {
          int at = start;
          while (at < out.size() && places.getOrDefault(out.get(at), 0) <= place) {
            at++;
          }
          out.add(at, v);
          places.put(v, place);
        });
    return List.copyOf(out);
  }
}
