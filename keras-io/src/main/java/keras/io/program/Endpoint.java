package keras.io.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import keras.engine.TracedFunction;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedBareConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.Struct.StructuredValue;

/**
 * A function under names: as signatures are called, with named tensors, which TensorFlow takes in
 * the order of their sorted names.
 *
 * <p>TensorFlow: {@code tensorflow/python/saved_model/signature_serialization.py}.
 */
final class Endpoint {
  private static final String CALL = "StatefulPartitionedCall";

  private final String name;
  private final TracedFunction function;
  private final List<Integer> inputOrder;
  private final List<Integer> outputOrder;
  private final List<String> inputNames;
  private final List<String> outputNames;

  /**
   * Names the inputs and outputs of a function.
   *
   * @param name what the function that takes named tensors is called in the file
   */
  Endpoint(
      String name, TracedFunction function, List<String> inputNames, List<String> outputNames) {
    this.name = name;
    this.function = function;
    this.inputNames = List.copyOf(inputNames);
    this.outputNames = List.copyOf(outputNames);
    this.inputOrder = sorted(inputNames);
    this.outputOrder = sorted(outputNames);
  }

  private static List<Integer> sorted(List<String> names) {
    return IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparing(names::get))
        .toList();
  }

  String name() {
    return name;
  }

  TracedFunction function() {
    return function;
  }

  /** Returns the inputs, sorted. */
  Map<String, TensorSpec> inputs() {
    return named(inputOrder, inputNames, function.inputs());
  }

  /** Returns the outputs, sorted. */
  Map<String, TensorSpec> outputs() {
    return named(outputOrder, outputNames, function.outputs());
  }

  private static Map<String, TensorSpec> named(
      List<Integer> order, List<String> names, List<TensorSpec> specs) {
    Map<String, TensorSpec> all = new LinkedHashMap<>();
    order.forEach(i -> all.put(names.get(i), specs.get(i)));
    return all;
  }

  /** Returns the function that takes and gives tensors in the order of their names. */
  FunctionDef definition() {
    OpDef inner = function.definition().getSignature();
    OpDef.Builder signature = OpDef.newBuilder().setName(name).setIsStateful(true);
    int size = inputOrder.size();
    inputOrder.forEach(i -> signature.addInputArg(inner.getInputArg(i)));
    inner.getInputArgList().subList(size, inner.getInputArgCount()).forEach(signature::addInputArg);
    NodeDef.Builder call = call(CALL, inner);
    inner.getInputArgList().forEach(a -> call.addInput(a.getName()));
    FunctionDef.Builder definition = FunctionDef.newBuilder();
    for (int i = 0; i < outputOrder.size(); i++) {
      String returned = "output_" + i;
      int from = outputOrder.get(i);
      signature.addOutputArg(inner.getOutputArg(from).toBuilder().setName(returned));
      definition.putRet(returned, CALL + ":output:" + from);
    }
    signature.addControlOutput(CALL);
    return definition.putControlRet(CALL, CALL).addNodeDef(call).setSignature(signature).build();
  }

  /** Returns a node that calls this endpoint; its inputs are yet to be given. */
  NodeDef.Builder call(String node) {
    return call(node, definition().getSignature())
        .putAttr("_output_shapes", shapes(outputs().values()));
  }

  private NodeDef.Builder call(String node, OpDef callee) {
    NodeDef.Builder call = NodeDef.newBuilder().setName(node).setOp(CALL);
    call.putAttr("Tin", Nodes.types(callee.getInputArgList().stream().map(OpDef.ArgDef::getType)));
    call.putAttr(
        "Tout", Nodes.types(callee.getOutputArgList().stream().map(OpDef.ArgDef::getType)));
    call.putAttr("f", Nodes.function(callee.getName()));
    if (!callee.getName().equals(name)) {
      call.putAttr("_output_shapes", shapes(function.outputs()));
    }
    return call;
  }

  private static AttrValue shapes(Iterable<TensorSpec> specs) {
    AttrValue.ListValue.Builder shapes = AttrValue.ListValue.newBuilder();
    specs.forEach(s -> shapes.addShape(Shapes.toProto(s.shape())));
    return AttrValue.newBuilder().setList(shapes).build();
  }

  /** Returns how Python calls this endpoint, by keywords. */
  SavedConcreteFunction.Builder concrete() {
    return SavedConcreteFunction.newBuilder()
        .setCanonicalizedInputSignature(Specs.tuple(Specs.tuple(), dict(inputs())))
        .setOutputSignature(dict(outputs()));
  }

  private static StructuredValue dict(Map<String, TensorSpec> specs) {
    Map<String, StructuredValue> fields = new LinkedHashMap<>();
    specs.forEach((key, spec) -> fields.put(key, Specs.tensor(key, spec)));
    return Specs.dict(fields);
  }

  /** Returns the object under which Python finds the endpoint; an only input needs no keyword. */
  SavedBareConcreteFunction bare() {
    List<String> keywords = new ArrayList<>(inputs().keySet());
    return SavedBareConcreteFunction.newBuilder()
        .setConcreteFunctionName(name)
        .addAllArgumentKeywords(keywords)
        .setAllowedPositionalArguments(keywords.size() == 1 ? 1 : 0)
        .setFunctionSpec(
            FunctionSpec.newBuilder()
                .setFullargspec(Specs.parameters(List.of(), keywords))
                .setInputSignature(Specs.none()))
        .build();
  }
}
