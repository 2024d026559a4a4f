package keras.constraints;

import keras.config.NamedObjects;

/** The names of constraints and what they make. */
final class Constraints {
  static final NamedObjects<Constraint> ALL =
      new NamedObjects<Constraint>("constraint")
          .with(MaxNorm.class, MaxNorm::new)
          .with(MinMaxNorm.class, MinMaxNorm::new)
          .with(NonNeg.class, NonNeg::new)
          .with(RadialConstraint.class, RadialConstraint::new)
          .with(UnitNorm.class, UnitNorm::new);

  private Constraints() {}
}
