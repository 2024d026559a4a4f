package keras.engine.programs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The nodes of a function in an order in which they can be built: each after what it needs, and
 * else as the file has them, which is the order in which Python read and wrote variables.
 */
final class Body {
  private static final Map<String, OpDef> OPS = ops();

  private final FunctionDef function;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Set<String> arguments = new HashSet<>();

  Body(FunctionDef function) {
    this.function = function;
    function.getNodeDefList().forEach(n -> nodes.put(n.getName(), n));
    function.getSignature().getInputArgList().forEach(a -> arguments.add(a.getName()));
  }

  private static Map<String, OpDef> ops() {
    Map<String, OpDef> all = new HashMap<>();
    TensorFlow.registeredOpList().getOpList().forEach(op -> all.put(op.getName(), op));
    return all;
  }

  /** Returns TensorFlow's description of an op, null of one that it does not know. */
  static @Nullable OpDef op(String type) {
    return OPS.get(type);
  }

  /** Returns the name of the node, or of the argument, that a reference means. */
  static String source(String reference) {
    String name = reference.startsWith("^") ? reference.substring(1) : reference;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Returns the nodes that what is returned and what must run need. */
  List<NodeDef> order() {
    List<String> roots = new ArrayList<>(function.getRetMap().values());
    roots.addAll(function.getControlRetMap().values());
    Set<String> needed = new HashSet<>();
    List<String> open = new ArrayList<>();
    roots.forEach(r -> open.add(source(r)));
    while (!open.isEmpty()) {
      String name = open.remove(open.size() - 1);
      if (!arguments.contains(name) && needed.add(name)) {
        open.addAll(sources(node(name)));
      }
    }
    return sorted(needed);
  }

  private static Set<String> sources(NodeDef node) {
    Set<String> sources = new LinkedHashSet<>();
    for (int i = 0; i < node.getInputCount(); i++) {
      sources.add(source(node.getInput(i)));
    }
    return sources;
  }

  private NodeDef node(String name) {
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw damaged("something takes the node '%s', which it lacks".formatted(name));
    }
    return node;
  }

  private List<NodeDef> sorted(Set<String> needed) {
    List<NodeDef> all = nodes.values().stream().filter(n -> needed.contains(n.getName())).toList();
    Map<String, List<Integer>> users = new HashMap<>();
    int[] missing = new int[all.size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      Set<String> sources = sources(all.get(i));
      sources.removeAll(arguments);
      int at = i;
      sources.forEach(s -> users.computeIfAbsent(s, key -> new ArrayList<>()).add(at));
      missing[i] = sources.size();
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<NodeDef> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      NodeDef node = all.get(ready.remove());
      order.add(node);
      for (int user : users.getOrDefault(node.getName(), List.of())) {
        if (--missing[user] == 0) {
          ready.add(user);
        }
      }
    }
    if (order.size() != missing.length) {
      throw damaged("its nodes wait for each other");
    }
    return order;
  }

  private IllegalArgumentException damaged(String what) {
    return new IllegalArgumentException(
        "The function '%s' is damaged: %s.".formatted(function.getSignature().getName(), what));
  }

  /** Whether what a function returns in a place is what it is given there. */
  boolean passes(int place) {
    List<OpDef.ArgDef> outputs = function.getSignature().getOutputArgList();
    if (place >= outputs.size()) {
      return false;
    }
    String reference = function.getRetMap().get(outputs.get(place).getName());
    for (int steps = 0; reference != null && steps <= nodes.size(); steps++) {
      String name = source(reference);
      if (arguments.contains(name)) {
        return function.getSignature().getInputArg(place).getName().equals(name);
      }
      NodeDef node = nodes.get(name);
      reference =
          node != null && node.getOp().equals("Identity") && node.getInputCount() > 0
              ? node.getInput(0)
              : null;
    }
    return false;
  }
}
