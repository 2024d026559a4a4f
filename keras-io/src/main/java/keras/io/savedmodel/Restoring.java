package keras.io.savedmodel;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Finds out what a program's own way to read its variables would do, without running it: which
 * values of the checkpoint go into which variables and tables.
 */
final class Restoring {
  private static final Set<String> ASSIGNING =
      Set.of("AssignVariableOp", "Assign", "LookupTableImport", "LookupTableImportV2");

  /** What may stand in between: names, handles and order. */
  private static final Set<String> HARMLESS =
      Set.of(
          "Const",
          "Identity",
          "IdentityN",
          "NoOp",
          "Placeholder",
          "PlaceholderWithDefault",
          "RestoreV2",
          "VarHandleOp",
          "Variable",
          "VariableV2",
          "HashTable",
          "HashTableV2",
          "MutableHashTable",
          "MutableHashTableV2",
          "MutableHashTableOfTensors",
          "MutableHashTableOfTensorsV2",
          "MutableDenseHashTable",
          "MutableDenseHashTableV2",
          "PartitionedCall",
          "StatefulPartitionedCall");

  private static final int MOST_BODIES = 1000;

  private final Program program;
  private final List<Step> steps = new ArrayList<>();
  private int bodies;

  private Restoring(Program program) {
    this.program = program;
  }

  /**
   * One assignment.
   *
   * @param node the node that assigns
   * @param target the variable or table in the graph
   * @param keys the names of the values in the checkpoint
   * @param dtypes their types as the program has it
   */
  record Step(NodeDef node, String target, List<String> keys, List<DataType> dtypes) {}

  /** Returns the assignments, in the program's order. */
  static List<Step> of(Program program) {
    Restoring r = new Restoring(program);
    String start = program.meta().getSaverDef().getRestoreOpName();
    if (!start.isEmpty()) {
      Frame graph = Frame.graph(program);
      Deque<String> open = new ArrayDeque<>(List.of(TensorRef.of(start).node()));
      Set<String> seen = new HashSet<>(open);
      while (!open.isEmpty()) {
        NodeDef node = program.node(open.pop(), "saver_def");
        r.visit(graph, node);
        for (String input : node.getInputList()) {
          String source = TensorRef.of(input).node();
          // What leads to a file's name is of no interest: the file is the one in the folder.
          if (!node.getOp().equals("RestoreV2") && seen.add(source)) {
            open.push(source);
          }
        }
      }
    }
    return List.copyOf(r.steps);
  }

  private void visit(Frame frame, NodeDef node) {
    if (ASSIGNING.contains(node.getOp())) {
      steps.add(step(frame, node));
      return;
    }
    Frame inside = frame.enter(node);
    if (inside != null) {
      if (++bodies > MOST_BODIES) {
        throw program.error(
            node.getName(), "it calls more than %d functions.".formatted(MOST_BODIES));
      }
      inside.nodes().values().forEach(n -> visit(inside, n));
    } else if (frame.isGraph() ? isRestoring(node) : !HARMLESS.contains(node.getOp())) {
      throw new UnsupportedOperationException(
          "%s: %s: variables whose values go through the op %s are not supported yet."
              .formatted(program.folder().program(), node.getName(), node.getOp()));
    }
  }

  /** In the graph itself what makes the file's name may be anything. */
  private static boolean isRestoring(NodeDef node) {
    return Set.of("Restore", "RestoreSlice").contains(node.getOp());
  }

  private Step step(Frame frame, NodeDef node) {
    List<String> inputs = Frame.inputs(node);
    Frame.Origin target = frame.origin(frame.input(node, 0));
    if (!target.frame().isGraph()) {
      throw program.error(node.getName(), "it assigns to what is not in the graph.");
    }
    List<String> keys = new ArrayList<>();
    List<DataType> dtypes = new ArrayList<>();
    for (String input : inputs.subList(1, inputs.size())) {
      Frame.Origin value = frame.origin(input);
      if (!value.node().getOp().equals("RestoreV2")) {
        throw new UnsupportedOperationException(
            "%s: %s: variables whose values go through the op %s are not supported yet."
                .formatted(program.folder().program(), node.getName(), value.node().getOp()));
      }
      List<DataType> types = value.node().getAttrOrDefault("dtypes", NONE).getList().getTypeList();
      List<ByteString> names = strings(value, 1);
      List<ByteString> slices = strings(value, 2);
      int i = value.index();
      if (i >= names.size()
          || i >= slices.size()
          || i >= types.size()
          || types.get(i) == DataType.UNRECOGNIZED) {
        throw program.error(
            value.node().getName(), "it has no output %d of a known type.".formatted(i));
      } else if (!slices.get(i).isEmpty()) {
        throw new UnsupportedOperationException(
            "%s: %s: variables in slices are not supported yet."
                .formatted(program.folder().program(), value.node().getName()));
      }
      keys.add(names.get(i).toStringUtf8());
      dtypes.add(types.get(i));
    }
    return new Step(node, target.node().getName(), keys, dtypes);
  }

  private static final AttrValue NONE = AttrValue.getDefaultInstance();

  private List<ByteString> strings(Frame.Origin restore, int input) {
    NodeDef node = restore.frame().origin(restore.frame().input(restore.node(), input)).node();
    TensorProto value = node.getAttrOrDefault("value", NONE).getTensor();
    if (!node.getOp().equals("Const") || value.getDtype() != DataType.DT_STRING) {
      throw program.error(node.getName(), "expected names of variables.");
    }
    List<ByteString> found = value.getStringValList();
    long size = 1;
    for (var dim : value.getTensorShape().getDimList()) {
      size = Math.multiplyExact(size, Math.min(Math.max(dim.getSize(), 0), Integer.MAX_VALUE));
    }
    if (found.size() == 1 && size > 1 && size <= MOST_NAMES) {
      return java.util.Collections.nCopies(
          (int) size, found.get(0)); // how TensorFlow stores equals
    }
    return found;
  }

  private static final int MOST_NAMES = 1_000_000;
}
