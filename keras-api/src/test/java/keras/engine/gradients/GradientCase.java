package keras.engine.gradients;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * Describes one numerical gradient check: an op, how it is called, and the shapes and range of the
 * tensors it is differentiated by.
 */
final class GradientCase {
  /** Builds the differentiated tensor from the inputs. */
  @FunctionalInterface
  interface Builder {
    Operand<?> build(Calls op, List<Operand<?>> x);
  }

  /** Emits ops by their TensorFlow type. */
  record Calls(Ops tf, Graph graph, DataType dtype) {
    /** Emits an op: operands and lists of operands are inputs, then names and attributes follow. */
    Operand<?> of(String type, Object... inputsAndAttributes) {
      return all(type, inputsAndAttributes).op().output(0);
    }

    Operand<?> all(String type, Object... inputsAndAttributes) {
      OperationBuilder builder = tf.scope().opBuilder(type, type);
      int i = 0;
      for (; i < inputsAndAttributes.length; i++) {
        if (inputsAndAttributes[i] instanceof Operand<?> operand) {
          builder.addInput(operand.asOutput());
        } else if (inputsAndAttributes[i] instanceof List<?> list) {
          builder.addInputList(
              list.stream().map(item -> ((Operand<?>) item).asOutput()).toArray(Output<?>[]::new));
        } else {
          break;
        }
      }
      for (; i < inputsAndAttributes.length; i += 2) {
        set(builder, (String) inputsAndAttributes[i], inputsAndAttributes[i + 1]);
      }
      return builder.build().output(0);
    }

    private static void set(OperationBuilder builder, String name, Object value) {
      if (value instanceof Boolean flag) {
        builder.setAttr(name, flag);
      } else if (value instanceof Integer number) {
        builder.setAttr(name, (long) number);
      } else if (value instanceof Double number) {
        builder.setAttr(name, number.floatValue());
      } else if (value instanceof String text) {
        builder.setAttr(name, text);
      } else if (value instanceof DataType type) {
        builder.setAttr(name, type);
      } else if (value instanceof Shape shape) {
        builder.setAttr(name, shape);
      } else if (value instanceof float[] numbers) {
        builder.setAttr(name, numbers);
      } else if (value instanceof long[] numbers) {
        builder.setAttr(name, numbers);
      } else {
        throw new IllegalArgumentException("attribute " + name + ": " + value);
      }
    }

    Operand<?> ints(int... values) {
      return tf.constant(values);
    }

    Operand<?> i(int value) {
      return tf.constant(value);
    }

    /** Returns a constant of the case's dtype. */
    Operand<?> c(double... values) {
      Operand<?> wide = values.length == 1 ? tf.constant(values[0]) : tf.constant(values);
      return of("Cast", wide, "DstT", dtype);
    }
  }

  final String name;
  final String opType;
  final double low;
  final double high;
  final List<long[]> shapes;
  final Builder builder;
  DataType dtype = DataType.DT_DOUBLE;
  boolean unknownDims;
  boolean zeroExpected;
  boolean shapesKnown;
  boolean ofVariables;

  private GradientCase(String name, double low, double high, List<long[]> shapes, Builder builder) {
    this.name = name;
    this.opType = name.replaceFirst("[ ,].*", "");
    this.low = low;
    this.high = high;
    this.shapes = shapes;
    this.builder = builder;
  }

  /** Returns the same check in float32, for kernels that know no float64. */
  GradientCase float32() {
    dtype = DataType.DT_FLOAT;
    return this;
  }

  /** Returns the same check with all gradients null, where the derivative is zero or undefined. */
  GradientCase none() {
    zeroExpected = true;
    return this;
  }

  /** Returns the same check for shapes that are known alone. */
  GradientCase knownShapes() {
    shapesKnown = true;
    return this;
  }

  /** Returns the same check by variables: the builder gets their handles. */
  GradientCase ofVariables() {
    ofVariables = true;
    return knownShapes();
  }

  @Override
  public String toString() {
    return name + (unknownDims ? ", shapes unknown" : "");
  }

  /** Collects cases: the name's first word is the op type under test. */
  static final class Table {
    private final List<GradientCase> cases = new ArrayList<>();

    GradientCase add(String name, double low, double high, Builder builder, long[]... shapes) {
      GradientCase line = new GradientCase(name, low, high, List.of(shapes), builder);
      cases.add(line);
      return line;
    }

    /** Adds a function of one tensor. */
    GradientCase unary(String name, double low, double high) {
      return add(
          name, low, high, (op, x) -> op.of(name.replaceFirst("[ ,].*", ""), x.get(0)), s(3, 4));
    }

    /** Adds a function of two tensors, without and with broadcasting. */
    void binary(String name, double low, double high) {
      Builder call = (op, x) -> op.of(name, x.get(0), x.get(1));
      add(name, low, high, call, s(3, 4), s(3, 4));
      add(name + " row", low, high, call, s(3, 4), s(4));
      add(name + " column and row", low, high, call, s(3, 1), s(2, 1, 4));
      add(name + " scalar", low, high, call, s(), s(3, 4));
    }

    List<GradientCase> cases() {
      return cases;
    }
  }

  static long[] s(long... dims) {
    return dims;
  }
}
