package keras.initializers;

/**
 * Uniform values within {@code ±sqrt(6 / (fan_in + fan_out))} (Glorot &amp; Bengio, 2010).
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("glorot_uniform")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class GlorotUniform extends FanInitializer<GlorotUniform> {
  @Override
  Scaling scaling() {
    return new Scaling(1.0, "fan_avg", "uniform");
  }
}
