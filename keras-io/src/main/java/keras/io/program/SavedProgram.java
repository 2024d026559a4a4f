package keras.io.program;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.TracedFunction;
import keras.engine.Variable;
import keras.io.weights.StoredVariable;
import keras.io.weights.TrackedObject;
import keras.io.weights.TrackedObjects;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedUserObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.VersionDef;

/**
 * The content of {@code saved_model.pb}: objects for Python, and a graph for all others.
 *
 * <pre>{@code
 * SavedProgram program = new SavedProgram(objects);
 * program.user(0, "_generic_user_object");
 * program.signature("serving_default", "wrapper", traced, List.of("x"), List.of("y"));
 * byte[] bytes = program.bytes();
 * }</pre>
 *
 * <p>Equal models give equal bytes.
 *
 * <p>TensorFlow: {@code tensorflow/python/saved_model/save.py}.
 */
public final class SavedProgram {
  /** What an object that is a list is called. */
  private static final String HOLDER = "_generic_user_object";

  private static final String LIST = "trackable_list_wrapper";

  private final TrackedObjects objects;
  private final Map<Integer, SavedObject> own = new HashMap<>();
  private final Map<String, SavedConcreteFunction> concrete = new LinkedHashMap<>();
  private final Map<String, Endpoint> signatures = new LinkedHashMap<>();
  private final int map;
  private int captured;

  /** Begins with objects, to which the signatures are added. */
  public SavedProgram(TrackedObjects objects) {
    this.objects = objects;
    this.map = objects.add(0, "signatures");
    user(map, "signature_map");
  }

  /** Says by which name TensorFlow finds the class of an object. */
  public void user(int id, String identifier) {
    user(id, identifier, 1);
  }

  /** Says by which name TensorFlow finds the class of an object, and the version of its form. */
  public void user(int id, String identifier, int version) {
    own.put(
        id,
        SavedObject.newBuilder()
            .setUserObject(
                SavedUserObject.newBuilder()
                    .setIdentifier(identifier)
                    .setVersion(VersionDef.newBuilder().setProducer(version).setMinConsumer(1)))
            .build());
  }

  /**
   * Adds a signature.
   *
   * @param key its name, as in {@code "serving_default"}
   * @param wrapper what the function that takes named tensors is called; one of each name is kept
   */
  public void signature(
      String key,
      String wrapper,
      TracedFunction function,
      List<String> inputs,
      List<String> outputs) {
    Endpoint endpoint = new Endpoint(wrapper, function, inputs, outputs);
    signatures.put(key, endpoint);
    concrete.put(endpoint.name(), bound(endpoint.concrete(), function));
    own.put(
        objects.add(map, key),
        SavedObject.newBuilder().setBareConcreteFunction(endpoint.bare()).build());
  }

  /**
   * Adds a function of one argument that Python finds as a method of the root: a tensor, or a list
   * where there are several inputs. It must be that of a signature too.
   */
  public void method(
      String name, TracedFunction function, List<String> inputs, List<String> outputs) {
    StructuredValue argument = structure(inputs, function.inputs());
    String called = function.definition().getSignature().getName();
    SavedConcreteFunction.Builder call =
        SavedConcreteFunction.newBuilder()
            .setCanonicalizedInputSignature(
                Specs.tuple(Specs.tuple(argument), Specs.dict(Map.of())))
            .setOutputSignature(structure(outputs, function.outputs()));
    concrete.put(called, bound(call, function));
    own.put(
        objects.add(0, name),
        SavedObject.newBuilder()
            .setFunction(
                SavedFunction.newBuilder()
                    .addConcreteFunctions(called)
                    .setFunctionSpec(
                        FunctionSpec.newBuilder()
                            .setFullargspec(Specs.parameters(List.of("args_0"), List.of()))
                            .setInputSignature(Specs.tuple(argument))))
            .build());
  }

  private static StructuredValue structure(List<String> names, List<TensorSpec> specs) {
    List<StructuredValue> all = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      all.add(Specs.tensor(names.get(i), specs.get(i)));
    }
    return all.size() == 1 ? all.get(0) : Specs.list(all);
  }

  /** Binds a function to the objects of its variables; those that no layer has get objects. */
  private SavedConcreteFunction bound(
      SavedConcreteFunction.Builder function, TracedFunction traced) {
    Map<Variable, Integer> ids = new HashMap<>();
    for (TrackedObject object : objects.all()) {
      StoredVariable slot = object.slot();
      if (slot != null && slot.variable() != null) {
        ids.putIfAbsent(slot.variable(), object.id());
      }
    }
    for (Variable v : traced.variables()) {
      Integer known = ids.get(v);
      function.addBoundInputs(
          known != null ? known : objects.add(0, "captured_" + captured++, v, v.path()));
    }
    return function.build();
  }

  /** Returns the file's bytes; the graph holds all variables but those of an optimizer. */
  public byte[] bytes() {
    List<TrackedObject> variables =
        objects.all().stream().filter(o -> o.kind() == TrackedObject.Kind.VARIABLE).toList();
    TrackableObjectGraph tracked = objects.graph();
    ServingGraph graph = new ServingGraph(variables, tracked.toByteString());
    signatures.forEach(graph::signature);
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    graph.into(meta, List.copyOf(signatures.values()));
    meta.getMetaInfoDefBuilder()
        .addTags("serve")
        .setTensorflowVersion(TensorFlow.version())
        .setStrippedDefaultAttrs(true);
    meta.setObjectGraphDef(objectGraph());
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(model.getSerializedSize());
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.useDeterministicSerialization();
      model.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return bytes.toByteArray();
  }

  private SavedObjectGraph objectGraph() {
    SavedObjectGraph.Builder graph = SavedObjectGraph.newBuilder();
    for (TrackedObject object : objects.all()) {
      SavedObject.Builder node = object(object).toBuilder();
      object.children().forEach((name, id) -> node.addChildren(TrackedObjects.reference(name, id)));
      graph.addNodes(node);
    }
    concrete.forEach(graph::putConcreteFunctions);
    return graph.build();
  }

  private SavedObject object(TrackedObject object) {
    StoredVariable slot = object.slot();
    if (slot != null) {
      Variable variable = slot.variable();
      return SavedObject.newBuilder()
          .setVariable(
              SavedVariable.newBuilder()
                  .setDtype(slot.dtype().proto())
                  .setShape(Shapes.toProto(slot.shape()))
                  .setTrainable(variable != null && variable.trainable())
                  .setName(object.name()))
          .build();
    }
    if (object.kind() == TrackedObject.Kind.LIST) {
      user(object.id(), LIST);
    } else if (object.kind() == TrackedObject.Kind.HOLDER) {
      user(object.id(), HOLDER);
    }
    return Objects.requireNonNull(own.get(object.id()), () -> "No class for " + object.path());
  }
}
