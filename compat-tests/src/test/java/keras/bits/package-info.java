/** Compares what real Keras and this library compute on one machine, in one run, bit by bit. */
@NullMarked
package keras.bits;

import org.jspecify.annotations.NullMarked;
