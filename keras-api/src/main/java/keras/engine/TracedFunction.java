package keras.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.VersionDef;

/**
 * A function as TensorFlow's files hold it: its inputs first, then the variables that it uses, as
 * resources. No session is opened and no value is read.
 *
 * <pre>{@code
 * var specs = List.of(new TensorSpec(Shape.of(-1, 784), DType.FLOAT32));
 * TracedFunction serve = TracedFunction.of("serve", specs, (ctx, in) -> model.applyAll(in, ctx));
 * }</pre>
 *
 * @param definition the function; it assigns to variables what {@code body} does
 * @param library the functions that it calls in turn
 * @param versions those of the graph that it was built in
 * @param variables what the arguments after the inputs stand for, in order
 */
public record TracedFunction(
    FunctionDef definition,
    List<FunctionDef> library,
    VersionDef versions,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    List<Variable> variables) {

  /**
   * Builds a function as it is outside of training.
   *
   * @param name what the function is called in the file
   * @param inputs what it takes, -1 where a size may vary
   */
  public static TracedFunction of(String name, List<TensorSpec> inputs, Tracing.Body body) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<String> arguments = new ArrayList<>();
      List<Expr> in = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        TensorSpec spec = inputs.get(i);
        Placeholder<?> input =
            tf.withName("inputs_" + i)
                .placeholder(spec.dtype().type(), Placeholder.shape(spec.shape()));
        arguments.add(input.op().name());
        in.add(Expr.of(tf, input));
      }
      Resources resources = new Resources(tf);
      CallContext ctx = new CallContext(tf, resources, false);
      FunctionDefs function = new FunctionDefs(name, arguments);
      List<TensorSpec> out = new ArrayList<>();
      for (Expr e : body.build(ctx, in)) {
        out.add(new TensorSpec(e.shape(), e.dtype()));
        String node = tf.withName("outputs_" + function.size()).identity(e).op().name();
        function.output(node, e.dtype().proto(), e.shape());
      }
      updates(ctx, tf, resources).forEach(op -> function.update(op.op().name()));
      BuiltGraphs.show(graph);
      resources.handles.forEach((v, h) -> function.resource(h.op().name(), v));
      GraphDef built = graph.toGraphDef();
      return new TracedFunction(
          function.of(built),
          built.getLibrary().getFunctionList().stream().map(TracedFunction::ordered).toList(),
          built.getVersions(),
          List.copyOf(inputs),
          List.copyOf(out),
          List.copyOf(resources.handles.keySet()));
    }
  }

  /**
   * Orders the nodes by name. TensorFlow orders those of the body of a loop by where they lie in
   * memory, so that the same model would be written in other bytes each time.
   */
  private static FunctionDef ordered(FunctionDef function) {
    List<NodeDef> nodes = new ArrayList<>(function.getNodeDefList());
    nodes.sort(Comparator.comparing(NodeDef::getName));
    return function.toBuilder().clearNodeDef().addAllNodeDef(nodes).build();
  }

  /** Emits what is assigned, after everything has been computed. */
  private static List<Op> updates(CallContext ctx, Ops tf, Resources resources) {
    List.copyOf(ctx.descents().keySet()).forEach(ctx::readRaw);
    if (ctx.assigned().isEmpty()) {
      return List.of();
    }
    List<Op> before = new ArrayList<>(ctx.assigned().values());
    Ops barred = tf.withControlDependencies(List.of(tf.withControlDependencies(before).noOp()));
    List<Op> updates = new ArrayList<>();
    ctx.assigned()
        .forEach((v, value) -> updates.add(barred.assignVariableOp(resources.handle(v), value)));
    return updates;
  }

  /** Reads variables from arguments of the function. */
  private static final class Resources implements VariableSource {
    private final Ops tf;
    private final Map<Variable, VarHandleOp> handles = new LinkedHashMap<>();
    private final Map<Table, Operand<?>> tables = new LinkedHashMap<>();

    Resources(Ops tf) {
      this.tf = tf;
    }

    /** A handle of its own, unlike a placeholder for one, lets TensorFlow infer shapes. */
    VarHandleOp handle(Variable v) {
      return handles.computeIfAbsent(
          v,
          key ->
              tf.withName("variables_" + handles.size()).varHandleOp(v.dtype().type(), v.shape()));
    }

    @Override
    public Expr read(Variable v) {
      return Expr.of(tf, tf.readVariableOp(handle(v), v.dtype().type()));
    }

    @Override
    public Operand<?> table(Table table) {
      return tables.computeIfAbsent(table, t -> ConstantTable.of(tf, t));
    }

    @Override
    public List<CallContext.@Nullable Derivative> gradients(
        boolean last, Expr loss, List<List<Expr>> sources, VectorJacobianProducts products) {
      throw new IllegalStateException("Gradients belong to training, which files do not hold.");
    }
  }
}
