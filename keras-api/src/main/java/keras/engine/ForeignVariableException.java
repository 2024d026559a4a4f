package keras.engine;

/**
 * Tells a function's builder that a variable lives in another workspace; never leaves the engine.
 */
final class ForeignVariableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Workspace home;

  ForeignVariableException(Variable variable, Workspace home) {
    super(variable + " lives in another workspace.", null, false, false);
    this.home = home;
  }

  Workspace home() {
    return home;
  }
}
