package keras.engine;

import keras.ops.DType;
import org.tensorflow.ndarray.Shape;

/** What a function takes in one place: a shape, -1 where a size may vary, and a dtype. */
public record TensorSpec(Shape shape, DType dtype) {}
