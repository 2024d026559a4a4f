package keras.io.savedmodel;

import com.google.protobuf.ByteString;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.TensorProto;

/**
 * The constants that a function of a program fills a table with. The function is read, not run.
 *
 * @param objects what the program's functions capture
 */
record TableConstants(Program program, SavedObjectGraph objects) {
  /** Returns an object by its number. */
  SavedObject at(int id) {
    if (id < 0 || id >= objects.getNodesCount()) {
      throw program.error(
          "", "it names the object %d of %d.".formatted(id, objects.getNodesCount()));
    }
    return objects.getNodes(id);
  }

  /** Returns the values that a node of the function takes, which are constants of the program. */
  List<?> values(FunctionDef function, NodeDef node, int input) {
    NodeDef made = program.body(function).get(source(node, input));
    SavedObject bound = made == null ? captured(function, node, input) : null;
    if (bound != null && bound.hasConstant()) {
      made = program.nodes().get(bound.getConstant().getOperation());
    }
    if (made == null || !made.getOp().equals("Const")) {
      throw program.error(node.getName(), "expected a table that is filled with constants.");
    }
    return constants(made);
  }

  private static String source(NodeDef node, int input) {
    List<String> inputs = Frame.inputs(node);
    return input < inputs.size() ? TensorRef.of(inputs.get(input)).node() : "";
  }

  /** Returns what the function captures and a node of it takes, or null. */
  @Nullable SavedObject captured(FunctionDef function, NodeDef node, int input) {
    String name = source(node, input);
    for (int i = 0; i < function.getSignature().getInputArgCount(); i++) {
      if (function.getSignature().getInputArg(i).getName().equals(name)) {
        return captured(function, i);
      }
    }
    return null;
  }

  private @Nullable SavedObject captured(FunctionDef function, int argument) {
    SavedConcreteFunction concrete =
        objects.getConcreteFunctionsMap().get(function.getSignature().getName());
    if (concrete == null) {
      return null;
    }
    int at =
        argument - (function.getSignature().getInputArgCount() - concrete.getBoundInputsCount());
    return at < 0 ? null : at(concrete.getBoundInputs(at));
  }

  private List<?> constants(NodeDef node) {
    TensorProto value =
        node.containsAttr("value")
            ? node.getAttrOrThrow("value").getTensor()
            : TensorProto.getDefaultInstance();
    List<?> found =
        value.getDtype() == DataType.DT_STRING
            ? strings(node, value.getStringValList())
            : value.getDtype() == DataType.DT_INT64 ? longs(value) : List.of();
    long size = 1;
    for (var dim : value.getTensorShape().getDimList()) {
      size = size < 0 || dim.getSize() > Integer.MAX_VALUE ? -1 : size * dim.getSize();
    }
    if (size != found.size()) {
      throw program.error(node.getName(), "expected strings or int64s, as many as its shape says.");
    }
    return found;
  }

  private List<String> strings(NodeDef node, List<ByteString> all) {
    for (ByteString bytes : all) {
      if (!bytes.isValidUtf8()) {
        throw program.error(node.getName(), "it holds a token that is not UTF-8.");
      }
    }
    return all.stream().map(ByteString::toStringUtf8).toList();
  }

  private static List<Long> longs(TensorProto value) {
    if (value.getTensorContent().isEmpty()) {
      return value.getInt64ValList();
    }
    LongBuffer longs =
        value
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asLongBuffer();
    List<Long> all = new ArrayList<>();
    while (longs.hasRemaining()) {
      all.add(longs.get());
    }
    return all;
  }
}
