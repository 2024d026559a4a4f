package keras.tuner;

import java.util.Locale;

/** What kinds of targets scikit-learn's {@code type_of_target} tells apart. */
enum TargetType {
  BINARY,
  MULTICLASS,
  CONTINUOUS,
  MULTILABEL_INDICATOR,
  MULTICLASS_MULTIOUTPUT,
  CONTINUOUS_MULTIOUTPUT;

  /** Whether each target is one of some classes. */
  boolean isOfClasses() {
    return this == BINARY || this == MULTICLASS;
  }

  /** Returns scikit-learn's name. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
