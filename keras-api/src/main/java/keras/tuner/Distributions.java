package keras.tuner;

import keras.config.NumpyRandom;

/** The distributions that {@link Distribution} offers. */
final class Distributions {
  private Distributions() {}

  static void require(boolean holds, String name, String expected, Number first, Number second) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Distribution.%s: %s. Received: (%s, %s).".formatted(name, expected, first, second));
    }
  }

  record Uniform(double loc, double scale) implements Distribution {
    @Override
    public Object rvs(NumpyRandom random) {
      return scale == 0 ? loc : random.uniform(0, 1) * scale + loc;
    }
  }

  record LogUniform(double a, double b) implements Distribution {
    @Override
    public Object rvs(NumpyRandom random) {
      double q = random.uniform(0, 1);
      double low = StrictMath.log(a);
      return StrictMath.exp(low + q * (StrictMath.log(b) - low));
    }
  }

  record RandInt(int low, int high) implements Distribution {
    @Override
    public Object rvs(NumpyRandom random) {
      return random.randint(low, high);
    }
  }

  record Norm(double loc, double scale) implements Distribution {
    @Override
    public Object rvs(NumpyRandom random) {
      return scale == 0 ? loc : random.standardNormal() * scale + loc;
    }
  }

  record Expon(double loc, double scale) implements Distribution {
    @Override
    public Object rvs(NumpyRandom random) {
      return scale == 0 ? loc : random.standardExponential() * scale + loc;
    }
  }
}
