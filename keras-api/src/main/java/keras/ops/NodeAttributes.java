package keras.ops;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.OperationBuilder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorShapeProto;

/** The attributes of a {@link TfNode}, of protobuf's JSON. */
final class NodeAttributes {
  private final String who;
  private final OpDef op;
  private final Map<String, AttrValue> values = new LinkedHashMap<>();
  private final Map<String, byte[]> texts = new LinkedHashMap<>();

  /**
   * Reads them.
   *
   * @param who what messages call the node
   * @param given by their names; those that begin with a bar are said to TensorFlow's own passes
   */
  NodeAttributes(String who, OpDef op, Map<?, ?> given) {
    this.who = who;
    this.op = op;
    given.forEach((name, value) -> add(String.valueOf(name), value));
  }

  /** Gives them to an op. */
  void set(OperationBuilder builder) {
    values.forEach(builder::setAttr);
    texts.forEach(builder::setAttr);
  }

  /** Returns the value of an attribute that is no text, or its default. */
  AttrValue get(String name) {
    AttrValue given = values.get(name);
    return given == null ? definition(name).getDefaultValue() : given;
  }

  private OpDef.AttrDef definition(String name) {
    return op.getAttrList().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: the op %s has no attribute `%s`.".formatted(who, op.getName(), name)));
  }

  private void add(String name, @Nullable Object json) {
    if (name.startsWith("_")) {
      return;
    }
    String type = definition(name).getType();
    AttrValue value;
    try {
      if (json instanceof Map<?, ?> map && map.size() == 1 && map.get("s") instanceof String text) {
        texts.put(name, Base64.getDecoder().decode(text));
        return;
      }
      value = value(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: expected protobuf's JSON of the attribute `%s` (%s) of the op %s. Received: %s."
              .formatted(who, name, type, op.getName(), json),
          e);
    }
    known(value.getType());
    value.getList().getTypeList().forEach(this::known);
    values.put(name, value);
  }

  private void known(DataType type) {
    if (type != DataType.DT_INVALID
        && Arrays.stream(DType.values()).noneMatch(t -> t.proto() == type)) {
      throw new UnsupportedOperationException(
          "%s: the op %s is of %s, which is no dtype here.".formatted(who, op.getName(), type));
    }
  }

  private static AttrValue value(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> map) || map.size() != 1) {
      throw new IllegalArgumentException("No value of one kind: " + json);
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    Object v = only.getValue();
    AttrValue.Builder out = AttrValue.newBuilder();
    switch (String.valueOf(only.getKey())) {
      case "i" -> out.setI(whole(v));
      case "f" -> out.setF(real(v));
      case "b" -> out.setB(flag(v));
      case "type" -> out.setType(DataType.valueOf(String.valueOf(v)));
      case "shape" -> out.setShape(shape(v));
      case "list" -> out.setList(list(v));
      default -> throw new IllegalArgumentException("A value of another kind: " + only.getKey());
    }
    return out.build();
  }

  private static AttrValue.ListValue list(@Nullable Object json) {
    AttrValue.ListValue.Builder out = AttrValue.ListValue.newBuilder();
    for (Map.Entry<?, ?> e : map(json).entrySet()) {
      for (Object item : items(e.getValue())) {
        switch (String.valueOf(e.getKey())) {
          case "i" -> out.addI(whole(item));
          case "f" -> out.addF(real(item));
          case "b" -> out.addB(flag(item));
          case "type" -> out.addType(DataType.valueOf(String.valueOf(item)));
          case "shape" -> out.addShape(shape(item));
          default -> throw new IllegalArgumentException("Values of another kind: " + e.getKey());
        }
      }
    }
    return out.build();
  }

  private static TensorShapeProto shape(@Nullable Object json) {
    Map<?, ?> map = map(json);
    TensorShapeProto.Builder out = TensorShapeProto.newBuilder();
    out.setUnknownRank(map.get("unknownRank") != null && flag(map.get("unknownRank")));
    for (Object dim : map.get("dim") == null ? List.of() : items(map.get("dim"))) {
      Object size = map(dim).get("size"); // protobuf's JSON leaves out 0
      out.addDim(TensorShapeProto.Dim.newBuilder().setSize(size == null ? 0 : whole(size)));
    }
    return out.build();
  }

  private static Map<?, ?> map(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("No object: " + json);
  }

  private static List<?> items(@Nullable Object json) {
    if (json instanceof List<?> items) {
      return items;
    }
    throw new IllegalArgumentException("No list: " + json);
  }

  /** Protobuf's JSON has whole numbers of 64 bits as texts. */
  private static long whole(@Nullable Object json) {
    return json instanceof Integer || json instanceof Long
        ? ((Number) json).longValue()
        : Long.parseLong(String.valueOf(json));
  }

  private static float real(@Nullable Object json) {
    return json instanceof Number n ? n.floatValue() : Float.parseFloat(String.valueOf(json));
  }

  private static boolean flag(@Nullable Object json) {
    if (json instanceof Boolean b) {
      return b;
    }
    throw new IllegalArgumentException("Neither true nor false: " + json);
  }
}
