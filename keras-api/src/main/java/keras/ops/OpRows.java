package keras.ops;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@code keras.ops} that are here, a row each; an operation is added by its row
 * in the file of its group.
 *
 * <p>Keras: {@code keras/src/ops}.
 */
public final class OpRows {
  private static final String MODULE = "keras.src.ops.";
  private static final OpRows ALL = new OpRows();

  static {
    NumpyMathRows.add(ALL);
    NumpyBinaryRows.add(ALL);
    NumpyReduceRows.add(ALL);
    NumpyShapeRows.add(ALL);
    NnRows.add(ALL);
    CoreRows.add(ALL);
    LinalgRows.add(ALL);
    NormalizingRows.add(ALL);
    ConvRows.add(ALL);
    SignalRows.add(ALL);
    SegmentRows.add(ALL);
    ImageRows.add(ALL);
    PerspectiveRows.add(ALL);
    CtcRows.add(ALL);
    BlockRows.add(ALL);
    AdaptivePoolRows.add(ALL);
    NumberRows.add(ALL);
    NanRows.add(ALL);
    QuantileRows.add(ALL);
    GridRows.add(ALL);
    PlaceRows.add(ALL);
    CountRows.add(ALL);
    UniqueRows.add(ALL);
    VectorRows.add(ALL);
    DecompositionRows.add(ALL);
    ComplexRows.add(ALL);
  }

  private final Map<String, OpRow> byName = new LinkedHashMap<>();
  private final Map<String, OpRow> byFunction = new LinkedHashMap<>();

  private OpRows() {}

  /** Adds an operation that gives one tensor; see {@link OpRow} for the signature. */
  void one(String name, String signature, Function<OpArguments, Expr> computation) {
    put(new OpRow(name, signature, false, a -> List.of(computation.apply(a))));
  }

  /** Adds an operation that gives several tensors. */
  void several(String name, String signature, Function<OpArguments, List<Expr>> computation) {
    put(new OpRow(name, signature, true, computation::apply));
  }

  private void put(OpRow row) {
    if (byName.put(row.toString(), row) != null) {
      throw new IllegalStateException("Two rows are called " + row + ".");
    }
    byFunction.putIfAbsent(row.function(), row);
  }

  /** Returns all rows. */
  public static Collection<OpRow> all() {
    return Collections.unmodifiableCollection(ALL.byName.values());
  }

  /** Whether a config's {@code module} and {@code class_name} are those of an operation here. */
  public static boolean has(Map<?, ?> spec) {
    return of(spec) != null;
  }

  /** Returns the row of a config's {@code module} and {@code class_name}; null where none is. */
  public static @Nullable OpRow of(Map<?, ?> spec) {
    return spec.get("module") instanceof String module && module.startsWith(MODULE)
        ? ALL.byName.get(module.substring(MODULE.length()) + "." + spec.get("class_name"))
        : null;
  }

  /**
   * Returns the row of one of Keras' functions.
   *
   * @param function as in {@code "expand_dims"} or {@code "image.resize"}
   */
  public static OpRow of(String function) {
    OpRow row = ALL.byFunction.get(function);
    if (row == null) {
      throw new IllegalArgumentException(
          "Ops: there is no operation '%s'. docs/OPERATIONS.md lists those that are."
              .formatted(function));
    }
    return row;
  }
}
