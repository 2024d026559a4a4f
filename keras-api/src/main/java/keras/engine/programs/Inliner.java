package keras.engine.programs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Builds a function of a program into the graph of a model, node by node, those of the functions
 * that it calls too: its variables are the model's, and gradients pass through it as through any
 * other ops.
 *
 * <p>TensorFlow: {@code tensorflow/core/common_runtime/inline_function_utils.cc}.
 */
public final class Inliner {
  private static final int MOST_NODES = 500_000;
  private static final int MOST_CALLS = 100;

  private final CallContext ctx;
  private final Map<String, FunctionDef> library;
  private final Function<Capture.State, Variable> variables;
  private final Ops tf;
  private int nodes;
  private int depth;
  private int loops;

  private Inliner(
      CallContext ctx,
      Map<String, FunctionDef> library,
      Function<Capture.State, Variable> variables) {
    this.ctx = ctx;
    this.library = library;
    this.variables = variables;
    this.tf = ctx.tf();
  }

  /**
   * Builds a function.
   *
   * @param inputs the tensors that it takes, in order
   * @param variables the model's for each of the program's
   * @return what it gives, in order
   */
  public static List<Expr> build(
      CallContext ctx,
      Map<String, FunctionDef> library,
      ProgramFunction function,
      List<Expr> inputs,
      Function<Capture.State, Variable> variables) {
    Inliner inliner = new Inliner(ctx, library, variables);
    List<Value> arguments = new ArrayList<>();
    inputs.forEach(x -> arguments.add(new Value.Tensor(x.asOutput())));
    for (Capture capture : function.captures()) {
      arguments.add(
          capture instanceof Capture.Fixed fixed
              ? inliner.constant(fixed)
              : new Value.Handle(capture));
    }
    Given given = inliner.call(function.definition(), arguments);
    List<Expr> outputs = new ArrayList<>();
    Ops last = given.effects().isEmpty() ? ctx.tf() : ctx.tf().withControlDependencies(given.ops());
    for (Value value : given.values()) {
      Expr output = Expr.of(ctx.tf(), inliner.tensor(value, "the function's output"));
      outputs.add(given.effects().isEmpty() ? output : output.wrap(last.identity(output)));
    }
    return outputs;
  }

  /**
   * What a function gives, and what else must run before that counts, such as assertions.
   *
   * @param effects operations without outputs
   */
  record Given(List<Value> values, Set<Operation> effects) {
    List<Op> ops() {
      return effects.stream().map(o -> (Op) () -> o).toList();
    }
  }

  CallContext ctx() {
    return ctx;
  }

  Ops tf() {
    return tf;
  }

  Variable variable(Capture.State state) {
    return variables.apply(state);
  }

  boolean isInLoop() {
    return loops > 0;
  }

  private Value constant(Capture.Fixed fixed) {
    Operation made =
        tf.scope()
            .opBuilder("Const", "Const")
            .setAttr("dtype", fixed.dtype())
            .setAttr("value", fixed.value())
            .build();
    return new Value.Tensor(made.output(0));
  }

  /** Returns the tensor that a value is. */
  Output<?> tensor(Value value, String what) {
    if (value instanceof Value.Tensor t) {
      return t.output();
    }
    throw new UnsupportedOperationException(
        "%s is a %s, which cannot stand here. Call the SavedModel with SavedModel.load(path) of keras-io instead."
            .formatted(
                what, value instanceof Value.Handle h ? "handle of " + h.of() : "list of tensors"));
  }

