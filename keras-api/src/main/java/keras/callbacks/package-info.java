/** Keras' callbacks: what happens at the beginnings and ends of epochs and batches. */
@NullMarked
package keras.callbacks;

import org.jspecify.annotations.NullMarked;
