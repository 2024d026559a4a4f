package keras.preprocessing;

/** Numbers of classes, as the arrays that losses take. */
final class LabelArrays {
  private LabelArrays() {}

  /** Returns int32 (samples), float32 (samples, 1) or float32 (samples, classes). */
  static Object of(DirectoryOptions<?> options, String mode, int[] labels, int classes) {
    return switch (mode) {
      case "int" -> labels.clone();
      case "binary" -> rows(labels);
      case "categorical" -> oneHot(labels, classes);
      default -> throw options.error("no such labelMode", mode);
    };
  }

  private static float[][] rows(int[] labels) {
    float[][] rows = new float[labels.length][1];
    for (int i = 0; i < labels.length; i++) {
      rows[i][0] = labels[i];
    }
    return rows;
  }

  /** A label outside the classes has no 1, as in {@code tf.one_hot}. */
  private static float[][] oneHot(int[] labels, int classes) {
    float[][] rows = new float[labels.length][classes];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0 && labels[i] < classes) {
        rows[i][labels[i]] = 1;
      }
    }
    return rows;
  }
}
