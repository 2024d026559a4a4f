package keras.io.weights;

import java.util.ArrayList;
import java.util.Arrays;
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
import keras.saving.Inspection.StoredWeight;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a model the variables of a checkpoint: all of them, or none if one does not fit.
 *
 * <p>The objects of the checkpoint are walked beside those of the model, by the names of their
 * attributes. The optimizer's variables are taken where the model is compiled and they fit.
 */
public final class CheckpointState {
  private static final int MOST_SHOWN = 8;

  private final CheckpointBundle bundle;
  private final LoadReport report;
  private final Map<CheckpointTree.Node, StoredObject> matched = new java.util.LinkedHashMap<>();
  private final Set<CheckpointTree.Node> visited = new LinkedHashSet<>();
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
    CheckpointState state = new CheckpointState(bundle, report);
    StoredObject root = StoredObject.root(bundle);
    state.walk(CheckpointTree.of(model), root, model.name());
    if (!state.problems.isEmpty() && !options.skipMismatch()) {
      throw new ModelFormatException(bundle.file(), "", state.mismatch());
    }
    state.optimizer(model, root);
    List<HostTensor> values = state.keys.stream().map(bundle::tensor).toList();
    Values.write(state.variables, values);
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
    if (variable != null) {
      take(node.layer(), variable, stored, path);
      if (stored != null) {
        matched.put(node, stored);
      }
      return;
    }
    if (node.layer().weights().isEmpty()) {
      return;
    }
    node.children()
        .forEach(
            (name, child) ->
                walk(child, stored == null ? null : stored.child(name), path + "/" + name));
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

  private String mismatch() {
    List<String> shown = problems.subList(0, Math.min(MOST_SHOWN, problems.size()));
    return "its variables do not fit the model, which is as it was before: %s%s."
        .formatted(
            String.join("; ", shown),
            problems.size() > MOST_SHOWN
                ? "; and %d more".formatted(problems.size() - MOST_SHOWN)
                : "");
  }

  private void optimizer(Model model, StoredObject root) {
    StoredObject stored = root.child("optimizer");
    if (stored == null || !model.isCompiled()) {
      return;
    }
    Map<Variable, String> found = new StoredOptimizerObjects(bundle, stored, matched).find(model);
    if (found.isEmpty()) {
      report.addNote(
          "the optimizer starts anew, for its saved state does not fit %s."
              .formatted(model.optimizer()));
    }
    found.forEach(
        (variable, key) -> {
          variables.add(variable);
          keys.add(key);
        });
  }
}
