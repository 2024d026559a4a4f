package keras.io.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * A body of nodes where it is called: the graph itself, or a function at one place. Follows tensors
 * back to the node that makes them, through calls.
 */
final class Frame {
  private static final int MOST_STEPS = 1000;
  private static final int MOST_CALLS = 100;

  private final Program program;
  private final @Nullable Frame caller;
  private final @Nullable NodeDef call;
  private final @Nullable FunctionDef function;
  private final Map<String, NodeDef> nodes;
  private final int depth;

  private Frame(
      Program program,
      @Nullable Frame caller,
      @Nullable NodeDef call,
      @Nullable FunctionDef function,
      Map<String, NodeDef> nodes) {
    this.program = program;
    this.caller = caller;
    this.call = call;
    this.function = function;
    this.nodes = nodes;
    this.depth = caller == null ? 0 : caller.depth + 1;
  }

  /** An output of a node. */
  record Origin(Frame frame, NodeDef node, int index) {}

  /** Returns the graph itself. */
  static Frame graph(Program program) {
    return new Frame(program, null, null, null, program.nodes());
  }

  /** Whether this is the graph itself. */
  boolean isGraph() {
    return caller == null;
  }

  /** Returns the function that a node calls, null where it calls none. */
  static @Nullable FunctionDef called(Program program, NodeDef node) {
    return switch (node.getOp()) {
      case "PartitionedCall", "StatefulPartitionedCall" ->
          node.containsAttr("f")
              ? program.functions().get(node.getAttrOrThrow("f").getFunc().getName())
              : null;
      default -> program.functions().get(node.getOp());
    };
  }

  /** Returns the function that a node of this body calls, at that place; null if it calls none. */
  @Nullable Frame enter(NodeDef node) {
    FunctionDef f = called(program, node);
    if (f == null) {
      return null;
    }
    if (depth >= MOST_CALLS) {
      throw program.error(node.getName(), "its functions call each other without end.");
    }
    return new Frame(program, this, node, f, program.body(f));
  }

  /** Returns the nodes of this body, by name. */
  Map<String, NodeDef> nodes() {
    return nodes;
  }

  /** Returns where a tensor that a node of this body takes comes from. */
  Origin origin(String reference) {
    return origin(reference, new int[] {0});
  }

  private Origin origin(String reference, int[] steps) {
    if (++steps[0] > MOST_STEPS) {
      throw program.error(reference, "its origin cannot be told: the way is too long.");
    }
    TensorRef ref = TensorRef.of(reference);
    NodeDef node = nodes.get(ref.node());
    if (node == null) {
      return argument(ref.node(), steps);
    }
    switch (node.getOp()) {
      case "Identity", "IdentityN" -> {
        return origin(input(node, ref.index()), steps);
      }
      default -> {
        Frame inside = enter(node);
        return inside == null
            ? new Origin(this, node, ref.index())
            : inside.result(outputOf(node, ref), steps);
      }
    }
  }

  private Origin argument(String name, int[] steps) {
    if (caller != null && call != null && function != null) {
      List<OpDef.ArgDef> arguments = function.getSignature().getInputArgList();
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i).getName().equals(name)) {
          return caller.origin(caller.input(call, i), steps);
        }
      }
    }
    throw program.error(name, "something takes it, and there is no such node.");
  }

  /** Which of a call's outputs is meant: by name where the function is the node's op. */
  private int outputOf(NodeDef node, TensorRef ref) {
    FunctionDef f = program.functions().get(node.getOp());
    if (f != null && !ref.output().isEmpty()) {
      List<OpDef.ArgDef> outputs = f.getSignature().getOutputArgList();
      for (int i = 0; i < outputs.size(); i++) {
        if (outputs.get(i).getName().equals(ref.output())) {
          return i;
        }
      }
    }
    return ref.index();
  }

  private Origin result(int index, int[] steps) {
    if (function != null && index < function.getSignature().getOutputArgCount()) {
      String name = function.getSignature().getOutputArg(index).getName();
      String made = function.getRetMap().get(name);
      if (made != null) {
        return origin(made, steps);
      }
    }
    throw program.error(
        call == null ? "" : call.getName(), "its output %d does not exist.".formatted(index));
  }

  /** Returns the name of a tensor that a node of this body takes. */
  String input(NodeDef node, int index) {
    List<String> inputs = inputs(node);
    if (index >= inputs.size()) {
      throw program.error(node.getName(), "expected an input %d.".formatted(index));
    }
    return inputs.get(index);
  }

  /** Returns the names of the tensors that a node takes. */
  static List<String> inputs(NodeDef node) {
    List<String> inputs = new ArrayList<>();
    node.getInputList().stream().filter(i -> !i.startsWith("^")).forEach(inputs::add);
    return inputs;
  }
}
