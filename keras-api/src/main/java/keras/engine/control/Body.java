package keras.engine.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Shapes;
import keras.engine.gradients.Gradients;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * A function that was built in the graph around it, from placeholders to outputs, so that it may
 * use any tensor of that graph: those that were there before it are captured, and handed to it when
 * it runs. Nothing fetches the nodes where they stand; they are copied into a function.
 */
final class Body {
  /** What is built: the ops that were there before are not of the function. */
  static final class Building {
    private final Ops tf;
    private final VectorJacobianProducts products;
    private final Set<GraphOperation> before = new HashSet<>();
    private final Set<Output<?>> reads = new LinkedHashSet<>();
    private final List<Expr> arguments = new ArrayList<>();

    Building(Ops tf, VectorJacobianProducts products) {
      this.tf = tf;
      this.products = products;
      ((Graph) tf.scope().env()).operations().forEachRemaining(before::add);
    }

    /** Adds an argument of the dtype and the shape of a tensor. */
    Expr argument(Expr like) {
      Expr argument = placeholder(tf, like);
      arguments.add(argument);
      return argument;
    }

    List<Expr> arguments(List<Expr> like) {
      return like.stream().map(this::argument).toList();
    }

    /** Notes a value from around the function that was not there before. */
    void read(Output<?> value) {
      reads.add(value);
    }

    Body of(List<Expr> outputs) {
      return of(arguments, outputs);
    }

    /** Returns the function of arguments, which may be tensors on the way to the outputs. */
    Body of(List<Expr> arguments, List<Expr> outputs) {
      return new Body(tf, products, before, reads, List.copyOf(arguments), List.copyOf(outputs));
    }
  }

  private final Ops tf;
  private final VectorJacobianProducts products;
  private final Set<GraphOperation> before;
  private final Set<Output<?>> reads;
  private final List<Expr> arguments;
  private final List<Expr> outputs;
  private final Set<GraphOperation> ops = new LinkedHashSet<>();
  private final Set<Output<?>> captures = new LinkedHashSet<>();

  private Body(
      Ops tf,
      VectorJacobianProducts products,
      Set<GraphOperation> before,
      Set<Output<?>> reads,
      List<Expr> arguments,
      List<Expr> outputs) {
    this.tf = tf;
    this.products = products;
    this.before = before;
    this.reads = reads;
    this.arguments = arguments;
    this.outputs = outputs;
    walk();
  }

  static Expr placeholder(Ops tf, Expr like) {
    return Expr.of(tf, tf.placeholder(like.dtype().type(), Placeholder.shape(like.shape())));
  }

  List<Expr> arguments() {
    return arguments;
  }

  List<Expr> outputs() {
    return outputs;
  }

  /** Returns the tensors from around the function that it uses. */
  Set<Output<?>> captures() {
    return captures;
  }

  private void walk() {
    Set<Output<?>> ends = new HashSet<>();
    arguments.forEach(a -> ends.add(a.asOutput()));
    Deque<Output<?>> open = new ArrayDeque<>();
    outputs.forEach(y -> open.add(y.asOutput()));
    while (!open.isEmpty()) {
      Output<?> tensor = open.pop();
      GraphOperation op = (GraphOperation) tensor.op();
      boolean given = ends.contains(tensor);
      if (!given && (before.contains(op) || reads.contains(tensor))) {
        captures.add(tensor);
      } else if (!given && ops.add(op)) {
        op.inputs().forEach(x -> open.add(x.asOutput()));
      }
    }
  }

  /** Returns the function of the same arguments that gives some of the outputs. */
  Body giving(List<Expr> some) {
    return new Body(tf, products, before, reads, arguments, some);
  }

