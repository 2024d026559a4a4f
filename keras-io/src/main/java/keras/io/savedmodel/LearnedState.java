package keras.io.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import keras.engine.Assets;
import keras.engine.HostTensor;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.tensorbundle.StoredObject;
import keras.io.weights.CheckpointTree;
import keras.io.weights.CheckpointTree.Learner;
import keras.layers.Layer;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;

/**
 * What layers of tf_keras learned from data, as its SavedModels hold it: a vocabulary is in the
 * function that fills the layer's table, and a variable has the weights of its tokens, or a summary
 * of the numbers that bins were found for. The function is read, not run.
 *
 * <p>Keras: {@code tf_keras/src/layers/preprocessing/index_lookup.py}, {@code discretization.py}.
 */
final class LearnedState {
  private static final String TABLE = "lookup_table";
  private static final Set<String> FILLING = Set.of("LookupTableImportV2", "InitializeTableV2");

  private final Program program;
  private final SavedObjectGraph objects;
  private final TableConstants constants;

  private LearnedState(Program program) {
    this.program = program;
    this.objects = program.meta().getObjectGraphDef();
    this.constants = new TableConstants(program, objects);
  }

  /** Gives layers that wait for it what they learned. */
  static void read(Model model, Path path, CheckpointBundle bundle) {
    List<Learner> waiting =
        CheckpointTree.learners(model).stream()
            .filter(l -> !(l.layer().assetNames().isEmpty() && l.layer().ownNames().isEmpty()))
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    LearnedState state = new LearnedState(Program.read(new SavedFolder(path), Set.of("serve")));
    StoredObject root = StoredObject.root(bundle);
    for (Learner learner : waiting) {
      try {
        state.words(learner);
        variables(learner, root, bundle);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw state.program.error(
            String.join(".", learner.attributes()), String.valueOf(e.getMessage()));
      }
    }
  }

  // ---------------------------------------------------------------- variables

  private static void variables(Learner learner, StoredObject root, CheckpointBundle bundle) {
    StoredObject object = root;
    for (String attribute : learner.attributes()) {
      object = object == null ? null : object.child(attribute);
    }
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (String name : learner.layer().ownNames()) {
      StoredObject variable = object == null ? null : object.child(learner.variable(name));
      String key = variable == null ? null : variable.key();
      if (key != null && bundle.names().contains(key)) {
        values.put(name, bundle.tensor(key));
      }
    }
    learner.layer().loadOwnVariables(values);
  }

  // ---------------------------------------------------------------- tables

  /** A layer whose table nothing fills had learned nothing. */
  private void words(Learner learner) {
    Assets layer = learner.layer();
    SavedObject object = layer.assetNames().isEmpty() ? null : object(learner);
    SavedObject table = object == null ? null : child(object, TABLE);
    SavedObject filling = table == null ? null : child(table, "_initialize");
    if (filling == null || filling.getFunction().getConcreteFunctionsCount() == 0) {
      return;
    }
    String name = filling.getFunction().getConcreteFunctions(0);
    FunctionDef function = program.functions().get(name);
    if (function == null) {
      throw program.error(name, "a table is filled by this function, which the program lacks.");
    }
    for (NodeDef node : program.body(function).values()) {
      if (FILLING.contains(node.getOp())) {
        List<?> keys = constants.values(function, node, 1);
        List<?> values = constants.values(function, node, 2);
        boolean inverted = isInverted(layer);
        layer.loadInlined(
            Map.of("vocabulary", inverted ? ordered(values, keys) : ordered(keys, values)));
      } else if (node.getOp().startsWith("InitializeTableFromTextFile")) {
        throw program.error(
            name, "a table is filled from a text file, which is not supported yet.");
      }
    }
  }

  private static boolean isInverted(Assets layer) {
    return layer instanceof Layer l && Boolean.TRUE.equals(l.config().get("invert"));
  }

  private @Nullable SavedObject object(Learner learner) {
    SavedObject object = objects.getNodesCount() == 0 ? null : objects.getNodes(0);
    for (String attribute : learner.attributes()) {
      object = object == null ? null : child(object, attribute);
    }
    return object;
  }

  private @Nullable SavedObject child(SavedObject of, String name) {
    for (ObjectReference child : of.getChildrenList()) {
      if (child.getLocalName().equals(name)) {
        return constants.at(child.getNodeId());
      }
    }
    return null;
  }

  /** Returns the tokens in the order of their indices, which follow each other. */
  private List<Object> ordered(List<?> tokens, List<?> indices) {
    boolean fits = tokens.size() == indices.size();
    List<Integer> order = new ArrayList<>(IntStream.range(0, tokens.size()).boxed().toList());
    if (fits && indices.stream().allMatch(Long.class::isInstance)) {
      order.sort(Comparator.comparing(i -> (Long) indices.get(i)));
      List<Object> sorted = new ArrayList<>();
      for (int i = 0; i < order.size() && fits; i++) {
        fits = (Long) indices.get(order.get(i)) == (Long) indices.get(order.get(0)) + i;
        sorted.add(tokens.get(order.get(i)));
      }
      if (fits) {
        return sorted;
      }
    }
    throw program.error(TABLE, "expected tokens with indices that follow each other.");
  }
}
