/** Compiling, training, evaluating and predicting. */
@NullMarked
package keras.trainers;

import org.jspecify.annotations.NullMarked;
