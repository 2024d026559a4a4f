/** Tests of arrays, orders, data sets and NumPy files. */
@NullMarked
package keras.data;

import org.jspecify.annotations.NullMarked;
