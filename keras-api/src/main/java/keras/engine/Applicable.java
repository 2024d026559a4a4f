package keras.engine;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import keras.ops.Expr;

/**
 * What can be called on tensors: on those that do not exist yet, to describe a model, and on those
 * of a graph, inside of the {@code call} of another layer.
 *
 * <p>Keras: {@code keras/src/ops/operation.py}, {@code Operation.__call__}.
 */
public interface Applicable extends Operation {
  /**
   * Returns the names of the arguments of {@code call} in Keras, in their order. Those of Keras'
   * own classes are known; a class of one's own has {@code inputs}, {@code training} and {@code
   * mask}, unless it overrides this.
   */
  List<String> callArguments();

  /** Whether Keras calls this on a list of inputs rather than on one tensor. */
  default boolean takesList() {
    return false;
  }

  /** Whether several inputs are the first arguments of the call, rather than a list of them. */
  default boolean spreadsInputs() {
    return false;
  }

  /** Returns a call of {@code to} on inputs: on the one, or on the list of them. */
  static <T> Arguments<T> arguments(Applicable to, Class<T> type, List<T> inputs) {
    if (to.spreadsInputs()) {
      Arguments<T> spread = Arguments.none(type);
      for (int i = 0; i < inputs.size(); i++) {
        spread = spread.then(to.callArguments().get(i), inputs.get(i));
      }
      return spread;
    }
    String first = to.callArguments().isEmpty() ? "inputs" : to.callArguments().get(0);
    return Arguments.of(type, first, to.takesList() || inputs.size() != 1 ? inputs : inputs.get(0));
  }

  /** Calls the layer on tensors that do not exist yet, and returns its one output. */
  default KerasTensor apply(KerasTensor... inputs) {
    return only(applyAll(List.of(inputs)));
  }

  /** Calls the layer on a list of tensors that do not exist yet, and returns its one output. */
  default KerasTensor apply(List<KerasTensor> inputs) {
    return only(applyAll(inputs));
  }

  /**
   * Calls the layer on a tensor that does not exist yet and on further arguments, and returns its
   * one output.
   *
   * <pre>{@code
   * base.apply(x, c -> c.training(false));
   * attention.apply(query, c -> c.with("value", value).with("attention_mask", mask));
   * }</pre>
   */
  default KerasTensor apply(KerasTensor x, UnaryOperator<Arguments<KerasTensor>> how) {
    return only(applyAll(x, how).flat());
  }

  /** Calls the layer on tensors that do not exist yet, and returns all its outputs. */
  default List<KerasTensor> applyAll(List<KerasTensor> inputs) {
    return apply(Applicable.arguments(this, KerasTensor.class, inputs)).flat();
  }

  /** Calls the layer on a tensor and on further arguments, and returns all its outputs. */
  default Structure<KerasTensor> applyAll(
      KerasTensor x, UnaryOperator<Arguments<KerasTensor>> how) {
    return apply(how.apply(Applicable.arguments(this, KerasTensor.class, List.of(x))));
  }

  /** Calls the layer on a list of tensors and on further arguments, and returns all its outputs. */
  default Structure<KerasTensor> applyAll(
      List<KerasTensor> x, UnaryOperator<Arguments<KerasTensor>> how) {
    return apply(how.apply(Applicable.arguments(this, KerasTensor.class, x)));
  }

  /**
   * Calls the layer, such as a model, on tensors by name, and returns all its outputs.
   *
   * @param inputs tensors, and lists and maps of them
   */
  default Structure<KerasTensor> applyAll(Map<String, ?> inputs) {
    return apply(Arguments.of(KerasTensor.class, callArguments().get(0), inputs));
  }

  /** Calls the layer on tensors that do not exist yet, with arguments as they are. */
  Structure<KerasTensor> apply(Arguments<KerasTensor> arguments);

  /** Returns the calls on tensors that do not exist yet, in order. */
  List<Node> nodes();

  /**
   * Returns the one output of the first call, to cut a model there: {@code Model.of(base.inputs(),
   * List.of(base.layer("h2").output()))}.
   *
   * @throws IllegalStateException if the layer was never called
   */
  default KerasTensor output() {
    List<KerasTensor> outputs = firstCall("output").outputs().flat();
    if (outputs.size() != 1) {
      throw new IllegalStateException(
          "%s has %d outputs. Take them of its call: nodes().get(0).outputs()."
              .formatted(this, outputs.size()));
    }
    return outputs.get(0);
  }

  /**
   * Returns the one input of the first call.
   *
   * @throws IllegalStateException if the layer was never called
   */
  default KerasTensor input() {
    List<KerasTensor> inputs = firstCall("input").inputs();
    if (inputs.size() > 1) {
      throw new IllegalStateException(
          "%s has %d inputs. Take them of its call: nodes().get(0).inputs()."
              .formatted(this, inputs.size()));
    }
    return inputs.isEmpty() ? output() : inputs.get(0);
  }

  private Node firstCall(String what) {
    if (nodes().isEmpty()) {
      throw new IllegalStateException(
          "%s has never been called and thus has no defined %s. Call it: layer.apply(x)."
              .formatted(this, what));
    }
    return nodes().get(0);
  }

  private <T> T only(List<T> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs; call applyAll(List) to get them.".formatted(this, outputs.size()));
    }
    return outputs.get(0);
  }

  /**
   * Calls the layer inside of {@code call} of another one, and returns its one output: {@code
   * b.apply(a.apply(x, ctx), ctx)}.
   */
  default Expr apply(Expr x, CallContext ctx) {
    return only(applyAll(List.of(x), ctx));
  }

  /** Calls the layer on several tensors inside of {@code call}, and returns its one output. */
  default Expr apply(List<Expr> x, CallContext ctx) {
    return only(applyAll(x, ctx));
  }

  /**
   * Calls the layer on a tensor and on further arguments inside of {@code call}, and returns its
   * one output: {@code a.apply(x, c -> c.training(false), ctx)}.
   */
  default Expr apply(Expr x, UnaryOperator<Arguments<Expr>> how, CallContext ctx) {
    return only(apply(how.apply(Applicable.arguments(this, Expr.class, List.of(x))), ctx).flat());
  }

  /** Calls the layer on several tensors inside of {@code call}, and returns all its outputs. */
  default List<Expr> applyAll(List<Expr> x, CallContext ctx) {
    return apply(Applicable.arguments(this, Expr.class, x), ctx).flat();
  }
}
