package keras.python;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The real Kerases of a test run: one process each, started when first asked for. */
public final class Python implements AutoCloseable {
  private final Path interpreter;
  private final Map<Framework, PythonKeras> processes = new EnumMap<>(Framework.class);

  Python(Path interpreter) {
    this.interpreter = interpreter;
  }

  /** Returns Keras 3. */
  public PythonKeras keras3() {
    return of(Framework.KERAS3);
  }

  /** Returns tf_keras. */
  public PythonKeras tfKeras() {
    return of(Framework.TF_KERAS);
  }

  /** Returns the process of a framework. */
  public synchronized PythonKeras of(Framework framework) {
    return processes.computeIfAbsent(framework, f -> new PythonKeras(interpreter, f));
  }

  /** Returns the interpreter of the environment with the pinned packages. */
  public Path interpreter() {
    return interpreter;
  }

  @Override
  public synchronized void close() {
    processes.values().forEach(PythonKeras::close);
    processes.clear();
  }
}
