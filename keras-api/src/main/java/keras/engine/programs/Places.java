package keras.engine.programs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operation;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** What the nodes of a function gave so far, by the names that the function's file has for it. */
final class Places {
  private final Map<String, FunctionDef> library;
  private final Map<String, List<Value>> values = new HashMap<>();
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, Set<Operation>> effects = new HashMap<>();

  Places(Map<String, FunctionDef> library) {
    this.library = library;
  }

  void argument(String name, Value value) {
    values.put(name, List.of(value));
  }

  /**
   * Keeps what a node gave.
   *
   * @param waited what those wait for that come after the node
   */
  void node(NodeDef node, List<Value> given, Set<Operation> waited) {
    nodes.put(node.getName(), node);
    values.put(node.getName(), given);
    effects.put(node.getName(), waited);
  }

  /** Returns what a node takes. */
  List<Value> inputs(NodeDef node) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (!node.getInput(i).startsWith("^")) {
        inputs.add(get(node.getInput(i)));
      }
    }
    return inputs;
  }

  /** Returns what those wait for that name a node. */
  Set<Operation> after(String node) {
    return effects.getOrDefault(node, Set.of());
  }

  /** Returns what a node is to wait for. */
  Set<Operation> effects(NodeDef node) {
    Set<Operation> all = new LinkedHashSet<>();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (node.getInput(i).startsWith("^")) {
        all.addAll(after(node.getInput(i).substring(1)));
      }
    }
    return all;
  }

  /** Returns the value of a name: an argument's, or a node's with the output and a number in it. */
  Value get(String reference) {
    String[] parts = reference.split(":", -1);
    List<Value> given = values.get(parts[0]);
    int at = 0;
    if (given != null && nodes.containsKey(parts[0]) && parts.length == 3) {
      at = start(nodes.get(parts[0]), parts[1]) + Integer.parseInt(parts[2]);
    }
    if (given == null || at < 0 || at >= given.size()) {
      throw new IllegalArgumentException(
          "The SavedModel is damaged: there is no tensor '%s'.".formatted(reference));
    }
    return given.get(at);
  }

  private int start(NodeDef node, String output) {
    FunctionDef function = library.get(node.getOp());
    OpDef op = function == null ? Body.op(node.getOp()) : function.getSignature();
    int at = 0;
    if (op != null) {
      for (OpDef.ArgDef argument : op.getOutputArgList()) {
        if (argument.getName().equals(output)) {
          return at;
        }
        at += count(node, argument);
      }
    }
    return Integer.MIN_VALUE / 2;
  }

  /** Returns how many tensors an input or an output of an op is. */
  static int count(NodeDef node, OpDef.ArgDef argument) {
    if (!argument.getNumberAttr().isEmpty()) {
      return Math.toIntExact(Inliner.attribute(node, argument.getNumberAttr()).getI());
    }
    return argument.getTypeListAttr().isEmpty()
        ? 1
        : Inliner.attribute(node, argument.getTypeListAttr()).getList().getTypeCount();
  }
}
