package keras.io.program;

import java.util.List;
import java.util.Map;
import keras.engine.Shapes;
import keras.engine.TensorSpec;
import org.tensorflow.proto.Struct.DictValue;
import org.tensorflow.proto.Struct.ListValue;
import org.tensorflow.proto.Struct.NamedTupleValue;
import org.tensorflow.proto.Struct.NoneValue;
import org.tensorflow.proto.Struct.PairValue;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.Struct.TupleValue;

/**
 * Shapes, and Python's lists, tuples and dicts of tensors, as SavedModels hold them.
 *
 * <p>TensorFlow: {@code tensorflow/python/saved_model/nested_structure_coder.py}.
 */
final class Specs {
  private Specs() {}

  static StructuredValue tensor(String name, TensorSpec spec) {
    return StructuredValue.newBuilder()
        .setTensorSpecValue(
            TensorSpecProto.newBuilder()
                .setName(name)
                .setShape(Shapes.toProto(spec.shape()))
                .setDtype(spec.dtype().proto()))
        .build();
  }

  static StructuredValue none() {
    return StructuredValue.newBuilder().setNoneValue(NoneValue.getDefaultInstance()).build();
  }

  static StructuredValue text(String text) {
    return StructuredValue.newBuilder().setStringValue(text).build();
  }

  static StructuredValue list(List<StructuredValue> items) {
    return StructuredValue.newBuilder()
        .setListValue(ListValue.newBuilder().addAllValues(items))
        .build();
  }

  static StructuredValue tuple(StructuredValue... items) {
    return StructuredValue.newBuilder()
        .setTupleValue(TupleValue.newBuilder().addAllValues(List.of(items)))
        .build();
  }

  static StructuredValue dict(Map<String, StructuredValue> items) {
    return StructuredValue.newBuilder()
        .setDictValue(DictValue.newBuilder().putAllFields(items))
        .build();
  }

  /** Returns Python's description of a function's parameters, none of which has a default. */
  static StructuredValue parameters(List<String> positional, List<String> keywords) {
    return StructuredValue.newBuilder()
        .setNamedTupleValue(
            NamedTupleValue.newBuilder()
                .setName("FullArgSpec")
                .addValues(pair("args", texts(positional)))
                .addValues(pair("varargs", none()))
                .addValues(pair("varkw", none()))
                .addValues(pair("defaults", none()))
                .addValues(pair("kwonlyargs", texts(keywords)))
                .addValues(pair("kwonlydefaults", none()))
                .addValues(pair("annotations", dict(Map.of()))))
        .build();
  }

  private static StructuredValue texts(List<String> items) {
    return list(items.stream().map(Specs::text).toList());
  }

  private static PairValue pair(String key, StructuredValue value) {
    return PairValue.newBuilder().setKey(key).setValue(value).build();
  }
}
