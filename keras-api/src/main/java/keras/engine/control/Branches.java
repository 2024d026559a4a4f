package keras.engine.control;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import keras.engine.gradients.BackwardStep;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NameAttrList;

/**
 * One node that runs one of several functions. Its gradient is another such node, so that it can be
 * differentiated again and again.
 */
final class Branches {
  private final Ops tf;
  private final VectorJacobianProducts products;

  Branches(Ops tf, VectorJacobianProducts products) {
    this.tf = tf;
    this.products = products;
  }

  /** Calls a function. */
  List<Expr> call(Body body, List<Expr> given) {
    return choose(Core.constant(tf, 0, DType.INT32), List.of(body), given);
  }

  /**
   * Calls one of several functions of the same arguments, which give the same dtypes.
   *
   * @param which a boolean scalar, true for the first of two, or an int32 one, which counts from 0
   * @param given the arguments of each
   */
  List<Expr> choose(Expr which, List<Body> bodies, List<Expr> given) {
    boolean two = which.dtype() == DType.BOOL;
    Set<Output<?>> captured = new LinkedHashSet<>();
    bodies.forEach(b -> captured.addAll(b.captures()));
    List<Output<?>> handed = List.copyOf(captured);
    List<Output<?>> inputs = new ArrayList<>();
    given.forEach(g -> inputs.add(g.asOutput()));
    inputs.addAll(handed);
    AttrValue.ListValue.Builder functions = AttrValue.ListValue.newBuilder();
    for (Body body : bodies) {
      try (ConcreteFunction function = body.function("branch", handed, false)) {
        ((Graph) tf.scope().env()).attachFunction(function);
        functions.addFunc(NameAttrList.newBuilder().setName(function.getDefinedName()));
      }
    }
    OperationBuilder builder =
        two
            ? tf.scope().opBuilder("StatelessIf", "cond")
            : tf.scope().opBuilder("StatelessCase", "switch_case");
    builder.addInput(which.asOutput());
    builder.addInputList(inputs.toArray(Output<?>[]::new));
    List<Expr> outputs = bodies.get(0).outputs();
    builder.setAttr(
        "Tout", outputs.stream().map(y -> y.asOutput().dataType()).toArray(DataType[]::new));
    builder.setAttr("output_shapes", shapes(bodies));
    if (two) {
      builder.setAttr("then_branch", AttrValue.newBuilder().setFunc(functions.getFunc(0)).build());
      builder.setAttr("else_branch", AttrValue.newBuilder().setFunc(functions.getFunc(1)).build());
    } else {
      builder.setAttr("branches", AttrValue.newBuilder().setList(functions).build());
    }
    builder.setAttr("_lower_using_switch_merge", true);
    Operation node = builder.build();
    products.override(node, step -> backward(step, which, bodies, handed));
    List<Expr> made = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      made.add(Expr.of(tf, node.output(i)));
    }
    return made;
  }

  /** Returns what is known of the shapes, whichever function runs. */
  private static Shape[] shapes(List<Body> bodies) {
    int count = bodies.get(0).outputs().size();
    Shape[] all = new Shape[count];
    for (int i = 0; i < count; i++) {
      for (Body body : bodies) {
        Shape one = body.outputs().get(i).shape();
        all[i] = all[i] == null ? one : common(all[i], one);
      }
    }
    return all;
  }

  private static Shape common(Shape a, Shape b) {
    if (a.numDimensions() != b.numDimensions() || a.isUnknown() || b.isUnknown()) {
      return Shape.unknown();
    }
    long[] sizes = a.asArray();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizes[i] == b.get(i) ? sizes[i] : Shape.UNKNOWN_SIZE;
    }
    return Shape.of(sizes);
  }

  private List<@Nullable Operand<?>> backward(
      BackwardStep step, Expr which, List<Body> bodies, List<Output<?>> captured) {
    int arguments = bodies.get(0).arguments().size();
    List<Integer> ys = new ArrayList<>();
    List<Expr> given = new ArrayList<>();
    for (int i = 0; i < arguments; i++) {
      given.add(input(step, i + 1));
    }
    for (int i = 0; i < bodies.get(0).outputs().size(); i++) {
      if (step.hasDy(i) && bodies.get(0).outputs().get(i).dtype().isFloating()) {
        ys.add(i);
        given.add(Expr.of(tf, step.dy(i)));
      }
    }
    List<Integer> wanted = new ArrayList<>();
    for (int i = 1; i < step.inputs(); i++) {
      if (step.needs(i) && input(step, i).dtype().isFloating()) {
        wanted.add(i);
      }
    }
    List<Body.Backward> found = new ArrayList<>();
    for (Body body : bodies) {
      found.add(
          body.backward(
              ys,
              wanted.stream()
                  .<Output<?>>map(
                      i ->
                          i <= arguments
                              ? body.arguments().get(i - 1).asOutput()
                              : captured.get(i - 1 - arguments))
                  .toList()));
    }
    List<@Nullable Operand<?>> results = new ArrayList<>();
    for (int i = 0; i < step.inputs(); i++) {
      results.add(null);
    }
    List<Integer> reached = new ArrayList<>();
    for (int w = 0; w < wanted.size(); w++) {
      int at = w;
      if (found.stream().anyMatch(f -> f.found().get(at) != null)) {
        reached.add(w);
      }
    }
    if (reached.isEmpty()) {
      return results;
    }
    List<Body> backs = new ArrayList<>();
    for (int b = 0; b < bodies.size(); b++) {
      List<Expr> outputs = new ArrayList<>();
      for (int w : reached) {
        Output<?> g = found.get(b).found().get(w);
        int i = wanted.get(w);
        Expr x =
            i <= arguments
                ? bodies.get(b).arguments().get(i - 1)
                : Expr.of(tf, captured.get(i - 1 - arguments));
        outputs.add(g == null ? Numpy.zerosLike(x) : Expr.of(tf, g));
      }
      backs.add(bodies.get(b).of(found.get(b).arguments(), outputs));
    }
    List<Expr> gradients = choose(which, backs, given);
    for (int i = 0; i < reached.size(); i++) {
      results.set(wanted.get(reached.get(i)), gradients.get(i));
    }
    return results;
  }

  private Expr input(BackwardStep step, int index) {
    return Expr.of(tf, Objects.requireNonNull(step.operation().input(index)));
  }
}
