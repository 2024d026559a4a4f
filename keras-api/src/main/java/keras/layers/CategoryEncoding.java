package keras.layers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Turns integers that stand for categories into vectors as long as there are categories.
 *
 * <pre>{@code
 * new CategoryEncoding(4).outputMode("one_hot");
 * }</pre>
 *
 * <p>Inputs: whole numbers in [0, numTokens), {@code (batch)} or {@code (batch, n)}; and, in the
 * mode {@code "count"}, {@code count_weights} of the same shape. Outputs: in the layer's dtype; for
 * {@code "multi_hot"} and {@code "count"} {@code (batch, numTokens)}, and of a vector one sample;
 * for {@code "one_hot"} {@code (…, numTokens)}, a last axis of size 1 dropped.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: with {@code sparse} the output is dense. Keras 3.15 too forgets {@code
 * sparse} when it saves.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/category_encoding.py}.
 */
public final class CategoryEncoding extends FluentLayer<CategoryEncoding> {
  private static final List<OutputMode> MODES =
      List.of(OutputMode.COUNT, OutputMode.ONE_HOT, OutputMode.MULTI_HOT);

  @Arg private int numTokens;
  @Arg private String outputMode = OutputMode.MULTI_HOT.id();

  private CategoryEncoding() {}

  /** Makes a layer for so many categories. */
  public CategoryEncoding(int numTokens) {
    this.numTokens = numTokens;
    validate();
  }

  /** Sets what the layer gives: {@code "multi_hot"}, {@code "one_hot"} or {@code "count"}. */
  public CategoryEncoding outputMode(String outputMode) {
    return with(() -> this.outputMode = outputMode);
  }

  /** Takes {@code sparse}, which Keras writes from 3.16 on. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    config.remove("sparse");
    return config;
  }

  private OutputMode mode() {
    return OutputMode.get(this, outputMode, MODES);
  }

  @Override
  protected void validate() {
    requirePositive("num_tokens", numTokens);
    mode();
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected void build(org.tensorflow.ndarray.Shape input) {
    validate();
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Expr weights = in.find("count_weights");
    OutputMode mode = mode();
    if (weights != null && mode != OutputMode.COUNT) {
      throw new IllegalArgumentException(
          "%s: `count_weights` are for the mode 'count'. Received: output_mode=%s."
              .formatted(this, outputMode));
    }
    DType dtype = dtypePolicy().computeDtype();
    Expr x = Calling.only(this, in.inputs());
    return Structure.of(
        mode.encode(x, numTokens, dtype, weights == null ? null : weights.cast(dtype), ctx));
  }
}
