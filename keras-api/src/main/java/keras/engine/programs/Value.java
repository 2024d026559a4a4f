package keras.engine.programs;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** What a node of a function gives while the function is built. */
sealed interface Value {
  /** A tensor of the graph. */
  record Tensor(Output<?> output) implements Value {}

  /** A handle of a variable, a table or the like. */
  record Handle(Capture of) implements Value {}

  /**
   * A list of tensors, which is one tensor here, with the elements as its rows.
   *
   * @param rows null as long as no element was written
   * @param length the number of elements, an int32 scalar
   */
  record Rows(@Nullable Output<?> rows, Output<?> length, DataType dtype) implements Value {}
}
