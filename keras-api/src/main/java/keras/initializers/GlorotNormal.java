package keras.initializers;

/**
 * Truncated normal values of standard deviation {@code sqrt(2 / (fan_in + fan_out))} (Glorot &amp;
 * Bengio, 2010).
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("glorot_normal")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class GlorotNormal extends FanInitializer<GlorotNormal> {
  @Override
  Scaling scaling() {
    return new Scaling(1.0, "fan_avg", "truncated_normal");
  }
}
