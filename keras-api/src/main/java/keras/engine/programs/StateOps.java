package keras.engine.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/** The ops on variables and tables: what they do is done to the model's own. */
final class StateOps {
  private final Inliner inliner;
  private final CallContext ctx;
  private final Ops tf;

  StateOps(Inliner inliner) {
    this.inliner = inliner;
    this.ctx = inliner.ctx();
    this.tf = inliner.tf();
  }

  List<Value> node(NodeDef node, Capture of, List<Value> inputs) {
    List<Output<?>> x = new ArrayList<>();
    inputs
        .subList(1, inputs.size())
        .forEach(v -> x.add(inliner.tensor(v, "An input of the op " + node.getOp())));
    if (of instanceof Capture.State state) {
      return variable(node, inliner.variable(state), x);
    } else if (of instanceof Capture.Lookup lookup) {
      return List.of(new Value.Tensor(table(node, lookup, x)));
    }
    String what = of instanceof Capture.Unknown unknown ? unknown.what() : "a constant";
    throw Inliner.refused(node.getOp(), "uses " + what);
  }

  private List<Value> variable(NodeDef node, Variable v, List<Output<?>> x) {
    return switch (node.getOp()) {
      case "ReadVariableOp" -> List.of(new Value.Tensor(ctx.readRaw(v).asOutput()));
      case "AssignVariableOp" -> assign(node, v, x.get(0));
      case "AssignAddVariableOp" ->
          assign(node, v, inliner.op("AddV2", null, ctx.readRaw(v).asOutput(), x.get(0)));
      case "AssignSubVariableOp" ->
          assign(node, v, inliner.op("Sub", null, ctx.readRaw(v).asOutput(), x.get(0)));
      case "ResourceGather" -> List.of(new Value.Tensor(rows(node, v, x.get(0))));
      case "VariableShape" ->
          List.of(
              new Value.Tensor(
                  inliner.op(
                      "Shape",
                      node.containsAttr("out_type")
                          ? Map.of("out_type", Inliner.attribute(node, "out_type"))
                          : null,
                      ctx.readRaw(v).asOutput())));
      case "VarIsInitializedOp" ->
          List.of(new Value.Tensor(Core.constant(tf, 1, DType.BOOL).asOutput()));
      default -> throw Inliner.refused(node.getOp(), "changes a variable in place");
    };
  }

  private List<Value> assign(NodeDef node, Variable v, Output<?> value) {
    if (inliner.isInLoop()) {
      throw Inliner.refused(node.getOp(), "assigns the variable '" + v.path() + "' in a loop");
    }
    ctx.assign(v, Expr.of(tf, value));
    return List.of();
  }

  private Output<?> rows(NodeDef node, Variable v, Output<?> indices) {
    AttrValue batch = Inliner.attribute(node, "batch_dims");
    return inliner.op(
        "GatherV2",
        Map.of("batch_dims", AttrValue.newBuilder().setI(batch.getI()).build()),
        ctx.readRaw(v).asOutput(),
        indices,
        inliner.scalar(Math.toIntExact(batch.getI())));
  }

  private Output<?> table(NodeDef node, Capture.Lookup lookup, List<Output<?>> x) {
    return switch (node.getOp()) {
      case "LookupTableFindV2" ->
          ctx.find(lookup.table(), Expr.of(tf, x.get(0)), x.get(1)).asOutput();
      case "LookupTableSizeV2" -> Core.constant(tf, (double) lookup.size(), DType.INT64).asOutput();
      default -> throw Inliner.refused(node.getOp(), "changes a table");
    };
  }
}
