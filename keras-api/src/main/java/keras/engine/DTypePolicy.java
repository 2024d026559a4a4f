package keras.engine;

import keras.config.Arg;
import keras.config.KerasObject;
import keras.ops.DType;

/**
 * In which dtype a layer computes, and in which it keeps its variables.
 *
 * <p>{@code "float32"}, {@code "float64"}, {@code "bfloat16"} and {@code "float16"} mean both;
 * {@code "mixed_bfloat16"} and {@code "mixed_float16"} compute in 16 bits on float32 variables.
 *
 * <p>Keras: {@code keras/src/dtype_policies/dtype_policy.py}.
 */
public final class DTypePolicy extends KerasObject {
  private static volatile String global = "float32";

  @Arg private String name = global;

  private DTypePolicy() {}

  /** Makes the policy with a Keras name. */
  public DTypePolicy(String name) {
    this.name = name;
    validate();
  }

  /** Returns the policy with a Keras name. */
  public static DTypePolicy get(String name) {
    return new DTypePolicy(name);
  }

  /** Returns the policy that new layers take. */
  public static DTypePolicy global() {
    return new DTypePolicy(global);
  }

  /** Sets the policy that new layers take, as {@code keras.config.set_dtype_policy} does. */
  public static void global(String name) {
    global = new DTypePolicy(name).name;
  }

  @Override
  protected void validate() {
    DType compute = computeDtype();
    if (!compute.isFloating() && name.startsWith("mixed_")) {
      throw new IllegalArgumentException(
          "DTypePolicy: expected `mixed_float16` or `mixed_bfloat16`. Received: name=%s."
              .formatted(name));
    }
  }

  /** Returns the policy's name. */
  public String name() {
    return name;
  }

  /** Returns the dtype of the layer's computation. */
  public DType computeDtype() {
    return DType.get(name.startsWith("mixed_") ? name.substring("mixed_".length()) : name);
  }

  /** Returns the dtype of the layer's variables. */
  public DType variableDtype() {
    return name.startsWith("mixed_") ? DType.FLOAT32 : computeDtype();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DTypePolicy p && p.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
