package keras.io.migration;

import java.util.Map;

/**
 * The Keras that wrote a config, as far as it says: Keras 1, Keras 2 (also tf_keras and the one
 * inside TensorFlow before 2.16) or Keras 3.
 *
 * @param version as the file has it, such as {@code 2.15.0}; TensorFlow 1 and 2 say {@code
 *     2.2.4-tf}
 */
public record Writer(int generation, String version) {
  private static final int LATEST = 3;

  /**
   * Returns the writer by the {@code keras_version} of a file.
   *
   * @param version empty where there is none: files of Keras 1 have none, and JSON need not
   */
  public static Writer of(String version) {
    String major = version.replaceFirst("[^0-9].*$", "");
    int generation = major.isEmpty() ? 1 : major.length() > 3 ? LATEST : Integer.parseInt(major);
    return new Writer(generation, version);
  }

  /** Returns the writer of a config by its looks: its own version where it has one. */
  public static Writer of(Map<String, ?> spec) {
    if (spec.get("keras_version") instanceof String version) {
      return of(version);
    }
    return new Writer(spec.containsKey("registered_name") ? LATEST : 1, "");
  }

  /** Whether Keras 3 wrote it. */
  public boolean isKeras3() {
    return generation >= LATEST;
  }
}
