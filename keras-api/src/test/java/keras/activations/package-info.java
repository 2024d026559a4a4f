/** Tests of activation functions. */
@NullMarked
package keras.activations;

import org.jspecify.annotations.NullMarked;
