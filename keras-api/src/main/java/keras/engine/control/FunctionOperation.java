package keras.engine.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import keras.config.Names;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.engine.Node;
import keras.engine.Operation;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.engine.Tracing;
import keras.ops.Expr;

/**
 * An operation that takes functions: a node of a functional model ({@link #apply(KerasTensor...)}),
 * or a part of the {@code call} of a layer ({@link #call(List, CallContext)}).
 *
 * <p>Nested structures of Keras are lists of tensors here.
 *
 * <p>Differs from Keras: a model with such a node cannot be saved. Keras writes lambdas as bytecode
 * of Python, or functions by their names; {@code WhileLoop} and {@code ForiLoop} it refuses too.
 *
 * <p>Keras: {@code keras/src/ops/operation.py}, {@code keras/src/ops/core.py}.
 */
public abstract class FunctionOperation implements Operation {
  private final String name = Names.auto(getClass().getSimpleName());

  FunctionOperation() {}

  @Override
  public String name() {
    return name;
  }

  /** Computes the operation in the graph of {@code ctx}. */
  abstract List<Expr> compute(List<Expr> x, CallContext ctx);

  /**
   * Computes the operation in the {@code call} of a layer.
   *
   * @param x all tensors that the operation takes, one after the other
   */
  public List<Expr> call(List<Expr> x, CallContext ctx) {
    return ctx.attribute(this, x, () -> compute(x, ctx));
  }

  /** Adds the operation to the graph of a functional model, and returns its one output. */
  public KerasTensor apply(KerasTensor... x) {
    List<KerasTensor> all = applyAll(List.of(x));
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs; call applyAll(List) to get them.".formatted(this, all.size()));
    }
    return all.get(0);
  }

  /** Adds the operation to the graph of a functional model, and returns all its outputs. */
  public List<KerasTensor> applyAll(List<KerasTensor> x) {
    Arguments<KerasTensor> arguments = Arguments.none(KerasTensor.class);
    for (int i = 0; i < x.size(); i++) {
      arguments = arguments.then(String.valueOf(i), x.get(i));
    }
    return apply(arguments).flat();
  }

  /** Adds the operation to the graph of a functional model, and returns all its outputs. */
  public Structure<KerasTensor> apply(Arguments<KerasTensor> arguments) {
    return new Node(this, arguments, Tracing.infer(arguments, this::apply)).outputs();
  }

  @Override
  public Structure<Expr> apply(Arguments<Expr> arguments, CallContext ctx) {
    List<Expr> x = new ArrayList<>();
    arguments.names().forEach(key -> x.add((Expr) Objects.requireNonNull(arguments.value(key))));
    return Structure.of(call(x, ctx));
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(getClass().getSimpleName(), name);
  }

  // ---------------------------------------------------------------- for the operations

  /** Builds a function of arguments like some tensors. */
  Body body(TensorFunction function, List<Expr> like, CallContext ctx) {
    Body.Building building = new Body.Building(ctx.tf(), ctx.products());
    List<Expr> arguments = building.arguments(like);
    return building.of(built(function, arguments, building, ctx));
  }

  /** Builds a function of arguments that are there. */
  static List<Expr> built(
      TensorFunction function, List<Expr> arguments, Body.Building building, CallContext ctx) {
    return ctx.function(building::read, () -> function.apply(arguments, ctx)).stream()
        .map(y -> y.withMask(null))
        .toList();
  }

  IllegalArgumentException wrong(String expected, Object received) {
    return new IllegalArgumentException(
        "%s: expected %s. Received: %s.".formatted(this, expected, received));
  }

  static List<String> shown(List<Expr> tensors) {
    return tensors.stream().map(t -> Shapes.show(t.shape()) + " " + t.dtype().id()).toList();
  }

  /** Throws unless there is a tensor, and each has rows. */
  void requireRows(List<Expr> x) {
    if (x.isEmpty() || x.stream().anyMatch(t -> t.rank() < 1)) {
      throw wrong("at least one tensor, each with rows", shown(x));
    }
  }

  /** Throws unless one step gives tensors like those that it takes. */
  void requireAlike(String what, List<Expr> before, List<Expr> after) {
    boolean alike = before.size() == after.size();
    for (int i = 0; alike && i < before.size(); i++) {
      Expr b = before.get(i);
      Expr a = after.get(i);
      alike = b.dtype() == a.dtype() && a.shape().numDimensions() == b.shape().numDimensions();
      for (int d = 0; alike && d < b.shape().numDimensions(); d++) {
        alike = b.shape().get(d) < 0 || b.shape().get(d) == a.shape().get(d);
      }
    }
    if (!alike) {
      throw wrong("%s of the dtypes and shapes %s".formatted(what, shown(before)), shown(after));
    }
  }
}