  /** Returns a function of the library. */
  FunctionDef function(String name) {
    FunctionDef found = library.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "The SavedModel is damaged: it lacks its function '%s'.".formatted(name));
    }
    return found;
  }

  /** Builds a function that a loop runs. */
  List<Value> inLoop(FunctionDef function, List<Value> arguments) {
    loops++;
    try {
      return call(function, arguments).values();
    } finally {
      loops--;
    }
  }

  Given call(FunctionDef function, List<Value> arguments) {
    OpDef signature = function.getSignature();
    if (arguments.size() != signature.getInputArgCount()) {
      throw new IllegalArgumentException(
          "The SavedModel is damaged: '%s' is called with %d arguments and takes %d."
              .formatted(signature.getName(), arguments.size(), signature.getInputArgCount()));
    }
    if (++depth > MOST_CALLS) {
      throw new IllegalArgumentException(
          "The SavedModel is damaged: its functions call each other without end.");
    }
    Places places = new Places(library);
    for (int i = 0; i < arguments.size(); i++) {
      places.argument(signature.getInputArg(i).getName(), arguments.get(i));
    }
    for (NodeDef node : new Body(function).order()) {
      if (++nodes > MOST_NODES) {
        throw new UnsupportedOperationException(
            "The SavedModel's function has more than %d nodes, those of the functions that it calls included."
                .formatted(MOST_NODES));
      }
      Set<Operation> effects = places.effects(node);
      places.node(node, node(node, places.inputs(node), effects), effects);
    }
    depth--;
    List<Value> values = new ArrayList<>();
    signature
        .getOutputArgList()
        .forEach(a -> values.add(places.get(function.getRetMap().getOrDefault(a.getName(), ""))));
    Set<Operation> effects = new LinkedHashSet<>();
    function.getControlRetMap().values().forEach(c -> effects.addAll(places.after(c)));
    return new Given(values, effects);
  }

  /** Builds a node; adds to {@code effects} what others are to wait for. */
  private List<Value> node(NodeDef node, List<Value> inputs, Set<Operation> effects) {
    String op = node.getOp();
    String called = Calls.called(node, library);
    if (called != null) {
      Given given = call(function(called), inputs);
      effects.addAll(given.effects());
      return given.values();
    } else if (op.equals("NoOp")) {
      return List.of();
    } else if (op.equals("Identity") && !(inputs.get(0) instanceof Value.Tensor)) {
      return inputs;
    } else if (Calls.CHOICES.contains(op)) {
      return new Calls(this).node(node, inputs);
    } else if (op.startsWith("TensorList")) {
      return new ListOps(this).node(node, inputs);
    } else if (!inputs.isEmpty() && inputs.get(0) instanceof Value.Handle handle) {
      return new StateOps(this).node(node, handle.of(), inputs);
    }
    return emit(node, inputs, effects);
  }

  private List<Value> emit(NodeDef node, List<Value> inputs, Set<Operation> effects) {
    OpDef op = Body.op(node.getOp());
    if (op == null) {
      throw new UnsupportedOperationException(
          "The SavedModel's op %s is none of TensorFlow's.".formatted(node.getOp()));
    }
    OperationBuilder builder = tf.scope().opBuilder(node.getOp(), node.getOp());
    int next = 0;
    for (OpDef.ArgDef argument : op.getInputArgList()) {
      int count = Places.count(node, argument);
      List<Output<?>> tensors = new ArrayList<>();
      for (int i = 0; i < count && next < inputs.size(); i++) {
        tensors.add(tensor(inputs.get(next++), "An input of the op " + node.getOp()));
      }
      if (argument.getNumberAttr().isEmpty() && argument.getTypeListAttr().isEmpty()) {
        tensors.forEach(builder::addInput);
      } else {
        builder.addInputList(tensors.toArray(Output<?>[]::new));
      }
    }
    for (Map.Entry<String, AttrValue> attribute : node.getAttrMap().entrySet()) {
      if (attribute.getValue().hasFunc() || attribute.getValue().getList().getFuncCount() > 0) {
        throw refused(node.getOp(), "takes a function");
      } else if (!attribute.getKey().startsWith("_")) {
        builder.setAttr(attribute.getKey(), attribute.getValue());
      }
    }
    effects.forEach(builder::addControlInput);
    Operation made = builder.build();
    if (made.numOutputs() == 0) {
      if (isInLoop()) {
        throw refused(node.getOp(), "gives nothing, and stands in a loop");
      }
      effects.add(made);
    }
    CustomGradients.check(ctx, node, made);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < made.numOutputs(); i++) {
      values.add(new Value.Tensor(made.output(i)));
    }
    return values;
  }

  static UnsupportedOperationException refused(String op, String why) {
    return new UnsupportedOperationException(
        "The SavedModel's op %s %s, which a layer cannot do. Call the SavedModel with SavedModel.load(path) of keras-io instead."
            .formatted(op, why));
  }

  /** Returns a tensor as an expression; throws where there are no such arrays here. */
  Expr expr(Value value, String what) {
    return Expr.of(tf, tensor(value, what));
  }

  /** Emits an op with attributes of its own. */
  Output<?> op(String type, @Nullable Map<String, AttrValue> attributes, Output<?>... inputs) {
    OperationBuilder builder = tf.scope().opBuilder(type, type);
    for (Output<?> input : inputs) {
      builder.addInput(input);
    }
    if (attributes != null) {
      attributes.forEach(builder::setAttr);
    }
    return builder.build().output(0);
  }

  /** Returns an attribute of a node that must be there. */
  static AttrValue attribute(NodeDef node, String name) {
    return Objects.requireNonNullElse(node.getAttrMap().get(name), AttrValue.getDefaultInstance());
  }

  /** Returns an int32 scalar. */
  Output<?> scalar(int value) {
    return keras.ops.Core.constant(tf, value, DType.INT32).asOutput();
  }
}
