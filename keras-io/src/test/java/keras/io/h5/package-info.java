/** Tests of legacy HDF5 files. */
@NullMarked
package keras.io.h5;

import org.jspecify.annotations.NullMarked;
