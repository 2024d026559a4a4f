package keras.engine.programs;

import java.util.List;
import keras.engine.Structure;
import keras.engine.TensorSpec;
import org.tensorflow.proto.FunctionDef;

/**
 * A function of a program: of tensors in a structure to tensors in another one.
 *
 * @param inputs what it takes; those with names come in the order of the alphabet
 * @param outputs what it gives, likewise
 * @param captures what its arguments after the inputs stand for
 */
public record ProgramFunction(
    FunctionDef definition,
    Structure<TensorSpec> inputs,
    Structure<TensorSpec> outputs,
    List<Capture> captures) {
  /** Keeps a copy of the list. */
  public ProgramFunction {
    captures = List.copyOf(captures);
  }
}
