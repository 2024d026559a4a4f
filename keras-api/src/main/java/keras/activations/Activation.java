package keras.activations;

import keras.config.Functions;
import keras.config.Identified;
import keras.ops.Expr;

/**
 * A function applied to a layer's output, by its Keras name.
 *
 * <pre>{@code
 * new Dense(10).activation("relu");
 * new Dense(10).activation(Activation.of("my_package>swoosh", x -> x.mul(x.sigmoid())));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/activations/activations.py}.
 */
public interface Activation extends Identified {
  /** Applies the function, element-wise or along the last axis; all but glu keep the shape. */
  Expr call(Expr x);

  /** The arithmetic of an activation. */
  @FunctionalInterface
  interface Function {
    /** Applies the function. */
    Expr call(Expr x);
  }

  /**
   * Makes an activation of the user's own, under the id by which files call it; Keras finds it
   * among its {@code custom_objects}.
   */
  static Activation of(String id, Function function) {
    return standingFor(Functions.description(id), id, function);
  }

  /**
   * Returns an activation that computes as {@code function} says and is written as {@code json}:
   * the one of another language that it stands for.
   */
  static Activation standingFor(Object json, String id, Function function) {
    return new Activation() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Object description() {
        return json;
      }

      @Override
      public Expr call(Expr x) {
        return function.call(x);
      }

      @Override
      public String toString() {
        return id;
      }
    };
  }

  /** Returns the activation with a Keras name, as in {@code "relu"}. */
  static Activation get(String id) {
    return Activations.get(id);
  }
}
