package keras.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.ndarray.Shape;

/** Says of TensorFlow's own errors which layer, loss or metric they came up in. */
public final class NativeErrors {
  private static final Pattern NODE = Pattern.compile("\\{\\{node ([^}]*)}}");
  private static final Pattern NAMED = Pattern.compile("\\{\\{[a-z_]+ ([^}]*)}}");

  private NativeErrors() {}

  /** Wraps what TensorFlow refused to build. */
  static RuntimeException whileBuilding(Object who, List<Shape> inputs, RuntimeException e) {
    String on =
        inputs.isEmpty()
            ? ""
            : " on inputs of shapes " + inputs.stream().map(Shapes::show).toList();
    return wrap(
        "%s: TensorFlow refused an op%s: %s Check the shapes and dtypes it combines."
            .formatted(who, on, text(e)),
        e);
  }

  /**
   * Wraps what failed when a graph ran.
   *
   * @param function who built the graph; named where no call holds the op that failed
   */
  static RuntimeException whileRunning(
      String function, Graph graph, List<CallContext.Call> calls, RuntimeException e) {
    Matcher node = NODE.matcher(String.valueOf(e.getMessage()));
    GraphOperation op = node.find() ? graph.operation(node.group(1)) : null;
    Object who = op == null ? null : caller(op, calls);
    String place = op == null ? "" : " (op %s)".formatted(op.name());
    return whileRunning(who == null ? function : who + " in " + function, place, e);
  }

  /** Wraps an error of TensorFlow where it is not known which layer it came from. */
  public static RuntimeException whileRunning(String who, RuntimeException e) {
    return whileRunning(who, "", e);
  }

  private static RuntimeException whileRunning(String who, String place, RuntimeException e) {
    return wrap("%s failed%s: %s Check the values it is given.".formatted(who, place, text(e)), e);
  }

  private static RuntimeException wrap(String message, RuntimeException e) {
    if (e instanceof TFInvalidArgumentException || e instanceof TFOutOfRangeException) {
      return new IllegalArgumentException(message, e);
    }
    return e instanceof TFUnimplementedException
        ? new UnsupportedOperationException(message, e)
        : new IllegalStateException(message, e);
  }

  /** TensorFlow's message without its list of nodes, as one sentence. */
  public static String text(RuntimeException e) {
    String text =
        NAMED
            .matcher(String.valueOf(e.getMessage()))
            .replaceAll("$1")
            .lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("[["))
            .collect(Collectors.joining(" "))
            .replaceAll(" +", " ");
    return text.endsWith(".") ? text : text + ".";
  }

  /** The innermost call that {@code op} lies in: inner calls end before the outer ones do. */
  private static @Nullable Object caller(GraphOperation op, List<CallContext.Call> calls) {
    for (CallContext.Call call : calls) {
      Set<GraphOperation> inside = new HashSet<>();
      call.inputs().forEach(x -> inside.add(producer(x.asOutput())));
      if (inside.contains(op)) {
        continue;
      }
      for (Operand<?> y : call.outputs()) {
        if (reaches(producer(y.asOutput()), op, inside)) {
          return call.who();
        }
      }
    }
    return null;
  }

  private static boolean reaches(
      GraphOperation from, GraphOperation wanted, Set<GraphOperation> seen) {
    Deque<GraphOperation> open = new ArrayDeque<>();
    open.push(from);
    while (!open.isEmpty()) {
      GraphOperation op = open.pop();
      if (!seen.add(op)) {
        continue;
      }
      if (op.equals(wanted)) {
        return true;
      }
      if (op.numInputs() > 0) {
        op.inputs().forEach(x -> open.push(producer(x.asOutput())));
      }
      if (op.numControlInputs() > 0) {
        op.controlInputs().forEach(open::push);
      }
    }
    return false;
  }

  private static GraphOperation producer(Output<?> tensor) {
    return (GraphOperation) tensor.op();
  }
}
