package keras.io.savedmodel;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The part of a program that certain nodes need, functions and all. What is left out, such as the
 * nodes that read and write checkpoints, is never handed to TensorFlow.
 */
final class Reachable {
  private final Program program;
  private final Set<String> nodes = new LinkedHashSet<>();
  private final Set<String> functions = new LinkedHashSet<>();
  private final Deque<String> openNodes = new ArrayDeque<>();
  private final Deque<String> openFunctions = new ArrayDeque<>();

  private Reachable(Program program) {
    this.program = program;
  }

  /** Returns what some nodes of the graph need, these too. */
  static Reachable from(Program program, Collection<String> roots) {
    Reachable r = new Reachable(program);
    roots.forEach(r::reach);
    while (!r.openNodes.isEmpty() || !r.openFunctions.isEmpty()) {
      if (!r.openNodes.isEmpty()) {
        String name = r.openNodes.pop();
        NodeDef node = program.node(name, name);
        for (String input : node.getInputList()) {
          String source = TensorRef.of(input).node();
          program.node(source, name);
          r.reach(source);
        }
        r.reachFunctions(node);
      } else {
        FunctionDef f = program.functions().get(r.openFunctions.pop());
        if (f != null) {
          f.getNodeDefList().forEach(r::reachFunctions);
        }
      }
    }
    return r;
  }

  private void reach(String node) {
    if (nodes.add(node)) {
      openNodes.push(node);
    }
  }

  private void reachFunctions(NodeDef node) {
    reachFunction(node.getOp());
    for (AttrValue value : node.getAttrMap().values()) {
      reachFunctions(value);
    }
  }

  private void reachFunctions(AttrValue value) {
    if (value.hasFunc()) {
      reachFunction(value.getFunc().getName());
      value.getFunc().getAttrMap().values().forEach(this::reachFunctions);
    }
    value
        .getList()
        .getFuncList()
        .forEach(
            f -> {
              reachFunction(f.getName());
              f.getAttrMap().values().forEach(this::reachFunctions);
            });
  }

  private void reachFunction(String name) {
    if (program.functions().containsKey(name) && functions.add(name)) {
      openFunctions.push(name);
    }
  }

  /** Whether a node of the graph itself is among them. */
  boolean has(String node) {
    return nodes.contains(node);
  }

  /**
   * Returns the graph of them, in the program's order; without devices, so that all runs on this
   * machine where it can, without wishes to stand beside nodes that are left out, and without
   * settings of sessions, which are the caller's to make.
   */
  GraphDef.Builder graph() {
    GraphDef whole = program.meta().getGraphDef();
    GraphDef.Builder graph = GraphDef.newBuilder().setVersions(whole.getVersions());
    for (NodeDef node : whole.getNodeList()) {
      if (nodes.contains(node.getName())) {
        graph.addNode(plain(node));
      }
    }
    FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();
    for (FunctionDef f : whole.getLibrary().getFunctionList()) {
      if (functions.contains(f.getSignature().getName())) {
        FunctionDef.Builder copy = f.toBuilder().clearNodeDef();
        // By these TensorFlow would look for the same function written for a GPU.
        copy.removeAttr("api_implements").removeAttr("api_preferred_device");
        f.getNodeDefList().forEach(n -> copy.addNodeDef(plain(n)));
        library.addFunction(copy);
      }
    }
    return graph.setLibrary(library);
  }

  private static NodeDef plain(NodeDef node) {
    NodeDef.Builder plain = node.toBuilder().clearDevice().removeAttr("_class");
    if (node.getOp().endsWith("PartitionedCall")) {
      plain.removeAttr("config_proto").removeAttr("config").removeAttr("executor_type");
    }
    return plain.build();
  }
}
