package keras.python;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives a test its {@link Python}, or skips it where there is none; with {@code CI=true} in the
 * environment the test fails instead.
 *
 * <pre>
 * &#64;ExtendWith(PythonExtension.class)
 * class SavedModelTest {
 *   &#64;Test
 *   void kerasLoadsWhatWeSave(Python python) {
 *     ...
 *   }
 * }
 * </pre>
 */
public final class PythonExtension implements BeforeEachCallback, ParameterResolver {
  private static @Nullable PythonEnvironment environment;
  private static @Nullable Python python;

  @Override
  public void beforeEach(ExtensionContext context) {
    PythonEnvironment found = environment();
    if (found.interpreter() == null) {
      throw refusal(found.problem(), "true".equals(System.getenv("CI")));
    }
  }

  /** Returns what is thrown at a test that needs Python where there is none. */
  static RuntimeException refusal(String problem, boolean ci) {
    return ci
        ? new IllegalStateException(problem + "\nWith CI=true this is a failure.")
        : new TestAbortedException(problem);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Python.class;
  }

  @Override
  public Python resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Path interpreter = environment().interpreter();
    if (interpreter == null) {
      throw new IllegalStateException("A Python parameter is for test methods alone.");
    }
    return python(interpreter);
  }

  /**
   * Starts Python once a JVM; it ends with the JVM, whose runner may start anew for every class.
   */
  private static synchronized Python python(Path interpreter) {
    Python known = python;
    if (known == null) {
      known = new Python(interpreter);
      python = known;
      Runtime.getRuntime().addShutdownHook(new Thread(known::close));
    }
    return known;
  }

  /** Finds the environment once a JVM. */
  private static synchronized PythonEnvironment environment() {
    PythonEnvironment known = environment;
    if (known == null) {
      known = PythonEnvironment.find();
      environment = known;
    }
    return known;
  }
}
