/** Keras' regularizers: penalties on weights and outputs. */
@NullMarked
package keras.regularizers;

import org.jspecify.annotations.NullMarked;
