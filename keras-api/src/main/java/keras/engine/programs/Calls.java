package keras.engine.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.control.Cond;
import keras.engine.control.Switch;
import keras.engine.control.TensorFunction;
import keras.engine.control.WhileLoop;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/**
 * The ops that run functions of the program: branches and loops, which become those of this
 * library, so that they have gradients.
 */
final class Calls {
  static final Set<String> CHOICES =
      Set.of("If", "StatelessIf", "Case", "StatelessCase", "While", "StatelessWhile");

  private final Inliner inliner;

  Calls(Inliner inliner) {
    this.inliner = inliner;
  }

  /** Returns the function that a node calls once, null where it calls none. */
  static @Nullable String called(NodeDef node, Map<String, FunctionDef> library) {
    return switch (node.getOp()) {
      case "PartitionedCall", "StatefulPartitionedCall" ->
          Inliner.attribute(node, "f").getFunc().getName();
      default -> library.containsKey(node.getOp()) ? node.getOp() : null;
    };
  }

  List<Value> node(NodeDef node, List<Value> in) {
    return switch (node.getOp()) {
      case "While", "StatelessWhile" -> loop(function(node, "cond"), function(node, "body"), in);
      case "If", "StatelessIf" -> {
        TensorFunction yes = branch(function(node, "then_branch"), in);
        TensorFunction no = branch(function(node, "else_branch"), in);
        yield values(new Cond(yes, no).call(List.of(choice(in)), inliner.ctx()));
      }
      default -> {
        List<TensorFunction> branches = new ArrayList<>();
        for (NameAttrList f : Inliner.attribute(node, "branches").getList().getFuncList()) {
          branches.add(branch(inliner.function(f.getName()), in));
        }
        Expr number = choice(in);
        Expr last = number.constant(branches.size() - 1); // which TensorFlow takes for others
        Expr which = number.less(0).where(last, number);
        yield values(new Switch(branches).call(List.of(which), inliner.ctx()));
      }
    };
  }

  private FunctionDef function(NodeDef node, String attribute) {
    return inliner.function(Inliner.attribute(node, attribute).getFunc().getName());
  }

  private Expr choice(List<Value> in) {
    return inliner.expr(in.get(0), "What chooses a branch");
  }

  private TensorFunction branch(FunctionDef function, List<Value> in) {
    return (none, c) -> {
      List<Expr> outputs = new ArrayList<>();
      for (Value value : inliner.inLoop(function, in.subList(1, in.size()))) {
        outputs.add(inliner.expr(value, "What a branch gives"));
      }
      return outputs;
    };
  }

  private static List<Value> values(List<Expr> tensors) {
    List<Value> all = new ArrayList<>();
    tensors.forEach(t -> all.add(new Value.Tensor(t.asOutput())));
    return all;
  }

  /** Builds a loop of what changes from step to step; handles and the like are the same in all. */
  private List<Value> loop(FunctionDef cond, FunctionDef body, List<Value> in) {
    Body step = new Body(body);
    List<Integer> carried = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      if (!(in.get(i) instanceof Value.Handle) && !step.passes(i)) {
        carried.add(i);
      }
    }
    List<Value> starts = started(body, in, carried);
    inliner.ctx().fades();
    List<Expr> carry = new ArrayList<>();
    carried.forEach(i -> carry.add(expr(starts.get(i))));
    WhileLoop loop =
        new WhileLoop(
            (x, c) -> {
              List<Value> goesOn = inliner.inLoop(cond, with(starts, carried, x));
              return List.of(inliner.expr(goesOn.get(0), "What a loop asks for"));
            },
            (x, c) -> {
              List<Value> now = inliner.inLoop(body, with(starts, carried, x));
              return carried.stream().map(i -> expr(now.get(i))).toList();
            });
    return with(starts, carried, loop.call(carry, inliner.ctx()));
  }

  /**
   * Returns what a loop starts from. How large the elements of an empty list will be is known when
   * the first one is: the first step is built once before the loop.
   */
  private List<Value> started(FunctionDef body, List<Value> in, List<Integer> carried) {
    List<Value> starts = new ArrayList<>(in);
    if (carried.stream().noneMatch(i -> isEmpty(in.get(i)))) {
      return starts;
    }
    List<Value> first = inliner.inLoop(body, in);
    for (int i : carried) {
      if (isEmpty(in.get(i))) {
        Value.Rows room = ListOps.empty(inliner, first.get(i));
        if (room == null) {
          throw Inliner.refused("While", "carries a list that its first step does not write");
        }
        starts.set(i, room);
      }
    }
    return starts;
  }

  private static boolean isEmpty(Value value) {
    return value instanceof Value.Rows rows && rows.rows() == null;
  }

  private Expr expr(Value value) {
    return value instanceof Value.Rows rows && rows.rows() != null
        ? Expr.of(inliner.tf(), rows.rows())
        : inliner.expr(value, "What a loop carries");
  }

  /** Returns values with tensors in the place of some. */
  private static List<Value> with(List<Value> values, List<Integer> places, List<Expr> tensors) {
    List<Value> all = new ArrayList<>(values);
    for (int i = 0; i < places.size(); i++) {
      int at = places.get(i);
      all.set(
          at,
          values.get(at) instanceof Value.Rows list
              ? new Value.Rows(tensors.get(i).asOutput(), list.length(), list.dtype())
              : new Value.Tensor(tensors.get(i).asOutput()));
    }
    return all;
  }
}
