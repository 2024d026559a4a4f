/** Weights in TensorFlow checkpoints, as tf_keras' {@code save_weights} writes them. */
@NullMarked
package keras.io.checkpoint;

import org.jspecify.annotations.NullMarked;
