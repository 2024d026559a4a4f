package keras.python;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
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
  private static final Namespace NAMESPACE = Namespace.create(PythonExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    PythonEnvironment found = environment(context);
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
    Path interpreter = environment(context).interpreter();
    if (interpreter == null) {
      throw new IllegalStateException("A Python parameter is for test methods alone.");
    }
    return store(context)
        .getOrComputeIfAbsent(Python.class, k -> new Python(interpreter), Python.class);
  }

  /** Finds the environment once a test run. */
  private static PythonEnvironment environment(ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent(
            PythonEnvironment.class, k -> PythonEnvironment.find(), PythonEnvironment.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
