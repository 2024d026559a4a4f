/** TensorFlow's checkpoint tables: tensors by name, and the graph of the objects that hold them. */
@NullMarked
package keras.io.tensorbundle;

import org.jspecify.annotations.NullMarked;
