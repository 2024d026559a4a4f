package keras.io.savedmodel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * What of a program is handed to TensorFlow: what its signatures and its first steps need, and, in
 * place of its own way to read variables, places to feed their values into.
 */
final class ServedGraph {
  private static final Set<String> VARIABLES = Set.of("VarHandleOp", "Variable", "VariableV2");

  private final Program program;
  private final List<Assignment> assignments = new ArrayList<>();
  private final Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
  private final GraphDef.Builder graph;
  private final String prefix;

  /**
   * An assignment of stored values.
   *
   * @param places where the values are fed
   * @param node what then is run
   */
  record Assignment(Restoring.Step step, List<String> places, String node) {}

  private ServedGraph(Program program) {
    this.program = program;
    Set<String> first = new LinkedHashSet<>(program.initNodes());
    Set<String> roots = new LinkedHashSet<>(first);
    Map<String, SignatureDef> signatures = program.signatureDefs();
    signatures.forEach(
        (name, def) -> {
          def.getInputsMap().values().forEach(info -> root(info, roots));
          def.getOutputsMap().values().forEach(info -> root(info, roots));
        });
    roots.forEach(name -> program.node(name, "signatures"));
    Reachable kept = Reachable.from(program, roots);
    graph = kept.graph();
    String free = "keras_java";
    while (startsWith(free)) {
      free += "_";
    }
    prefix = free + "/";
    Set<String> valued = new LinkedHashSet<>();
    for (Restoring.Step step : Restoring.of(program)) {
      if (kept.has(step.target())) {
        valued.add(step.target());
        assign(step);
      }
    }
    refuseVariablesWithoutValues(valued, Reachable.from(program, first));
    signatures.forEach(this::fetch);
  }

  static ServedGraph of(Program program) {
    return new ServedGraph(program);
  }

  private boolean startsWith(String name) {
    return graph.getNodeList().stream().anyMatch(n -> n.getName().startsWith(name + "/"));
  }

  private static void root(TensorInfo info, Set<String> roots) {
    if (info.getEncodingCase() == TensorInfo.EncodingCase.NAME) {
      roots.add(TensorRef.of(info.getName()).node());
    }
  }

  private void refuseVariablesWithoutValues(Set<String> valued, Reachable first) {
    for (NodeDef node : graph.getNodeList()) {
      String name = node.getName();
      if (VARIABLES.contains(node.getOp()) && !valued.contains(name) && !first.has(name)) {
        throw program.error(name, "the program does not say where this variable's value is.");
      }
    }
  }

  private void assign(Restoring.Step step) {
    List<String> places = new ArrayList<>();
    NodeDef.Builder node =
        NodeDef.newBuilder(step.node())
            .setName(prefix + "assign_" + assignments.size())
            .clearDevice()
            .removeAttr("_class")
            .clearInput()
            .addInput(step.target());
    for (DataType dtype : step.dtypes()) {
      String place = prefix + "value_%d_%d".formatted(assignments.size(), places.size());
      graph.addNode(
          NodeDef.newBuilder()
              .setName(place)
              .setOp("Placeholder")
              .putAttr("dtype", AttrValue.newBuilder().setType(dtype).build()));
      node.addInput(place);
      places.add(place);
    }
    graph.addNode(node);
    assignments.add(new Assignment(step, places, node.getName()));
  }

  /** An output may be an input too, or be named twice: each gets a node of its own. */
  private void fetch(String signature, SignatureDef def) {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, TensorInfo> sorted = new TreeMap<>(Naturally.ORDER);
    sorted.putAll(def.getOutputsMap());
    for (Map.Entry<String, TensorInfo> output : sorted.entrySet()) {
      TensorInfo info = output.getValue();
      if (info.getEncodingCase() == TensorInfo.EncodingCase.NAME) {
        String node = prefix + "output_%d_%d".formatted(outputs.size(), own.size());
        graph.addNode(
            NodeDef.newBuilder()
                .setName(node)
                .setOp("Identity")
                .addInput(info.getName())
                .putAttr("T", AttrValue.newBuilder().setTypeValue(info.getDtypeValue()).build()));
        own.put(output.getKey(), node);
      }
    }
    outputs.put(signature, own);
  }

  /** Returns what speaks against it, in sentences. */
  List<String> refusals() {
    GraphDef all = graph.build();
    List<String> found = new ArrayList<>(OpRules.refusals(all));
    found.addAll(TextTables.refusals(program, Reachable.from(program, roots(all)).graph().build()));
    return found;
  }

  /** Returns the nodes of the program itself. */
  private List<String> roots(GraphDef all) {
    return all.getNodeList().stream()
        .map(NodeDef::getName)
        .filter(n -> !n.startsWith(prefix))
        .toList();
  }

  GraphDef graph() {
    return graph.build();
  }

  List<Assignment> assignments() {
    return assignments;
  }

  /** Returns the node that gives each output of a signature. */
  Map<String, String> outputs(String signature) {
    return outputs.getOrDefault(signature, Map.of());
  }
}
