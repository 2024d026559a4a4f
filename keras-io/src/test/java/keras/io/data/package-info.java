/** Tests of legacy HDF5 files. */
@NullMarked
package keras.io.data;

import org.jspecify.annotations.NullMarked;
