/** Keras' seed generators. */
@NullMarked
package keras.random;

import org.jspecify.annotations.NullMarked;
