package keras.tuner;

import keras.config.NumpyRandom;

/**
 * What values of a parameter are drawn from, with the meaning and the draws of {@code scipy.stats}.
 *
 * <pre>{@code
 * Map.of("learning_rate", Distribution.reciprocal(3e-4, 3e-2), "n_neurons", Distribution.randint(1, 100))
 * }</pre>
 *
 * <p>Uniform numbers and integers are SciPy's to the bit. Of the others the uniform numbers below
 * are; what NumPy computes of them with {@code log} and {@code exp} may differ in the last bits, as
 * it does between processors.
 *
 * <p>SciPy: scipy/stats/_continuous_distns.py, _discrete_distns.py
 */
@FunctionalInterface
public interface Distribution {

  /** Draws a value: {@code rvs(random_state=random)}. */
  Object rvs(NumpyRandom random);

  /** Numbers in [loc, loc + scale), as likely each: {@code scipy.stats.uniform(loc, scale)}. */
  static Distribution uniform(double loc, double scale) {
    Distributions.require(scale >= 0, "uniform", "scale must be at least 0", loc, scale);
    return new Distributions.Uniform(loc, scale);
  }

  /** Numbers in [a, b] whose logarithms are as likely each: {@code scipy.stats.loguniform}. */
  static Distribution loguniform(double a, double b) {
    Distributions.require(a > 0 && b > a, "loguniform", "0 < a < b must hold", a, b);
    return new Distributions.LogUniform(a, b);
  }

  /** The older name of {@link #loguniform}: {@code scipy.stats.reciprocal(a, b)}. */
  static Distribution reciprocal(double a, double b) {
    return loguniform(a, b);
  }

  /** Whole numbers in [low, high), as likely each: {@code scipy.stats.randint(low, high)}. */
  static Distribution randint(int low, int high) {
    Distributions.require(low < high, "randint", "low must be below high", low, high);
    return new Distributions.RandInt(low, high);
  }

  /** Normal numbers of mean loc and deviation scale: {@code scipy.stats.norm(loc, scale)}. */
  static Distribution norm(double loc, double scale) {
    Distributions.require(scale >= 0, "norm", "scale must be at least 0", loc, scale);
    return new Distributions.Norm(loc, scale);
  }

  /** Exponential numbers from loc on, of mean loc + scale: {@code scipy.stats.expon}. */
  static Distribution expon(double loc, double scale) {
    Distributions.require(scale >= 0, "expon", "scale must be at least 0", loc, scale);
    return new Distributions.Expon(loc, scale);
  }
}
