package keras.regularizers;

import keras.config.NamedObjects;

/** The names of regularizers and what they make. */
final class Regularizers {
  static final NamedObjects<Regularizer> ALL =
      new NamedObjects<Regularizer>("regularizer")
          .with(L1.class, L1::new)
          .with(L2.class, L2::new)
          .with(L1L2.class, L1L2::new, "l1_l2")
          .with(OrthogonalRegularizer.class, OrthogonalRegularizer::new);

  private Regularizers() {}
}
