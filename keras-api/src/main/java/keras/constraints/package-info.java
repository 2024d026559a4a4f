/** Keras' constraints: what weights are projected to after a step. */
@NullMarked
package keras.constraints;

import org.jspecify.annotations.NullMarked;
