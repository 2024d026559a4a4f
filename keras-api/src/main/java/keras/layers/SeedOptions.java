package keras.layers;

/**
 * The setter of layers that draw random numbers, which declare {@code @Arg Integer seed} and keep a
 * generator by {@link FluentLayer#seeded}.
 *
 * @param <L> the layer
 */
public interface SeedOptions<L> {
  /** Sets the seed of what is drawn. */
  default L seed(int seed) {
    return Options.checked(this, "seed", seed);
  }
}
