package keras.layers;

import java.util.Arrays;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Constants;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * Computes {@code inputs * scale + offset}, at training and otherwise.
 *
 * <pre>{@code
 * new Rescaling(1.0 / 127.5).offset(-1)
 * }</pre>
 *
 * <p>Inputs: any shape, of any number type. Outputs: the same shape, in the layer's dtype. Lists
 * are broadcast along the last axis. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/rescaling.py}.
 */
public final class Rescaling extends FluentLayer<Rescaling> {
  @Arg private Object scale = 1.0;
  @Arg private Object offset = 0.0;

  private Rescaling() {}

  /** Makes a layer that multiplies by a number. */
  public Rescaling(double scale) {
    this.scale = scale;
  }

  /** Makes a layer that multiplies by one number for each channel. */
  public Rescaling(double... scale) {
    this.scale = Arrays.stream(scale).boxed().toList();
  }

  /** Sets the number that is added. */
  public Rescaling offset(double offset) {
    return with(() -> this.offset = offset);
  }

  /** Sets the numbers that are added, one for each channel. */
  public Rescaling offset(double... offset) {
    return with(() -> this.offset = Arrays.stream(offset).boxed().toList());
  }

  @Override
  protected void validate() {
    numbers("scale", scale);
    numbers("offset", offset);
  }

  private static Constants numbers(String key, Object json) {
    Constants numbers = Constants.of(json);
    if (numbers == null) {
      throw new IllegalArgumentException(
          "Rescaling: `%s` must be a number or lists of numbers. Received: %s=%s."
              .formatted(key, key, json));
    }
    return numbers;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    return x.cast(dtype)
        .mul(numbers("scale", scale).in(ctx.tf(), dtype))
        .add(numbers("offset", offset).in(ctx.tf(), dtype));
  }
}
