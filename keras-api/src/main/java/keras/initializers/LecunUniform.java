package keras.initializers;

/**
 * Uniform values within {@code ±sqrt(3 / fan_in)} (LeCun et al., 1998; Klambauer et al., 2017).
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("lecun_uniform")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class LecunUniform extends FanInitializer<LecunUniform> {
  @Override
  Scaling scaling() {
    return new Scaling(1.0, "fan_in", "uniform");
  }
}
