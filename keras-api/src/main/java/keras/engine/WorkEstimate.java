package keras.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.ndarray.Shape;

/**
 * Counts what the functions in a graph compute, in multiply-adds of a matrix product, to choose
 * between one thread and all.
 *
 * <p>It reads the ops and their shapes, so it knows every layer, a user's own as well. A product
 * counts its multiply-adds, a pooling its window, and what takes values one by one several for each
 * value, because memory is slower than multiplying. What only moves or names values counts nothing.
 */
final class WorkEstimate {
  /** What takes a value through memory, in multiply-adds of a product in the cache. */
  private static final long VALUE = 8;

  /** A convolution's patches are gathered first, and its products are narrow. */
  private static final long CONVOLVED = 6;

  /** With what differentiates it, a function takes about three times as long. */
  private static final long WITH_GRADIENTS = 3;

  private static final Set<String> FREE =
      Set.of(
          "AssignVariableOp",
          "Const",
          "ExpandDims",
          "Identity",
          "IdentityN",
          "NoOp",
          "Placeholder",
          "ReadVariableOp",
          "Reshape",
          "Shape",
          "Squeeze",
          "StopGradient",
          "VarHandleOp");

  private static final Set<String> REDUCTIONS =
      Set.of("ArgMax", "BiasAddGrad", "L2Loss", "Max", "Mean", "Min", "Prod", "Sum");

  private final long unknown;
  private boolean gradients;
  private double products;
  private double others;

  private WorkEstimate(long unknown) {
    this.unknown = unknown;
  }

  /**
   * Counts what a graph computes.
   *
   * @param unknown what a size that the graph leaves open is taken for, such as the batch's
   */
  static WorkEstimate of(Graph graph, long unknown) {
    WorkEstimate estimate = new WorkEstimate(unknown);
    for (Iterator<GraphOperation> ops = graph.operations(); ops.hasNext(); ) {
      estimate.add(ops.next());
    }
    return estimate;
  }

  /** Returns about how many multiply-adds a step takes, without what its gradients take. */
  long work() {
    return perStep(products + others);
  }

  /** Returns how many of them are in no product of two matrices. */
  long besideProducts() {
    return perStep(others);
  }

  private long perStep(double work) {
    return (long) Math.min(1e15, gradients ? work / WITH_GRADIENTS : work);
  }

  private void add(GraphOperation op) {
    gradients |= op.type().endsWith("Grad") || op.type().contains("Backprop");
    double work = work(op);
    if (op.type().endsWith("MatMul")) {
      products += work;
    } else {
      others += work;
    }
  }

  private double work(GraphOperation op) {
    String type = op.type();
    if (FREE.contains(type) || op.numOutputs() == 0) {
      return 0;
    }
    double values = size(op.output(0).shape());
    return switch (type) {
      case "MatMul", "SparseMatMul" -> Math.sqrt(values * size(input(op, 0)) * size(input(op, 1)));
      case "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3" -> values * inner(op);
      case "Einsum" -> einsum(op);
      case "Conv2D", "Conv3D" -> CONVOLVED * values * window(input(op, 1), 1);
      case "DepthwiseConv2dNative" -> CONVOLVED * values * window(input(op, 1), 2);
      case "Conv2DBackpropInput", "Conv3DBackpropInputV2" ->
          CONVOLVED * size(input(op, 2)) * window(input(op, 1), 2) * last(input(op, 1), 2);
      case "Conv2DBackpropFilter", "Conv3DBackpropFilterV2" ->
          CONVOLVED * size(input(op, 2)) * window(op.output(0).shape(), 1);
      case "DepthwiseConv2dNativeBackpropInput" ->
          CONVOLVED * size(input(op, 2)) * window(input(op, 1), 2);
      case "DepthwiseConv2dNativeBackpropFilter" ->
          CONVOLVED * size(input(op, 2)) * window(op.output(0).shape(), 2);
      case "MaxPool", "AvgPool", "MaxPool3D", "AvgPool3D" ->
          VALUE * values * Math.sqrt(product(op.attributes().getAttrIntList("ksize")));
      default -> VALUE * (REDUCTIONS.contains(type) ? size(input(op, 0)) : values);
    };
  }

  private static double product(long[] sizes) {
    return LongStream.of(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private static Shape input(GraphOperation op, int index) {
    return op.input(index).shape();
  }

  private static double last(Shape shape, int fromEnd) {
    int at = shape.numDimensions() - fromEnd;
    return at < 0 || shape.get(at) < 0 ? 1 : shape.get(at);
  }

  /** Returns the size of a kernel without its last axes. */
  private double window(Shape kernel, int without) {
    return kernel.isUnknown()
        ? 1
        : LongStream.of(kernel.asArray())
            .limit(Math.max(0, kernel.numDimensions() - without))
            .mapToDouble(this::known)
            .reduce(1, (a, b) -> a * b);
  }

  private double inner(GraphOperation op) {
    Shape left = input(op, 0);
    return left.isUnknown() || left.numDimensions() < 2
        ? unknown
        : known(left.get(op.attributes().getAttrBool("adj_x") ? -2 : -1));
  }

  /** Multiplies the sizes of all labels. */
  private double einsum(GraphOperation op) {
    String equation = op.attributes().getAttrString("equation");
    List<String> sides = List.of(equation.substring(0, equation.indexOf("->")).split(","));
    Map<Character, Double> sizes = new LinkedHashMap<>();
    for (int i = 0; i < sides.size(); i++) {
      String labels = sides.get(i).replace("...", "");
      Shape shape = input(op, i);
      int more = shape.isUnknown() ? 0 : shape.numDimensions() - labels.length();
      boolean fits = !shape.isUnknown() && more >= 0;
      int dots = sides.get(i).indexOf("...");
      for (int j = 0; j < labels.length(); j++) {
        int at = dots >= 0 && j >= dots ? j + more : j;
        sizes.put(labels.charAt(j), fits ? known(shape.get(at)) : unknown);
      }
      for (int j = 0; dots >= 0 && fits && j < more; j++) {
        sizes.merge((char) ('0' + j), known(shape.get(dots + j)), Math::max);
      }
    }
    return sizes.values().stream().reduce(1.0, (a, b) -> a * b);
  }

  private double size(Shape shape) {
    return shape.isUnknown()
        ? unknown
        : LongStream.of(shape.asArray()).mapToDouble(this::known).reduce(1, (a, b) -> a * b);
  }

  private double known(long size) {
    return size < 0 ? unknown : size;
  }
}
