/** Tests of arrays against NumPy. */
@NullMarked
package keras.data;

import org.jspecify.annotations.NullMarked;
