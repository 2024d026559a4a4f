package keras.ops;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The functions of TensorFlow that graphs of tf_keras hold and that Keras 3 has no operation for,
 * or none with such arguments: a row each, in the file of its group.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}, {@code TFOpLambda}.
 */
public final class TfFunctions {
  private static final String ADDED_LOSS = "AddLoss";
  private static final TfFunctions ALL = new TfFunctions();

  static {
    TfSizeFunctions.add(ALL);
    TfMathFunctions.add(ALL);
    TfIndexFunctions.add(ALL);
    TfReductionFunctions.add(ALL);
    TfNnFunctions.add(ALL);
    TfImageFunctions.add(ALL);
    TfColourFunctions.add(ALL);
    TfLinalgFunctions.add(ALL);
    TfSignalFunctions.add(ALL);
    TfComplexFunctions.add(ALL);
    TfSpectralFunctions.add(ALL);
    TfKerasFunctions.add(ALL);
    TfOldFunctions.add(ALL);
    TfDrawFunctions.add(ALL);
    TfStringFunctions.add(ALL);
    TfBoxFunctions.add(ALL);
    TfQuantizedFunctions.add(ALL);
    TfCountFunctions.add(ALL);
    TfPartFunctions.add(ALL);
    TfMatrixFunctions.add(ALL);
    TfSpatialFunctions.add(ALL);
    TfLostFunctions.add(ALL);
  }

  private final Map<String, OpRow> byName = new LinkedHashMap<>();

  private TfFunctions() {}

  /**
   * Adds a function that gives one tensor.
   *
   * @param names as in {@code "math.add_n"}; several with blanks between them
   * @param signature its arguments and their defaults, see {@link OpRow}
   */
  void one(String names, String signature, Function<TfArguments, Expr> computation) {
    put(names, signature, false, a -> List.of(computation.apply(a)));
  }

  /** Adds a function that gives several tensors, in the order in which Python flattens them. */
  void several(String names, String signature, Function<TfArguments, List<Expr>> computation) {
    put(names, signature, true, computation);
  }

  /** Adds a function that is one op of its arguments, all of them tensors, in their order. */
  void op(String names, String signature, String type) {
    List<String> arguments =
        java.util.Arrays.stream(signature.split(", ", -1)).map(a -> a.split("=", 2)[0]).toList();
    one(
        names,
        signature,
        a -> a.op(type, arguments.stream().map(a::tensor).toArray(Operand<?>[]::new)));
  }

  private void put(
      String names,
      String signature,
      boolean several,
      Function<TfArguments, List<Expr>> computation) {
    for (String name : names.split(" ", -1)) {
      OpRow.Computation of = a -> computation.apply(new TfArguments(a));
      if (byName.put(name, new OpRow("tf." + name, signature, several, of)) != null) {
        throw new IllegalStateException("Two functions are called tf." + name + ".");
      }
    }
  }

  /** Returns what the functions are called, without {@code tf.}. */
  public static Collection<String> names() {
    return java.util.Collections.unmodifiableSet(ALL.byName.keySet());
  }

  /** Whether a layer's config is of a function that is computed here. */
  public static boolean has(Map<?, ?> spec) {
    return of(spec) != null;
  }

  /** Whether a layer's config is of what tf_keras makes of {@code model.add_loss(tensor)}. */
  public static boolean isAddedLoss(Map<?, ?> spec) {
    Object registered = spec.get("registered_name");
    return ADDED_LOSS.equals(spec.get("class_name"))
        && (registered == null || ADDED_LOSS.equals(registered));
  }

  /** Returns the row of a function that there is. */
  public static OpRow of(String name) {
    return Objects.requireNonNull(ALL.byName.get(name), name);
  }

  /** Returns the row of a layer's config; null where there is none. */
  public static @Nullable OpRow of(Map<?, ?> spec) {
    Object className = spec.get("class_name");
    return ("TFOpLambda".equals(className) || "SlicingOpLambda".equals(className))
            && spec.get("config") instanceof Map<?, ?> config
        ? ALL.byName.get(String.valueOf(config.get("function")))
        : null;
  }
}
