/** Tests of orders and names. */
@NullMarked
package keras.io.weights;

import org.jspecify.annotations.NullMarked;
