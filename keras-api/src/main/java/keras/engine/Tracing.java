package keras.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import keras.engine.gradients.VectorJacobianProducts;
import keras.ops.ComplexOps;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TNumber;

/**
 * Finds out what an operation gives by building it into a throw-away graph: the shapes are those of
 * TensorFlow's own inference. No session is opened.
 */
public final class Tracing {
  private static final int LARGEST_RANK = 32;

  private Tracing() {}

  /** What builds the operation. */
  @FunctionalInterface
  public interface Body {
    /** Builds ops from inputs to outputs. */
    List<Expr> build(CallContext ctx, List<Expr> inputs);
  }

  /** Returns the shapes and dtypes of what {@code body} gives for such inputs. */
  public static List<TensorSpec> infer(List<TensorSpec> inputs, Body body) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      CallContext ctx = new CallContext(tf, new Placeholders(tf), false);
      List<Expr> in = new ArrayList<>();
      for (TensorSpec spec : inputs) {
        in.add(placeholder(tf, spec));
      }
      List<Expr> out = body.build(ctx, in);
      BuiltGraphs.show(graph);
      return out.stream()
          .map(e -> new TensorSpec(Shapes.requireCountable(e.shape()), e.dtype()))
          .toList();
    }
  }

  /** What builds an operation that is called with arguments. */
  @FunctionalInterface
  public interface CallBody {
    /** Builds ops from arguments to outputs. */
    Structure<Expr> build(Arguments<Expr> arguments, CallContext ctx);
  }

  /** Returns the shapes and dtypes of what {@code body} gives for such arguments. */
  public static Structure<TensorSpec> infer(Arguments<KerasTensor> arguments, CallBody body) {
    List<Structure<Expr>> made = new ArrayList<>();
    List<TensorSpec> specs =
        infer(
            List.of(),
            (ctx, none) -> {
              Map<KerasTensor, Expr> known = new HashMap<>();
              Arguments<Expr> in = arguments.map(Expr.class, t -> symbolic(t, ctx, known));
              made.add(body.build(in, ctx));
              return made.get(0).flat();
            });
    Iterator<TensorSpec> next = specs.iterator();
    return made.get(0).map(e -> next.next());
  }

  /**
   * Stands a placeholder in for a tensor. Sizes that functions of the graph compute, as {@code
   * tf.shape(x)[0]}, are computed of the placeholders of their tensors: TensorFlow then knows the
   * sizes that are known.
   */
  private static Expr symbolic(KerasTensor t, CallContext ctx, Map<KerasTensor, Expr> known) {
    Expr found = known.get(t);
    if (found == null && isSize(t) && t.node().operation().isFunction()) {
      Arguments<Expr> in = t.node().arguments().map(Expr.class, x -> symbolic(x, ctx, known));
      List<Expr> outputs = t.node().operation().apply(in, ctx).flat();
      for (int i = 0; i < outputs.size(); i++) {
        known.putIfAbsent(t.node().outputs().flat().get(i), outputs.get(i));
      }
      found = known.get(t);
    }
    if (found == null) {
      found = placeholder(ctx.tf(), new TensorSpec(t.shape(), t.dtype()));
      known.put(t, found);
    }
    return found;
  }

  /** Whether a tensor may hold the sizes of another one. */
  private static boolean isSize(KerasTensor t) {
    return (t.dtype() == DType.INT32 || t.dtype() == DType.INT64)
        && t.shape().numDimensions() >= 0
        && t.shape().numDimensions() <= 1
        && t.shape().size() >= 0
        && t.shape().size() <= LARGEST_RANK;
  }

  static Expr placeholder(Ops tf, TensorSpec spec) {
    Shape shape = Shapes.requireCountable(spec.shape());
    return spec.dtype().isComplex()
        ? ComplexOps.placeholder(tf, spec.dtype(), shape)
        : Expr.of(tf, tf.placeholder(spec.dtype().type(), Placeholder.shape(shape)));
  }

  /** Stands placeholders in for variables. */
  record Placeholders(Ops tf) implements VariableSource {
    @Override
    public Expr read(Variable v) {
      return placeholder(tf, new TensorSpec(v.shape(), v.dtype()));
    }

    @Override
    public Operand<?> table(Table table) {
      return tf.mutableHashTable(table.keyDtype().type(), table.valueDtype().type());
    }

    @Override
    public List<CallContext.@Nullable Derivative> gradients(
        boolean last, Expr loss, List<List<Expr>> sources, VectorJacobianProducts products) {
      throw new IllegalStateException("Gradients are not known while only shapes are inferred.");
    }
  }

  /** Returns a number type's class. */
  static Class<? extends TNumber> number(DType dtype) {
    return dtype.type().asSubclass(TNumber.class);
  }
}
