package keras.engine.control;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import keras.engine.gradients.VectorJacobianProducts;
import keras.engine.loops.Rows;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;

/**
 * Loops of TensorFlow. Their gradients are loops in turn ({@link LoopBackward}), so that they can
 * be differentiated again and again.
 */
final class Loops {
  private final Ops tf;
  private final VectorJacobianProducts products;

  /** How many steps may run side by side, as far as they do not wait for each other. */
  private final int parallel;

  Loops(Ops tf, VectorJacobianProducts products, int parallel) {
    this.tf = tf;
    this.products = products;
    this.parallel = parallel;
  }

  Loops(Ops tf, VectorJacobianProducts products) {
    this(tf, products, 10);
  }

  /** What a step computes: new values to carry on, and a row of each of its results. */
  record Step(List<Expr> carry, List<Expr> rows) {}

  /**
   * What a loop gives.
   *
   * @param carry after the last step
   * @param rows of all steps
   */
  record Result(List<Expr> carry, List<Expr> rows) {}

  /**
   * Adds a loop that goes on as long as a function says so.
   *
   * @param goesOn a function of what is carried
   * @param step a function of what is carried to what is carried on
   * @param most the largest number of steps, an int32 scalar, or null
   */
  List<Expr> loop(List<Expr> carry, Body goesOn, Body step, @Nullable Expr most) {
    Expr zero = Core.constant(tf, 0, DType.INT32);
    Expr count = Body.placeholder(tf, zero);
    Expr next = count.add(1);
    Expr again = goesOn.outputs().get(0);
    if (most != null) {
      again = Numpy.logicalAnd(count.less(most), again);
    }
    Operation node =
        node(
            prepended(zero, carry),
            goesOn.of(prepended(count, goesOn.arguments()), List.of(again)),
            step.of(prepended(count, step.arguments()), prepended(next, step.outputs())));
    products.override(
        node,
        new LoopBackward(
            tf, products, step, outputs(node, 0, 1).get(0), carry.size(), List.of(), 0, false));
    return outputs(node, 1, carry.size());
  }

  /**
   * Adds a loop of a known number of steps.
   *
   * @param length an int32 scalar
   * @param sequences of each, a step is given the row
   * @param reverse whether the last row comes first
   * @param shapes takes what a step computes to the shape of each of its results, an int32 vector
   *     from around the loop
   * @param step takes what is carried, and rows
   */
  Result scan(
      Expr length,
      List<Expr> carry,
      List<Expr> sequences,
      boolean reverse,
      Function<List<Expr>, List<Expr>> shapes,
      BiFunction<Body.Building, List<List<Expr>>, Step> step) {
    Body.Building building = new Body.Building(tf, products);
    Expr count = building.argument(Core.constant(tf, 0, DType.INT32));
    List<Expr> before = building.arguments(carry);
    Expr at = reverse ? length.sub(1).sub(count) : count;
    List<Expr> now = sequences.stream().map(s -> Rows.row(s, at)).toList();
    Step made = step.apply(building, List.of(before, now));
    List<Expr> starts = prepended(Core.constant(tf, 0, DType.INT32), carry);
    List<Expr> nexts = prepended(count.add(1), made.carry());
    List<Expr> sizes = shapes.apply(made.rows());
    for (int i = 0; i < made.rows().size(); i++) {
      Expr row = made.rows().get(i);
      Expr whole = Numpy.concatenate(List.of(length.expandDims(0), sizes.get(i)), 0);
      Expr empty = Rows.empty(whole, row);
      starts.add(empty);
      nexts.add(Rows.written(building.argument(empty), at, row));
    }
    Body body = building.of(nexts);
    Body.Building asking = new Body.Building(tf, products);
    Expr counted = asking.arguments(starts).get(0);
    Operation node = node(starts, asking.of(List.of(counted.less(length))), body);
    List<Expr> arguments = new ArrayList<>(before);
    arguments.addAll(now);
    List<Expr> results = new ArrayList<>(made.carry());
    results.addAll(made.rows());
    products.override(
        node,
        new LoopBackward(
            tf,
            products,
            building.of(arguments, results),
            length,
            carry.size(),
            sequences,
            made.rows().size(),
            reverse));
    return new Result(
        outputs(node, 1, carry.size()), outputs(node, 1 + carry.size(), made.rows().size()));
  }

  private List<Expr> outputs(Operation node, int from, int count) {
    List<Expr> made = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      made.add(Expr.of(tf, node.output(i)));
    }
    return made;
  }

  static List<Expr> prepended(Expr first, List<Expr> others) {
    List<Expr> all = new ArrayList<>();
    all.add(first);
    all.addAll(others);
    return all;
  }

  private Operation node(List<Expr> starts, Body goesOn, Body step) {
    Set<Output<?>> captured = new LinkedHashSet<>(goesOn.captures());
    captured.addAll(step.captures());
    List<Output<?>> handed = List.copyOf(captured);
    List<Output<?>> inputs = new ArrayList<>();
    starts.forEach(s -> inputs.add(s.asOutput()));
    inputs.addAll(handed);
    Graph graph = (Graph) tf.scope().env();
    try (ConcreteFunction condition = goesOn.function("while_cond", handed, false);
        ConcreteFunction body = step.function("while_body", handed, true)) {
      graph.attachFunction(condition);
      graph.attachFunction(body);
      OperationBuilder builder = tf.scope().opBuilder("StatelessWhile", "while");
      builder.addInputList(inputs.toArray(Output<?>[]::new));
      builder.setAttr("cond", function(condition));
      builder.setAttr("body", function(body));
      builder.setAttr("parallel_iterations", (long) parallel);
      builder.setAttr("_lower_using_switch_merge", true);
      return builder.build();
    }
  }

  private static AttrValue function(ConcreteFunction function) {
    return AttrValue.newBuilder()
        .setFunc(NameAttrList.newBuilder().setName(function.getDefinedName()))
        .build();
  }
}
