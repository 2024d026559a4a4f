/** Legacy HDF5 files of real Kerases, read here. */
@NullMarked
package keras.io.h5;

import org.jspecify.annotations.NullMarked;
