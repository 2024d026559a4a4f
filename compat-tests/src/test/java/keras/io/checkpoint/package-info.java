/** TensorFlow checkpoints, read from real Keras and read by it. */
@NullMarked
package keras.io.checkpoint;

import org.jspecify.annotations.NullMarked;
