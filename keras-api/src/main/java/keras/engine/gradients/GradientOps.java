package keras.engine.gradients;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Emits the ops of one backward pass into a graph; equal constants are emitted once. */
final class GradientOps {
  private final Ops tf;
  private final Scope scope;
  private final Map<String, Term> constants = new HashMap<>();
  private final Map<Output<?>, Term> dims = new HashMap<>();
  private final Map<Output<?>, Term> copied = new HashMap<>();
  private final boolean last;

  /**
   * Emits into a graph.
   *
   * @param last whether nobody differentiates what is emitted, so that ops may be left out which
   *     change no bit of it
   */
  GradientOps(Graph graph, boolean last) {
    this.last = last;
    tf = Ops.create(graph).withSubScope("gradients");
    scope = tf.scope();
  }

  Ops tf() {
    return tf;
  }

  boolean isLast() {
    return last;
  }

  /** Tells that a tensor consists of copies of another one, which has ones for some axes. */
  Term copies(Term of, Term all) {
    if (last) {
      copied.put(all.asOutput(), of);
    }
    return all;
  }

  /** Returns what a tensor consists of copies of, itself where that is not known. */
  Term uncopied(Term all) {
    return copied.getOrDefault(all.asOutput(), all);
  }

  Term term(Operand<?> operand) {
    return operand instanceof Term term ? term : new Term(this, operand.asOutput());
  }

  Term op(String type, Operand<?>... inputs) {
    return op(type, builder -> {}, inputs);
  }

  Term op(String type, Consumer<OperationBuilder> attributes, Operand<?>... inputs) {
    return output(build(type, attributes, inputs), 0);
  }

  /** Emits an op under another name than its type's. */
  Term named(String name, String type, Operand<?>... inputs) {
    return output(build(name, type, attributes -> {}, inputs), 0);
  }

  Term output(Operation operation, int index) {
    return new Term(this, operation.output(index));
  }

  Operation build(String type, Consumer<OperationBuilder> attributes, Operand<?>... inputs) {
    return build(type, type, attributes, inputs);
  }

  private Operation build(
      String name, String type, Consumer<OperationBuilder> attributes, Operand<?>... inputs) {
    OperationBuilder builder = scope.opBuilder(type, name);
    for (Operand<?> input : inputs) {
      builder.addInput(input.asOutput());
    }
    attributes.accept(builder);
    return builder.build();
  }

  /** Emits an op whose first input is a list, followed by single inputs. */
  Term listOp(
      String type,
      Consumer<OperationBuilder> attributes,
      List<? extends Operand<?>> list,
      Operand<?>... inputs) {
    OperationBuilder builder = scope.opBuilder(type, type).addInputList(outputs(list));
    for (Operand<?> input : inputs) {
      builder.addInput(input.asOutput());
    }
    attributes.accept(builder);
    return output(builder.build(), 0);
  }

  /** Emits an op with one input followed by a list. */
  Operation tailListOp(String type, Operand<?> input, List<? extends Operand<?>> list) {
    return scope
        .opBuilder(type, type)
        .addInput(input.asOutput())
        .addInputList(outputs(list))
        .build();
  }

  /** Emits an op whose two inputs are lists of the same length. */
  Term twoListsOp(
      String type, List<? extends Operand<?>> first, List<? extends Operand<?>> second) {
    Operation built =
        scope
            .opBuilder(type, type)
            .addInputList(outputs(first))
            .addInputList(outputs(second))
            .build();
    return output(built, 0);
  }

  private static Output<?>[] outputs(List<? extends Operand<?>> operands) {
    return operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
  }

  /** Joins along an axis; a single part is returned as it is. */
  Term concat(List<Term> parts, Operand<?> axis) {
    return parts.size() == 1 ? parts.get(0) : listOp("ConcatV2", b -> {}, parts, axis);
  }

  Term concat(Term... parts) {
    return concat(List.of(parts), ints(0, false));
  }

  /** Stacks along a new axis. */
  Term pack(List<Term> parts, long axis) {
    return listOp("Pack", b -> b.setAttr("axis", axis), parts);
  }

  /** Returns an int32 vector. */
  Term vector(long... values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(values[i]);
    }
    return constant("int32" + Arrays.toString(ints), () -> TInt32.vectorOf(ints));
  }

  /** Returns an int32 scalar. */
  Term ints(int value) {
    return ints(value, false);
  }

  /** Returns an int64 or int32 scalar. */
  Term ints(long value, boolean wide) {
    return wide
        ? constant("int64 " + value, () -> TInt64.scalarOf(value))
        : constant("int32 " + value, () -> TInt32.scalarOf(Math.toIntExact(value)));
  }

  /** Returns a scalar of a dtype, rounded once from the double, as {@code tf.constant} does. */
  Term scalar(double value, DataType dtype) {
    return switch (dtype) {
      case DT_DOUBLE -> constant("double " + value, () -> TFloat64.scalarOf(value));
      case DT_FLOAT -> constant("float " + value, () -> TFloat32.scalarOf((float) value));
      case DT_INT32 -> ints((long) value, false);
      case DT_INT64 -> ints((long) value, true);
      default -> narrow(value, dtype);
    };
  }

  /** Returns ones in the shape and dtype of a tensor. */
  Term ones(Output<?> like) {
    Term one = scalar(1, like.dataType());
    if (like.shape().numDimensions() == 0) {
      return one;
    }
    return like.shape().hasUnknownDimension() ? op("OnesLike", like) : op("Fill", dims(like), one);
  }

  private Term narrow(double value, DataType dtype) {
    String key = dtype + " " + value;
    Term known = constants.get(key);
    if (known == null) {
      known = scalar(value, DataType.DT_FLOAT).cast(dtype);
      constants.put(key, known);
    }
    return known;
  }

  /** Returns the int32 shape vector of a tensor: a constant where the shape is known. */
  Term dims(Output<?> output) {
    Term known = dims.get(output);
    if (known == null) {
      known =
          output.shape().hasUnknownDimension()
              ? op("Shape", output)
              : vector(output.shape().asArray());
      dims.put(output, known);
    }
    return known;
  }

  private Term constant(String key, Supplier<? extends Tensor> value) {
    Term known = constants.get(key);
    if (known == null) {
      try (Tensor tensor = value.get()) {
        known = op("Const", b -> b.setAttr("dtype", tensor.dataType()).setAttr("value", tensor));
      }
      constants.put(key, known);
    }
    return known;
  }
}
