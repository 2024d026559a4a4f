package keras.io.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.tensorbundle.StoredObject;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.Shapes;
import keras.optimizers.Optimizer;
import keras.saving.Inspection.StoredWeight;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a model the variables of a checkpoint: all of them, or none if one does not fit.
 *
 * <p>The objects of the checkpoint are walked beside those of the model, by the names of their
 * attributes. The model is the checkpoint's root, as {@code save_weights} writes it, or one of the
 * root's children, as in {@code tf.train.Checkpoint(model=model, step=step)}, of tf_keras or of
 * Keras 3; or a child is the list of the model's weights. The optimizer's variables are taken where
 * the model is compiled and they fit.
 */
public final class CheckpointState {
  private static final int MOST_SHOWN = 8;
  private static final int MOST_OBJECTS = 64;

  private final CheckpointBundle bundle;
  private final LoadReport report;
  private final Map<CheckpointTree.Node, StoredObject> matched = new LinkedHashMap<>();
  private final Set<CheckpointTree.Node> visited = new LinkedHashSet<>();
  private final Map<Optimizer, StoredObject> optimizers = new LinkedHashMap<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private CheckpointState(CheckpointBundle bundle, LoadReport report) {
    this.bundle = bundle;
    this.report = report;
  }

  /**
   * Reads a checkpoint into a model.
   *
   * @param report told what becomes of each variable
   * @throws ModelFormatException if variables do not fit; the model then is as it was
   */
  public static void read(
      Model model, CheckpointBundle bundle, LoadOptions options, LoadReport report) {
    ByPlace.require(options, bundle.file());
    StoredObject root = StoredObject.root(bundle);
    Trees trees = Trees.of(model);
    Place place = place(model, trees, bundle, root);
    CheckpointState state = new CheckpointState(bundle, report);
    state.walk(model, trees, place);
    if (!state.problems.isEmpty() && !options.skipMismatch()) {
      throw new ModelFormatException(bundle.file(), "", state.mismatch());
    }
    state.heldOptimizers();
    state.optimizer(model, place.stored(), root);
    LoadingBar bar = new LoadingBar(options, state.keys.size());
    List<HostTensor> values = state.keys.stream().map(key -> bar.read(bundle.tensor(key))).toList();
    Values.write(state.variables, values);
  }

  /** How a checkpoint names the parts of a model. */
  private enum Names {
    TF_KERAS,
    KERAS_3,
    LIST
  }

  /** Where in a checkpoint a model may be. */
  private record Place(StoredObject stored, Names names) {}

  /** A model's objects as both Kerases name them, which are looked for in several places. */
  private record Trees(CheckpointTree.Node tfKeras, CheckpointTree.Node keras3) {
    static Trees of(Model model) {
      return new Trees(CheckpointTree.of(model), CheckpointTree.ofKeras3(model));
    }
  }

  /** Returns where all of the model's variables are; the best place if they are nowhere. */
  private static Place place(Model model, Trees trees, CheckpointBundle bundle, StoredObject root) {
    Place best = new Place(root, Names.TF_KERAS);
    int least = Integer.MAX_VALUE;
    List<StoredObject> objects = new ArrayList<>(List.of(root));
    objects.addAll(objects(root));
    for (StoredObject object : objects) {
      for (Names names : Names.values()) {
        Place place = new Place(object, names);
        CheckpointState trial = new CheckpointState(bundle, new LoadReport(bundle.file()));
        trial.walk(model, trees, place);
        if (trial.problems.isEmpty()) {
          return place;
        } else if (trial.problems.size() < least) {
          best = place;
          least = trial.problems.size();
        }
      }
    }
    return best;
  }

  /** Returns what the root holds: a few objects, if Python made it. */
  private static List<StoredObject> objects(StoredObject root) {
    return root.children().values().stream()
        .filter(o -> o.key() == null)
        .limit(MOST_OBJECTS)
        .toList();
  }

  private void walk(Model model, Trees trees, Place place) {
    switch (place.names()) {
      case TF_KERAS -> walk(trees.tfKeras(), place.stored(), model.name());
      case KERAS_3 -> walk(trees.keras3(), place.stored(), model.name());
      case LIST -> {
        List<Variable> all = model.weights();
        for (int i = 0; i < all.size(); i++) {
          take(model, all.get(i), place.stored().child(String.valueOf(i)), "weights/" + i);
        }
        if (place.stored().child(String.valueOf(all.size())) != null) {
          problems.add("the file's list is longer than the %d of the model".formatted(all.size()));
        }
      }
    }
  }

  /** Returns the arrays of a checkpoint. */
  public static List<StoredWeight> list(CheckpointBundle bundle) {
    List<StoredWeight> all = new ArrayList<>();
    for (String name : bundle.names()) {
      if (!name.equals(StoredObject.GRAPH)) {
        List<Long> sizes = Arrays.stream(bundle.shape(name).asArray()).boxed().toList();
        all.add(new StoredWeight(name, sizes, bundle.dtype(name).id()));
      }
    }
    return all;
  }

