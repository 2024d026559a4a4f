package keras.layers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Spreads strings or whole numbers over bins by their hash, without a vocabulary.
 *
 * <pre>{@code
 * new Hashing(3).maskValue("").salt(1337);
 * }</pre>
 *
 * <p>Inputs: strings or numbers of any shape; floating ones are cut to whole ones. Outputs: the
 * same shape, the bins in the layer's dtype, int64 unless set; in the modes {@code "one_hot"},
 * {@code "multi_hot"} and {@code "count"} {@code (…, numBins)}, floating unless a dtype is set.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: with {@code sparse} the output is dense.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/hashing.py}.
 */
public final class Hashing extends HashingLayer<Hashing> {
  private static final List<OutputMode> MODES =
      List.of(OutputMode.INT, OutputMode.ONE_HOT, OutputMode.MULTI_HOT, OutputMode.COUNT);

  @Arg private @Nullable Object maskValue;
  @Arg private @Nullable Object salt;
  @Arg private boolean sparse;

  private Hashing() {
    super(MODES);
  }

  /** Makes a layer with so many bins. */
  public Hashing(int numBins) {
    this();
    numBins(numBins);
  }

  /** Sets the string that goes to bin 0, which is then for it alone. */
  public Hashing maskValue(String maskValue) {
    return with(() -> this.maskValue = maskValue);
  }

  /** Sets the number that goes to bin 0, which is then for it alone. */
  public Hashing maskValue(long maskValue) {
    return with(() -> this.maskValue = maskValue);
  }

  /** Sets the key of the hash. */
  public Hashing salt(long salt) {
    return salt(salt, salt);
  }

  /** Sets the key of the hash, of two numbers. */
  public Hashing salt(long first, long second) {
    return with(() -> this.salt = List.of(first, second));
  }

  /** Sets whether Keras gives a sparse tensor; here, the output is dense, of the same numbers. */
  public Hashing sparse(boolean sparse) {
    return with(() -> this.sparse = sparse);
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    if (config.get("salt") instanceof Number n) {
      config.put("salt", List.of(n, n));
    }
    return super.adopt(config, custom);
  }

  @Override
  protected void validate() {
    super.validate();
    OutputMode mode = mode();
    DType dtype = dtypePolicy().computeDtype();
    if (mode == OutputMode.INT && dtype != DType.INT32 && dtype != DType.INT64) {
      throw new IllegalArgumentException(
          "Hashing: with output_mode='int' `dtype` must be 'int32' or 'int64'. Received: dtype=%s."
              .formatted(dtypePolicy().name()));
    }
    if (sparse && mode == OutputMode.INT) {
      throw new IllegalArgumentException(
          "Hashing: `sparse` is for the modes one_hot, multi_hot and count. Received:"
              + " output_mode=int.");
    }
    if (salt != null && LookupChecks.key(salt) == null) {
      throw new IllegalArgumentException(
          "Hashing: `salt` must be an integer or two of them. Received: salt=%s.".formatted(salt));
    }
  }

  @Override
  protected void build(Shape input) {
    validate();
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    OutputMode mode = mode();
    boolean single = mode == OutputMode.ONE_HOT && x.rank() > 0 && x.shape().get(-1) == 1;
    Expr bins = bins(single ? Numpy.squeeze(x, -1) : x, ctx);
    return mode.encode(bins, numBins(), dtypePolicy().computeDtype(), null, ctx);
  }

  private static Expr isMasked(Expr x, Object masked, CallContext ctx) {
    if (masked instanceof String text) {
      return x.equal(ctx.wrap(ctx.tf().constant(text)));
    }
    boolean whole = masked instanceof Long || masked instanceof Integer;
    if (!whole || x.dtype().isFloating()) {
      return x.equal(x.constant(((Number) masked).doubleValue()));
    }
    long id = ((Number) masked).longValue(); // a double would lose its last digits
    return x.cast(DType.INT64).equal(ctx.wrap(ctx.tf().constant(id)));
  }

  private Expr bins(Expr x, CallContext ctx) {
    Object masked = maskValue;
    boolean masks = masked != null && numBins() > 1;
    Expr whole = x.dtype().isFloating() ? x.cast(DType.INT64) : x;
    Expr bins =
        OovBuckets.hash(whole, masks ? numBins() - 1 : numBins(), LookupChecks.key(salt), ctx);
    if (!masks || masked == null) {
      return bins;
    }
    boolean strings = x.dtype() == DType.STRING;
    if (strings != masked instanceof String) {
      throw new IllegalArgumentException(
          "%s: `mask_value` must be of the inputs' kind. Received: mask_value=%s for inputs of %s."
              .formatted(this, masked, x.dtype()));
    }
    Expr zero = Core.constant(ctx.tf(), 0, DType.INT64);
    return isMasked(x, masked, ctx).where(zero, bins.add(Core.constant(ctx.tf(), 1, DType.INT64)));
  }
}
