/** Tests of the optimizers, against Keras' bits. */
@NullMarked
package keras.optimizers;

import org.jspecify.annotations.NullMarked;
