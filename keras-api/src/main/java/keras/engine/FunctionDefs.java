package keras.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.ResourceHandleProto;

/**
 * Makes a function of a graph: placeholders and handles become its arguments. TensorFlow's own
 * conversion does so too, but TensorFlow Java refuses it where an argument is a resource.
 *
 * <p>TensorFlow: {@code tensorflow/core/framework/graph_to_functiondef.cc}.
 */
final class FunctionDefs {
  private record Returned(String node, DataType dtype, Shape shape) {}

  private final String name;
  private final List<String> arguments;
  private final List<Returned> outputs = new ArrayList<>();
  private final List<String> updates = new ArrayList<>();
  private final Map<String, Variable> resources = new LinkedHashMap<>();
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, OpDef> ops = new HashMap<>();

  /** Begins a function of placeholders, by name. */
  FunctionDefs(String name, List<String> arguments) {
    this.name = name;
    this.arguments = new ArrayList<>(arguments);
  }

  /** Returns the number of outputs so far. */
  int size() {
    return outputs.size();
  }

  /** Adds an output: the first of a node. */
  void output(String node, DataType dtype, Shape shape) {
    outputs.add(new Returned(node, dtype, shape));
  }

  /** Adds a node that must run though nothing takes its output. */
  void update(String node) {
    updates.add(node);
  }

  /** Adds an argument, a handle of a variable. */
  void resource(String node, Variable variable) {
    arguments.add(node);
    resources.put(node, variable);
  }

  /** Returns the function. */
  FunctionDef of(GraphDef graph) {
    TensorFlow.registeredOpList().getOpList().forEach(op -> ops.put(op.getName(), op));
    graph.getNodeList().forEach(n -> nodes.put(n.getName(), n));
    OpDef.Builder signature = OpDef.newBuilder().setName(name).setIsStateful(true);
    FunctionDef.Builder function = FunctionDef.newBuilder();
    arguments.forEach(a -> signature.addInputArg(argument(a)));
    Map<String, Shape> shapes = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      Returned output = outputs.get(i);
      String returned = "output_" + i;
      signature.addOutputArg(OpDef.ArgDef.newBuilder().setName(returned).setType(output.dtype()));
      function.putRet(returned, reference(output.node()));
      shapes.put(output.node(), output.shape());
    }
    for (String update : updates) {
      signature.addControlOutput(update);
      function.putControlRet(update, update);
    }
    for (NodeDef node : graph.getNodeList()) {
      if (!arguments.contains(node.getName())) {
        NodeDef.Builder copy = node.toBuilder().clearInput();
        for (int i = 0; i < node.getInputCount(); i++) {
          copy.addInput(reference(node.getInput(i)));
        }
        Shape shape = shapes.get(node.getName());
        if (shape != null) {
          copy.putAttr("_output_shapes", shapes(shape));
        }
        function.addNodeDef(copy);
      }
    }
    return function.setSignature(signature).build();
  }

  private OpDef.ArgDef.Builder argument(String node) {
    OpDef.ArgDef.Builder argument = OpDef.ArgDef.newBuilder().setName(node);
    Variable variable = resources.get(node);
    if (variable == null) {
      return argument.setType(node(node).getAttrOrThrow("dtype").getType());
    }
    return argument
        .setType(DataType.DT_RESOURCE)
        .addHandleData(
            ResourceHandleProto.DtypeAndShape.newBuilder()
                .setDtype(variable.dtype().proto())
                .setShape(Shapes.toProto(variable.shape())));
  }

  /** Returns a tensor's name inside of a function: by the op's own names for its outputs. */
  private String reference(String input) {
    if (input.startsWith("^")) {
      return input;
    }
    int colon = input.lastIndexOf(':');
    String node = colon < 0 ? input : input.substring(0, colon);
    int index = colon < 0 ? 0 : Integer.parseInt(input.substring(colon + 1));
    if (arguments.contains(node)) {
      return node;
    }
    NodeDef from = node(node);
    OpDef op = Objects.requireNonNull(ops.get(from.getOp()), from::getOp);
    for (OpDef.ArgDef output : op.getOutputArgList()) {
      int count = count(from, output);
      if (index < count) {
        return node + ":" + output.getName() + ":" + index;
      }
      index -= count;
    }
    throw new IllegalStateException("No output %s in the graph.".formatted(input));
  }

  private NodeDef node(String node) {
    return Objects.requireNonNull(nodes.get(node), node);
  }

  private static int count(NodeDef node, OpDef.ArgDef output) {
    if (!output.getNumberAttr().isEmpty()) {
      return Math.toIntExact(node.getAttrOrThrow(output.getNumberAttr()).getI());
    }
    return output.getTypeListAttr().isEmpty()
        ? 1
        : node.getAttrOrThrow(output.getTypeListAttr()).getList().getTypeCount();
  }

  private static AttrValue shapes(Shape shape) {
    return AttrValue.newBuilder()
        .setList(AttrValue.ListValue.newBuilder().addShape(Shapes.toProto(shape)))
        .build();
  }
}
