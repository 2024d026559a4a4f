package keras.engine.programs;

import keras.engine.Table;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;

/** What a function of a program uses beside its arguments. */
public sealed interface Capture {
  /**
   * A variable.
   *
   * @param id by which it is the same in all functions
   * @param name as the program has it
   */
  record State(int id, String name, DType dtype, Shape shape, boolean trainable)
      implements Capture {}

  /** A table with its content. */
  record Lookup(Table table, long size) implements Capture {}

  /** A constant: the attributes of its node. */
  record Fixed(AttrValue dtype, AttrValue value) implements Capture {}

  /**
   * What cannot be here.
   *
   * @param what it is, for messages
   */
  record Unknown(String what) implements Capture {}
}
