package keras.python;

/** An exception that Python code raised, with Python's own traceback in the message. */
public final class PythonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String text;

  PythonException(String type, String text, String traceback) {
    super("Python raised " + type + ": " + text + "\n" + traceback);
    this.type = type;
    this.text = text;
  }

  /** Returns the name of the exception's Python class. */
  public String type() {
    return type;
  }

  /** Returns the exception's own message, without the traceback. */
  public String text() {
    return text;
  }
}
