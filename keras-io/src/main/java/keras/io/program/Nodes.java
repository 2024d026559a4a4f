package keras.io.program;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Adds nodes to a graph that is only written, not run; attributes left out are the defaults. */
final class Nodes {
  private final GraphDef.Builder graph = GraphDef.newBuilder();

  /** Adds a node and returns it to be completed. */
  NodeDef.Builder add(String op, String name, String... inputs) {
    return graph.addNodeBuilder().setOp(op).setName(name).addAllInput(List.of(inputs));
  }

  /** Adds a node that was made elsewhere. */
  void add(NodeDef.Builder node) {
    graph.addNode(node);
  }

  /** Adds a vector, or a scalar, of strings. */
  void strings(String name, boolean scalar, List<ByteString> values) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    if (!scalar) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(values.size()));
    }
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(shape)
            .addAllStringVal(values)
            .build();
    add("Const", name)
        .putAttr("dtype", type(DataType.DT_STRING))
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  static AttrValue types(Stream<DataType> types) {
    List<DataType> all = new ArrayList<>();
    types.forEach(all::add);
    return AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder().addAllType(all)).build();
  }

  static AttrValue shape(TensorShapeProto shape) {
    return AttrValue.newBuilder().setShape(shape).build();
  }

  static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  static AttrValue function(String name) {
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }

  GraphDef.Builder graph() {
    return graph;
  }
}
