package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;

/**
 * The arguments of a function of TensorFlow, by their names there. Constants take the dtype of the
 * tensor that they meet, and lists of numbers and tensors become one tensor, as in Python.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}.
 */
final class TfArguments {
  private final OpArguments given;

  TfArguments(OpArguments given) {
    this.given = given;
  }

  String who() {
    return given.who();
  }

  Ops tf() {
    return given.any().tf();
  }

  /** Returns an argument, or its default: a tensor, a number, a text, a list; null is None. */
  @Nullable Object get(String name) {
    return given.get(name);
  }

  boolean has(String name) {
    return given.has(name);
  }

  boolean flag(String name) {
    return given.flag(name);
  }

  double number(String name) {
    return given.number(name);
  }

  int integer(String name) {
    return given.integer(name);
  }

  String text(String name) {
    return given.text(name);
  }

  int[] ints(String name) {
    return given.ints(name);
  }

  long[] longs(String name) {
    return IntStream.of(ints(name)).asLongStream().toArray();
  }

  IllegalArgumentException wrong(String name, String expected) {
    return given.wrong(name, given.get(name), expected);
  }

  /** Says which value of an argument is not computed here. */
  UnsupportedOperationException refused(String name, String supported) {
    return new UnsupportedOperationException(
        "%s: `%s` is supported as %s alone. Received: %s=%s."
            .formatted(given.who(), name, supported, name, given.get(name)));
  }

  /** Returns a dtype, which files spell {@code int32} or {@code <dtype: 'int32'>}. */
  DType dtype(String name, DType none) {
    if (!has(name)) {
      return none;
    }
    String text = text(name);
    return DType.get(text.startsWith("<dtype: '") ? text.substring(9, text.length() - 2) : text);
  }

  // ---------------------------------------------------------------- tensors

  /** Returns an argument as a tensor; constants have the dtype that Python gives them. */
  Expr tensor(String name) {
    Object value = get(name);
    return tensor(name, value, typeOf(value));
  }

  /** Returns an argument as a tensor; constants have a dtype. */
  Expr tensor(String name, DType dtype) {
    return tensor(name, get(name), dtype);
  }

  /** Returns a value of an argument as a tensor; constants have a dtype. */
  Expr value(String name, @Nullable Object value, DType dtype) {
    return tensor(name, value, dtype);
  }

  /** Returns an argument as a tensor, whose constants have the dtype of another argument. */
  Expr like(String name, String other) {
    return tensor(name, typeOf(get(other)));
  }

  /** Returns two arguments: what is constant has the dtype of the other one. */
  List<Expr> both(String x, String y) {
    DType dtype = typeOf(hasTensor(get(x)) ? get(x) : get(y));
    return List.of(tensor(x, dtype), tensor(y, dtype));
  }

  /** Returns tensors that are given as a list; one tensor is a list of one. */
  List<Expr> tensors(String name) {
    Object value = get(name);
    List<?> all = value instanceof List<?> list ? list : List.of(tensor(name));
    DType dtype = typeOf(all);
    List<Expr> out = new ArrayList<>();
    all.forEach(item -> out.add(tensor(name, item, dtype)));
    return out;
  }

  /** Returns tensors of a list, each with a dtype of its own. */
  List<Expr> each(String name) {
    if (get(name) instanceof List<?> list) {
      return list.stream().map(item -> tensor(name, item, typeOf(item))).toList();
    }
    throw wrong(name, "a list of tensors");
  }

  /** Returns sizes as a tensor of one axis. */
  Expr sizes(String name) {
    Expr sizes = tensor(name);
    return sizes.shape().numDimensions() == 0 ? sizes.reshape(1) : sizes;
  }

  /** Returns a tensor in a dtype: constants are made in it, lists with tensors are stacked. */
  private Expr tensor(String name, @Nullable Object value, DType dtype) {
    if (value instanceof Expr x) {
      return x;
    } else if (value == null) {
      throw wrong(name, "a tensor, an array or a number");
    } else if (value instanceof String text) {
      return Expr.of(tf(), tf().constant(text));
    } else if (value instanceof List<?> list && hasTensor(list)) {
      List<Expr> parts = list.stream().map(item -> tensor(name, item, dtype)).toList();
      return op("Pack", b -> b.addInputList(list(parts)).setAttr("axis", 0L));
    } else if (value instanceof List<?> list && list.isEmpty()) {
      return Expr.of(tf(), tf().constant(new int[0])).cast(dtype);
    }
    return given.tensor(value, dtype);
  }

  private static boolean hasTensor(@Nullable Object value) {
    return value instanceof Expr
        || (value instanceof List<?> list && list.stream().anyMatch(TfArguments::hasTensor));
  }

  /** Returns the dtype that Python's TensorFlow gives a value: that of a tensor in it, if any. */
  private DType typeOf(@Nullable Object value) {
    DType found = find(value, true);
    DType constant = found == null ? find(value, false) : found;
    return constant == null ? DType.FLOAT32 : constant;
  }

  private static @Nullable DType find(@Nullable Object value, boolean tensors) {
    if (value instanceof Expr x) {
      return tensors ? x.dtype() : null;
    } else if (value instanceof List<?> list) {
      DType found = null;
      for (Object item : list) {
        DType next = find(item, tensors);
        if (next != null && (found == null || next == DType.FLOAT32)) {
          found = next;
        }
      }
      return found;
    } else if (tensors || value == null) {
      return null;
    } else if (value instanceof Map<?, ?> map
        && map.get("config") instanceof Map<?, ?> config
        && config.get("dtype") instanceof String dtype) {
      return DType.get(dtype);
    } else if (value instanceof Boolean) {
      return DType.BOOL;
    }
    return value instanceof String
        ? DType.STRING
        : ResultTypes.isWhole(value) ? DType.INT32 : DType.FLOAT32;
  }

  // ---------------------------------------------------------------- ops

  /** Emits an op of tensors, which has one output. */
  Expr op(String type, Operand<?>... inputs) {
    return op(type, b -> {}, inputs);
  }

  /** Emits an op with attributes. */
  Expr op(String type, Consumer<OperationBuilder> attributes, Operand<?>... inputs) {
    return Expr.of(tf(), build(type, attributes, inputs).output(0));
  }

  /** Emits an op with several outputs. */
  Operation build(String type, Consumer<OperationBuilder> attributes, Operand<?>... inputs) {
    return RawOp.build(tf(), type, attributes, List.of(inputs));
  }

  /** Returns what an op with several outputs gives. */
  List<Expr> outputs(Operation op) {
    return IntStream.range(0, op.numOutputs()).mapToObj(i -> Expr.of(tf(), op.output(i))).toList();
  }

  /** Returns tensors as the list that some ops take as one input. */
  static Output<?>[] list(List<? extends Operand<?>> tensors) {
    return tensors.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
  }

  /** Returns a tensor as it is, once an op has run. */
  Expr after(Operation first, Expr x) {
    return op("Identity", b -> b.addControlInput(first), x);
  }

  /** Returns a vector of whole numbers. */
  Expr constant(int... numbers) {
    return Expr.of(tf(), tf().constant(numbers));
  }

  /** Returns a whole number. */
  Expr scalar(int number) {
    return Expr.of(tf(), tf().constant(number));
  }
}
