package keras.initializers;

/**
 * Truncated normal values of standard deviation {@code sqrt(2 / fan_in)} (He et al., 2015).
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("he_normal")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class HeNormal extends FanInitializer<HeNormal> {
  @Override
  Scaling scaling() {
    return new Scaling(2.0, "fan_in", "truncated_normal");
  }
}
