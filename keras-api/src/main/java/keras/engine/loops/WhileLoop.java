package keras.engine.loops;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import keras.engine.BuiltGraphs;
import keras.ops.Expr;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.family.TType;

/**
 * A loop of TensorFlow under construction: variables, each with what it starts from and its next
 * value, which a graph of its own computes.
 *
 * <p>What each step gives is written into one tensor in place ({@link #write}).
 */
public final class WhileLoop implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Ops ops = Ops.create(graph);
  private final List<Expr> starts = new ArrayList<>();
  private final List<Expr> arguments = new ArrayList<>();
  private final List<Expr> nexts = new ArrayList<>();
  private final Set<String> forgotten = new HashSet<>();

  /** Returns what builds into the graph of a step. */
  public Ops ops() {
    return ops;
  }

  /** Returns the graph of a step. */
  public Graph graph() {
    return graph;
  }

  /** Adds a variable, which stays what it is unless it gets a next value; returns its place. */
  public int add(Expr start) {
    Expr argument = placeholder(ops, start);
    starts.add(start);
    arguments.add(argument);
    nexts.add(argument);
    return starts.size() - 1;
  }

  /** Adds variables that stay what they are; returns what a step sees of them. */
  public List<Expr> invariants(List<Expr> values) {
    return values.stream().map(v -> argument(add(v))).toList();
  }

  private static Expr placeholder(Ops tf, Expr like) {
    return Expr.of(tf, tf.placeholder(like.dtype().type(), Placeholder.shape(like.shape())));
  }

  /**
   * Returns a value whose shape is known while the step is built, and forgotten then: TensorFlow's
   * optimizer rewrites more where it knows shapes, and those of what is fed it does not know.
   */
  public Expr shaped(Ops tf, Operand<? extends TType> value, Shape shape) {
    Expr known = Expr.of(tf, ops.ensureShape(value, shape));
    forgotten.add(known.asOutput().op().name());
    return known;
  }

  /** Returns the graph of a step, in which shapes are forgotten. */
  private Graph forgetting() {
    GraphDef.Builder nodes = graph.toGraphDef().toBuilder();
    for (NodeDef.Builder node : nodes.getNodeBuilderList()) {
      if (forgotten.contains(node.getName())) {
        node.setOp("Identity").removeAttr("shape");
      }
    }
    Graph copy = new Graph();
    copy.importGraphDef(nodes.build());
    return copy;
  }

  private static List<Expr> in(Graph copy, List<Expr> values) {
    Ops tf = Ops.create(copy);
    return values.stream().map(v -> Expr.of(tf, found(copy, v.asOutput()))).toList();
  }

  private static Output<?> found(Graph copy, Output<?> value) {
    return Objects.requireNonNull(copy.operation(value.op().name())).output(value.index());
  }

  /** Returns what a step sees of a variable. */
  public Expr argument(int place) {
    return arguments.get(place);
  }

  /** Sets the next value of a variable. */
  public void next(int place, Expr value) {
    nexts.set(place, value);
  }

  /** Writes a row of a variable that starts from {@link Rows#empty}. */
  void write(int place, Expr step, Expr value) {
    next(place, Rows.written(argument(place), step, value));
  }

  /**
   * Builds the loop into the graph around it; its outputs are the variables after the last step.
   *
   * @param goesOn takes the variables to whether there is one more step
   */
  Operation build(Ops tf, Function<List<Expr>, Expr> goesOn) {
    return build(tf, "StatelessWhile", 10, goesOn);
  }

  /** Builds a loop whose steps write variables, each before the next one starts. */
  public Operation buildOfUpdates(Ops tf, Function<List<Expr>, Expr> goesOn) {
    return build(tf, "While", 1, goesOn);
  }

  private Operation build(Ops tf, String type, long parallel, Function<List<Expr>, Expr> goesOn) {
    BuiltGraphs.show(graph);
    Graph around = (Graph) tf.scope().env();
    List<Expr> results = identities();
    Graph step = forgotten.isEmpty() ? graph : forgetting();
    try (Graph asking = new Graph()) {
      Ops ask = Ops.create(asking);
      List<Expr> seen = starts.stream().map(s -> placeholder(ask, s)).toList();
      Expr answer = goesOn.apply(seen);
      BuiltGraphs.show(asking);
      try (ConcreteFunction condition =
              ConcreteFunction.create(signature("loop_condition", seen, List.of(answer)), asking);
          ConcreteFunction body =
              ConcreteFunction.create(
                  signature("loop_step", in(step, arguments), in(step, results)), step)) {
        around.attachFunction(condition);
        around.attachFunction(body);
        OperationBuilder builder = tf.scope().opBuilder(type, "Scan");
        builder.addInputList(starts.stream().map(Expr::asOutput).toArray(Output<?>[]::new));
        builder.setAttr("cond", function(condition));
        builder.setAttr("body", function(body));
        builder.setAttr("parallel_iterations", parallel);
        builder.setAttr("_lower_using_switch_merge", true);
        return builder.build();
      }
    } finally {
      if (step != graph) {
        step.close();
      }
    }
  }

  private List<Expr> identities() {
    return nexts.stream().map(n -> n.wrap(ops.identity(n))).toList();
  }

  private static Signature signature(String name, List<Expr> inputs, List<Expr> outputs) {
    Signature.Builder signature = Signature.builder().key(name);
    for (int i = 0; i < inputs.size(); i++) {
      signature.input("in_" + i, inputs.get(i));
    }
    for (int i = 0; i < outputs.size(); i++) {
      signature.output("out_" + i, outputs.get(i));
    }
    return signature.build();
  }

  private static AttrValue function(ConcreteFunction function) {
    return AttrValue.newBuilder()
        .setFunc(NameAttrList.newBuilder().setName(function.getDefinedName()))
        .build();
  }

  @Override
  public void close() {
    graph.close();
  }
}
