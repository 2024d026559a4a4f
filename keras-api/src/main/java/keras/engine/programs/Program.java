package keras.engine.programs;

import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import org.tensorflow.proto.FunctionDef;

/** The functions of a SavedModel that a model may call, and the values of its variables. */
public interface Program {
  /** Returns where it was read, for messages. */
  String name();

  /** Returns the names of its signatures. */
  List<String> signatures();

  /** Whether an attribute of its root, or else a signature, has a name and can be called. */
  boolean has(String endpoint);

  /**
   * Returns the functions of an endpoint, of which a call takes the first that its arguments fit.
   *
   * @throws UnsupportedOperationException if a function does what cannot be done here
   */
  List<ProgramFunction> functions(String endpoint);

  /** Returns the functions that others call, by name. */
  Map<String, FunctionDef> library();

  /** Reads the stored value of a variable. */
  HostTensor value(Capture.State variable);
}
