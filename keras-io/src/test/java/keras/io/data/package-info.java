/** Tests of data sets that are read from files. */
@NullMarked
package keras.io.data;

import org.jspecify.annotations.NullMarked;
