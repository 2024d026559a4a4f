package keras.initializers;

/**
 * Uniform values within {@code ±sqrt(6 / fan_in)} (He et al., 2015).
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("he_uniform")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class HeUniform extends FanInitializer<HeUniform> {
  @Override
  Scaling scaling() {
    return new Scaling(2.0, "fan_in", "uniform");
  }
}
