package keras.io.savedmodel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import keras.config.ResourceLines;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Which ops a SavedModel may be made of: those of a list, {@code allowed-ops.txt}. It has what
 * computes and what holds state in memory; files, the network, other devices, processes and Python
 * are out of their reach. Every other op is refused, one that is not known too.
 */
final class OpRules {
  private static final Map<String, String> REASONS = read();
  private static final String ALLOWED = "";

  private OpRules() {}

  /** Returns the ops of the lists, and why each is refused; empty for those that are allowed. */
  static Map<String, String> reasons() {
    return Collections.unmodifiableMap(REASONS);
  }

  /** Whether an op is one of TensorFlow's. */
  static boolean isKnown(String op) {
    return REASONS.containsKey(op);
  }

  /**
   * Returns what speaks against the nodes of a graph and of all its functions, a sentence an op.
   */
  static List<String> refusals(GraphDef graph) {
    Map<String, String> functions = new TreeMap<>();
    for (FunctionDef f : graph.getLibrary().getFunctionList()) {
      functions.put(f.getSignature().getName(), "");
    }
    Map<String, String> found = new LinkedHashMap<>();
    graph.getNodeList().forEach(n -> check(n, "", functions, found));
    for (FunctionDef f : graph.getLibrary().getFunctionList()) {
      String where = " in function '%s'".formatted(f.getSignature().getName());
      f.getNodeDefList().forEach(n -> check(n, where, functions, found));
    }
    return new ArrayList<>(found.values());
  }

  private static void check(
      NodeDef node, String where, Map<String, String> functions, Map<String, String> found) {
    String op = node.getOp();
    String reason = functions.containsKey(op) ? ALLOWED : reason(node);
    if (!reason.equals(ALLOWED)) {
      found.putIfAbsent(op, "%s %s (node '%s'%s).".formatted(op, reason, node.getName(), where));
    }
  }

  private static String reason(NodeDef node) {
    @Nullable String listed = REASONS.get(node.getOp());
    if (listed == null) {
      return "is not known";
    } else if (node.getOp().equals("PrintV2")
        && !text(node, "output_stream").matches("std(out|err)|log\\([a-z]+\\)|")) {
      return "writes to a file";
    } else if (node.getOp().equals("FixedUnigramCandidateSampler")
        && !text(node, "vocab_file").isEmpty()) {
      return "reads a file";
    } else if ((node.getOp().equals("Const") && type(node, "dtype") == DataType.DT_RESOURCE)
        || (node.getOp().equals("ParseTensor") && type(node, "out_type") == DataType.DT_RESOURCE)) {
      return "makes a handle out of stored bytes";
    }
    return listed;
  }

  private static DataType type(NodeDef node, String attribute) {
    return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getType();
  }

  private static String text(NodeDef node, String attribute) {
    return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getS().toStringUtf8();
  }

  private static Map<String, String> read() {
    Map<String, String> reasons = new TreeMap<>();
    lines("allowed-ops.txt").forEach(l -> put(reasons, l, ALLOWED));
    String reason = "";
    for (String line : lines("refused-ops.txt")) {
      if (line.startsWith(" ")) {
        put(reasons, line, reason);
      } else {
        reason = line.substring(0, line.length() - 1);
      }
    }
    return reasons;
  }

  private static void put(Map<String, String> reasons, String line, String reason) {
    for (String op : line.strip().split(" ", -1)) {
      if (reasons.put(op, reason) != null) {
        throw new IllegalStateException("The op %s is listed twice.".formatted(op));
      }
    }
  }

  private static List<String> lines(String resource) {
    return ResourceLines.of(Objects.requireNonNull(OpRules.class.getResourceAsStream(resource)));
  }
}
