/** Weights of older files, beside what real Keras makes of them. */
@NullMarked
package keras.io.weights;

import org.jspecify.annotations.NullMarked;