  private void walk(CheckpointTree.Node node, @Nullable StoredObject stored, String path) {
    if (!visited.add(node)) {
      return;
    }
    Variable variable = node.variable();
    if (variable != null && node.metric() != null) {
      takeMetric(variable, stored);
      return;
    }
    if (variable != null) {
      take(node.layer(), variable, stored, path);
      if (stored != null) {
        matched.put(node, stored);
      }
      return;
    }
    if (node.layer().weights().isEmpty()) {
      node.children().forEach((name, child) -> learned(child, child(stored, name), path));
      return;
    }
    if (stored == null && node.metric() != null) {
      return;
    }
    node.optimizers()
        .forEach(
            (name, optimizer) -> {
              StoredObject state = stored == null ? null : stored.child(name);
              if (state != null && !optimizer.isMissing()) {
                optimizers.put(optimizer, state);
              }
            });
    node.children().forEach((name, child) -> walk(child, child(stored, name), path + "/" + name));
  }

  /** Takes what layers without weights learned from data, where a file has it. */
  private void learned(CheckpointTree.Node node, @Nullable StoredObject stored, String path) {
    if (stored == null) {
      return;
    } else if (node.variable() == null) {
      walk(node, stored, path);
    } else if (LearnedVariables.of(node.layer()).contains(node.variable())
        && stored.key() != null
        && visited.add(node)) {
      take(node.layer(), node.variable(), stored, path);
    }
  }

  /** Keras 3 hides some attributes behind an underscore, and a Sequential's list in a model. */
  private static @Nullable StoredObject child(@Nullable StoredObject stored, String name) {
    if (stored == null) {
      return null;
    }
    StoredObject child = stored.child(name);
    StoredObject hidden = child == null ? stored.child("_" + name) : child;
    StoredObject model = stored.child("_functional");
    return hidden == null && model != null ? model.child(name) : hidden;
  }

  private void take(Layer layer, Variable v, @Nullable StoredObject stored, String path) {
    String key = stored == null ? null : stored.key();
    String weight = "%s/%s %s".formatted(layer.name(), v.name(), Shapes.show(v.shape()));
    if (key == null || !bundle.names().contains(key)) {
      report.addMissing(weight);
      problems.add(
          "layer '%s' (%s): the file has no %s at %s"
              .formatted(layer.name(), layer.getClass().getSimpleName(), v.name(), path));
    } else if (!bundle.shape(key).equals(v.shape())) {
      String problem =
          "layer '%s' (%s): file has %s %s, the model expects %s"
              .formatted(
                  layer.name(),
                  layer.getClass().getSimpleName(),
                  v.name(),
                  Shapes.show(bundle.shape(key)),
                  Shapes.show(v.shape()));
      report.addSkipped(problem);
      problems.add(problem);
    } else {
      report.addLoaded(weight);
      variables.add(v);
      keys.add(key);
    }
  }

  /** Takes a metric's variable where it fits; the next epoch starts it anew in any case. */
  private void takeMetric(Variable v, @Nullable StoredObject stored) {
    String key = stored == null ? null : stored.key();
    if (key != null && bundle.names().contains(key) && bundle.shape(key).equals(v.shape())) {
      variables.add(v);
      keys.add(key);
    }
  }

  /** Takes the state of the optimizers that fields hold. */
  private void heldOptimizers() {
    optimizers.forEach(
        (optimizer, stored) -> {
          Map<Variable, String> found =
              optimizer.isBuilt()
                  ? new StoredOptimizerObjects(bundle, stored, matched).find(optimizer)
                  : Map.of();
          found.forEach(
              (variable, key) -> {
                variables.add(variable);
                keys.add(key);
              });
          if (found.isEmpty()) {
            report.addNote(
                optimizer.isBuilt()
                    ? "%s starts anew, for its saved state does not fit.".formatted(optimizer)
                    : "%s has taken no step yet, so its saved state was left out. Build it where it is made: optimizer.build(layer.trainableWeights())."
                        .formatted(optimizer));
          }
        });
  }

  private String mismatch() {
    List<String> shown = problems.subList(0, Math.min(MOST_SHOWN, problems.size()));
    return "its variables do not fit the model, which is as it was before: %s%s."
        .formatted(
            String.join("; ", shown),
            problems.size() > MOST_SHOWN
                ? "; and %d more".formatted(problems.size() - MOST_SHOWN)
                : "");
  }

  /** The optimizer is the model's, or stands beside it. */
  private void optimizer(Model model, StoredObject stored, StoredObject root) {
    if (!model.isCompiled()
        || model.optimizer().isMissing()
        || optimizers.containsKey(model.optimizer())) {
      return;
    }
    List<StoredObject> known = new ArrayList<>();
    for (StoredObject object : List.of(stored, root)) {
      StoredObject optimizer = object.child("optimizer");
      if (optimizer != null) {
        known.add(optimizer);
      }
    }
    boolean any = !known.isEmpty();
    known.addAll(objects(root));
    for (StoredObject optimizer : known) {
      model.optimizer().build(model.trainableWeights());
      Map<Variable, String> found =
          new StoredOptimizerObjects(bundle, optimizer, matched).find(model.optimizer());
      found.forEach(
          (variable, key) -> {
            variables.add(variable);
            keys.add(key);
          });
      if (!found.isEmpty()) {
        return;
      }
    }
    if (any) {
      report.addNote(
          "the optimizer starts anew, for its saved state does not fit %s."
              .formatted(model.optimizer()));
    }
  }
}
