/** Tests of TensorFlow's checkpoint tables. */
@NullMarked
package keras.io.tensorbundle;

import org.jspecify.annotations.NullMarked;
