package keras.initializers;

import keras.config.NamedObjects;

/** The names of initializers and what they make. */
final class Initializers {
  static final NamedObjects<Initializer> ALL =
      new NamedObjects<Initializer>("initializer")
          .with(Zeros.class, Zeros::new, "zero")
          .with(Ones.class, Ones::new, "one")
          .with(Constant.class, Constant::new)
          .with(Identity.class, Identity::new, "IdentityInitializer")
          .with(STFT.class, STFT::new, "STFTInitializer")
          .with(RandomNormal.class, RandomNormal::new, "normal")
          .with(RandomUniform.class, RandomUniform::new, "uniform")
          .with(TruncatedNormal.class, TruncatedNormal::new)
          .with(VarianceScaling.class, VarianceScaling::new)
          .with(GlorotNormal.class, GlorotNormal::new)
          .with(GlorotUniform.class, GlorotUniform::new)
          .with(HeNormal.class, HeNormal::new)
          .with(HeUniform.class, HeUniform::new)
          .with(LecunNormal.class, LecunNormal::new)
          .with(LecunUniform.class, LecunUniform::new)
          .with(Orthogonal.class, Orthogonal::new, "OrthogonalInitializer");

  private Initializers() {}
}
