package keras.io.savedmodel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Holds the ops that fill tables from text files to the files beside the program: the name must
 * come from nowhere but a place that the program declares as such a file's.
 */
final class TextTables {
  private static final String OP = "InitializeTableFromTextFileV2";
  private static final int MOST_BODIES = 1000;

  private final Program program;
  private final GraphDef graph;
  private final Map<String, String> assets;
  private final Set<String> reading = new HashSet<>();
  private final Set<String> refusals = new LinkedHashSet<>();
  private int bodies;

  private TextTables(Program program, GraphDef graph) {
    this.program = program;
    this.graph = graph;
    this.assets = program.assets();
  }

  /** Returns what speaks against the part of a program, in sentences. */
  static List<String> refusals(Program program, GraphDef graph) {
    TextTables t = new TextTables(program, graph);
    t.markReading();
    Frame frame = Frame.graph(program);
    graph.getNodeList().forEach(n -> t.visit(frame, program.node(n.getName(), n.getName())));
    return new ArrayList<>(t.refusals);
  }

  /** Marks the functions that read text, or call one that does. */
  private void markReading() {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (FunctionDef f : graph.getLibrary().getFunctionList()) {
        boolean reads = f.getNodeDefList().stream().anyMatch(n -> n.getOp().equals(OP) || names(n));
        grown |= reads && reading.add(f.getSignature().getName());
      }
    }
  }

  /** Whether a node names a function that reads text, be it to call it or to hand it on. */
  private boolean names(NodeDef node) {
    return reading.contains(node.getOp())
        || node.getAttrMap().values().stream().anyMatch(this::names);
  }

  private boolean names(AttrValue value) {
    return reading.contains(value.getFunc().getName())
        || value.getFunc().getAttrMap().values().stream().anyMatch(this::names)
        || value.getList().getFuncList().stream()
            .anyMatch(
                f ->
                    reading.contains(f.getName())
                        || f.getAttrMap().values().stream().anyMatch(this::names));
  }

  private void visit(Frame frame, NodeDef node) {
    if (node.getOp().equals(OP)) {
      if (!isAsset(frame, node)) {
        refusals.add(
            "%s reads a file that is not beside the program (node '%s')."
                .formatted(OP, node.getName()));
      }
    } else if (names(node)) {
      FunctionDef called = Frame.called(program, node);
      Frame inside = frame.enter(node);
      if (called == null || inside == null || ++bodies > MOST_BODIES) {
        refusals.add(
            "%s calls a function that reads a file (node '%s')."
                .formatted(node.getOp(), node.getName()));
        return;
      }
      inside.nodes().values().forEach(n -> visit(inside, n));
    }
  }

  private boolean isAsset(Frame frame, NodeDef node) {
    Frame.Origin name = frame.origin(frame.input(node, 1));
    if (!name.frame().isGraph()) {
      return false;
    }
    if (name.node().getOp().equals("ReadVariableOp")) {
      name = name.frame().origin(name.frame().input(name.node(), 0));
      return name.frame().isGraph() && isAssigned(name.node());
    }
    return isPlace(name.node());
  }

  private boolean isPlace(NodeDef node) {
    return node.getOp().equals("Placeholder") && assets.containsKey(node.getName());
  }

  /**
   * Whether a variable can hold nothing but the name of a file beside the program: it is assigned
   * that in the graph, and its handle goes into no other node.
   */
  private boolean isAssigned(NodeDef variable) {
    boolean assigned = false;
    for (NodeDef node : graph.getNodeList()) {
      for (String input : Frame.inputs(node)) {
        if (!TensorRef.of(input).node().equals(variable.getName())) {
          continue;
        }
        switch (node.getOp()) {
          case "AssignVariableOp" -> {
            Frame root = Frame.graph(program);
            Frame.Origin value = root.origin(root.input(node, 1));
            if (!value.frame().isGraph() || !isPlace(value.node())) {
              return false;
            }
            assigned = true;
          }
          case "ReadVariableOp", "VarIsInitializedOp" -> {
            continue;
          }
          default -> {
            return false;
          }
        }
      }
    }
    return assigned
        && isSole(variable)
        && Restoring.of(program).stream().noneMatch(s -> s.target().equals(variable.getName()));
  }

  /** Whether no other node makes a handle of the same variable. */
  private boolean isSole(NodeDef variable) {
    String name = shared(variable);
    long same =
        java.util.stream.Stream.concat(
                graph.getNodeList().stream(),
                graph.getLibrary().getFunctionList().stream()
                    .flatMap(f -> f.getNodeDefList().stream()))
            .filter(n -> n.getOp().equals("VarHandleOp") && shared(n).equals(name))
            .count();
    return same == 1;
  }

  private static String shared(NodeDef node) {
    String name =
        node.getAttrOrDefault("shared_name", AttrValue.getDefaultInstance()).getS().toStringUtf8();
    return name.isEmpty() ? node.getName() : name;
  }
}
