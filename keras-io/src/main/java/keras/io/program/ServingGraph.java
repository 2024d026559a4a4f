package keras.io.program;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.io.tensorbundle.StoredObject;
import keras.io.weights.StoredVariable;
import keras.io.weights.TrackedObject;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The graph for those who know nothing of objects, such as TensorFlow Serving: variables, the ops
 * that save and restore them, and for each signature placeholders and a call.
 *
 * <p>TensorFlow: {@code tensorflow/python/saved_model/save.py}, {@code _fill_meta_graph_def}.
 */
final class ServingGraph {
  private static final String FILE = "saver_filename";
  private static final String CALL = "StatefulPartitionedCall";

  private final Nodes nodes = new Nodes();
  private final Map<Variable, String> handles = new HashMap<>();
  private final Map<String, SignatureDef> signatures = new LinkedHashMap<>();

  /**
   * Begins with variables and the ops around them.
   *
   * @param objects the object graph, as checkpoints hold it
   */
  ServingGraph(List<TrackedObject> variables, ByteString objects) {
    for (int i = 0; i < variables.size(); i++) {
      StoredVariable slot = slot(variables.get(i));
      String handle = "variables_" + i;
      nodes
          .add("VarHandleOp", handle)
          .putAttr("dtype", Nodes.type(slot.dtype().proto()))
          .putAttr("shape", Nodes.shape(Shapes.toProto(slot.shape())))
          .putAttr("shared_name", Nodes.text(variables.get(i).name()));
      handles.put(Objects.requireNonNull(slot.variable()), handle);
    }
    nodes
        .add("Placeholder", FILE)
        .putAttr("dtype", Nodes.type(DataType.DT_STRING))
        .putAttr("shape", Nodes.shape(TensorShapeProto.getDefaultInstance()));
    save(variables, objects);
    restore(variables);
    nodes.add("NoOp", "NoOp");
  }

  private static StoredVariable slot(TrackedObject variable) {
    return Objects.requireNonNull(variable.slot());
  }

  private static Stream<DataType> types(List<TrackedObject> variables) {
    return variables.stream().map(v -> slot(v).dtype().proto());
  }

  private static List<ByteString> keys(List<TrackedObject> variables) {
    return new ArrayList<>(variables.stream().map(v -> ByteString.copyFromUtf8(v.key())).toList());
  }

  private void save(List<TrackedObject> variables, ByteString objects) {
    List<ByteString> keys = keys(variables);
    keys.add(ByteString.copyFromUtf8(StoredObject.GRAPH));
    nodes.strings("save/names", false, keys);
    nodes.strings("save/slices", false, Collections.nCopies(keys.size(), ByteString.EMPTY));
    nodes.strings("save/objects", true, List.of(objects));
    List<String> reads = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      String read = "save/read_" + i;
      nodes
          .add("ReadVariableOp", read, "variables_" + i)
          .putAttr("dtype", Nodes.type(slot(variables.get(i)).dtype().proto()));
      reads.add(read);
    }
    nodes
        .add("SaveV2", "save/SaveV2", FILE, "save/names", "save/slices")
        .addAllInput(reads)
        .addInput("save/objects")
        .putAttr(
            "dtypes", Nodes.types(Stream.concat(types(variables), Stream.of(DataType.DT_STRING))));
    nodes
        .add("Identity", "save/done", FILE, "^save/SaveV2")
        .putAttr("T", Nodes.type(DataType.DT_STRING));
  }

  private void restore(List<TrackedObject> variables) {
    List<String> assigns = new ArrayList<>();
    if (!variables.isEmpty()) {
      nodes.strings("restore/names", false, keys(variables));
      nodes.strings(
          "restore/slices", false, Collections.nCopies(variables.size(), ByteString.EMPTY));
      nodes
          .add("RestoreV2", "restore/RestoreV2", FILE, "restore/names", "restore/slices")
          .putAttr("dtypes", Nodes.types(types(variables)));
    }
    for (int i = 0; i < variables.size(); i++) {
      String assign = "restore/assign_" + i;
      nodes
          .add("AssignVariableOp", assign, "variables_" + i, "restore/RestoreV2:" + i)
          .putAttr("dtype", Nodes.type(slot(variables.get(i)).dtype().proto()));
      assigns.add("^" + assign);
    }
    nodes.add("NoOp", "restore_all", assigns.toArray(String[]::new));
  }

  /** Adds a signature. */
  void signature(String key, Endpoint endpoint) {
    String call = signatures.isEmpty() ? CALL : CALL + "_" + signatures.size();
    SignatureDef.Builder signature =
        SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
    NodeDef.Builder node = endpoint.call(call);
    endpoint
        .inputs()
        .forEach(
            (name, spec) -> {
              String placeholder = key + "_" + name;
              nodes
                  .add("Placeholder", placeholder)
                  .putAttr("dtype", Nodes.type(spec.dtype().proto()))
                  .putAttr("shape", Nodes.shape(Shapes.toProto(spec.shape())));
              node.addInput(placeholder);
              signature.putInputs(
                  name,
                  info(placeholder + ":0", spec.dtype().proto(), Shapes.toProto(spec.shape())));
            });
    endpoint.function().variables().forEach(v -> node.addInput(handles.get(v)));
    nodes.add(node);
    List<String> outputs = List.copyOf(endpoint.outputs().keySet());
    endpoint
        .outputs()
        .forEach(
            (name, spec) ->
                signature.putOutputs(
                    name,
                    info(
                        call + ":" + outputs.indexOf(name),
                        spec.dtype().proto(),
                        Shapes.toProto(spec.shape()))));
    signatures.put(key, signature.build());
  }

  private static TensorInfo info(String tensor, DataType type, TensorShapeProto shape) {
    return TensorInfo.newBuilder().setName(tensor).setDtype(type).setTensorShape(shape).build();
  }

  /** Puts the graph, its saver and its signatures into a meta graph. */
  void into(MetaGraphDef.Builder meta, List<Endpoint> endpoints) {
    Map<String, FunctionDef> functions = new LinkedHashMap<>();
    GraphDef.Builder graph = nodes.graph();
    for (Endpoint endpoint : endpoints) {
      List<FunctionDef> all = new ArrayList<>(endpoint.function().library());
      all.add(endpoint.function().definition());
      all.add(endpoint.definition());
      all.forEach(f -> functions.putIfAbsent(f.getSignature().getName(), f));
      graph.setVersions(endpoint.function().versions());
    }
    graph.getLibraryBuilder().addAllFunction(functions.values());
    meta.setGraphDef(graph)
        .setSaverDef(
            SaverDef.newBuilder()
                .setFilenameTensorName(FILE + ":0")
                .setSaveTensorName("save/done:0")
                .setRestoreOpName("restore_all")
                .setVersion(SaverDef.CheckpointFormatVersion.V2));
    signatures.forEach(meta::putSignatureDef);
    meta.putSignatureDef(
        "__saved_model_init_op",
        SignatureDef.newBuilder()
            .putOutputs(
                "__saved_model_init_op",
                TensorInfo.newBuilder()
                    .setName("NoOp")
                    .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
                    .build())
            .build());
  }
}
