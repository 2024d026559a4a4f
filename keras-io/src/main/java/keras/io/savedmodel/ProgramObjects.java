package keras.io.savedmodel;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.HostTensor;
import keras.engine.programs.Capture;
import keras.engine.programs.ProgramFunction;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.tensorbundle.StoredObject;
import keras.ops.DType;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;

/**
 * The functions that the objects of a program have, as Python's {@code tf.saved_model.load} gives
 * them. Nothing of it runs.
 *
 * <p>TensorFlow: {@code tensorflow/python/saved_model/load.py}.
 */
final class ProgramObjects implements keras.engine.programs.Program {
  private final Program program;
  private final Path folder;
  private final SavedObjectGraph objects;
  private final TableConstants constants;
  private final Map<String, List<ProgramFunction>> functions = new HashMap<>();
  private final Map<Integer, Capture> captures = new HashMap<>();
  private @Nullable Stored stored;

  /** The checkpoint, and the names in it by the objects' numbers. */
  private record Stored(CheckpointBundle bundle, Map<Integer, String> keys) {}

  ProgramObjects(Program program, Path folder) {
    this.program = program;
    this.folder = folder;
    this.objects = program.meta().getObjectGraphDef();
    this.constants = new TableConstants(program, objects);
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public List<String> signatures() {
    SavedObject signatures = child(constants.at(0), "signatures");
    return signatures == null
        ? List.of()
        : signatures.getChildrenList().stream()
            .map(ObjectReference::getLocalName)
            .sorted()
            .toList();
  }

  @Override
  public boolean has(String endpoint) {
    return object(endpoint) != null;
  }

  @Override
  public Map<String, FunctionDef> library() {
    return Collections.unmodifiableMap(program.functions());
  }

  private @Nullable SavedObject child(SavedObject of, String name) {
    for (ObjectReference child : of.getChildrenList()) {
      if (child.getLocalName().equals(name)) {
        return constants.at(child.getNodeId());
      }
    }
    return null;
  }

  /** Returns the function of a name: an attribute of the root, or else a signature; or null. */
  private @Nullable SavedObject object(String endpoint) {
    SavedObject root = constants.at(0);
    SavedObject signatures = child(root, "signatures");
    SavedObject signed = signatures == null ? null : child(signatures, endpoint);
    SavedObject found = child(root, endpoint);
    if (found == null) {
      found = signed;
    }
    return found != null && (found.hasFunction() || found.hasBareConcreteFunction()) ? found : null;
  }

  @Override
  public List<ProgramFunction> functions(String endpoint) {
    List<ProgramFunction> known = functions.get(endpoint);
    if (known == null) {
      known = made(endpoint);
      functions.put(endpoint, known);
    }
    return known;
  }

  private List<ProgramFunction> made(String endpoint) {
    SavedObject object = object(endpoint);
    List<String> names = List.of();
    if (object != null) {
      names =
          object.hasFunction()
              ? object.getFunction().getConcreteFunctionsList()
              : List.of(object.getBareConcreteFunction().getConcreteFunctionName());
    }
    ProgramSpecs specs =
        new ProgramSpecs(
            object == null || !object.hasFunction()
                ? null
                : object.getFunction().getFunctionSpec());
    refuse(names);
    List<ProgramFunction> all = new ArrayList<>();
    for (String name : names) {
      SavedConcreteFunction concrete = objects.getConcreteFunctionsMap().get(name);
      if (concrete == null) {
        throw program.error(name, "the program does not say what this function takes.");
      }
      ProgramFunction function = specs.function(definition(name), concrete, this::capture);
      if (function != null) {
        all.add(function);
      }
    }
    if (all.isEmpty()) {
      throw new UnsupportedOperationException(
          "%s: the endpoint '%s' has no function of one argument, a tensor or tensors in lists and dicts. Call a signature with SavedModel.load(path)."
              .formatted(folder, endpoint));
    }
    return List.copyOf(all);
  }

  private FunctionDef definition(String name) {
    FunctionDef found = program.functions().get(name);
    if (found == null) {
      throw program.error(name, "the program lacks this function.");
    }
    return found;
  }

  // ---------------------------------------------------------------- what functions use

  private Capture capture(int id) {
    Capture known = captures.get(id);
    if (known == null) {
      known = made(id, constants.at(id));
      captures.put(id, known);
    }
    return known;
  }

  private Capture made(int id, SavedObject object) {
    return switch (object.getKindCase()) {
      case VARIABLE -> {
        SavedVariable v = object.getVariable();
        DType dtype = ProgramSpecs.dtype(v.getDtype());
        yield dtype == null || v.getShape().getUnknownRank()
            ? new Capture.Unknown("a variable of " + v.getDtype())
            : new Capture.State(
                id,
                v.getName().isEmpty() ? "Variable" : v.getName(),
                dtype,
                SignatureTensor.of(v.getShape()).shape(),
                v.getTrainable());
      }
      case CONSTANT -> {
        NodeDef node = program.node(object.getConstant().getOperation(), "object " + id);
        yield new Capture.Fixed(node.getAttrOrThrow("dtype"), node.getAttrOrThrow("value"));
      }
      case RESOURCE -> new ProgramTables(program, constants).read(object);
      default -> new Capture.Unknown("an object of the kind " + object.getKindCase());
    };
  }

  @Override
  public HostTensor value(Capture.State variable) {
    Stored from = stored;
    if (from == null) {
      CheckpointBundle opened = StoredVariables.open(program);
      from = new Stored(opened, keys(opened));
      stored = from;
    }
    CheckpointBundle bundle = from.bundle();
    String key = from.keys().get(variable.id());
    if (key == null || !bundle.names().contains(key)) {
      throw program.error(variable.name(), "the program does not say where its value is.");
    }
    HostTensor value = bundle.tensor(key);
    if (value.dtype() != variable.dtype() || !value.shape().equals(variable.shape())) {
      throw program.error(
          variable.name(),
          "expected a value of %s %s. Stored is one of %s %s."
              .formatted(variable.dtype(), variable.shape(), value.dtype(), value.shape()));
    }
    return value;
  }

  /** Returns the names of stored values by the objects' numbers; both graphs name them alike. */
  private Map<Integer, String> keys(CheckpointBundle bundle) {
    Map<Integer, String> keys = new HashMap<>();
    Map<Integer, StoredObject> stored = new LinkedHashMap<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(0));
    stored.put(0, StoredObject.root(bundle));
    while (!open.isEmpty()) {
      int id = open.pop();
      StoredObject at = stored.get(id);
      for (ObjectReference child : constants.at(id).getChildrenList()) {
        StoredObject there = at == null ? null : at.child(child.getLocalName());
        if (there != null && !stored.containsKey(child.getNodeId())) {
          stored.put(child.getNodeId(), there);
          String key = there.key();
          if (key != null) {
            keys.put(child.getNodeId(), key);
          }
          open.add(child.getNodeId());
        }
      }
    }
    return keys;
  }

  // ---------------------------------------------------------------- what is refused

  private void refuse(List<String> names) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();
    while (!open.isEmpty()) {
      String name = open.pop();
      FunctionDef function = program.functions().get(name);
      if (function != null && reached.add(name)) {
        library.addFunction(function);
        for (NodeDef node : function.getNodeDefList()) {
          open.add(node.getOp());
          for (AttrValue value : node.getAttrMap().values()) {
            open.add(value.getFunc().getName());
            value.getList().getFuncList().forEach(f -> open.add(f.getName()));
          }
        }
      }
    }
    List<String> refusals = OpRules.refusals(GraphDef.newBuilder().setLibrary(library).build());
    if (!refusals.isEmpty()) {
      throw new ModelFormatException(
          folder.toString(),
          "",
          "SavedModels are programs, and this one does what is refused: %s"
              .formatted(String.join(" ", refusals)));
    }
  }
}
