/** Keras' activation functions, one name each. */
@NullMarked
package keras.activations;

import org.jspecify.annotations.NullMarked;
