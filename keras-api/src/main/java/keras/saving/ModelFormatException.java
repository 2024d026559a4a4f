package keras.saving;

/**
 * Says that the content of a model file is not what its format demands: which file, where in it,
 * and what is wrong.
 *
 * <pre>{@code
 * try {
 *   model = Keras.loadModel("model.h5");
 * } catch (ModelFormatException e) {
 *   System.err.println(e.getMessage()); // model.h5: /model_weights/dense: declares more than the file holds.
 * }
 * }</pre>
 *
 * <p>A disk that cannot be read is an {@link java.io.UncheckedIOException} instead.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String place;

  /**
   * Creates the exception with the message {@code file: place: what}.
   *
   * @param place where in the file: a path of groups, a key, a line and column; empty for the whole
   *     file
   * @param what a sentence, with its full stop
   */
  public ModelFormatException(String file, String place, String what) {
    super(message(file, place, what));
    this.file = file;
    this.place = place;
  }

  /** Creates the exception and keeps what caused it. */
  public ModelFormatException(String file, String place, String what, Throwable cause) {
    super(message(file, place, what), cause);
    this.file = file;
    this.place = place;
  }

  /** Returns the name of the file, as the caller gave it. */
  public String file() {
    return file;
  }

  /** Returns the place in the file, empty for the whole file. */
  public String place() {
    return place;
  }

  private static String message(String file, String place, String what) {
    return place.isEmpty() ? file + ": " + what : file + ": " + place + ": " + what;
  }
}
