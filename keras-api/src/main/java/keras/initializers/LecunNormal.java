package keras.initializers;

/**
 * Truncated normal values of standard deviation {@code sqrt(1 / fan_in)} (LeCun et al., 1998;
 * Klambauer et al., 2017).
 *
 * <pre>{@code
 * new Dense(3).kernelInitializer("lecun_normal")
 * }</pre>
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public final class LecunNormal extends FanInitializer<LecunNormal> {
  @Override
  Scaling scaling() {
    return new Scaling(1.0, "fan_in", "truncated_normal");
  }
}