  /**
   * Returns the function that takes the same arguments, and gradients of outputs, to gradients of
   * {@code xs}; an entry is null where there is no path.
   *
   * @param ys which outputs the gradients are given of
   * @param xs among the arguments and what is captured
   */
  Backward backward(List<Integer> ys, List<Output<?>> xs) {
    List<Expr> given = new ArrayList<>(arguments);
    List<Output<?>> targets = new ArrayList<>();
    List<Output<?>> dys = new ArrayList<>();
    for (int y : ys) {
      Expr dy = placeholder(tf, outputs.get(y));
      given.add(dy);
      targets.add(outputs.get(y).asOutput());
      dys.add(dy.asOutput());
    }
    List<@Nullable Output<?>> found =
        ys.isEmpty()
            ? new ArrayList<>(Collections.nCopies(xs.size(), null))
            : Gradients.of((Graph) tf.scope().env(), products, targets, dys, xs, ops);
    return new Backward(List.copyOf(given), found);
  }

  /**
   * A function of gradients.
   *
   * @param found what it gives, with null where there is no path
   */
  record Backward(List<Expr> arguments, List<@Nullable Output<?>> found) {}

  /** Returns a function of other arguments and outputs in the same place. */
  Body of(List<Expr> otherArguments, List<Expr> otherOutputs) {
    return new Body(tf, products, before, reads, otherArguments, otherOutputs);
  }

  /**
   * Makes the function.
   *
   * @param captured what it takes after its arguments: all that it captures, and maybe more
   * @param passes whether it gives those back after its outputs, as the step of a loop does
   */
  ConcreteFunction function(String name, List<Output<?>> captured, boolean passes) {
    List<Output<?>> inputs = new ArrayList<>();
    arguments.forEach(a -> inputs.add(a.asOutput()));
    inputs.addAll(captured);
    GraphDef whole = ((Graph) tf.scope().env()).toGraphDef();
    GraphDef.Builder copy =
        GraphDef.newBuilder().setVersions(whole.getVersions()).setLibrary(whole.getLibrary());
    try (Graph graph = new Graph()) {
      Ops in = Ops.create(graph);
      Map<String, String> renamed = new HashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        String argument = "Body/argument_" + i;
        renamed.put(key(inputs.get(i)), argument);
        copy.addNode(
            NodeDef.newBuilder()
                .setName(argument)
                .setOp("Placeholder")
                .putAttr("dtype", AttrValue.newBuilder().setType(inputs.get(i).dataType()).build())
                .putAttr(
                    "shape",
                    AttrValue.newBuilder()
                        .setShape(Shapes.toProto(inputs.get(i).shape()))
                        .build()));
      }
      Set<String> own = new HashSet<>();
      ops.forEach(op -> own.add(op.name()));
      for (NodeDef node : whole.getNodeList()) {
        if (own.contains(node.getName())) {
          NodeDef.Builder made = node.toBuilder().clearInput();
          for (int i = 0; i < node.getInputCount(); i++) {
            String input = node.getInput(i);
            if (!input.startsWith("^")) {
              made.addInput(renamed.getOrDefault(input, input));
            } else if (own.contains(input.substring(1))) {
              made.addInput(input);
            }
          }
          copy.addNode(made);
        }
      }
      graph.importGraphDef(copy.build());
      Signature.Builder signature = Signature.builder().key(name);
      for (int i = 0; i < inputs.size(); i++) {
        signature.input("in_" + i, find(graph, in, "Body/argument_" + i));
      }
      int count = 0;
      for (Expr y : outputs) {
        String key = key(y.asOutput());
        Expr copied = find(graph, in, renamed.getOrDefault(key, key));
        signature.output("out_" + count++, in.identity(copied));
      }
      for (int i = arguments.size(); passes && i < inputs.size(); i++) {
        Expr same = find(graph, in, "Body/argument_" + i);
        signature.output("out_" + count++, in.identity(same));
      }
      return ConcreteFunction.create(signature.build(), graph);
    }
  }

  private static Expr find(Graph graph, Ops tf, String name) {
    int colon = name.indexOf(':');
    GraphOperation op = graph.operation(colon < 0 ? name : name.substring(0, colon));
    return Expr.of(tf, op.output(colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1))));
  }

  /** Returns how a graph's definition spells a tensor. */
  private static String key(Output<?> tensor) {
    return tensor.op().name() + (tensor.index() == 0 ? "" : ":" + tensor.index());
  }
}
