package keras.engine.gradients;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Collects the gradients of op types, a family a class. */
final class VjpTable {
  private final Map<String, Vjp> byType = new HashMap<>();

  private VjpTable() {}

  static Map<String, Vjp> all() {
    VjpTable table = new VjpTable();
    MathGradients.addTo(table);
    SpecialGradients.addTo(table);
    ComplexGradients.addTo(table);
    SegmentGradients.addTo(table);
    ImageGradients.addTo(table);
    BroadcastGradients.addTo(table);
    MatrixGradients.addTo(table);
    LinalgGradients.addTo(table);
    DecompositionGradients.addTo(table);
    EinsumGradients.addTo(table);
    ReductionGradients.addTo(table);
    ArrayGradients.addTo(table);
    IndexingGradients.addTo(table);
    NnGradients.addTo(table);
    NormalizationGradients.addTo(table);
    ConvGradients.addTo(table);
    PoolGradients.addTo(table);
    RecurrentGradients.addTo(table);
    QuantizingGradients.addTo(table);
    SecondOrderGradients.addTo(table);
    return Map.copyOf(table.byType);
  }

  void put(String type, Vjp vjp) {
    if (byType.put(type, vjp) != null) {
      throw new IllegalStateException(
          "VjpTable: expected one gradient for each op type. Received: two for "
              + type
              + ". Remove one.");
    }
  }

  /** Adds the gradient of an op with one differentiable input, its first. */
  void unary(String type, Function<BackwardStep, Term> gradient) {
    put(type, step -> List.of(gradient.apply(step)));
  }

  /** Adds ops whose derivative is zero or does not exist. */
  void none(String... types) {
    for (String type : types) {
      put(type, step -> List.of());
    }
  }
}
